// From a decision to what is recorded of it. Pure but for random salts.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

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

// Which post, for what, and when.
struct Occasion {
    Tag tag;
    std::string_view source;
    std::string_view post;
    std::uint32_t revision = 0;
    std::string_view purpose = kFirst;
    std::uint64_t at = 0;  // unix seconds
};

// The record of a decision by the engine. `input` is the post's canonical JSON, `json` the decision's.
[[nodiscard]] Draft decision_draft(const Setting& setting, const Occasion& occasion,
                                   const Decision& decision, std::string_view author,
                                   std::string input, std::string json);

// The names of the fields that a decision's salts belong to, in their order.
inline constexpr std::string_view kDecisionCommitments[] = {"input_commit", "actor_commit",
                                                            "reviewer_commit", "reasons_commit"};

// "Hateful conduct", version -> "hateful-conduct@<version>".
[[nodiscard]] std::string policy_name(std::string_view title, std::string_view version);

}  // namespace mizan::record
