// How much of some bytes is no text. Binary data that is read as text must not pass for posts in which nothing is wrong.
#pragma once

#include <cstddef>
#include <string_view>

#include "base/limits.h"

namespace mizan {

struct Unreadable {
    std::size_t bad =
        0;  // ill-formed UTF-8 (one for each maximal part), U+FFFD, controls that no text has
    std::size_t all = 0;  // code points

    [[nodiscard]] bool mostly() const { return bad * limits::kUnreadableShare > all; }
};

[[nodiscard]] Unreadable count_unreadable(std::string_view bytes);

}  // namespace mizan
