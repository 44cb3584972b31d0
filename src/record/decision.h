// From a decision to what is recorded of it. Pure but for random salts.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/decision.h"
#include "model/post.h"
#include "record/outcome.h"

namespace mizan::record {

// Nothing was found in the post and nobody has anything to do about it: it goes into a batch.
[[nodiscard]] bool is_ordinary(const Decision& decision);

// What follows the id in a decision's JSON: the same for all ordinary posts that were decided alike.
[[nodiscard]] std::string_view tail_of(std::string_view decision_json);
// The decision of an ordinary post, from its id and its tail.
[[nodiscard]] std::string from_tail(std::string_view post, std::string_view tail);

// Why something was looked at, as a decision's leaf says it.
inline constexpr std::string_view kOwnInitiative = "own-initiative";
inline constexpr std::string_view kNotice =
    "notice";  // a user or a machine of the platform flagged
inline constexpr std::string_view kTrustedFlagger = "trusted-flagger";  // by law
inline constexpr std::string_view kPartnerFlag = "partner";
inline constexpr std::string_view kGovernment = "government";

// Which post, for what, and when.
struct Occasion {
    Tag tag;
    std::string_view source;
    std::string_view post;
    std::uint32_t revision = 0;
    std::string_view purpose = kFirst;
    std::uint64_t at = 0;  // unix seconds
    // Of a decision by people.
    std::uint64_t case_no = 0;
    bool found_by_engine = false;
    std::string_view source_type = kOwnInitiative;  // why it was looked at at all
    bool sealed = false;                            // although nothing in the decision asks for it
};
// Who decided, where people did: what the leaf's reviewer_commit commits to. It stands in the decision's JSON, behind the engine's members:
// {...,"case":7,"reviewers":"anna","measures":[...]}. Empty for the engine. A view into `json`.
[[nodiscard]] bool is_by_person(std::string_view json);
[[nodiscard]] std::string_view reviewers_in(std::string_view json);

// The record of a decision by the engine. `input` is the post's canonical JSON, `json` the decision's.
[[nodiscard]] Draft decision_draft(const Setting& setting, const Occasion& occasion,
                                   const Decision& decision, std::string_view author,
                                   std::string input, std::string json);

// Whether the public may learn of the decision only that something is on record: evidence is held or the case is referred, and whoever
// threatens must not see that. Its record is sealed (seal.h).
[[nodiscard]] bool is_sensitive(const Decision& decision);

// The names of the fields that the salts of a decision that is not sealed belong to, in their order.
inline constexpr std::string_view kDecisionCommitments[] = {"input_commit", "actor_commit",
                                                            "reviewer_commit", "reasons_commit"};

// A field of a leaf, and the value that it commits to.
struct CommittedValue {
    std::string_view field;
    std::string_view value;
};
// Those of a decision's leaf, in the order of its salts. Views into the arguments. `author` stands in the recorded post.
[[nodiscard]] std::vector<CommittedValue> committed_by(bool sealed, const Vault& vault,
                                                       std::string_view author);

// "Hateful conduct", version -> "hateful-conduct@<version>".
[[nodiscard]] std::string policy_name(std::string_view title, std::string_view version);

}  // namespace mizan::record
