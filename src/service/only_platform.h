// Whose posts a caller may send: those of one platform, where it is bound to one. Private to this room.
#pragma once

#include <string>
#include <string_view>

#include "base/error.h"
#include "model/post.h"

namespace mizan::service {

// True if the post is of the platform, which is given to one that names none; empty: any will do.
[[nodiscard]] inline bool is_of_platform(std::string_view platform, Post& post) {
    if (post.platform.empty()) post.platform = platform;
    return platform.empty() || post.platform == platform;
}

[[nodiscard]] inline Error other_platform(std::string_view platform, const Post& post) {
    return {Code::kFieldType,
            "the sender's key is for posts of platform \"" + std::string(platform) + "\" only",
            std::string(post.id)};
}

}  // namespace mizan::service
