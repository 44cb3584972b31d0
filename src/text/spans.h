// SpanMapper: byte ranges of one part's original text as Spans in bytes, code points and UTF-16 units.
//
// Counts what a reader sees: an ill-formed part of UTF-8 is one U+FFFD. Holds a view of the text; not thread-safe.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "model/decision.h"

namespace mizan::text {

class SpanMapper {
public:
    SpanMapper(std::string_view text, std::uint32_t part) : text_(text), part_(part) {}

    // Fills code_points and utf16 of every span from its bytes, and sets part. Ranges come in any order; an end inside a
    // code point counts that code point; ends past the text count as its end. One pass over the text.
    void map(std::span<Span> spans);

    // The same for one range.
    [[nodiscard]] Span map(Range bytes);

private:
    struct Point {
        std::uint32_t byte = 0;
        std::uint32_t* code_point = nullptr;
        std::uint32_t* utf16 = nullptr;
        bool end = false;
    };
    void walk();

    std::string_view text_;
    std::uint32_t part_;
    std::vector<Point> points_;  // kept between calls for its memory
};

}  // namespace mizan::text
