// HTML character references in text that was exported without decoding: "&amp;", "&#8217;", "&#x2019;".
#pragma once

#include <cstdint>
#include <string_view>

namespace mizan::text {

struct Entity {
    char32_t code_point = 0;
    std::uint32_t size = 0;  // bytes with '&' and ';'; 0: none here
};

// The reference that begins at text[at] == '&'. Common names and all numbers.
[[nodiscard]] Entity entity(std::string_view text, std::size_t at);

}  // namespace mizan::text
