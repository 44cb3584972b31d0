#include "cases/clock.h"

#include <algorithm>

namespace mizan::cases {

namespace {

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

}  // namespace

Times times_from(std::uint64_t start, std::uint64_t hours, std::uint32_t warn_percent) {
    const auto seconds = hours * kHour;
    return {start + seconds, start + seconds * warn_percent / 100};
}

Times times_of(const Rules& rules, const Partner* partner, Urgency urgency, std::uint64_t at) {
    return times_from(at, hours_of(rules.levels, partner, urgency), rules.levels.warn_percent);
}

Clock joined(Clock clock, Times times, bool threat) {
    clock.threat = clock.threat || threat;
    if (times.due >= clock.due) return clock;
    clock.due = times.due;
    clock.warn_at = std::min(clock.warn_at, times.warn_at);
    return clock;
}

Clock merged(Clock into, const Clock& from) {
    into = joined(into, {from.due, from.warn_at}, from.threat);
    into.started = std::min(into.started, from.started);
    const auto earliest = [](std::uint64_t a, std::uint64_t b) {
        return a == 0 || b == 0 ? std::max(a, b) : std::min(a, b);
    };
    into.warned_at = earliest(into.warned_at, from.warned_at);
    into.breached_at = earliest(into.breached_at, from.breached_at);
    return into;
}

Clock waiting(Clock clock, std::uint64_t now) {
    clock.waiting_since = now;
    return clock;
}

Clock done_waiting(Clock clock, std::uint64_t now) {
    const auto waited = now - std::min(now, clock.waiting_since);
    clock.waiting_since = 0;
    clock.waited += waited;
    clock.due += waited;
    clock.warn_at += waited;
    return clock;
}

}  // namespace mizan::cases
