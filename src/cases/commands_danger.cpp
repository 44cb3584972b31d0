// A danger to somebody's life: that it is said, whom it is told, and that whose life it is has a notice and a choice.
#include <utility>

#include "cases/command_parts.h"
#include "cases/machine.h"

namespace mizan::cases {

namespace {

Result<void> may_tell(const Case& c, const By& by, std::string_view event) {
    MZ_CHECK(may(c, event));
    if (!by.leads || !by.person) return forbidden("a lead decides whom to tell, no key", c);
    if (!c.danger) return conflict("nobody has said that a life is in danger", c);
    return {};
}

}  // namespace

Result<void> check_danger(const Case& c) {
    // Of a golden case nobody is told, and who answers it must not learn that by this.
    if (!c.danger || c.duty_decided || c.kind == CaseKind::kGolden) return {};
    return conflict(
        "somebody's life is said to be in danger: before anything else a lead decides whom that is "
        "told, or why nobody (duty)",
        c);
}

Result<Events> raise_danger(const Case& c, const By& by, std::string reason) {
    MZ_CHECK(may(c, DangerRaised::kName));
    if (reason.empty()) return wrong("say why", "reason");
    return Events{event_of(by, c, DangerRaised{std::move(reason)})};
}

Result<Events> decide_duty(const Case& c, const By& by, DutyDecided duty) {
    MZ_CHECK(may_tell(c, by, DutyDecided::kName));
    if (duty.ground.empty()) return wrong("say on what ground", "ground");
    if (duty.notify && (duty.authority.empty() || duty.disclosed.empty()))
        return wrong("say whom it is told, and what", "authority");
    if (!duty.target_offered && !duty.contact.empty())
        return wrong("who has chosen a contact was told: say so", "target_offered");
    Events events;
    TargetOffered notice;
    // It goes when the case is forgotten, which what is said of the duty does not.
    notice.channel = std::exchange(duty.contact, {});
    if (!notice.channel.empty()) notice.notice = TargetNotice::kChosen;
    const bool is_offered = duty.target_offered;
    events.push_back(event_of(by, c, std::move(duty)));
    if (is_offered) events.push_back(event_of(by, c, std::move(notice)));
    return events;
}

Result<Events> offer_target(const Case& c, const By& by, TargetOffered notice) {
    MZ_CHECK(may_tell(c, by, TargetOffered::kName));
    const bool has_chosen = notice.notice == TargetNotice::kChosen;
    if (notice.notice == TargetNotice::kNone)
        return wrong("say what came of it: offered, chosen, declined or unreachable", "notice");
    if (has_chosen == notice.channel.empty())
        return wrong("who has chosen has named a channel, and nobody else", "channel");
    if (notice.notice == TargetNotice::kUnreachable && notice.reason.empty())
        return wrong("say what was tried", "reason");
    return Events{event_of(by, c, std::move(notice))};
}

}  // namespace mizan::cases
