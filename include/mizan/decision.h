// Decision: what was decided about a post and the whole reason why. A plain value that owns all it says: it may outlive
// the session, the engine and the post.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace mizan::api {

struct Range {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;  // exclusive
    bool operator==(const Range&) const = default;
};

// A place in the text of one part as it was given, in three units, so that any client can mark it.
struct Span {
    std::uint32_t part = 0;  // index into Post::parts
    Range bytes;
    Range code_points;
    Range utf16;  // code units, as JavaScript, Java and C# count
    bool operator==(const Span&) const = default;
};

enum class Outcome : std::uint8_t { kViolation, kReview, kAllowed, kUndecided };
enum class Finding : std::uint8_t { kViolates, kExcused, kNothingFound, kUnclear };
enum class Route : std::uint8_t { kAct, kPerson, kNone };  // who carries the decision out
enum class DecidedBy : std::uint8_t { kEngine, kPerson };
enum class Cause : std::uint8_t {
    kNone,
    kContextMissing,
    kSignalMissing,
    kNotCovered,
    kTruncated,
    kBadInput
};
// What leaves a finding to a person although nothing that its clause asks for is missing.
enum class UnclearBy : std::uint8_t {
    kNone,       // it is not unclear, or something is missing: see Cause
    kFraming,    // how it is said
    kLanguage,   // its words are of another language than the text
    kDoubt,      // it would violate, but a signal speaks against it
    kSuspicion,  // no statement was understood, but what is known of the post calls for a look
};
enum class CoverageLevel : std::uint8_t { kFull, kPartial, kNone };

// The words of the JSON form: "violation", "nothing-found", "person", ...; Cause::kNone and UnclearBy::kNone are "".
[[nodiscard]] std::string_view name(Outcome value);
[[nodiscard]] std::string_view name(Finding value);
[[nodiscard]] std::string_view name(Route value);
[[nodiscard]] std::string_view name(DecidedBy value);
[[nodiscard]] std::string_view name(Cause value);
[[nodiscard]] std::string_view name(UnclearBy value);
[[nodiscard]] std::string_view name(CoverageLevel value);

// A term of the lexicon that took part in a claim.
struct ConceptUse {
    std::string concept_path;  // "DEHUMANISING.vermin"
    std::string kind;          // "neutral", "coded", "slur"
    Span span;
};

// A frame around a claim (quoted, condemned, denied, asked, ...) and what came of it.
struct FrameUse {
    std::string frame;  // "condemned"
    std::string axis;   // "stance"
    std::string value;  // "condemned"
    std::string scope;  // "quotation"
    std::string
        effect;  // "excuses", "to-review", "not-asked", "no-excuse", "no-bearing", "outweighed", "cancelled"
    Span cue;  // the words that open the frame
};

// One thing said about one group. Axes that no frame sets are empty: the speaker's own voice.
struct Claim {
    std::string construct;  // "DEHUMANISED"
    std::string group;      // "GROUP.religion.muslim"; empty if the construct binds none
    std::string attribute;  // "religion"; empty if none
    std::string reading;    // "plain", or the disguise that was seen through: "leet", "spaced", ...
    std::string polarity;   // "affirmed" or "negated"
    std::string stance;
    std::string holder;
    std::string mood;
    std::string speaker;
    std::string referent;
    std::string genre;
    Span target;              // where the group is named; an empty range if a signal declared it
    std::vector<Span> spans;  // the words that make the claim, in text order
    std::vector<ConceptUse> concepts;
    std::vector<FrameUse> frames;
};

// What one clause finds in the post.
struct ClauseFinding {
    static constexpr std::uint32_t kNoClaim = 0xFFFFFFFF;
    std::string clause;  // "dehumanisation"
    std::string title;
    std::string state;  // "live", "shadow", "canary"
    Finding finding = Finding::kNothingFound;
    std::string exception;  // for kExcused: "counter-speech"
    Cause cause = Cause::kNone;
    UnclearBy unclear_by = UnclearBy::kNone;
    std::uint32_t claim =
        kNoClaim;               // index into Decision::claims of the claim that decides this clause
    std::uint8_t severity = 0;  // 1..5
    bool may_act = false;       // the clause may act without a person
};

// Silence is not innocence: how much of the post each clause could see.
struct CoverageException {
    std::string clause;
    CoverageLevel level = CoverageLevel::kFull;
    std::string reason;  // "language", "part-kind", ...
};
struct Coverage {
    CoverageLevel level = CoverageLevel::kFull;  // of every clause but the exceptions
    std::string reason;
    std::vector<CoverageException> exceptions;
};

struct Action {
    std::string name;           // "remove"
    std::int32_t argument = 0;  // "strike 1"; 0 where there is none
};

// A learned score that the policy declares.
struct Score {
    std::string name;         // "identity_attack"
    std::uint16_t value = 0;  // 0..10000, a probability
};

struct Decision {
    std::string post;  // the post's id
    std::string platform;
    std::string lang;  // the language that was found, "und" if none
    Outcome outcome = Outcome::kAllowed;
    Finding finding = Finding::kNothingFound;
    Route route = Route::kNone;
    DecidedBy decided_by = DecidedBy::kEngine;
    Cause cause = Cause::kNone;          // why it is undecided
    std::string clause;                  // the deciding clause; empty if none
    std::string exception;               // the exception that applied, for kExcused
    std::uint8_t severity = 0;           // 1..5; 0 where nothing is violated or unclear
    std::string reason;                  // one sentence for a person; never quotes the post
    std::vector<ClauseFinding> clauses;  // those that found something, in policy order
    std::vector<Claim> claims;           // in text order
    std::vector<Action> actions;         // proposals while `route` is kPerson
    Coverage coverage;
    std::vector<std::string>
        context_seen;            // what of the post's context the engine read: "reply_to", ...
    std::vector<Score> scores;   // empty where the text could not be scored
    std::string score_model;     // version of the model they come from, 64 hex digits
    bool truncated = false;      // a limit was reached; never silently allowed
    std::string policy_version;  // SHA-256 of the policy's source, 64 hex digits
    std::string bundle_hash;     // SHA-256 of the compiled policy, 64 hex digits
    std::uint32_t semantics_level = 0;

    // The one JSON form (schemas/decision.schema.json), without a line end. The same bytes as `mizan moderate` writes.
    [[nodiscard]] std::string to_json() const;
};

}  // namespace mizan::api
