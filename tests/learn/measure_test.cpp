// Measures against figures worked out by hand or by definition.
#include "learn/measure.h"

#include <doctest/doctest.h>

#include "learn/calibrate.h"
#include "learn/logistic.h"

#include <cmath>

using namespace mizan;

TEST_CASE("macro-F1 is the mean of both classes' F1") {
    CHECK(learn::macro_f1({8, 2, 4, 86}) == doctest::Approx((2 * 8.0 / 22 + 2 * 86.0 / 178) / 2));
    CHECK(learn::macro_f1({0, 0, 5, 5}) == doctest::Approx(1.0 / 3));
    CHECK(learn::macro_f1({}) == 0);
}

TEST_CASE("Wilson's interval, as published tables have it") {
    const auto i = learn::wilson({1, 10});
    CHECK(i.low == doctest::Approx(0.0179).epsilon(0.01));
    CHECK(i.high == doctest::Approx(0.4042).epsilon(0.01));
    CHECK(learn::wilson({0, 0}).high == 1);
    CHECK(learn::wilson({0, 100}).low == 0);
}

TEST_CASE("precision where hate is rare") {
    const learn::Counts c{90, 10, 10, 90};  // recall 0.9, false positives 0.1
    CHECK(learn::precision_at(c, 0.01) == doctest::Approx(0.009 / (0.009 + 0.099)));
    CHECK(learn::precision_at({0, 0, 1, 1}, 0.01) == 0);
}

TEST_CASE("the area under the curve is the share of pairs in the right order") {
    CHECK(learn::area_under_curve({{3, true}, {2, true}, {1, false}}) == 1);
    CHECK(learn::area_under_curve({{1, true}, {2, false}}) == 0);
    CHECK(learn::area_under_curve({{1, true}, {1, false}}) == doctest::Approx(0.5));
    CHECK(learn::area_under_curve({{1, false}, {2, true}, {3, false}, {4, true}}) ==
          doctest::Approx(0.75));
    CHECK(learn::area_under_curve({{1, true}}) == 0.5);
}

TEST_CASE("the logistic function by basic arithmetic") {
    for (double x = -39; x <= 39; x += 0.37)
        CHECK(learn::logistic(x) == doctest::Approx(1 / (1 + std::exp(-x))).epsilon(1e-8));
    CHECK(learn::logistic(1000) == 1);
    CHECK(learn::logistic(-1000) == 0);
}

TEST_CASE("calibration: knots rise, hold enough outcomes, and say what was measured") {
    std::vector<learn::Outcome> outcomes;
    for (int i = 0; i < 1000; ++i)
        outcomes.push_back({i, i % 10 < i / 100});  // one in ten more each hundred
    const auto knots = learn::fit_knots(outcomes);
    REQUIRE(knots.size() > 4);
    for (std::size_t i = 1; i < knots.size(); ++i) {
        CHECK(knots[i].raw > knots[i - 1].raw);
        CHECK(knots[i].value >= knots[i - 1].value);
    }
    CHECK(score::calibrate(knots, 950) == doctest::Approx(9000).epsilon(0.07));
    CHECK(score::calibrate(knots, 50) <= 300);
    CHECK(learn::fit_knots({}).empty());
    CHECK(learn::fit_knots({{5, true}}).size() == 1);
}

TEST_CASE("a glance leaves out four in five of what is harmless, and hardly any high score") {
    std::vector<learn::Measured> posts;
    for (int i = 0; i < 1000; ++i) posts.push_back({i, 100, false});
    for (int i = 0; i < 400; ++i) posts.push_back({900 + i, 8000, true});
    for (int i = 0; i < 100; ++i) posts.push_back({0, 3000, true});  // high only by more than words
    const auto glance = learn::fit_glance(posts);
    CHECK(glance.floor == 800);
    CHECK(glance.high == 8000);
    posts.resize(1000);
    CHECK(learn::fit_glance(posts).high == score::Glance::kNever);
    CHECK(learn::fit_glance({}).high == score::Glance::kNever);
}

TEST_CASE("calibration parts no outcomes of the same sum, and rests no knot on a few") {
    std::vector<learn::Outcome> outcomes(39, {1, false});
    for (int i = 0; i < 40; ++i) outcomes.push_back({2, i % 2 == 0});
    auto knots = learn::fit_knots(outcomes);
    REQUIRE(knots.size() == 2);  // 79 outcomes of which the first 39 are too few for a pool
    CHECK(knots[0].raw == 1);    // its mean
    CHECK(knots[1].raw == 2);    // the highest, a little above
    CHECK(knots[1].value == knots[0].value + 500);

    outcomes.assign(40, {1, false});
    outcomes.push_back({9, true});  // one outcome is no ground for a knot
    knots = learn::fit_knots(outcomes);
    REQUIRE(knots.size() == 1);
    CHECK(score::calibrate(knots, 100) < 600);
}
