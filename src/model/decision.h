// Decision: what was decided about a post, and the whole reason why, as one value. json.h writes its one JSON form.
//
// Lifetime: views point into the compiled policy (names, titles) and into the Post (id, platform). A Decision must not
// outlive either; write it as JSON or copy what you need. Reused between posts: clear() keeps memory.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace mizan {

struct Range {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;  // exclusive
    bool operator==(const Range&) const = default;
};

// A place in the original text of one part, in three units, so that any client can mark what the reader sees.
struct Span {
    std::uint32_t part = 0;
    Range bytes;
    Range code_points;
    Range utf16;
    bool operator==(const Span&) const = default;
};

enum class Outcome : std::uint8_t { kViolation, kReview, kAllowed, kUndecided };
enum class Finding : std::uint8_t { kViolates, kExcused, kNothingFound, kUnclear };
enum class Route : std::uint8_t { kAct, kPerson, kNone };
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
    kFraming,    // how it is said: a `review` line
    kLanguage,   // its words are of another language than the text
    kDoubt,      // a `doubt` line
    kSuspicion,  // no statement was understood: a `suspect` line
};
enum class CoverageLevel : std::uint8_t { kFull, kPartial, kNone };

[[nodiscard]] std::string_view name(Outcome v);  // "violation", "review", "allowed", "undecided"
[[nodiscard]] std::string_view name(
    Finding v);                                // "violates", "excused", "nothing-found", "unclear"
[[nodiscard]] std::string_view name(Route v);  // "act", "person", "none"
[[nodiscard]] std::string_view name(DecidedBy v);  // "engine", "person"
[[nodiscard]] std::string_view name(
    Cause v);  // "", "context-missing", "signal-missing", "not-covered", "truncated", "bad-input"
[[nodiscard]] std::string_view name(
    UnclearBy v);  // "", "framing", "language", "doubt", "suspicion"
[[nodiscard]] std::string_view name(CoverageLevel v);  // "full", "partial", "none"

// How much a finding weighs against another, of claims for their clause as of clauses for their post: violates, then what would
// violate but for a language or a doubt, then what else is for a person, then what cannot be told, then excused, then nothing.
[[nodiscard]] int strength(Finding finding, Cause cause, UnclearBy by);

// A concept that took part in a claim: which term, where.
struct ConceptUse {
    std::string_view concept_path;  // "DEHUMANISING.vermin"
    std::string_view kind;          // "neutral", "coded", "slur"
    Span span;
};

// A frame that annotates a claim, and what came of it.
struct FrameUse {
    std::string_view frame;  // "condemned"
    std::string_view axis;   // "stance"
    std::string_view value;  // "condemned"
    std::string_view scope;  // "quotation"
    std::string_view
        effect;  // "excuses", "to-review", "not-asked", "no-excuse", "no-bearing", "outweighed", "cancelled"
    Span cue;
};

// One thing said about one group, with its frames.
struct Claim {
    std::string_view construct;  // "DEHUMANISED"
    std::string_view
        group;  // concept path of the group, "GROUP.religion.muslim"; empty if the construct binds none
    std::string_view attribute;  // "religion"; empty if none
    std::string_view
        reading;  // "plain" or the transformation that was needed: "leet", "spaced", ...
    std::string_view polarity = "affirmed";  // "affirmed" | "negated"
    std::string_view stance;                 // empty: the speaker's own
    std::string_view holder;
    std::string_view mood;
    std::string_view speaker;
    std::string_view referent;
    std::string_view genre;
    Span target;  // where the group is named; empty range if declared by a signal
    std::vector<Span>
        spans;  // the words that make the claim, in text order, without gaps and frames
    std::vector<ConceptUse> concepts;
    std::vector<FrameUse> frames;
};

// What one clause finds in the post.
struct ClauseFinding {
    std::string_view clause;  // "dehumanisation"
    std::string_view title;   // "Dehumanisation"
    std::string_view state;   // "live", "shadow", "canary", "retired"
    Finding finding = Finding::kNothingFound;
    std::string_view exception;  // for kExcused: "counter-speech"
    Cause cause = Cause::kNone;
    UnclearBy unclear_by = UnclearBy::kNone;  // for kUnclear without a cause
    std::uint32_t claim = 0;    // index into Decision::claims of the claim that decides this clause
    std::uint8_t severity = 0;  // 1..5
    bool enforce_act = false;   // the clause may act without a person
    std::uint32_t clause_index = 0;
};

struct CoverageException {
    std::string_view clause;
    CoverageLevel level = CoverageLevel::kFull;
    std::string_view reason;  // "language", "part-kind"
};

// The reason of a coverage of none where most of the text is not readable: binary data, another encoding.
inline constexpr std::string_view kUnreadable = "bad-input";

// Coverage per clause: `level` for all clauses but the exceptions.
struct Coverage {
    CoverageLevel level = CoverageLevel::kFull;
    std::string_view reason;
    std::vector<CoverageException> exceptions;
};

struct Action {
    std::string_view name;      // "remove"
    std::int32_t argument = 0;  // "strike 1"; 0 where there is none
};

// A learned score that the policy declares, as it was when the post was assessed.
struct ScoreUse {
    std::string_view name;    // "identity_attack"
    std::uint16_t value = 0;  // 0..10000, a probability
};

// What the engine finds in a post. Says nothing of the author and changes nothing.
struct Assessment {
    std::string_view platform;
    std::string_view post;
    std::string_view lang;               // identified language, "und" if none
    std::vector<Claim> claims;           // in text order
    std::vector<ClauseFinding> clauses;  // clauses that found something, in policy order
    Coverage coverage;
    std::vector<std::string_view>
        context_seen;  // "mentions", "reply_to", "target", the names of declared signals, ...
    std::vector<ScoreUse> scores;     // empty where the text could not be scored
    std::string_view score_model;     // version of the model they come from, 64 hex digits
    std::string_view policy_version;  // 64 hex digits
    std::string_view bundle_hash;     // 64 hex digits
    std::uint32_t semantics_level = 0;
    bool truncated = false;  // a limit was reached; never silently allowed
};

// An assessment and what follows from it.
struct Decision : Assessment {
    Outcome outcome = Outcome::kAllowed;
    Finding finding = Finding::kNothingFound;
    Route route = Route::kNone;
    DecidedBy decided_by = DecidedBy::kEngine;
    Cause cause = Cause::kNone;
    std::string_view clause;     // the deciding clause; empty if none
    std::string_view exception;  // the exception that applied, for kExcused
    std::uint8_t severity = 0;
    std::vector<Action> actions;
    bool halted = false;  // the clause's brake was on: a removal became a limit
    bool folded = false;  // undecided, and no person is asked: past the author's cap
    // What a service saw when it decided, of a post in which something was found; 0: nothing.
    std::uint32_t author_strikes = 0;  // in force
    std::uint32_t post_views = 0;      // the post's own reach
    std::string reason;                // one sentence a person can read

    void clear();
};

}  // namespace mizan
