// Outcome: what a use case wants to have happened, as one value: the only thing that a store takes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/sha256.h"
#include "record/commitment.h"
#include "record/tag.h"

namespace mizan::record {

using RecordId = std::uint64_t;  // of a store, from 1; 0: none

// What a record is about. The numbers stand in stores and are never given to anything else.
enum class Kind : std::uint8_t {
    kDecision = 1,
    kBatch = 2,
    kActivation = 3,   // a policy version, model and engine go live
    kErasure = 4,      // of a record's contents
    kHold = 5,         // a legal hold: contents may not be erased
    kRelease = 6,      // of a hold
    kKey = 7,          // the log's key was changed
    kAdoption = 8,     // a restored store was reconciled with the published log
    kEvent = 9,        // what the platform told of a post or an author
    kAction = 10,      // what became of an action that was decided
    kSuggestion = 11,  // what a person on the platform thinks of a text
    kBrake = 12,       // the program halted itself, or was let go again
    kAccess = 13,      // who was let in, and who changed who may come in
    kFlag = 14,        // somebody says that a post should be looked at
    kCase = 15,        // what was done in a case
};
[[nodiscard]] std::string_view name(Kind kind);  // "decision", ...
// Whether a record of this kind is what a platform told: Draft::purpose is then the key under which it is recorded once.
[[nodiscard]] constexpr bool is_told(Kind kind) {
    return kind == Kind::kEvent || kind == Kind::kAction || kind == Kind::kSuggestion;
}
// The outcome of an erasure: its contents are gone, or will be when the holds on it end.
inline constexpr std::string_view kDone = "done";
inline constexpr std::string_view kDeferred = "deferred";
inline constexpr std::string_view kFirst = "moderation";  // purpose of a post's ordinary decision

// The part of a record that can be erased.
struct Vault {
    std::vector<Salt> salts;  // of the leaf's commitments, in its form's order
    std::string source;       // the feed, and
    std::string post;         // the id in it
    std::string input;        // what was decided: canonical JSON of the post (model/post_json.h)
    std::string decision;     // the decision as JSON (model/json.h), or what else the record says
    bool operator==(const Vault&) const = default;
};

// A record to be. A second draft with the same platform, tag, revision and purpose is not recorded: see Answer.
struct Draft {
    Kind kind = Kind::kDecision;
    bool sealed =
        false;  // its leaf is of type sealed: it gets its index with others of its kind, on a slow tick
    std::uint64_t at = 0;  // unix time in seconds; a store never records one earlier than its last
    std::string leaf;      // leaf_rest()
    Tag tag{};             // of the post; zeros: it is about none
    std::uint32_t revision = 0;  // of the post: a higher one is later
    std::string purpose{};       // why it was decided: kFirst, "rescan/<policy version>"
    std::string
        outcome{};  // of a decision, "violation"; of an erasure, kDone or kDeferred; of what was told and of a brake, what
    std::string clause{};  // of a decision or a brake; may be empty; of an action, its name
    RecordId about =
        0;  // the record that is erased, held, released; of a decision or batch its activation
    std::uint32_t slot =
        0;              // of a batch: the one that is erased; of a hold or release: held_slot()
    RecordId ends = 0;  // of a release: the hold that ends; 0: all on just that
    Vault vault{};
};

// How a hold or its release says which post of a batch it is about; 0: the whole record.
inline constexpr std::uint32_t kWhole = 0;
[[nodiscard]] constexpr std::uint32_t held_slot(std::uint32_t slot) { return slot + 1; }

// A post in which nothing was found and nothing is to be done.
struct OrdinaryPost {
    Tag tag;
    std::uint32_t revision = 0;
    std::uint32_t views = 0;  // so many or more
    std::uint32_t tail = 0;   // index in Batch::tails
    Sha256 input{};           // SHA-256 of the canonical JSON of the post
};

// Where a decision was made: what its leaf says of policy and engine.
struct Setting {
    std::string policy;            // "hateful-conduct@<version>"
    std::uint64_t activation = 0;  // index of the leaf that says when it went live
    RecordId activation_record = 0;
    Sha256 engine{};  // of the program
    Sha256 bundle{};  // of the compiled policy
    bool operator==(const Setting&) const = default;
};

// How many posts stand at which coverage. Index: CoverageLevel of model/decision.h.
enum : std::size_t { kCoveredFull = 0, kCoveredPartly = 1, kNotCovered = 2 };

// Ordinary posts of one purpose, decided in one setting. A store keeps each batch as frames: a leaf and some bytes a post.
struct Batch {
    Setting setting;
    std::string purpose;
    std::uint64_t at = 0;
    struct Tail {
        std::string text;  // all of a decision's JSON but its id
        std::uint8_t coverage = kCoveredFull;
    };
    std::vector<Tail> tails;  // each once
    std::vector<OrdinaryPost> posts;
};

// What a log has come to. Durable before a checkpoint is signed, and the note before it is published.
struct LogState {
    std::uint64_t integrated = 0;  // leaves whose tiles are on disk
    std::vector<Sha256> edge;      // of that tree (ledger/tree.h)
    std::uint64_t signed_size = 0;
    std::string checkpoint;       // the last that was signed, with its signatures; empty: none
    std::uint64_t sealed_at = 0;  // when sealed leaves were given their indices, in unix seconds
};

// A published leaf that the store does not know, as after an older backup was restored.
struct LostLeaf {
    std::uint64_t index = 0;
    std::string rest;  // leaf.h
};

struct Outcome {
    std::string platform;
    std::vector<Draft> records;
    std::vector<Batch> batches;
    bool sequence_sealed =
        false;  // sealed leaves that wait get their indices, in an order that says nothing:
    std::uint64_t sealed_before = ~std::uint64_t{0};  // those recorded before then, in unix seconds
    std::optional<LogState> log;
    std::vector<LostLeaf>
        lost;  // the store's own leaves from the first of these on are given later indices
};

inline constexpr std::size_t kPieceRecords = 16;
inline constexpr std::size_t kPiecePosts = 2'048;
// An outcome whose records and posts need not become durable together, as several of at most so many each: its records, then its
// batches, in their order; all else goes with the first. Pure.
[[nodiscard]] std::vector<Outcome> in_pieces(Outcome outcome);

// What became of a draft or a post.
enum class AnswerState : std::uint8_t {
    kNew,       // recorded now
    kKnown,     // recorded before, with the same contents: the old answer holds
    kConflict,  // its key was recorded before with other contents; not recorded
    kErased,    // its key was recorded before and erased since; not recorded
};
struct Answer {
    AnswerState state = AnswerState::kNew;
    RecordId record = 0;     // the one that holds it
    std::uint32_t slot = 0;  // in it, if that is a batch
    bool in_batch = false;
};

struct Committed {
    std::vector<Answer> records;               // as Outcome::records
    std::vector<std::vector<Answer>> batches;  // as the posts of Outcome::batches
    std::vector<Draft> drafts;                 // Outcome::records, given back
};

}  // namespace mizan::record
