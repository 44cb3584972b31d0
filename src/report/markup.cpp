#include "report/markup.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/utf8.h"

namespace mizan::report {

namespace {

// What has no business in a page: control characters but tab and line end, and the marks that turn text around.
bool is_hostile(char32_t c) {
    if (c == '\n' || c == '\t') return false;
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2066 && c <= 0x2069) || (c >= 0xFFFE && c <= 0xFFFF);
}

std::string_view entity(char32_t c) {
    switch (c) {
        case '&': return "&amp;";
        case '<': return "&lt;";
        case '>': return "&gt;";
        case '"': return "&quot;";
        case '\'': return "&#39;";
        default: return {};
    }
}

// The byte ranges of one part, within its text, sorted and merged.
std::vector<Range> ranges_of(std::size_t size, const std::vector<Span>& spans, std::uint32_t part) {
    std::vector<Range> sorted;
    for (const auto& span : spans) {
        const auto end = static_cast<std::uint32_t>(std::min<std::size_t>(span.bytes.end, size));
        if (span.part == part && span.bytes.begin < end) sorted.push_back({span.bytes.begin, end});
    }
    std::sort(sorted.begin(), sorted.end(), [](Range a, Range b) { return a.begin < b.begin; });
    std::vector<Range> merged;
    for (const auto& range : sorted) {
        if (!merged.empty() && range.begin <= merged.back().end) {
            merged.back().end = std::max(merged.back().end, range.end);
        } else {
            merged.push_back(range);
        }
    }
    return merged;
}

}  // namespace

void append_escaped(std::string& out, std::string_view s) {
    for (std::size_t at = 0; at < s.size();) {
        const auto d = utf8::decode(s, at);
        at += d.size;
        if (const auto e = entity(d.code_point); !e.empty()) {
            out.append(e);
        } else {
            utf8::append(out, is_hostile(d.code_point) ? 0xFFFD : d.code_point);
        }
    }
}

std::string escaped(std::string_view s) {
    std::string out;
    append_escaped(out, s);
    return out;
}

void append_marked(std::string& out, std::string_view text, const std::vector<Span>& spans,
                   std::uint32_t part) {
    std::size_t at = 0;
    for (const auto& range : ranges_of(text.size(), spans, part)) {
        append_escaped(out, text.substr(at, range.begin - at));
        out.append("<mark>");
        append_escaped(out, text.substr(range.begin, range.end - range.begin));
        out.append("</mark>");
        at = range.end;
    }
    append_escaped(out, text.substr(at));
}

void append_bar(std::string& out, std::initializer_list<Piece> pieces, std::uint64_t whole) {
    constexpr std::uint64_t kWidth = 10000;
    out.append(
        "<svg class=\"bar\" viewBox=\"0 0 10000 10\" preserveAspectRatio=\"none\" "
        "aria-hidden=\"true\" "
        "focusable=\"false\">");
    std::uint64_t at = 0;
    for (const auto& piece : pieces) {
        if (piece.size == 0 || whole == 0 || at >= kWidth) continue;
        // Whole first: no overflow below 2^50 posts.
        const auto share = piece.size / whole * kWidth + piece.size % whole * kWidth / whole;
        const auto width = std::min(std::max<std::uint64_t>(share, 40), kWidth - at);
        out.append(fmt::format("<rect class=\"{}\" x=\"{}\" width=\"{}\" height=\"10\"/>",
                               piece.style, at, width));
        at += width;
    }
    out.append("</svg>");
}

}  // namespace mizan::report
