// Sealed leaves: what shows that something is on record, and nothing of what. All kinds look the same in type and length.
#pragma once

#include <array>
#include <string_view>

#include "record/outcome.h"

namespace mizan::record {

// The fields of a sealed leaf, in their order: what it is, what it is about, who is concerned, what it says, what it is linked to.
inline constexpr std::array<std::string_view, 5> kSealedCommitments{
    "kind_commit", "subject_commit", "actor_commit", "body_commit", "link_commit"};

// Gives the draft a sealed leaf that commits to these values, with fresh salts. Its `at` is set; the leaf says only in which hour.
void seal(Draft& draft, const std::array<std::string_view, 5>& values);

}  // namespace mizan::record
