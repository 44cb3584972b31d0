#include "sanction/brake.h"

#include <algorithm>
#include <array>
#include <utility>

namespace mizan::sanction {

namespace {

constexpr std::uint64_t kSecondsOfHour = 60 * 60;
constexpr std::uint64_t kTensOfDay = 24 * 6;  // ten minutes each

constexpr std::array<std::string_view, 4> kStateNames = {"off", "on", "asked", "lifted"};
constexpr std::array<std::string_view, 6> kWhyNames = {"quota",  "jump", "person",
                                                       "lapsed", "calm", "ended"};

template <class Value, std::size_t N>
std::optional<Value> value_named(const std::array<std::string_view, N>& names,
                                 std::string_view text) {
    const auto at = std::ranges::find(names, text);
    if (at == names.end()) return std::nullopt;
    return static_cast<Value>(at - names.begin());
}

std::unexpected<Error> conflict(std::string_view what) {
    return fail({Code::kStateConflict, std::string(what), {}});
}

}  // namespace

std::string_view name(BrakeState state) { return kStateNames[static_cast<std::size_t>(state)]; }
std::string_view name(BrakeWhy why) { return kWhyNames[static_cast<std::size_t>(why)]; }
std::optional<BrakeState> parse_brake_state(std::string_view text) {
    return value_named<BrakeState>(kStateNames, text);
}
std::optional<BrakeWhy> parse_brake_why(std::string_view text) {
    return value_named<BrakeWhy>(kWhyNames, text);
}

void Brake::put_on_by_program(BrakeWhy why, std::uint64_t now, std::uint64_t count) {
    standing_ = {};
    standing_.state = BrakeState::kOn;
    standing_.why = why;
    standing_.since = now;
    standing_.count = count;
}

bool Brake::count(std::uint64_t now, const BrakeLimits& limits) {
    counts_.add(now);
    const auto hour = counts_.last_hour(now);
    if (standing_.halts()) {
        if (hour > limits.quota / 2) calm_from_ = now;
        return false;
    }
    if (standing_.state == BrakeState::kLifted) return false;
    const auto ten = counts_.last_ten_minutes(now);
    const bool jumped =
        ten >= limits.least && ten * kTensOfDay > limits.jump * counts_.day_before(now);
    if (hour > limits.quota) put_on_by_program(BrakeWhy::kQuota, now, hour);
    else if (jumped) put_on_by_program(BrakeWhy::kJump, now, ten);
    else return false;
    calm_from_ = now;
    return true;
}

bool Brake::pass(std::uint64_t now, const BrakeLimits& limits) {
    const bool calm = standing_.halts() && !standing_.put_on_by_person &&
                      now >= calm_from_ + kCalmSeconds &&
                      counts_.last_hour(now) <= limits.quota / 2;
    BrakeStanding next;
    next.since = now;
    if (standing_.state == BrakeState::kLifted && now >= standing_.until) {
        next.why = BrakeWhy::kEnded;
    } else if (calm) {
        next.why = BrakeWhy::kCalm;
    } else if (standing_.state == BrakeState::kAsked && now >= standing_.since + kAskSeconds) {
        next.state = BrakeState::kOn;
        next.why = BrakeWhy::kLapsed;
        next.count = standing_.count;
        next.put_on_by_person = standing_.put_on_by_person;
    } else {
        return false;
    }
    standing_ = std::move(next);
    return true;
}

Result<BrakeStanding> Brake::lift(std::uint64_t now, const BrakeOrder& order) const {
    if (order.hours == 0 || order.hours > kLiftHours)
        return fail({Code::kFieldType, "a brake is lifted for 1 to 24 hours", "hours"});
    if (!standing_.halts())
        return conflict(standing_.state == BrakeState::kLifted
                            ? "the brake is lifted already"
                            : "the brake is off: there is nothing to lift");
    const bool second =
        standing_.state == BrakeState::kAsked && now < standing_.since + kAskSeconds;
    if (second && standing_.by == order.by)
        return conflict("you have asked for it; a second person has to agree");
    auto next = standing_;
    next.since = now;
    next.why = BrakeWhy::kPerson;
    next.by = order.by;
    next.reason = order.reason;
    next.hours = second ? std::min(standing_.hours, order.hours) : order.hours;
    next.state = second ? BrakeState::kLifted : BrakeState::kAsked;
    next.until = second ? now + next.hours * kSecondsOfHour : 0;
    return next;
}

Result<BrakeStanding> Brake::put_on(std::uint64_t now, const BrakeOrder& order) const {
    if (standing_.state == BrakeState::kOn && standing_.put_on_by_person)
        return conflict("the brake is on already");
    BrakeStanding next;
    next.state = BrakeState::kOn;
    next.why = BrakeWhy::kPerson;
    next.since = now;
    next.count = counts_.last_hour(now);
    next.put_on_by_person = true;
    next.by = order.by;
    next.reason = order.reason;
    return next;
}

void Brake::set(BrakeStanding standing) {
    standing_ = std::move(standing);
    calm_from_ = std::max(calm_from_, standing_.since);
}

}  // namespace mizan::sanction
