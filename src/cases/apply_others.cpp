// What an event means for flags, partners, and the other case of two.
#include <algorithm>

#include "cases/apply.h"
#include "cases/machine.h"
#include "cases/retention.h"

namespace mizan::cases {

namespace {

// What one of them lacks both lack.
void merge_danger(Case& c, const Case& other) {
    if (!other.danger) return;
    c.duty_decided = other.duty_decided && (!c.danger || c.duty_decided);
    if (!c.danger || c.target > other.target) c.target = other.target;
    c.danger = true;
}

}  // namespace

void apply_to_other(Case& c, const Event& event, const Case& other) {
    if (std::holds_alternative<Merged>(event.what)) {
        c.flags += other.flags;
        c.open_flags += other.open_flags;
        c.withdrawn += other.withdrawn;
        c.folded += other.folded;
        c.severity = std::max(c.severity, other.severity);
        c.reach = std::max(c.reach, other.reach);
        c.partner |= other.partner;
        c.statutory |= other.statutory;
        c.government |= other.government;
        c.sensitive |= other.sensitive;
        merge_danger(c, other);
        if (c.engine_at == 0 || (other.engine_at != 0 && other.engine_at < c.engine_at))
            c.engine_at = other.engine_at;
        c.engine_severity = std::max(c.engine_severity, other.engine_severity);
        c.clock = merged(c.clock, other.clock);
        c.kept_for |= other.kept_for & ~kKeptShort;
        c.with_it.push_back(other.id);
        ++c.version;
        return;
    }
    // Whether it is looked at again tells nobody's version: who decided must not learn of it.
    if (is_over(other.state)) {
        c.open_about -= std::min<std::uint64_t>(c.open_about, 1);
        if (c.over_at != 0) c.over_at = event.at;
    } else {
        ++c.open_about;
        if (!std::holds_alternative<Reopened>(event.what)) c.with_it.push_back(other.id);
    }
    if (other.kind == CaseKind::kAppeal && is_over(other.state)) {
        c.appeal_open = false;
        ++c.version;
    }
    if (std::holds_alternative<Appealed>(event.what)) {
        c.appeal = event.case_no;
        c.appeal_open = true;
        ++c.version;
    }
}

std::uint64_t other_of(const Event& event, const Case& c) {
    if (const auto* e = std::get_if<Merged>(&event.what)) return e->into;
    if (const auto* e = std::get_if<Appealed>(&event.what)) return e->of;
    if (const auto* e = std::get_if<RecheckOpened>(&event.what)) return e->of;
    const bool moves = std::holds_alternative<Ruled>(event.what) ||
                       std::holds_alternative<HandedOff>(event.what) ||
                       std::holds_alternative<RecheckClosed>(event.what) ||
                       std::holds_alternative<Reopened>(event.what);
    return moves ? c.of : 0;
}

bool concerns_flags(const Event& event) {
    return std::holds_alternative<Ruled>(event.what) ||
           std::holds_alternative<Breached>(event.what) ||
           std::holds_alternative<HandedOff>(event.what) ||
           std::holds_alternative<Undone>(event.what) ||
           std::holds_alternative<Reopened>(event.what) ||
           std::holds_alternative<Merged>(event.what) ||
           std::holds_alternative<Forgotten>(event.what);
}

std::optional<Flag> flag_of(const Event& event) {
    const auto* e = std::get_if<Flagged>(&event.what);
    return e == nullptr ? std::nullopt : std::optional(e->flag);
}

bool apply(Flag& flag, const Event& event) {
    if (const auto* e = std::get_if<Merged>(&event.what)) {
        flag.case_no = e->into;
        return true;
    }
    const auto state = after(flag.state, name(event));
    if (!state) return false;
    if (const auto* e = std::get_if<Ruled>(&event.what)) flag.answer = e->ruling.order.answer;
    if (const auto* e = std::get_if<Undone>(&event.what); e != nullptr && e->appeal != 0)
        flag.answer = e->answer;
    const bool closes = flag.state == FlagState::kOpen && *state != FlagState::kOpen;
    if (closes) flag.closed_at = event.at;
    if (const auto* e = std::get_if<Reopened>(&event.what)) {
        flag.closed_at = 0;
        flag.answer.reset();
        flag.due = e->due;
    }
    if (std::holds_alternative<Forgotten>(event.what)) flag.flagger.clear();
    if (std::holds_alternative<Breached>(event.what) && flag.breached_at == 0)
        flag.breached_at = event.at;
    flag.state = *state;
    return true;
}

std::optional<Partner> partner_of(const Event& event) {
    const auto* e = std::get_if<PartnerAdded>(&event.what);
    if (e == nullptr) return std::nullopt;
    Partner partner;
    partner.id = event.partner;
    partner.since = event.at;
    partner.facts = e->facts;
    return partner;
}

Result<void> apply(Partner& partner, const Event& event) {
    const auto wrong = [&]() -> std::unexpected<Error> {
        return fail({Code::kStateConflict,
                     "this partner is " + std::string(fields::word(partner.state)),
                     "partner " + std::to_string(partner.id)});
    };
    if (const auto* e = std::get_if<PartnerMoved>(&event.what)) {
        const auto to = after(partner.state, e->to);
        if (!to) return wrong();
        partner.state = *to;
        partner.since = event.at;
        partner.why = e->reason;
        return {};
    }
    if (std::holds_alternative<Flagged>(event.what)) {
        ++partner.flags;
        return {};
    }
    if (std::holds_alternative<FlaggerWarned>(event.what)) {
        partner.warned = true;
        return {};
    }
    if (partner.state == PartnerState::kEnded) return wrong();
    if (const auto* e = std::get_if<PartnerAmended>(&event.what)) partner.facts = e->facts;
    if (const auto* e = std::get_if<MemberSet>(&event.what)) {
        std::erase(partner.members, e->member);
        if (!e->gone) partner.members.push_back(e->member);
    }
    return {};
}

}  // namespace mizan::cases
