#include "feeds/json_fault.h"

#include <algorithm>
#include <vector>

namespace mizan::feeds {

namespace {

constexpr std::string_view kBlanks = " \t\r\n";

std::string_view trimmed(std::string_view s) {
    s.remove_prefix(std::min(s.find_first_not_of(kBlanks), s.size()));
    return s.substr(0, s.find_last_not_of(kBlanks) + 1);
}

// After the string that opens at line[at]; the line's size if it never closes.
std::size_t string_end(std::string_view line, std::size_t at) {
    for (std::size_t i = at + 1; i < line.size(); ++i) {
        if (line[i] == '\\') {
            ++i;
        } else if (line[i] == '"') {
            return i + 1;
        }
    }
    return line.size();
}

}  // namespace

std::string no_object(std::string_view line) {
    constexpr std::string_view kWanted = "a line must be one JSON object; found ";
    const auto s = trimmed(line);
    if (s.starts_with('{')) return {};
    if (s.starts_with('[')) {
        return std::string(kWanted) +
               "an array; write its elements one a line, for example with: jq -c '.[]'";
    }
    const bool number = !s.empty() && s.find_first_not_of("0123456789.eE+-") == s.npos;
    const auto found = s.starts_with('"')            ? std::string_view("a string")
                       : number                      ? "a number"
                       : s == "true" || s == "false" ? "true or false"
                       : s == "null"                 ? "null"
                                                     : "";
    if (!found.empty()) return std::string(kWanted).append(found);
    const auto byte = std::min(line.find_first_not_of(kBlanks), line.size()) + 1;
    return "not JSON at byte " + std::to_string(byte) +
           ": a line must be one JSON object, and this one does not begin with '{'; read plain "
           "lines with --input-format text";
}

JsonFault bracket_fault(std::string_view line) {
    std::vector<std::size_t> open;
    for (std::size_t i = 0; i < line.size();) {
        const char c = line[i];
        if (c == '"') {
            i = string_end(line, i);
            continue;
        }
        if (c == '{' || c == '[') open.push_back(i);
        if (c == '}' || c == ']') {
            const bool fits = !open.empty() && line[open.back()] == (c == '}' ? '{' : '[');
            if (!fits) return {i, "this bracket closes none that is open"};
            open.pop_back();
            const auto more = line.find_first_not_of(kBlanks, i + 1);
            if (open.empty() && more != line.npos)
                return {more, "more follows after the object; a line must be one JSON object"};
        }
        ++i;
    }
    return {open.empty() ? 0 : open.back(), "an object or array is opened here and not closed"};
}

std::size_t find_string_fault(std::string_view line) {
    bool inside = false;
    std::size_t opened = 0;
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (inside && static_cast<unsigned char>(line[i]) < 0x20) return i;
        if (inside && line[i] == '\\') {
            ++i;
        } else if (line[i] == '"') {
            inside = !inside;
            opened = i;
        }
    }
    return inside ? opened : line.size();
}

bool opens_json_array(std::string_view head) {
    const auto first = head.find_first_not_of(kBlanks);
    if (first == head.npos || head[first] != '[') return false;
    const auto inner = head.find_first_not_of(" \t\r\n[", first);
    return inner != head.npos && (head[inner] == '{' || head[inner] == '"');
}

}  // namespace mizan::feeds
