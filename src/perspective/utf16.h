// Lengths as the clients of the comment-scoring API count them: in UTF-16 code units.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/utf8.h"

namespace mizan::perspective {

// Of a text of fewer than 2^32 bytes; an ill-formed part counts as the one U+FFFD that it is shown as.
[[nodiscard]] inline std::uint32_t utf16_length(std::string_view text) {
    std::uint32_t out = 0;
    for (std::size_t at = 0; at < text.size();) {
        const auto c = utf8::decode(text, at);
        out += c.code_point > 0xFFFF ? 2 : 1;
        at += c.size;
    }
    return out;
}

}  // namespace mizan::perspective
