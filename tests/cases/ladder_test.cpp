// Strikes and the ladder as their header describes them.
#include "cases/ladder.h"

#include <doctest/doctest.h>

#include <utility>

#include "base/error.h"

using namespace mizan;
using namespace mizan::cases;

namespace {

constexpr std::uint64_t kBegin = 1'790'000'000;
constexpr std::uint64_t kADay = 86'400;

Strike strike(std::uint64_t decision, std::uint32_t points, std::uint64_t given_at = kBegin) {
    Strike out;
    out.case_no = decision + 100;
    out.decision = decision;
    out.notice = "n" + std::to_string(decision);
    out.clause = "slurs";
    out.severity = 3;
    out.points = points;
    out.given_at = out.notified_at = given_at;
    out.expires_at = given_at + 90 * kADay;
    return out;
}
StrikeCause cause(std::string clause, std::uint8_t severity) {
    StrikeCause out;
    out.case_no = 7;
    out.decision = 8;
    out.notice = "n8";
    out.clause = std::move(clause);
    out.severity = severity;
    out.confirmed = true;
    out.at = kBegin;
    return out;
}
Step step_of(const std::vector<Strike>& before, const Strike& given,
             Standing who = Standing::kOrdinary, std::uint64_t now = kBegin) {
    return next_step(default_ladder(), before, given, who, now);
}

}  // namespace

TEST_CASE("strikes come only from violations that a person confirmed") {
    const auto ladder = default_ladder();
    auto made = make_strike(ladder, cause("slurs", 3));
    REQUIRE(made);
    CHECK(made->case_no == 7);
    CHECK(made->decision == 8);
    CHECK(made->notice == "n8");
    CHECK(made->clause == "slurs");
    CHECK(made->severity == 3);
    CHECK(made->points == 1);
    CHECK(made->given_at == kBegin);
    CHECK(made->notified_at == 0);
    CHECK(made->expires_at == kBegin + 90 * kADay);
    CHECK_FALSE(made->undone);

    auto machine = cause("slurs", 5);
    machine.confirmed = false;
    CHECK_FALSE(make_strike(ladder, machine));
    for (const auto answer : {Answer::kAllowed, Answer::kUndecided, Answer::kCannotDecide,
                              Answer::kNotOurs, Answer::kPolicyGap}) {
        auto other = cause("slurs", 5);
        other.answer = answer;
        CHECK_FALSE(make_strike(ladder, other));
    }
    auto last = cause("slurs", 5);
    last.at = ~std::uint64_t{0} - 5;
    CHECK(make_strike(ladder, last)->expires_at == ~std::uint64_t{0});
}

TEST_CASE("what a violation weighs, and for how long, is by clause and severity") {
    const Ladder ladder{{{"", 2, 1, 30, false},
                         {"", 4, 3, 60, false},
                         {"slurs", 3, 5, 90, false},
                         {"slurs", 4, 7, 365, false},
                         {"satire", 1, 0, 1, false}},
                        {{1, "notice", 0, false}}};
    REQUIRE(check(ladder));
    const auto points = [&](const char* clause, std::uint8_t severity) {
        const auto made = make_strike(ladder, cause(clause, severity));
        return made ? std::pair(made->points, (made->expires_at - kBegin) / kADay)
                    : std::pair(std::uint32_t{0}, std::uint64_t{0});
    };
    using Pair = std::pair<std::uint32_t, std::uint64_t>;
    CHECK(points("contempt", 1) == Pair{0, 0});
    CHECK(points("contempt", 2) == Pair{1, 30});
    CHECK(points("contempt", 3) == Pair{1, 30});
    CHECK(points("contempt", 5) == Pair{3, 60});
    CHECK(points("slurs", 2) == Pair{1, 30});  // below its own rules: as any
    CHECK(points("slurs", 3) == Pair{5, 90});
    CHECK(points("slurs", 5) == Pair{7, 365});
    CHECK(points("slur", 3) == Pair{1, 30});
    CHECK(points("satire", 5) == Pair{0, 0});
    CHECK(rule_for(ladder, "contempt", 1) == nullptr);
    CHECK(rule_for(ladder, "satire", 1) == &ladder.rules[4]);
}

