#include "cases/clock.h"

#include <algorithm>

namespace mizan::cases {

namespace {

// Of two times, 0 being none.
std::uint64_t earliest(std::uint64_t a, std::uint64_t b) {
    return a == 0 || b == 0 ? std::max(a, b) : std::min(a, b);
}

std::uint64_t hours_of(const ServiceLevels& levels, const Partner* partner, Urgency urgency) {
    const auto* own = partner == nullptr ? nullptr : &partner->facts.agreement;
    if (urgency == Urgency::kThreat) {
        const bool sooner = own != nullptr && own->threat_hours != 0;
        return sooner ? std::min(own->threat_hours, levels.threat_hours) : levels.threat_hours;
    }
    auto hours = levels.other_hours;
    if (own != nullptr) hours = own->flag_hours != 0 ? own->flag_hours : levels.partner_hours;
    return urgency == Urgency::kUrgent ? std::min(hours, levels.urgent_hours) : hours;
}

// A threat does not wait for anybody's working time.
Hours counted_by(const Served& served, Urgency urgency) {
    if (urgency == Urgency::kThreat) return Hours::kCalendar;
    if (served.partner == nullptr) return Hours::kOther;
    return served.calendar == nullptr ? Hours::kPartner : Hours::kAgreement;
}

}  // namespace

Times times_from(const Terms& terms, Hours by, std::uint64_t start, std::uint64_t hours,
                 std::uint64_t waited, const Calendar* own) {
    const auto& calendar = terms.calendar(by, own);
    const auto seconds = hours * kHour;
    const auto warns = seconds * terms.rules().levels.warn_percent / 100;
    return {calendar.add(start, seconds + waited), calendar.add(start, warns + waited), by, 0};
}

Times times_of(const Terms& terms, const Served& served, Urgency urgency, std::uint64_t start,
               std::uint64_t waited) {
    const auto by = counted_by(served, urgency);
    const auto hours = hours_of(terms.rules().levels, served.partner, urgency);
    auto times = times_from(terms, by, start, hours, waited, served.calendar);
    if (by == Hours::kAgreement) times.agreement = served.partner->id;
    return times;
}

Clock set_to(Clock clock, const Times& times) {
    clock.due = times.due;
    clock.warn_at = times.warn_at;
    clock.hours = times.hours;
    clock.agreement = times.agreement;
    clock.late_due = 0;
    return clock;
}

Clock joined(Clock clock, const Times& times, bool threat) {
    clock.threat = clock.threat || threat;
    if (times.due >= clock.due) return clock;
    const auto warn_at = std::min(clock.warn_at, times.warn_at);
    const auto late_due = clock.late_due;
    clock = set_to(clock, times);
    clock.warn_at = warn_at;
    clock.late_due = late_due;
    return clock;
}

Clock with_flag(Clock clock, const Times& times, bool threat) {
    if (clock.breached_at != 0) clock.late_due = earliest(clock.late_due, times.due);
    return joined(clock, times, threat);
}

bool is_due(const Clock& clock, std::uint64_t now) {
    if (clock.breached_at == 0) return clock.due <= now;
    return clock.late_due != 0 && clock.late_due <= now;
}

Clock breached(Clock clock, std::uint64_t at) {
    if (clock.breached_at == 0) clock.breached_at = at;
    clock.late_due = 0;
    return clock;
}

// Where one of them was late, the flags of the other have their own time.
Clock merged(Clock into, const Clock& from) {
    const auto own_due = [](const Clock& c) { return c.breached_at == 0 ? c.due : c.late_due; };
    const auto late_due = earliest(own_due(into), own_due(from));
    into = joined(into, {from.due, from.warn_at, from.hours, from.agreement}, from.threat);
    into.started = std::min(into.started, from.started);
    into.warned_at = earliest(into.warned_at, from.warned_at);
    into.breached_at = earliest(into.breached_at, from.breached_at);
    into.late_due = into.breached_at == 0 ? 0 : late_due;
    return into;
}

Clock waiting(Clock clock, std::uint64_t now) {
    clock.waiting_since = now;
    return clock;
}

Wait wait_until(const Terms& terms, const Clock& clock, std::uint64_t end, const Calendar* own) {
    const auto& calendar = terms.calendar(clock.hours, own);
    const auto since = std::min(clock.waiting_since, end);
    const auto later = [&](std::uint64_t time) {
        return time <= since ? time : calendar.add(end, calendar.between(since, time));
    };
    return {calendar.between(since, end), later(clock.due), later(clock.warn_at),
            later(clock.late_due)};
}

Clock done_waiting(Clock clock, std::uint64_t end, const Wait& wait) {
    clock.waited += end - std::min(end, clock.waiting_since);
    clock.waited_counted += wait.counted;
    clock.waiting_since = 0;
    clock.due = wait.due;
    clock.warn_at = wait.warn_at;
    if (wait.late_due != 0) clock.late_due = wait.late_due;  // older events do not say it
    return clock;
}

}  // namespace mizan::cases
