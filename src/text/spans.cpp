#include "text/spans.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "base/utf8.h"

namespace mizan::text {

namespace {

// The size of the ASCII run at text[at], looked at up to `stop`; a whole 8 bytes at a time.
std::size_t ascii_run(std::string_view text, std::size_t at, std::size_t stop) {
    constexpr std::uint64_t kHigh = 0x8080808080808080ull;
    std::size_t i = at;
    for (std::uint64_t w = 0; i + 8 <= stop; i += 8) {
        std::memcpy(&w, text.data() + i, 8);
        if ((w & kHigh) != 0) break;
    }
    while (i < stop && static_cast<unsigned char>(text[i]) < 0x80) ++i;
    return i - at;
}

}  // namespace

void SpanMapper::walk() {
    std::size_t at = 0;
    std::uint32_t code_points = 0;
    std::uint32_t utf16 = 0;
    for (const Point& point : points_) {
        const std::size_t stop = std::min<std::size_t>(point.byte, text_.size());
        std::uint32_t before_code_points = code_points;
        std::uint32_t before_utf16 = utf16;
        while (at < stop) {
            if (const std::size_t run = ascii_run(text_, at, stop); run > 0) {
                at += run;
                code_points += static_cast<std::uint32_t>(run);
                utf16 += static_cast<std::uint32_t>(run);
                continue;
            }
            before_code_points = code_points;
            before_utf16 = utf16;
            const auto d = utf8::decode(text_, at);
            at += d.size;
            ++code_points;
            utf16 += d.valid && d.code_point > 0xFFFF ? 2 : 1;
        }
        const bool inside =
            at > stop && !point.end;  // a range that begins inside a code point begins with it
        *point.code_point = inside ? before_code_points : code_points;
        *point.utf16 = inside ? before_utf16 : utf16;
    }
}

void SpanMapper::map(std::span<Span> spans) {
    if (ascii_run(text_, 0, text_.size()) == text_.size()) {  // one byte, one code point, one unit
        const auto size = static_cast<std::uint32_t>(text_.size());
        for (Span& s : spans) {
            s.part = part_;
            s.code_points = {std::min(s.bytes.begin, size), std::min(s.bytes.end, size)};
            s.utf16 = s.code_points;
        }
        return;
    }
    points_.clear();
    points_.reserve(2 * spans.size());
    for (Span& s : spans) {
        s.part = part_;
        points_.push_back({s.bytes.begin, &s.code_points.begin, &s.utf16.begin, false});
        points_.push_back({s.bytes.end, &s.code_points.end, &s.utf16.end, true});
    }
    auto less = [](const Point& a, const Point& b) {
        return a.byte != b.byte ? a.byte < b.byte : a.end < b.end;
    };
    if (!std::is_sorted(points_.begin(), points_.end(), less))
        std::sort(points_.begin(), points_.end(), less);
    walk();
}

Span SpanMapper::map(Range bytes) {
    Span span;
    span.bytes = bytes;
    map({&span, 1});
    return span;
}

}  // namespace mizan::text