TEST_CASE("decisions told in one notice are one strike, the gravest") {
    std::vector<Strike> strikes = {strike(1, 1), strike(2, 3), strike(3, 2), strike(4, 1)};
    for (auto& each : strikes) each.notice = "one";
    strikes[3].notice = "two";
    CHECK(strikes_in_force(strikes, kBegin) == 2);
    CHECK(points_in_force(strikes, kBegin, false) == 4);
    // The step for the last of them is that of the notice, and it does not matter which is the last.
    for (std::size_t last = 0; last < 3; ++last) {
        auto before = strikes;
        const auto given = before[last];
        CHECK(step_of(before, given).step.action == "suspend");  // 4
        before.erase(before.begin() + static_cast<std::ptrdiff_t>(last));
        CHECK(step_of(before, given).step.points == 4);
    }
    // Without the gravest, the next one counts.
    CHECK(undo(strikes, 2));
    CHECK(strikes_in_force(strikes, kBegin) == 2);
    CHECK(points_in_force(strikes, kBegin, false) == 3);
    CHECK(undo(strikes, 1));
    CHECK(undo(strikes, 3));
    CHECK(strikes_in_force(strikes, kBegin) == 1);
    // Those less grave do not outlive the gravest.
    std::vector<Strike> pair = {strike(1, 3), strike(2, 1)};
    pair[0].notice = pair[1].notice = "one";
    pair[1].expires_at += 1000;
    CHECK(strikes_in_force(pair, pair[0].expires_at - 1) == 1);
    CHECK(strikes_in_force(pair, pair[0].expires_at) == 0);
    // What was told in no notice yet is one by itself.
    for (auto& each : pair) each.notice.clear();
    CHECK(strikes_in_force(pair, kBegin) == 2);
}

TEST_CASE("only strikes that the author was told of count before the next") {
    std::vector<Strike> before = {strike(1, 2), strike(2, 2)};
    CHECK(step_of(before, strike(3, 1)).step.points == 4);
    before[0].notified_at = 0;
    CHECK(step_of(before, strike(3, 1)).step.points == 2);
    before[1].notified_at = kBegin + 1;  // later than now
    CHECK(step_of(before, strike(3, 1)).step.points == 1);
    CHECK(points_in_force(before, kBegin, true) == 0);
    CHECK(points_in_force(before, kBegin, false) == 4);
    CHECK(strikes_in_force(before, kBegin) == 2);
    CHECK(strikes_in_force(before, kBegin, true) == 0);
    CHECK(strikes_in_force(before, kBegin + 1, true) == 1);
    // The strike itself counts, told or not: it is told with its step.
    auto given = strike(3, 1);
    given.notified_at = 0;
    CHECK(step_of({}, given).step.action == "notice");
}

TEST_CASE("strikes expire, to the second") {
    const std::vector<Strike> before = {strike(1, 3)};
    const auto end = before[0].expires_at;
    CHECK(step_of(before, strike(2, 1, end - 1), Standing::kOrdinary, end - 1).step.points == 4);
    CHECK(step_of(before, strike(2, 1, end), Standing::kOrdinary, end).step.points == 1);
    CHECK(points_in_force(before, end - 1, false) == 3);
    CHECK(points_in_force(before, end, false) == 0);
    CHECK(points_in_force(before, kBegin - 1, false) == 0);  // nor before they are given
}

TEST_CASE("threats skip steps") {
    auto threat = *make_strike(default_ladder(), cause("threats", 2));
    const auto skipped = step_of({}, threat);
    CHECK(skipped.step == default_ladder().steps[2]);
    CHECK(
        skipped.why ==
        "3 points lead to suspend for 3 days, since a strike under threats skips the steps before "
        "it.");
    // No way back: with what was before, it is the step of the points where that is further.
    const auto further = step_of({strike(1, 5)}, threat);
    CHECK(further.step.points == 8);
    CHECK(further.why ==
          "8 points, 3 of this strike and 5 of 1 before it that the author was told of, lead to "
          "suspend for 30 days.");
    // A threat that is told along with something that weighs as much is a threat still.
    auto other = strike(9, 3);
    other.notice = threat.notice;
    CHECK(step_of({threat}, other).step.restricts_account);
    threat.undone = true;
    CHECK_FALSE(step_of({threat}, other).step.restricts_account);
    // One before it is points, and no more.
    threat.undone = false;
    threat.notified_at = kBegin;
    CHECK(step_of({threat}, strike(9, 0 + 1)).step.points == 4);
    threat.points = 1;
    CHECK_FALSE(step_of({threat}, strike(9, 1)).step.restricts_account);

    Ladder any = default_ladder();
    any.rules = {{"", 5, 1, 90, true}};
    auto grave = strike(1, 1);
    grave.severity = 5;
    CHECK(next_step(any, {}, grave, Standing::kOrdinary, kBegin).why ==
          "1 point leads to suspend for 3 days, since a strike as grave as this skips the steps "
          "before it.");
}

