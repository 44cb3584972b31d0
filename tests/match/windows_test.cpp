// Long and hostile texts: claims at every place of the windows' edges, limits that are told, and costs that stay linear.
#include <doctest/doctest.h>

#include "../support/tiny_policy.h"
#include "base/limits.h"

using namespace mizan;
using namespace mizan::test;

namespace {

std::string repeated(std::string_view unit, std::size_t times) {
    std::string out;
    for (std::size_t i = 0; i < times; ++i) out.append(unit);
    return out;
}

// How many cells the lattices of the last text had, one window after the other: what matching costs is a multiple of it.
std::size_t windows(const text::NormalText& text) {
    const auto step = limits::kWindowTokens - limits::kWindowOverlap;
    return text.tokens.size() <= limits::kWindowTokens
               ? 1
               : 1 + (text.tokens.size() - limits::kWindowTokens + step - 1) / step;
}

}  // namespace

TEST_CASE("a claim anywhere near a window's edge is found once") {
    Engine engine(garden());
    constexpr std::size_t kWords = 10000;
    const auto step = limits::kWindowTokens - limits::kWindowOverlap;
    for (std::size_t edge = step; edge + 300 < kWords; edge += step) {
        for (std::size_t at :
             {edge - 4, edge - 3, edge - 2, edge - 1, edge, edge + 1, edge + 100, edge + 252,
              edge + 253, edge + 254, edge + 255, edge + 256, edge + 257}) {
            const auto text =
                repeated("rose ", at) + "gardeners are weeds " + repeated("rose ", kWords - at - 3);
            const auto& found = engine.claims(text);
            CAPTURE(at);
            REQUIRE(found.claims.size() == 1);
            CHECK(found.claims[0].tokens.first == at);
            CHECK_FALSE(found.truncated);
        }
    }
}

TEST_CASE("what ends a reach is seen across the edge of a window") {
    Engine engine(garden());
    for (std::size_t before = 1900; before < 2060; before += 3) {
        const auto text = repeated("rose ", before) + "it is wrong to say it " +
                          repeated("rose ", 100) + "but gardeners are weeds";
        CAPTURE(before);
        CHECK(engine.outcome(text) == "violation");
    }
    // The author agrees after the edge; the condemning words stand before it.
    const auto cancelled = repeated("rose ", 2030) + "it is wrong to say gardeners are weeds " +
                           repeated("rose ", 30) + "and i agree";
    CHECK(engine.outcome(cancelled) == "violation");
}

TEST_CASE("the limit on claims is told and the post is not allowed") {
    Engine engine(garden());
    const auto fits = repeated("gardeners are not weeds. ", limits::kClaims / 2);
    CHECK(engine.outcome(fits) == "allowed (negation)");
    CHECK_FALSE(engine.claims(fits).truncated);
    const auto over = repeated("gardeners are not weeds. ", limits::kClaims + 1);
    CHECK(engine.claims(over).truncated);
    CHECK(engine.outcome(over) == "undecided (negation) (truncated)");
    const auto flood = repeated("gardeners are not weeds. ", 100000);
    CHECK(engine.claims(flood).claims.size() <= limits::kPostClaims);
    CHECK(engine.claims(flood).truncated);
}

TEST_CASE("a claim behind a flood of harmless ones is not lost in silence") {
    Engine engine(garden());
    const auto text = repeated("gardeners are not weeds. ", 5000) + "bakers are weeds";
    const auto outcome = engine.outcome(text);
    CHECK(outcome != "allowed");
    CHECK(engine.decide(text).route == Route::kPerson);
}

TEST_CASE("hostile texts end, and what they make stays within the named limits") {
    Engine engine(garden());
    const std::string hostile[] = {
        repeated("gardeners ", 2000) + "are weeds",
        repeated("gardeners are ", 2000) + "weeds",
        repeated("weeds like ", 2000) + "gardeners",
        repeated("\"", 5000) + "gardeners are weeds" + repeated("\"", 5000),
        repeated("“‘", 2500) + "gardeners are weeds" + repeated("’”", 2500),
        repeated("\"a\" ", 50000) + "disgusting gardeners are weeds",
        repeated("not ", 100000) + "gardeners are weeds",
        repeated("it is wrong to say ", 20000) + "gardeners are weeds",
        repeated("gardeners are weeds, disgusting, not? ", 20000),
        repeated("they are weeds. ", 20000),
        repeated("g4rd3ners 4re w33ds ", 20000),
        repeated("#gardeners#are#weeds", 20000),
        repeated("w e e d s ", 20000),
    };
    for (const auto& text : hostile) {
        CAPTURE(text.substr(0, 40));
        const auto& claims = engine.claims(text);
        CHECK(claims.claims.size() <= limits::kPostClaims);
        CHECK(claims.hits.size() <= limits::kWindowHits * windows(engine.text()));
        CHECK(claims.uses.size() <= limits::kPostClaims * limits::kPatternPositions);
        CHECK(engine.text().readings.size() <=
              limits::kReadings * (engine.text().tokens.size() / 8 + 1));
    }
}
