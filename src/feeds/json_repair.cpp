// Makes a line of JSON readable whose strings hold what Unicode forbids. Old exports are full of it: a text cut in
// the middle of a surrogate pair must not hide a post from the engine.

#include <cstdint>
#include <optional>

#include "base/utf8.h"
#include "feeds/json_record.h"

namespace mizan::feeds {

namespace {

// The value of the escape \uXXXX at line[at]; nothing if there is none.
std::optional<std::uint32_t> unicode_escape(std::string_view line, std::size_t at) {
    if (line.size() - at < 6 || line[at] != '\\' || line[at + 1] != 'u') return std::nullopt;
    std::uint32_t value = 0;
    for (const char c : line.substr(at + 2, 4)) {
        const auto u = static_cast<unsigned char>(c);
        std::uint32_t digit = 0;
        if (c >= '0' && c <= '9') {
            digit = u - unsigned{'0'};
        } else if ((c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F')) {
            digit = (u | 0x20u) - unsigned{'a'} + 10;
        } else {
            return std::nullopt;
        }
        value = value << 4 | digit;
    }
    return value;
}

bool is_high(std::uint32_t v) { return v >= 0xD800 && v <= 0xDBFF; }
bool is_low(std::uint32_t v) { return v >= 0xDC00 && v <= 0xDFFF; }

// Copies the escape at line[at]; gives its size. Sets `changed` if it was a lone surrogate.
std::size_t copy_escape(std::string_view line, std::size_t at, std::string& out, bool& changed) {
    const auto value = unicode_escape(line, at);
    std::size_t size = value ? 6 : std::min<std::size_t>(2, line.size() - at);
    if (value && is_high(*value)) {
        const auto second = at + 6 <= line.size() ? unicode_escape(line, at + 6) : std::nullopt;
        if (second && is_low(*second)) size = 12;
    }
    if (value && size == 6 && (is_high(*value) || is_low(*value))) {
        out.append("\\uFFFD");
        changed = true;
    } else {
        out.append(line.substr(at, size));
    }
    return size;
}

}  // namespace

bool repair_json(std::string_view line, std::string& out) {
    out.clear();
    bool changed = false;
    for (std::size_t at = 0; at < line.size();) {
        const char c = line[at];
        if (c == '\\') {
            at += copy_escape(line, at, out, changed);
        } else if (static_cast<unsigned char>(c) < 0x80) {
            out.push_back(c);
            ++at;
        } else {
            const auto decoded = utf8::decode(line, at);
            out.append(decoded.valid ? line.substr(at, decoded.size)
                                     : std::string_view("\xEF\xBF\xBD"));
            changed = changed || !decoded.valid;
            at += decoded.size;
        }
    }
    return changed;
}

}  // namespace mizan::feeds