TEST_CASE("to suspend an official, a newsroom or a partner takes two people") {
    for (const auto who : {Standing::kOfficial, Standing::kNewsroom, Standing::kPartner}) {
        CHECK_FALSE(step_of({}, strike(1, 1), who).needs_two_people);
        CHECK_FALSE(step_of({}, strike(1, 2), who).needs_two_people);  // a limit of posts
        const auto step = step_of({}, strike(1, 4), who);
        CHECK(step.needs_two_people);
        CHECK(
            step.why.ends_with(", on which two people have to agree, since the account's "
                               "standing is " +
                               std::string(names_of(who)[static_cast<std::size_t>(who)]) + "."));
        CHECK(
            step_of({}, *make_strike(default_ladder(), cause("threats", 5)), who).needs_two_people);
        CHECK(step_of({strike(1, 20)}, strike(2, 1), who).needs_two_people);
    }
    CHECK_FALSE(step_of({}, strike(1, 4)).needs_two_people);
    // Whatever the platform calls it.
    Ladder own = default_ladder();
    own.steps = {{1, "close-for-a-day", 24, true}};
    REQUIRE(check(own));
    CHECK(next_step(own, {}, strike(1, 1), Standing::kNewsroom, kBegin).needs_two_people);
}

TEST_CASE("the step is said in one sentence") {
    CHECK(step_of({}, strike(1, 1)).why == "1 point leads to notice.");
    CHECK(step_of({strike(1, 1)}, strike(2, 1)).why ==
          "2 points, 1 of this strike and 1 of 1 before it that the author was told of, lead to "
          "limit for 24 hours.");
    CHECK(step_of({strike(1, 6), strike(2, 6)}, strike(3, 1)).why ==
          "13 points, 1 of this strike and 12 of 2 before it that the author was told of, lead to "
          "suspend-for-good.");
    CHECK(step_of({}, strike(1, 4), Standing::kNewsroom).why ==
          "4 points lead to suspend for 3 days, on which two people have to agree, since the "
          "account's standing is newsroom.");
}

TEST_CASE("from a strike that is not in force nothing follows") {
    auto undone = strike(1, 12);
    undone.undone = true;
    const Step nothing{{}, false, "Nothing follows, since this strike is not in force."};
    CHECK(step_of({strike(2, 9)}, undone, Standing::kPartner) == nothing);
    CHECK(step_of({}, strike(1, 12), Standing::kOrdinary, kBegin + 90 * kADay) == nothing);
    // Though the ladder of a caller that did not check it may have no step for it.
    Ladder high = default_ladder();
    high.steps = {{5, "notice", 0, false}};
    const auto none = next_step(high, {}, strike(1, 2), Standing::kOrdinary, kBegin);
    CHECK(none.step == LadderStep{});
    CHECK(none.why == "2 points lead to no step yet.");
}

TEST_CASE("that the strike is among those before it is no matter") {
    const auto given = strike(3, 2);
    auto untold = given;
    untold.notice.clear();
    untold.notified_at = 0;
    const std::vector<Strike> others = {strike(1, 1), strike(2, 1)};
    for (const auto& again : {given, untold}) {
        auto with = others;
        with.push_back(again);
        CHECK(step_of(with, given) == step_of(others, given));
    }
    // As it is given, it holds: here it is undone by now.
    auto undone = given;
    undone.undone = true;
    CHECK(step_of({given}, undone).step == LadderStep{});
}

TEST_CASE("undoing says whether there was something to undo") {
    std::vector<Strike> strikes = {strike(1, 1), strike(2, 2)};
    CHECK_FALSE(undo(strikes, 3));
    CHECK(undo(strikes, 2));
    CHECK_FALSE(undo(strikes, 2));
    CHECK(points_in_force(strikes, kBegin, false) == 1);
}

TEST_CASE("points do not overflow") {
    std::vector<Strike> many;
    for (std::uint64_t i = 0; i < 10; ++i) many.push_back(strike(i, 4'000'000'000));
    CHECK(points_in_force(many, kBegin, true) == 4'294'967'295);
    CHECK(step_of(many, strike(99, 4'000'000'000)).step.action == "suspend-for-good");
}

TEST_CASE("all of it is written and read") {
    const auto ladder = default_ladder();
    CHECK(*fields::from_json<Ladder>(fields::to_json(ladder)) == ladder);
    auto given = strike(1, 1);
    given.undone = true;
    CHECK(*fields::from_json<Strike>(fields::to_json(given)) == given);
    const auto step = step_of({}, strike(1, 4), Standing::kOfficial);
    CHECK(*fields::from_json<Step>(fields::to_json(step)) == step);
    const auto why = cause("threats", 5);
    CHECK(*fields::from_json<StrikeCause>(fields::to_json(why)) == why);
}
