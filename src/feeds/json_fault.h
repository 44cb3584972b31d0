// Why a line is not one JSON object, where the parser cannot say it in words that help. Inside feeds.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace mizan::feeds {

struct JsonFault {
    std::size_t byte = 0;  // from 0
    std::string_view what;
};

// What a line holds that does not begin with an object; empty if it does.
[[nodiscard]] std::string no_object(std::string_view line);

// Where the brackets of a line that begins with an object go wrong: more follows, something is not closed, or they cross.
[[nodiscard]] JsonFault bracket_fault(std::string_view line);

// Where an unclosed string begins or a raw control character stands; the line's size if neither is there.
[[nodiscard]] std::size_t find_string_fault(std::string_view line);

// Whether the start of some input is that of a JSON array of objects, strings or arrays of them.
[[nodiscard]] bool opens_json_array(std::string_view head);

}  // namespace mizan::feeds
