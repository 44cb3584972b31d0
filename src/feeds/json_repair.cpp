// Makes a line of JSON readable whose strings hold what Unicode forbids. Old exports are full of it: a text cut in
// the middle of a surrogate pair must not hide a post from the engine.
//
// A byte that is not UTF-8 goes through the parser as a marker, one of 128 code points that no text needs, and comes out
// as itself: so the places of words in a text are the same by every feed. What was such a code point before goes through
// as the markers of its bytes.

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

constexpr char32_t kMarkers = 0x10FF00;  // and the byte, 0x80..0xFF

bool is_marker(char32_t c) { return c >= kMarkers + 0x80 && c <= kMarkers + 0xFF; }

void mark(std::string_view bytes, std::string& out) {
    for (const char c : bytes) utf8::append(out, kMarkers + static_cast<unsigned char>(c));
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
        const char32_t pair =
            size == 12 ? 0x10000 + ((*value - 0xD800) << 10) + (*second - 0xDC00) : 0;
        if (is_marker(pair)) {
            char bytes[4];
            mark({bytes, utf8::encode(bytes, pair)}, out);
            return size;
        }
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
            const auto bytes = line.substr(at, decoded.size);
            if (!decoded.valid || is_marker(decoded.code_point)) {
                mark(bytes, out);
            } else {
                out.append(bytes);
            }
            changed = changed || !decoded.valid;
            at += decoded.size;
        }
    }
    return changed;
}

std::string_view restore_bytes(std::string_view text, std::deque<std::string>& kept) {
    constexpr std::string_view kFirstBytes = "\xF4\x8F";  // of every marker
    if (text.find(kFirstBytes) == text.npos) return text;
    auto& out = kept.emplace_back();
    for (std::size_t at = 0; at < text.size();) {
        const auto decoded = utf8::decode(text, at);
        if (is_marker(decoded.code_point)) {
            out.push_back(static_cast<char>(decoded.code_point & 0xFF));
        } else {
            out.append(text.substr(at, decoded.size));
        }
        at += decoded.size;
    }
    return out;
}

}  // namespace mizan::feeds
