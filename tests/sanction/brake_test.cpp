// The brake as its header describes it: each way between its states, and what is no way.
#include "sanction/brake.h"

#include <doctest/doctest.h>

#include "base/error.h"

using namespace mizan;
using namespace mizan::sanction;

namespace {

constexpr std::uint64_t kStart = 1'790'000'000;
constexpr std::uint64_t kMinute = 60;
constexpr std::uint64_t kHour = 3600;
constexpr BrakeLimits kLimits{10, 4, 6};

// Removals, `every` seconds apart, the first at `now`; whether one of them put the brake on, and when the next would be.
bool remove(Brake& brake, std::uint64_t& now, std::size_t count, std::uint64_t every,
            const BrakeLimits& limits = kLimits) {
    bool put_on = false;
    for (std::size_t i = 0; i < count; ++i, now += every) {
        (void)brake.pass(now, limits);
        put_on = brake.count(now, limits) || put_on;
    }
    return put_on;
}

Brake on_by_quota(std::uint64_t& now) {
    Brake brake;
    REQUIRE(remove(brake, now, 11, 5 * kMinute));
    return brake;
}

std::string code_of(const Result<BrakeStanding>& result) {
    return result ? std::string() : std::string(name(result.error().code));
}

}  // namespace

TEST_CASE("the quota may be reached within an hour, and not be passed") {
    auto now = kStart;
    Brake brake;
    CHECK_FALSE(remove(brake, now, 10, 5 * kMinute));
    CHECK_FALSE(brake.standing().halts());
    CHECK(remove(brake, now, 1, 0));
    CHECK(brake.standing().halts());
    CHECK(brake.standing().why == BrakeWhy::kQuota);
    CHECK(brake.standing().count == 11);
    CHECK(brake.standing().since == now);

    // As many over two hours are no matter.
    Brake slow;
    CHECK_FALSE(remove(slow, now, 40, 7 * kMinute));
}

TEST_CASE("a jump is the last ten minutes against the mean of the day before them") {
    constexpr BrakeLimits kRoomy{1000, 4, 6};
    auto now = kStart;
    Brake brake;  // three in ten minutes, all day
    CHECK_FALSE(remove(brake, now, 24 * 18, 200, kRoomy));
    auto steady = brake;
    auto later = now;
    CHECK_FALSE(remove(steady, later, 8, 50, kRoomy));  // eleven in ten minutes: less
    CHECK(remove(brake, now, 12, 30, kRoomy));
    CHECK(brake.standing().why == BrakeWhy::kJump);
    CHECK(brake.standing().count == 12);  // the day before had 430, in 144 times ten minutes

    // With nothing before, `least` is a jump.
    Brake fresh;
    CHECK_FALSE(remove(fresh, now, 5, 60, kRoomy));
    CHECK(remove(fresh, now, 1, 0, kRoomy));
    CHECK(fresh.standing().count == 6);

    // And a day later nothing is left of it.
    CHECK(fresh.counts().day_before(now + 23 * kHour) == 6);
    CHECK(fresh.counts().day_before(now + 25 * kHour) == 0);
}

TEST_CASE("what the program put on goes off when it has been calm for an hour, and not before") {
    auto now = kStart;
    auto brake = on_by_quota(now);
    const auto since = brake.standing().since;
    CHECK_FALSE(brake.pass(since + kCalmSeconds - 1, kLimits));
    auto let_go = brake;
    CHECK(let_go.pass(since + kCalmSeconds, kLimits));
    CHECK(let_go.standing().state == BrakeState::kOff);
    CHECK(let_go.standing().why == BrakeWhy::kCalm);

    // More than half of the quota an hour is not calm; what is halted counts.
    now = since + 5 * kMinute;
    CHECK_FALSE(remove(brake, now, 8 * 7, 60 * kMinute / 7));
    CHECK(brake.standing().state == BrakeState::kOn);
    // Less is.
    CHECK_FALSE(remove(brake, now, 12, 30 * kMinute));
    CHECK(brake.standing().state == BrakeState::kOff);
}

