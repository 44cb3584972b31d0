// Posts that differ in the group alone are counted as decided alike, or shown as not.
#include "learn/swaps.h"

#include <doctest/doctest.h>

#include <string>

using namespace mizan;

namespace {

learn::Row row(const std::string& set, const std::string& swap, const std::string& text) {
    learn::Row out;
    out.set = set;
    out.swap = swap;
    out.text = text;
    return out;
}

learn::Judged judged(const std::string& outcome, int identity_attack = -1) {
    learn::Judged out;
    out.outcome = outcome;
    out.scored[score::kIdentityAttack] = identity_attack >= 0;
    if (identity_attack >= 0)
        out.scores[score::kIdentityAttack] = static_cast<std::uint16_t>(identity_attack);
    return out;
}

}  // namespace

TEST_CASE("swaps: a set is even when every post got the same outcome") {
    learn::SwapTally tally(5);
    tally.add(row("groups", "a", "one"), judged("review", 100));
    tally.add(row("groups", "a", "two"), judged("review", 130));
    tally.add(row("groups", "b", "three"), judged("violation", 9000));
    tally.add(row("groups", "b", "four"), judged("allowed", 2000));
    tally.add(row("groups", "c", "alone"), judged("allowed", 1));
    tally.add(row("groups", "", "no swap"), judged("allowed", 1));
    tally.add(row("mentions", "a", "named"), judged("allowed", 700));
    tally.add(row("mentions", "a", "not named"), judged("allowed"));
    const auto figures = std::move(tally).finish();
    REQUIRE(figures.size() == 2);
    CHECK(figures[0].source == "groups");
    CHECK(figures[0].equal.part == 1);
    CHECK(figures[0].equal.whole == 2);
    REQUIRE(figures[0].uneven.size() == 1);
    CHECK(figures[0].uneven[0].name == "b");
    REQUIRE(figures[0].uneven[0].decided.size() == 2);
    CHECK(figures[0].uneven[0].decided[0] ==
          std::pair<std::string, std::string>("allowed", "four"));
    CHECK(figures[0].gaps[score::kIdentityAttack].value() == 7000);  // the upper of two
    CHECK(figures[0].measured[score::kIdentityAttack] == 2);
    CHECK(figures[1].measured[score::kIdentityAttack] == 0);
    CHECK(figures[1].equal.part == 1);
    CHECK(figures[1].equal.whole == 1);
    CHECK_FALSE(figures[1].gaps[score::kIdentityAttack].has_value());  // one post has no score
}

TEST_CASE("swaps: no more uneven sets are kept than asked for, and all are counted") {
    learn::SwapTally tally(1);
    for (const char* swap : {"a", "b", "c"}) {
        tally.add(row("s", swap, "x"), judged("allowed"));
        tally.add(row("s", swap, "y"), judged("review"));
    }
    const auto figures = std::move(tally).finish();
    REQUIRE(figures.size() == 1);
    CHECK(figures[0].uneven.size() == 1);
    CHECK(figures[0].equal.part == 0);
    CHECK(figures[0].equal.whole == 3);
}
