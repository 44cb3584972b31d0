// Appends JSON to a string. Output only; input is simdjson's.
#pragma once

#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>

namespace mizan::json {

// Appends s as a JSON string with its quotes. Control characters, '"' and '\\' are escaped; bytes that are not
// valid UTF-8 become U+FFFD (one per maximal ill-formed part), so that what is written is always valid JSON.
void append_string(std::string& out, std::string_view s);

inline void append_int(std::string& out, std::int64_t v) {
    char buf[24];
    const auto r = std::to_chars(buf, buf + sizeof buf, v);
    out.append(buf, r.ptr);
}

}  // namespace mizan::json
