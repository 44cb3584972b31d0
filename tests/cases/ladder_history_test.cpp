// Random histories of an actor: what is in force is what was decided and holds, whatever the order, and an undone decision leaves no trace.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "cases/ladder.h"
#include "support/numbers.h"
#include "support/thorough.h"

using namespace mizan;
using namespace mizan::cases;

namespace {

constexpr std::uint64_t kHistoryDay = 86'400;
constexpr std::uint64_t kHistoryDays = 500;

constexpr const char* kClauses[] = {"slurs", "threats", "contempt", "fear"};

std::vector<StrikeCause> random_causes(test::Numbers& numbers) {
    std::vector<StrikeCause> out(numbers.below(14));
    for (std::size_t i = 0; i < out.size(); ++i) {
        auto& cause = out[i];
        cause.case_no = cause.decision = i + 1;
        cause.clause = kClauses[numbers.below(std::size(kClauses))];
        cause.severity = static_cast<std::uint8_t>(1 + numbers.below(5));
        cause.answer = numbers.below(4) == 0 ? Answer::kAllowed : Answer::kViolates;
        cause.confirmed = numbers.below(4) > 0;
        cause.at = numbers.below(kHistoryDays) * kHistoryDay + 1;
        if (numbers.below(4) > 0) {
            cause.notice = "n" + std::to_string(numbers.below(6));
            cause.notified_at =
                numbers.below(5) == 0 ? 0 : cause.at + numbers.below(3) * kHistoryDay;
        }
    }
    return out;
}

std::vector<Strike> strikes_of(const std::vector<StrikeCause>& causes) {
    std::vector<Strike> out;
    for (const auto& cause : causes)
        if (const auto made = make_strike(default_ladder(), cause)) out.push_back(*made);
    return out;
}

// The notices of which a decision holds, from the decisions themselves: of each the one that weighs most says until when.
struct Held {
    std::uint32_t strikes = 0;
    std::uint32_t points = 0;
};
Held held(const std::vector<StrikeCause>& causes, const std::set<std::uint64_t>& undone,
          std::uint64_t now) {
    constexpr std::uint32_t kPoints[] = {0, 0, 0, 1, 2, 3};
    constexpr std::uint64_t kLasts[] = {0, 0, 0, 90, 180, 365};
    std::set<std::string> notices;
    for (const auto& cause : causes)
        notices.insert(cause.notice.empty() ? "#" + std::to_string(cause.decision) : cause.notice);
    Held out;
    for (const auto& notice : notices) {
        std::uint32_t points = 0;
        std::uint64_t severity = 0, until = 0;
        for (const auto& cause : causes) {
            const bool mine = cause.notice.empty() ? notice == "#" + std::to_string(cause.decision)
                                                   : notice == cause.notice;
            if (!mine || !cause.confirmed || cause.answer != Answer::kViolates) continue;
            if (undone.contains(cause.decision) || cause.at > now) continue;
            const bool threat = cause.clause == "threats";
            const auto weighs = threat ? 3 : kPoints[cause.severity];
            const auto end = cause.at + (threat ? 365 : kLasts[cause.severity]) * kHistoryDay;
            if (weighs == 0) continue;
            if (std::tuple(weighs, std::uint64_t{cause.severity}, end) >
                std::tuple(points, severity, until)) {
                points = weighs;
                severity = cause.severity;
                until = end;
            }
        }
        if (until <= now) continue;
        ++out.strikes;
        out.points += points;
    }
    return out;
}

void shuffle(std::vector<Strike>& strikes, test::Numbers& numbers) {
    for (std::size_t i = strikes.size(); i > 1; --i)
        std::swap(strikes[i - 1], strikes[numbers.below(i)]);
}

}  // namespace

TEST_CASE("strikes in force are the decisions in force, at any time") {
    test::Numbers numbers(3);
    for (std::size_t round = 0; round < 2000; round += test::every(10)) {
        const auto causes = random_causes(numbers);
        auto strikes = strikes_of(causes);
        std::set<std::uint64_t> undone;
        for (int change = 0; change < 4; ++change) {
            for (std::uint64_t day = 0; day <= kHistoryDays + 400; day += 1 + numbers.below(60)) {
                const auto now = day * kHistoryDay + numbers.below(3);
                const auto wanted = held(causes, undone, now);
                REQUIRE(strikes_in_force(strikes, now) == wanted.strikes);
                REQUIRE(points_in_force(strikes, now, false) == wanted.points);
                // Those that the author was told of are some of them.
                REQUIRE(strikes_in_force(strikes, now, true) <= wanted.strikes);
                REQUIRE(points_in_force(strikes, now, true) <= wanted.points);
            }
            const auto decision = 1 + numbers.below(14);
            undone.insert(decision);
            undo(strikes, decision);
            shuffle(strikes, numbers);
        }
    }
}

TEST_CASE("what is undone is as if it had never been given") {
    test::Numbers numbers(5);
    for (std::size_t round = 0; round < 2000; round += test::every(10)) {
        const auto causes = random_causes(numbers);
        auto with = strikes_of(causes);
        auto without = with;
        for (auto i = numbers.below(4); i > 0; --i) {
            const auto decision = 1 + numbers.below(14);
            undo(with, decision);
            std::erase_if(without, [&](const Strike& each) { return each.decision == decision; });
        }
        shuffle(with, numbers);
        for (int i = 0; i < 20; ++i) {
            const auto now = numbers.below(kHistoryDays + 400) * kHistoryDay;
            const bool told = numbers.below(2) == 0;
            REQUIRE(strikes_in_force(with, now, told) == strikes_in_force(without, now, told));
            REQUIRE(points_in_force(with, now, told) == points_in_force(without, now, told));
            const auto who = static_cast<Standing>(numbers.below(4));
            for (const auto& given : without)
                REQUIRE(next_step(default_ladder(), with, given, who, now) ==
                        next_step(default_ladder(), without, given, who, now));
        }
    }
}

TEST_CASE("another strike never makes a step milder, and time alone never a strike") {
    test::Numbers numbers(9);
    for (std::size_t round = 0; round < 2000; round += test::every(10)) {
        const auto strikes = strikes_of(random_causes(numbers));
        if (strikes.empty()) continue;
        const auto& given = strikes.back();
        // Of other notices: one of the same may say that it counts for less long.
        std::vector<Strike> before;
        auto milder =
            next_step(default_ladder(), before, given, Standing::kPartner, given.given_at);
        REQUIRE(milder.needs_two_people == milder.step.restricts_account);
        for (const auto& other : strikes) {
            if (other.notice == given.notice) continue;
            if (std::ranges::find(before, other.notice, &Strike::notice) != before.end()) continue;
            before.push_back(other);
            auto step =
                next_step(default_ladder(), before, given, Standing::kPartner, given.given_at);
            REQUIRE(step.step.points >= milder.step.points);
            milder = std::move(step);
        }
        std::uint64_t last = 0;
        for (const auto& each : strikes) last = std::max(last, each.given_at);
        auto most = strikes_in_force(strikes, last);
        for (std::uint64_t day = 1; day < 370; day += 7) {
            const auto now = strikes_in_force(strikes, last + day * kHistoryDay);
            REQUIRE(now <= most);
            most = now;
        }
        REQUIRE(strikes_in_force(strikes, last + 366 * kHistoryDay) == 0);
    }
}