TEST_CASE("two people lift it, for the fewer of their hours, and then it is armed again") {
    auto now = kStart;
    auto brake = on_by_quota(now);
    auto asked = brake.lift(now, {"ann", "it is real", 5});
    REQUIRE(asked);
    CHECK(asked->state == BrakeState::kAsked);
    CHECK(asked->halts());
    CHECK(asked->count == 11);
    CHECK(brake.standing().state == BrakeState::kOn);  // nothing is changed before it is on record
    brake.set(*asked);
    CHECK(code_of(brake.lift(now + 1, {"ann", "still", 5})) == "state-conflict");
    auto lifted = brake.lift(now + 1, {"ben", "I looked too", 3});
    REQUIRE(lifted);
    CHECK(lifted->state == BrakeState::kLifted);
    CHECK(lifted->by == "ben");
    CHECK(lifted->until == now + 1 + 3 * kHour);
    brake.set(*lifted);
    CHECK(code_of(brake.lift(now + 2, {"cem", "more", 3})) == "state-conflict");

    // Whatever comes meanwhile; and when the time is over, the next removal of a flood puts it on.
    CHECK_FALSE(remove(brake, now, 170, kMinute));
    CHECK(brake.standing().state == BrakeState::kLifted);
    CHECK(brake.pass(lifted->until, kLimits));
    CHECK(brake.standing().state == BrakeState::kOff);
    CHECK(brake.standing().why == BrakeWhy::kEnded);
    CHECK(brake.count(lifted->until, kLimits));
}

TEST_CASE("a request lapses, so that nobody agrees to one of another day") {
    auto now = kStart;
    auto brake = on_by_quota(now);
    brake.set(*brake.lift(now, {"ann", "it is real", 5}));
    const auto lapse = now + kAskSeconds;
    // Nobody asked the brake about the time yet: the machine itself does not take the late one for a second.
    auto late = brake.lift(lapse, {"ben", "I agree", 5});
    REQUIRE(late);
    CHECK(late->state == BrakeState::kAsked);
    CHECK(late->by == "ben");
    (void)remove(brake, now, 62, kMinute);  // not calm
    CHECK(brake.standing().state == BrakeState::kOn);
    CHECK(brake.standing().why == BrakeWhy::kLapsed);
    CHECK(brake.standing().count == 11);
}

TEST_CASE(
    "one person puts it on, also one that is lifted or asked for, and calm does not end that") {
    Brake brake;
    const auto now = kStart;
    CHECK(code_of(brake.lift(now, {"ann", "why not", 1})) == "state-conflict");
    brake.set(*brake.put_on(now, {"ann", "the clause is new", 0}));
    CHECK(brake.standing().halts());
    CHECK(brake.standing().by == "ann");
    CHECK(code_of(brake.put_on(now, {"ben", "me too", 0})) == "state-conflict");
    CHECK_FALSE(brake.pass(now + 100 * kHour, kLimits));

    brake.set(*brake.lift(now, {"ann", "it is fine", 1}));
    auto withdrawn = brake;
    withdrawn.set(*withdrawn.put_on(now + 1, {"ann", "no, it is not", 0}));
    CHECK(withdrawn.standing().state == BrakeState::kOn);
    // A request that lapses leaves it as it was: on by a person.
    CHECK(brake.pass(now + kAskSeconds, kLimits));
    CHECK(brake.standing().put_on_by_person);
    brake.set(*brake.lift(now + 2 * kHour, {"ann", "it is fine", 1}));
    brake.set(*brake.lift(now + 2 * kHour, {"ben", "yes", 1}));
    CHECK(brake.standing().state == BrakeState::kLifted);
    brake.set(*brake.put_on(now + 2 * kHour + 1, {"cem", "no", 0}));
    CHECK(brake.standing().halts());
}

TEST_CASE("it is lifted for 1 to 24 hours") {
    auto now = kStart;
    const auto brake = on_by_quota(now);
    for (const std::uint64_t hours : {std::uint64_t{0}, std::uint64_t{25}, ~std::uint64_t{0}})
        CHECK(code_of(brake.lift(now, {"ann", "x", hours})) == "field-type");
    CHECK(brake.lift(now, {"ann", "x", 1}));
    CHECK(brake.lift(now, {"ann", "x", 24}));
}

TEST_CASE("after a restart a brake stands as it was, and is not calm before an hour has passed") {
    auto now = kStart;
    const auto before = on_by_quota(now);
    const auto start = now + 5 * kHour;
    Brake brake(before.standing(), start);
    CHECK(brake.standing() == before.standing());
    CHECK_FALSE(brake.pass(start + kCalmSeconds - 1, kLimits));
    CHECK(brake.pass(start + kCalmSeconds, kLimits));
}

TEST_CASE("each state and each reason has one name") {
    for (const auto state :
         {BrakeState::kOff, BrakeState::kOn, BrakeState::kAsked, BrakeState::kLifted})
        CHECK(parse_brake_state(name(state)) == state);
    for (const auto why : {BrakeWhy::kQuota, BrakeWhy::kJump, BrakeWhy::kPerson, BrakeWhy::kLapsed,
                           BrakeWhy::kCalm, BrakeWhy::kEnded})
        CHECK(parse_brake_why(name(why)) == why);
    CHECK_FALSE(parse_brake_state("On"));
    CHECK_FALSE(parse_brake_why(""));
}
