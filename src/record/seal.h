// Sealed leaves: what shows that something is on record, and nothing of what. All kinds look the same in type and length.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "record/outcome.h"

namespace mizan::record {

// The fields of a sealed leaf, in their order: what it is, what it is about, who is concerned, what it says, what it is linked to.
inline constexpr std::array<std::string_view, 5> kSealedCommitments{
    "kind_commit", "subject_commit", "actor_commit", "body_commit", "link_commit"};

// Gives the draft a sealed leaf that commits to these values, with fresh salts. Its `at` is set; the leaf says only in which hour.
void seal(Draft& draft, const std::array<std::string_view, 5>& values);

// Flags and cases, whose vault is laid out as their leaf: the subject is Vault::post, the actor Vault::source, the body Vault::input and the
// link, which may be empty, Vault::decision.
[[nodiscard]] constexpr bool is_laid_out(Kind kind) {
    return kind == Kind::kFlag || kind == Kind::kCase;
}
// Views into the vault.
[[nodiscard]] std::array<std::string_view, 5> laid_out(Kind kind, const Vault& vault);
// seal() with what the draft's vault says; its kind is_laid_out().
void seal(Draft& draft);

// A record with a sealed leaf, as a store has it. Views.
struct SealedRecord {
    Kind kind = Kind::kFlag;
    RecordId about = 0;
    std::uint32_t slot = 0;
    std::string_view leaf;    // leaf_rest()
    std::string_view author;  // of a decision alone: stands in the recorded post
};

// The values that the leaf commits to, in the order of kSealedCommitments: made anew from record and vault, and held against the leaf. Errors: kUsage
// for a leaf that is not sealed, and for a kind that never is; kStoreCorrupt if the vault is not the one that the leaf commits to.
[[nodiscard]] Result<std::array<std::string, 5>> sealed_values(const SealedRecord& record,
                                                               const Vault& vault);
// The same, each with its name and salt.
[[nodiscard]] Result<std::vector<Opening>> sealed_openings(const SealedRecord& record,
                                                           const Vault& vault);

}  // namespace mizan::record
