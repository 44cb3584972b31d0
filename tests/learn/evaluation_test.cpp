// An evaluation counts what it is given: by every dimension, in pairs, by clause, and for a queue.
#include "learn/evaluation.h"

#include <doctest/doctest.h>

#include <string>

using namespace mizan;
using learn::Dimension;

namespace {

learn::Row row(const std::string& id, bool hate, const std::string& behaviour = {},
               const std::string& pair = {}) {
    learn::Row out;
    out.set = "suite";
    out.id = id;
    out.text = "text of " + id;
    out.language = "en";
    out.behaviour = behaviour;
    out.pair = pair;
    out.truth = hate ? learn::Truth::kHate : learn::Truth::kNone;
    out.wanted.fill(-1);
    out.wanted[0] = hate ? 1 : 0;
    return out;
}

learn::Judged judged(bool flagged, int score = -1) {
    learn::Judged out;
    out.flagged = flagged;
    out.outcome = flagged ? "review" : "allowed";
    if (flagged) out.clauses.emplace_back("contempt");
    out.scored[0] = score >= 0;
    if (out.scored[0]) out.scores[0] = static_cast<std::uint16_t>(score);
    return out;
}

}  // namespace

TEST_CASE("the worst cell comes first, by what its interval leaves possible") {
    learn::Tally tally(false, 5000, 5);
    for (int i = 0; i < 30; ++i)
        tally.add(row("a" + std::to_string(i), true, "sarcasm"), judged(i < 3));
    for (int i = 0; i < 30; ++i)
        tally.add(row("b" + std::to_string(i), true, "plain"), judged(i < 29));
    tally.add(row("c", true, "rare"), judged(false));  // one post says little
    for (int i = 0; i < 30; ++i)
        tally.add(row("d" + std::to_string(i), false, "news"), judged(i < 15));
    const auto e = std::move(tally).finish();
    const auto& cells = e.by(Dimension::kBehaviour);
    REQUIRE(cells.size() == 4);
    CHECK(cells[0].name == "sarcasm");
    CHECK(cells[1].name == "news");
    CHECK(cells[3].name == "plain");
    CHECK(learn::worst_share(cells[1].flagged) == doctest::Approx(0.5));
    CHECK(e.all.posts() == 91);
    REQUIRE(e.by(Dimension::kSource).size() == 1);
    CHECK(e.by(Dimension::kSource)[0].flagged.tp == 32);
    CHECK(e.by(Dimension::kGroup).empty());
}

TEST_CASE("a pair is right if both its posts are; one post is no pair") {
    learn::Tally tally(false, 5000, 0);
    tally.add(row("1", true, {}, "p"), judged(true));
    tally.add(row("2", false, {}, "p"), judged(false));
    tally.add(row("3", true, {}, "q"), judged(true));
    tally.add(row("4", false, {}, "q"), judged(true));
    tally.add(row("5", true, {}, "alone"), judged(true));
    const auto e = std::move(tally).finish();
    CHECK(e.pairs.whole == 2);
    CHECK(e.pairs.part == 1);
    CHECK(e.mistakes.empty());
    REQUIRE(e.clauses.size() == 1);
    CHECK(e.clauses[0].hate == 3);
    CHECK(e.clauses[0].other == 1);
}

TEST_CASE("a rule counts the posts it speaks in; a silent one is there with none") {
    learn::Tally tally(false, 5000, 0, {{"a.rules:1:1", 0, 0}, {"a.rules:2:1", 0, 0}});
    auto speaks = judged(true);
    speaks.rules = {1};
    tally.add(row("1", true), speaks);
    tally.add(row("2", false), speaks);
    tally.add(row("3", false), judged(false));
    const auto e = std::move(tally).finish();
    REQUIRE(e.rules.size() == 2);
    CHECK(e.rules[0].hate + e.rules[0].other == 0);
    CHECK(e.rules[1].where == "a.rules:2:1");
    CHECK(e.rules[1].hate == 1);
    CHECK(e.rules[1].other == 1);
}

TEST_CASE("the mistakes that are kept do not depend on the order of the posts") {
    const auto ids = [](bool backwards) {
        learn::Tally tally(false, 5000, 4);
        for (int i = 0; i < 50; ++i) {
            const auto n = std::to_string(backwards ? 49 - i : i);
            tally.add(row("m" + n, true), judged(false));
            tally.add(row("f" + n, false), judged(true));
            tally.add(row("r" + n, true), judged(true));
        }
        std::string out;
        const auto e = std::move(tally).finish();
        CHECK(e.mistakes.size() == 8);
        for (const auto& m : e.mistakes) {
            CHECK(m.missed == m.id.starts_with('m'));
            CHECK(m.text == "text of " + m.id);
            out.append(m.id).push_back(' ');
        }
        return out;
    };
    CHECK(ids(false) == ids(true));
}

TEST_CASE("scores: bins, area, and the threshold that a queue can bear") {
    learn::Tally tally(true, 6000, 0);
    for (int i = 0; i < 100; ++i)
        tally.add(row("h" + std::to_string(i), true), judged(false, i < 80 ? 9000 : 1000));
    for (int i = 0; i < 1000; ++i)
        tally.add(row("n" + std::to_string(i), false), judged(false, i < 20   ? 9500
                                                                     : i < 60 ? 7000
                                                                              : 500));
    tally.add(row("unscored", true), judged(false));
    const auto e = std::move(tally).finish();
    CHECK(e.unscored == 1);
    CHECK(e.all.scored.tp == 80);
    CHECK(e.all.scored.fn == 21);
    CHECK(e.all.scored.fp == 60);
    CHECK(e.bins[9].posts == 100);
    CHECK(e.bins[9].hate == 80);
    CHECK(e.bins[9].sum == 80 * 9000 + 20 * 9500);
    CHECK(e.scores[0].area.value() == doctest::Approx(e.all.area.value()));
    // Of 10,000 posts a day, 1 % hate: 198 others score 9500, 80 in 101 of the hateful ones 9000, 396 more others 7000. The
    // post without a score is below any threshold, and counts.
    const auto some = learn::budget(e.scores[0], 10000, 300, 0.01);
    REQUIRE(some);
    CHECK(some->threshold == 9000);
    CHECK(some->reviews == doctest::Approx(198 + 8000.0 / 101));
    CHECK(some->right == doctest::Approx(8000.0 / 101));
    CHECK(learn::budget(e.scores[0], 10000, 690, 0.01)->threshold == 7000);
    CHECK(!learn::budget(e.scores[0], 10000, 100, 0.01));
    CHECK(!learn::budget(learn::ScoreFigures{}, 10000, 100, 0.01));
}

TEST_CASE("posts of one swap are counted as decided alike or not") {
    learn::Tally tally(false, 5000, 5);
    auto one = row("one", false);
    auto two = row("two", false);
    one.swap = two.swap = "same";
    tally.add(one, judged(false));
    tally.add(two, judged(true));
    const auto e = std::move(tally).finish();
    REQUIRE(e.swaps.size() == 1);
    CHECK(e.swaps[0].equal.whole == 1);
    CHECK(e.swaps[0].equal.part == 0);
}
