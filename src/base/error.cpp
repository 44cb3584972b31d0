#include "base/error.h"

namespace mizan {

std::string_view name(Code code) {
    switch (code) {
        case Code::kUsage: return "usage";
        case Code::kFileRead: return "file-read";
        case Code::kFileWrite: return "file-write";
        case Code::kCompressed: return "compressed-damaged";
        case Code::kJsonMalformed: return "json-malformed";
        case Code::kFieldType: return "field-type";
        case Code::kTextMissing: return "text-missing";
        case Code::kTextTooLong: return "text-too-long";
        case Code::kLineTooLong: return "line-too-long";
        case Code::kBinaryInput: return "binary-input";
        case Code::kCsvMalformed: return "csv-malformed";
        case Code::kPolicyMissing: return "policy-missing";
        case Code::kPolicyInvalid: return "policy-invalid";
        case Code::kPolicyLimit: return "policy-limit";
        case Code::kBundleCorrupt: return "bundle-corrupt";
        case Code::kBundleVersion: return "bundle-version";
        case Code::kModelCorrupt: return "model-corrupt";
        case Code::kModelVersion: return "model-version";
        case Code::kDataMissing: return "data-missing";
        case Code::kClauseUnknown: return "clause-unknown";
        case Code::kLogMissing: return "log-missing";
        case Code::kLogCorrupt: return "log-corrupt";
        case Code::kProofMalformed: return "proof-malformed";
        case Code::kProofInvalid: return "proof-invalid";
        case Code::kNoteMalformed: return "note-malformed";
        case Code::kSignatureInvalid: return "signature-invalid";
        case Code::kKeyInvalid: return "key-invalid";
        case Code::kWitnessPolicyInvalid: return "witness-policy-invalid";
        case Code::kNetwork: return "network";
        case Code::kStoreMissing: return "store-missing";
        case Code::kStoreCorrupt: return "store-corrupt";
        case Code::kStoreVersion: return "store-version";
        case Code::kStoreBusy: return "store-busy";
        case Code::kStoreFull: return "store-full";
        case Code::kRecordMissing: return "record-missing";
        case Code::kRecordConflict: return "record-conflict";
        case Code::kRecordErased: return "record-erased";
        case Code::kLogFork: return "log-fork";
        case Code::kOverload: return "overload";
        case Code::kAccessDenied: return "access-denied";
        case Code::kAccessForbidden: return "access-forbidden";
        case Code::kAccessLocked: return "access-locked";
        case Code::kCodeNeeded: return "code-needed";
        case Code::kAccountUnknown: return "account-unknown";
        case Code::kAccountConflict: return "account-conflict";
        case Code::kApiKeyUnknown: return "api-key-unknown";
        case Code::kPasswordRefused: return "password-refused";
        case Code::kIdempotencyConflict: return "idempotency-conflict";
        case Code::kJobMissing: return "job-missing";
        case Code::kWebhookMissing: return "webhook-missing";
        case Code::kActionMissing: return "action-missing";
        case Code::kStateConflict: return "state-conflict";
        case Code::kChangedMeanwhile: return "changed-meanwhile";
        case Code::kProviderRefused: return "provider-refused";
        case Code::kInternal: return "internal";
    }
    return "internal";
}

Code code_named(std::string_view slug, Code otherwise) {
    for (int i = 0; i <= static_cast<int>(Code::kInternal); ++i)  // the last
        if (name(static_cast<Code>(i)) == slug) return static_cast<Code>(i);
    return otherwise;
}

std::string to_string(const Error& error) {
    std::string out;
    if (!error.where.empty()) out.append(error.where).append(": ");
    return out.append(error.message).append(" [").append(name(error.code)).append("]");
}

}  // namespace mizan
