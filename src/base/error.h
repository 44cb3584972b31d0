// Error: what went wrong, where, and what to do. Each code has a line in docs/errors.md (a test checks).
#pragma once

#include <string>
#include <string_view>

namespace mizan {

// Stable names; a retired one is never reused. Slugs rather than numbers, so that a log line explains itself.
enum class Code {
    kUsage,                 // the command line
    kFileRead,              // a file that cannot be opened or read
    kFileWrite,             // an output that cannot be written (disk full, closed pipe, permission)
    kCompressed,            // a damaged .gz or .zst stream
    kJsonMalformed,         // a line that is not one JSON object
    kFieldType,             // a known field of the wrong type or range
    kTextMissing,           // a post without text
    kTextTooLong,           // text over the limit
    kLineTooLong,           // a line over the limit
    kBinaryInput,           // input that is not text
    kCsvMalformed,          // a CSV row that does not fit the header or the quoting rules
    kPolicyMissing,         // no policy at that place
    kPolicyInvalid,         // the policy has errors: see its diagnostics
    kPolicyLimit,           // the policy passes a named limit
    kBundleCorrupt,         // a compiled bundle that fails its checksum or checks
    kBundleVersion,         // a compiled bundle of another format or of newer semantics
    kModelCorrupt,          // a model of scores that fails its checksum or checks
    kModelVersion,          // a model of scores of another format
    kDataMissing,           // no labelled data at that place
    kClauseUnknown,         // no clause of that id
    kLogMissing,            // no log, or a piece of one, at that place
    kLogCorrupt,            // a log, tile or entry that cannot be so
    kProofMalformed,        // a file that is no proof
    kProofInvalid,          // a proof that does not hold
    kNoteMalformed,         // a text that is no signed note, or no checkpoint
    kSignatureInvalid,      // a signature that is missing or does not hold
    kKeyInvalid,            // a text that is no key, or a key file that cannot be used
    kWitnessPolicyInvalid,  // a policy of logs and witnesses that cannot be read
    kNetwork,               // a server that cannot be reached or does not answer as it should
    kStoreMissing,          // no store at that place
    kStoreCorrupt,          // a store whose contents cannot be so
    kStoreVersion,          // a store that a newer program has made
    kStoreBusy,             // a store that another process writes
    kStoreFull,             // a store that cannot be written: disk full, read-only
    kRecordMissing,         // no such record
    kRecordConflict,  // the same key with other contents, or a decision that is no longer in force
    kRecordErased,    // a record whose contents were erased
    kLogFork,         // the published log says what the store does not: see `mizan log adopt`
    kOverload,        // more at once than is taken; later it may be
    kAccessDenied,  // who asks is not known: a wrong password, key or session, or one that has ended
    kAccessForbidden,      // who asks is known and may not
    kAccessLocked,         // too many wrong attempts: wait
    kCodeNeeded,           // the password is right; the code of the second factor is missing
    kAccountUnknown,       // no such account
    kAccountConflict,      // the name is taken, or the last administrator would be gone
    kApiKeyUnknown,        // no such key of a machine
    kPasswordRefused,      // a new password that breaks the rules
    kIdempotencyConflict,  // an Idempotency-Key that was used with another request
    kJobMissing,           // no such job of who asks
    kWebhookMissing,       // no such webhook or delivery
    kActionMissing,        // no such action
    kStateConflict,        // what is asked for cannot be done in the state that things are in
    kChangedMeanwhile,     // an If-Match that does not name what is there now
    kProviderRefused,  // a provider of identities whose answer cannot be trusted, or that does not know who asks
    kInternal,  // our own mistake
};

// The code's slug, for example "json-malformed".
[[nodiscard]] std::string_view name(Code code);
// The code of this slug; `otherwise` if there is none, as in what a newer program says.
[[nodiscard]] Code code_named(std::string_view slug, Code otherwise);

struct Error {
    Code code = Code::kInternal;
    std::string message;  // what is wrong and what to do about it
    std::string where;    // file, file:line or field; empty if it does not apply
};

// "where: message [code]"
[[nodiscard]] std::string to_string(const Error& error);

}  // namespace mizan
