// Whether a clause is in force for a post. Private to this room.
#pragma once

#include <string_view>

#include "model/post.h"
#include "policy/policy.h"

namespace mizan::assess {

// The day the post was made, or empty where it does not say.
[[nodiscard]] inline std::string_view day_of(const Post& post) {
    return post.created_at.size() < 10 ? std::string_view() : post.created_at.substr(0, 10);
}

// Older posts are judged by what was in force when they were made.
[[nodiscard]] inline bool in_force(const policy::Clause& clause, const Post& post) {
    if (clause.state == policy::ClauseState::kRetired) return false;
    const auto day = day_of(post);
    return clause.in_force_from.empty() || day.empty() || day >= clause.in_force_from;
}

}  // namespace mizan::assess
