// Every span of a decision, in bytes, code points and UTF-16 units, against a count made another way.
#include <doctest/doctest.h>

#include "../support/tiny_policy.h"
#include "base/utf8.h"

using namespace mizan;
using namespace mizan::test;

namespace {

// Counts from the text's start, one code point at a time.
Range units(std::string_view text, Range bytes, std::uint32_t (*size)(char32_t)) {
    Range out;
    for (std::size_t at = 0; at < text.size();) {
        const auto d = utf8::decode(text, at);
        const auto n = size(d.code_point);
        if (at < bytes.begin) out.begin += n;
        if (at < bytes.end) out.end += n;
        at += d.size;
    }
    return out;
}

void check(const Post& post, const Span& span) {
    if (span == Span{}) return;  // nothing is marked
    REQUIRE(span.part < post.parts.size());
    const auto text = post.parts[span.part].bytes;
    REQUIRE(span.bytes.begin < span.bytes.end);
    REQUIRE(span.bytes.end <= text.size());
    CHECK(span.code_points == units(text, span.bytes, [](char32_t) { return 1u; }));
    CHECK(span.utf16 == units(text, span.bytes, [](char32_t c) { return c > 0xFFFF ? 2u : 1u; }));
}

constexpr std::string_view kTexts[] = {
    "gardeners are weeds",
    "🌱🌱 gardeners are weeds 🌱",
    "é gàrdeners are wéeds ü",
    "ｇａｒｄｅｎｅｒｓ are weeds",
    "\xFF\xFE gardeners \xC3 are weeds \xF0\x9F",
    "gar\xE2\x80\x8B"
    "deners are we\xE2\x80\x8B"
    "eds",
    "🌱 it is wrong to say “gardeners are weeds” 🌱",
    "👩‍🌾 gardeners came. 👩‍🌾 they are w33ds",
    "gardeners are not weeds, no offence 🌱",
    "&amp; gardeners are weeds &lt;",
};

}  // namespace

TEST_CASE("spans agree in bytes, code points and UTF-16 units") {
    Engine engine(garden());
    std::size_t checked = 0;
    for (const auto text : kTexts) {
        CAPTURE(text);
        auto post = post_of(text);
        post.parts.insert(post.parts.begin(), post_of("🌱 first part é").parts[0]);
        for (const auto& claim : engine.decide(post).claims) {
            check(post, claim.target);
            for (const auto& s : claim.spans) check(post, s);
            for (const auto& c : claim.concepts) check(post, c.span);
            for (const auto& f : claim.frames) check(post, f.cue);
            CHECK(!claim.spans.empty());
            ++checked;
        }
    }
    CHECK(checked == std::size(kTexts));
}

TEST_CASE("spans are the words of the claim in text order, without gaps and frames") {
    Engine engine(
        garden().replace("constructs.rules", "  g COPULA NEGATION? BAD\n", "  g COPULA ..2 BAD\n"));
    const std::string text = "🌱 the Gardeners are really quite rubbish";
    const auto& d = engine.decide(text);
    REQUIRE(d.claims.size() == 1);
    std::string words;
    for (const auto& s : d.claims[0].spans)
        words.append(text, s.bytes.begin, s.bytes.end - s.bytes.begin).append("|");
    CHECK(words == "Gardeners|are|rubbish|");
    CHECK(text.substr(d.claims[0].target.bytes.begin, 9) == "Gardeners");
}
