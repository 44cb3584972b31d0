#include "cases/desk.h"

#include "cases/command_parts.h"

namespace mizan::cases {

namespace {

void add_reason(std::string& all, std::string_view one) {
    if (!all.empty()) all.append("; ");
    all.append(one);
}

// "14:35 UTC".
std::string hour_text(std::uint64_t at) {
    const auto minutes = at % kDay / kMinute;
    const auto two = [](std::uint64_t n) {
        return std::string(n < 10 ? "0" : "") + std::to_string(n);
    };
    return two(minutes / 60) + ":" + two(minutes % 60) + " UTC";
}

}  // namespace

std::string break_text(std::uint64_t until) {
    return "you have looked at cases for long: take a break until " + hour_text(until) +
           ", or ask a lead to lift it";
}

Result<void> check_desk(const Rules& rules, const Case& c, const By& by, const Desk& desk) {
    const auto lane = lane_of(c);
    const auto takes = takes_of(desk.profile, by.leads);
    const bool is_theirs = c.assigned_to == by.who;
    const bool asks_what_they_know = !is_theirs && !by.leads;
    std::string against;
    if (is_spared(desk.profile, c))
        add_reason(against, "at your desk you asked to be spared \"" + c.clause + "\"");
    if (desk.today.break_until != 0) add_reason(against, break_text(desk.today.break_until));
    const bool is_grave = c.severity >= rules.exposure.grave_from;
    if (is_grave && !is_theirs && has_seen_enough(rules.exposure, desk.today))
        add_reason(against, "you have seen as many grave cases today as one person is given");
    if (asks_what_they_know && !takes.lang(lane.lang))
        add_reason(against, "its language is \"" + lane.lang + "\", which your desk does not name");
    if (asks_what_they_know && !takes.skill(lane.skill))
        add_reason(against,
                   "it needs \"" + lane.skill + "\", which no lead has said that you know");
    return against.empty() ? Result<void>() : conflict("it is not for you: " + against, c);
}

}  // namespace mizan::cases
