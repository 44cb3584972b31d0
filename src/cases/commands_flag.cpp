// Flags: what is received, added, taken back; and what the engine finds.
#include <algorithm>
#include <utility>

#include "cases/apply.h"
#include "cases/command_parts.h"
#include "cases/machine.h"

namespace mizan::cases {

namespace {

constexpr std::uint8_t kThreatSeverity = 5;
constexpr std::uint8_t kUrgentSeverity = 4;

// The route of what is not ours: the one that was asked for, else the first for its category.
HandOffRoute route_for(const Rules& rules, const FlagOrder& order) {
    HandOffRoute found{"unrouted", order.category, HandOffRoute{}.hours};
    for (const auto& route : rules.routes) {
        if (route.category != order.category) continue;
        if (route.name == order.route) return route;
        if (found.name == "unrouted") found = route;
    }
    return found;
}

// Of suspected child sexual material nothing stays but which it is.
FlagOrder stripped(FlagOrder order) {
    FlagOrder bare;
    bare.key = std::move(order.key);
    bare.category = order.category;
    bare.route = std::move(order.route);
    bare.subject.kind = order.subject.kind;
    bare.subject.source = std::move(order.subject.source);
    bare.subject.id = std::move(order.subject.id);
    bare.user = std::move(order.user);
    bare.sensitive = true;
    return bare;
}

std::uint8_t severity_of(const Arrival& arrival, Urgency urgency) {
    if (urgency == Urgency::kThreat) return kThreatSeverity;
    if (urgency == Urgency::kUrgent) return std::max(arrival.severity, kUrgentSeverity);
    return arrival.severity;
}

Flag flag_from(const Rules& rules, const Arrival& arrival, const FlagOrder& order, const By& by) {
    Flag flag;
    flag.id = arrival.flag;
    flag.case_no = arrival.case_no;
    flag.kind = arrival.kind;
    flag.flagger = flagger_of(order, by.who);
    flag.category = order.category;
    flag.urgency = order.urgency;
    flag.sensitive = order.sensitive;
    flag.received_at = by.at;
    if (arrival.partner != nullptr) {
        flag.partner = arrival.partner->id;
        flag.number = arrival.partner->flags + 1;
    }
    const bool is_many = arrival.joins != nullptr && arrival.kind == FlaggerKind::kUser &&
                         arrival.joins->flags >= rules.flags.fold_from;
    flag.poor = arrival.poor;
    flag.folded = arrival.poor || is_many || arrival.last_hour >= rules.flags.hourly_per_flagger;
    return flag;
}

// By which the case goes on: what the engine found as if nobody had flagged it, else as any flag.
AllWithdrawn without_flags(const Terms& terms, const Case& c) {
    const bool is_found = c.engine_at != 0;
    const bool is_threat = is_found && c.engine_severity >= kThreatSeverity;
    const auto& levels = terms.rules().levels;
    const auto times =
        times_from(terms, is_threat ? Hours::kCalendar : Hours::kOther,
                   is_found ? c.engine_at : c.clock.started,
                   is_threat ? levels.threat_hours : levels.other_hours, c.clock.waited_counted);
    const auto severity =
        is_found && !c.severity_set ? std::max(std::uint8_t{1}, c.engine_severity) : c.severity;
    return {severity, times.due, times.warn_at, times.hours};
}

}  // namespace

Events receive(const Terms& terms, const Arrival& arrival, FlagOrder order, const By& by) {
    if (order.category == Category::kChildSafety) order = stripped(std::move(order));
    Flagged flagged;
    flagged.flag = flag_from(terms.rules(), arrival, order, by);
    const bool served = arrival.partner != nullptr && is_served(*arrival.partner, by.at) &&
                        arrival.kind == FlaggerKind::kPartner;
    const auto times = times_of(
        terms, served ? Served{arrival.partner, arrival.calendar} : Served{}, order.urgency, by.at);
    flagged.flag.due = times.due;
    flagged.warn_at = times.warn_at;
    flagged.hours = times.hours;
    flagged.opens = arrival.joins == nullptr;
    flagged.severity = severity_of(arrival, order.urgency);
    flagged.reach = arrival.reach;
    flagged.author_is = arrival.author_is;
    flagged.statutory = served && arrival.partner->facts.kind == PartnerKind::kStatutory;
    flagged.author = arrival.author;
    flagged.lang = arrival.lang;
    const auto route = route_for(terms.rules(), order);
    const bool is_ours = order.category == Category::kPolicy;
    flagged.order = std::move(order);
    const auto flag = flagged.flag;
    Events events;
    events.push_back(event_of(by, flag, std::move(flagged)));
    const bool waits = arrival.joins != nullptr && arrival.joins->state == CaseState::kWaiting;
    if (waits && flag.urgency == Urgency::kThreat) {  // it does not wait for answers any more
        const auto clock = with_flag(arrival.joins->clock, times, true);
        events.push_back(
            event_of({{}, by.at}, *arrival.joins,
                     WaitEnded{"threat", 0, clock.due, clock.warn_at, clock.late_due}));
    }
    if (!is_ours)
        events.push_back(event_of({{}, by.at}, flag.case_no,
                                  HandedOff{route.name, {}, by.at + route.hours * kHour, false}));
    return events;
}

Result<Events> add_to_flag(const Flag& flag, const By& by, FlagAdded more) {
    if (flag.category == Category::kChildSafety)
        return fail({Code::kFieldType,
                     "of such material nothing is taken here but which it is; whom it was handed "
                     "to takes more",
                     "text"});
    if (more.text.empty() && more.attachments.empty())
        return fail({Code::kFieldType, "say what is added", "text"});
    if (!after(flag.state, FlagAdded::kName))
        return fail(
            {Code::kStateConflict, "this flag was withdrawn", "flag " + std::to_string(flag.id)});
    return Events{event_of(by, flag, std::move(more))};
}

Result<Events> withdraw(const Terms& terms, const Case& c, const Flag& flag, const By& by,
                        std::string reason, const Calendar* own) {
    if (!after(flag.state, FlagWithdrawn::kName))
        return fail({Code::kStateConflict, "only a flag that is not answered yet can be withdrawn",
                     "flag " + std::to_string(flag.id)});
    const By nobody{{}, by.at};
    Events events = {event_of(by, flag, FlagWithdrawn{std::move(reason)})};
    if (c.state == CaseState::kWaiting && c.asked_flag == flag.id) {
        const auto wait = wait_until(terms, c.clock, std::min(by.at, c.waiting_until), own);
        events.push_back(
            event_of(nobody, c,
                     WaitEnded{"withdrawn", wait.counted, wait.due, wait.warn_at, wait.late_due}));
    }
    auto left = c;
    for (const auto& event : events) MZ_CHECK(apply(left, event));
    if (left.open_flags > 0 || is_over(left.state)) return events;
    if (is_abandoned(left)) events.push_back(event_of(nobody, c, Withdrawn{"withdrawn"}));
    else if (!left.clock.threat && !left.danger)
        events.push_back(event_of(nobody, c, without_flags(terms, left)));
    return events;
}

Result<Events> reply(const Terms& terms, const Case& c, const Flag& flag, const By& by,
                     std::string text, const Calendar* own) {
    if (text.empty()) return fail({Code::kFieldType, "say something", "text"});
    if (c.state != CaseState::kWaiting || c.asked_flag != flag.id)
        return fail({Code::kStateConflict, "nobody waits for a reply to this flag",
                     "flag " + std::to_string(flag.id)});
    const auto wait = wait_until(terms, c.clock, std::min(by.at, c.waiting_until), own);
    return Events{event_of(
        by, flag,
        FlaggerReplied{std::move(text), wait.counted, wait.due, wait.warn_at, wait.late_due})};
}

Events warn(const Terms& terms, const FlaggerRecord& record, std::uint64_t at) {
    const bool poor = is_poor(terms.rules().flags, record.reviewed, record.held);
    if (!poor || record.warned) return {};
    return {event_of({{}, at}, std::uint64_t{0},
                     FlaggerWarned{record.flagger, record.reviewed, record.held})};
}

Events warn(const Terms& terms, const Partner& partner, std::uint64_t at) {
    const bool poor = is_poor(terms.rules().flags, partner.reviewed, partner.held);
    if (!poor || partner.warned) return {};
    auto event =
        event_of({{}, at}, std::uint64_t{0}, FlaggerWarned{{}, partner.reviewed, partner.held});
    event.partner = partner.id;
    return {std::move(event)};
}

Events take_up(const Terms& terms, const Case* joins, std::uint64_t case_no, EngineFound found,
               std::uint64_t at) {
    const auto& levels = terms.rules().levels;
    const bool is_threat = found.severity >= kThreatSeverity;
    const auto times = is_threat ? times_from(terms, Hours::kCalendar, at, levels.threat_hours)
                                 : times_from(terms, Hours::kOther, at, levels.other_hours);
    found.hours = times.hours;
    found.opens = joins == nullptr;
    found.due = times.due;
    found.warn_at = times.warn_at;
    return {event_of({{}, at}, case_no, std::move(found))};
}

}  // namespace mizan::cases
