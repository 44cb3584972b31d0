// Pieces of HTML that the page is made of. Inside report: others call to_html().
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "model/decision.h"

namespace mizan::report {

// Appends s with & < > " ' escaped; control characters and bytes that are not UTF-8 become U+FFFD. Safe in content and
// in quoted attributes.
void append_escaped(std::string& out, std::string_view s);
[[nodiscard]] std::string escaped(std::string_view s);

// Appends the text of part number `part` with its spans in <mark>. Spans may overlap, be unsorted or lie outside.
void append_marked(std::string& out, std::string_view text, const std::vector<Span>& spans,
                   std::uint32_t part);

// One coloured piece of a bar: its class name in the style sheet and its size.
struct Piece {
    std::string_view style;
    std::uint64_t size = 0;
};

// A horizontal bar as inline SVG, hidden from screen readers: the figures stand beside it. `whole` is the full width.
void append_bar(std::string& out, std::initializer_list<Piece> pieces, std::uint64_t whole);

// The page's style sheet.
[[nodiscard]] std::string_view style_sheet();

}  // namespace mizan::report
