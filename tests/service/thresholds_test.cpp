#include "service/thresholds.h"

#include <doctest/doctest.h>

#include <cstdlib>
#include <vector>

using namespace mizan::service;

namespace {

ThresholdPick picked(const std::vector<ScorePair>& texts, double old) {
    const double olds[] = {old};
    return pick_thresholds(texts, olds).at(0);
}

// 1000 texts, of which the old score is the square of ours.
std::vector<ScorePair> squared() {
    std::vector<ScorePair> out;
    for (int i = 0; i < 1000; ++i) {
        const double ours = i / 1000.0;
        out.push_back({ours * ours, static_cast<std::uint16_t>(10 * i)});
    }
    return out;
}

}  // namespace

TEST_CASE("where one score follows from the other the threshold does too, and both flag the same") {
    const auto texts = squared();
    for (const auto& [old, wanted] : {std::pair{0.64, 8000}, {0.25, 5000}, {0.81, 9000}}) {
        const auto pick = picked(texts, old);
        REQUIRE(pick.ours.has_value());
        CHECK(std::abs(static_cast<int>(*pick.ours) - wanted) <= 10);
        CHECK(pick.flagged_ours == pick.flagged_old);
        CHECK(pick.flagged_both == pick.flagged_old);
        CHECK(pick.low < *pick.ours);
        CHECK(*pick.ours < pick.high);
        CHECK_FALSE(pick.few);
    }
}

TEST_CASE("the interval narrows with more texts") {
    auto texts = squared();
    const auto narrow = picked(texts, 0.64);
    std::vector<ScorePair> fewer;
    for (std::size_t i = 0; i < texts.size(); i += 10) fewer.push_back(texts[i]);
    const auto wide = picked(fewer, 0.64);
    CHECK(wide.high - wide.low > narrow.high - narrow.low);
    CHECK(wide.few);
}

TEST_CASE("equal scores are flagged together, as near to the old number as can be") {
    // 10 texts; the old model flags 4; ours gives 0.85 to five, 0.9 to one.
    std::vector<ScorePair> texts;
    for (int i = 0; i < 4; ++i) texts.push_back({0.9, 8500});
    texts.push_back({0.1, 8500});
    texts.push_back({0.1, 9000});
    for (int i = 0; i < 4; ++i) texts.push_back({0.1, 100});
    const auto pick = picked(texts, 0.8);
    CHECK(pick.flagged_old == 4);
    CHECK(pick.flagged_ours == 6);  // 1 or 6
    CHECK(pick.flagged_both == 4);
    CHECK(pick.ours == 4000);  // nothing lies between 0.01 and 0.85: the roundest near the middle
}

TEST_CASE("a threshold is round, and no text has it where there is room") {
    std::vector<ScorePair> texts;
    for (int i = 0; i < 100; ++i)
        texts.push_back({i < 50 ? 0.1 : 0.9, static_cast<std::uint16_t>(i < 50 ? 6999 : 7001)});
    CHECK(picked(texts, 0.5).ours == 7000);
    for (auto& text : texts)
        if (text.ours == 6999) text.ours = 7000;
    CHECK(picked(texts, 0.5).ours == 7001);  // no room: it is "at least"
    CHECK(picked(texts, 0.5).flagged_ours == 50);
}

TEST_CASE("what no text reaches has no threshold") {
    const auto pick = picked(squared(), 0.9999);
    CHECK(pick.flagged_old == 0);
    CHECK_FALSE(pick.ours.has_value());
    CHECK(pick.few);
    CHECK(pick_thresholds({}, {}).empty());
    const double olds[] = {0.5};
    CHECK_FALSE(pick_thresholds({}, olds).at(0).ours.has_value());
}

TEST_CASE("an old threshold that every text reaches is met by all") {
    const auto pick = picked({{0.9, 10000}, {0.8, 0}}, 0.1);
    CHECK(pick.flagged_ours == 2);
    CHECK(pick.ours == 0);
}
