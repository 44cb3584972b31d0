// Spans in the units that clients mark text by.
#include <doctest/doctest.h>

#include "text/spans.h"

using namespace mizan;
using mizan::text::SpanMapper;

TEST_CASE("bytes map to code points and UTF-16 units") {
    const std::string_view text = "aé中🐀z";  // 1 + 2 + 3 + 4 + 1 bytes
    SpanMapper mapper(text, 3);
    const Span span = mapper.map({6, 10});
    CHECK(span.part == 3);
    CHECK(span.bytes == Range{6, 10});
    CHECK(span.code_points == Range{3, 4});
    CHECK(span.utf16 == Range{3, 5});
    CHECK(mapper.map({10, 11}).utf16 == Range{5, 6});
    CHECK(mapper.map({0, 0}).utf16 == Range{0, 0});
}

TEST_CASE("many ranges in any order in one pass") {
    const std::string_view text = "ééé plain ascii text, then 🐀";
    std::vector<Span> spans(3);
    spans[0].bytes = {30, 34};
    spans[1].bytes = {0, 2};
    spans[2].bytes = {2, 12};
    SpanMapper(text, 0).map(spans);
    CHECK(spans[0].code_points == Range{27, 28});
    CHECK(spans[0].utf16 == Range{27, 29});
    CHECK(spans[1].code_points == Range{0, 1});
    CHECK(spans[2].code_points == Range{1, 9});
}

TEST_CASE("an ill-formed part counts as the one character the reader sees") {
    const std::string_view text =
        "a\xE2\x82"
        "b\xFF\xFF"
        "c";
    CHECK(SpanMapper(text, 0).map({3, 4}).code_points == Range{2, 3});
    CHECK(SpanMapper(text, 0).map({6, 7}).utf16 == Range{5, 6});
}

TEST_CASE("ranges that cut a code point or pass the end are widened or clipped") {
    const std::string_view text = "🐀x";
    CHECK(SpanMapper(text, 0).map({1, 2}).code_points == Range{0, 1});
    CHECK(SpanMapper(text, 0).map({1, 2}).utf16 == Range{0, 2});
    CHECK(SpanMapper(text, 0).map({4, 99}).code_points == Range{1, 2});
}
