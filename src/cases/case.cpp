#include "cases/case.h"

#include <algorithm>
#include <bit>

namespace mizan::cases {

bool has_notice(CaseKind kind, const RulingOrder& order) {
    const bool decides = kind == CaseKind::kFlags || kind == CaseKind::kEngine ||
                         (kind == CaseKind::kAppeal && order.review == Review::kOverturned);
    return decides && order.answer == Answer::kViolates;
}

std::vector<std::string_view> danger_lacks(const Case& c) {
    std::vector<std::string_view> lacks;
    if (!c.danger) return lacks;
    if (!c.duty_decided) lacks.emplace_back("duty-decided");
    if (c.target == TargetNotice::kNone || c.target == TargetNotice::kOffered)
        lacks.emplace_back("target-offered");
    return lacks;
}

bool is_abandoned(const Case& c) {
    const bool is_of_flags = c.kind == CaseKind::kFlags && c.flags > 0 && c.engine_at == 0;
    // Who is threatened may have taken it back in fear; what people have begun they go on with.
    const bool is_peoples = c.clock.threat || c.danger || c.reopened != 0 || !c.recused.empty();
    return is_of_flags && c.withdrawn == c.flags && c.state == CaseState::kOpen && !is_peoples;
}

std::uint64_t place_of(const Case& c) {
    const auto order = static_cast<std::uint64_t>(1 + std::bit_width(c.reach / 1000));
    const auto sooner = kHour * c.severity * order;
    return c.clock.due - std::min(c.clock.due, sooner);
}

std::uint64_t next_time_of(const Case& c) {
    std::uint64_t next = 0;
    const auto sooner = [&](std::uint64_t time) {
        if (time != 0 && (next == 0 || time < next)) next = time;
    };
    if (c.forgotten_at != 0) return 0;
    if (is_over(c.state) && c.state != CaseState::kHandedOff) return c.notice_at;
    if (is_abandoned(c)) return c.opened_at;
    if (c.state == CaseState::kClaimed) sooner(c.claimed_until);
    if (c.state == CaseState::kWaiting) {
        sooner(c.waiting_until);  // its clock stands still
        return next;
    }
    if (c.kind == CaseKind::kGolden) return next;  // nobody waits for it
    if (c.clock.ended_at != 0) return next;
    if (c.clock.breached_at != 0) {
        sooner(c.clock.late_due);
        return next;
    }
    sooner(c.clock.due);
    if (c.clock.warned_at == 0 && c.state != CaseState::kHandedOff) sooner(c.clock.warn_at);
    return next;
}

}  // namespace mizan::cases
