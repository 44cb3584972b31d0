// Appeals, decisions that are looked at again, and partners.
#include <algorithm>
#include <utility>

#include "cases/command_parts.h"
#include "cases/machine.h"

namespace mizan::cases {

namespace {

Event of_partner(const By& by, std::uint64_t partner, What what) {
    Event event;
    event.at = by.at;
    event.by = by.who;
    event.partner = partner;
    event.what = std::move(what);
    return event;
}

}  // namespace

std::uint64_t appeal_until(const Terms& terms, const Case& of) {
    const bool is_first = of.kind == CaseKind::kFlags || of.kind == CaseKind::kEngine;
    const bool stands = of.state == CaseState::kDecided && of.ruling && !of.undone;
    if (!is_first || !stands || of.appeal_open || of.forgotten_at != 0) return 0;
    const auto told_at = std::max(of.ruling->at, of.ruling->order.notice_delayed_until);
    return told_at + terms.rules().appeal_days * kDay;
}

Result<Events> appeal(const Terms& terms, const Case& of, const Flag* flag, const By& by,
                      std::string text, std::uint64_t case_no) {
    if (text.empty()) return fail({Code::kFieldType, "say why it was wrong", "text"});
    const bool is_looked_at = of.kind == CaseKind::kAppeal || of.kind == CaseKind::kRecheck;
    if (is_looked_at || of.kind == CaseKind::kGolden)
        return conflict("what an appeal came to is not appealed here again", of);
    if (of.state != CaseState::kDecided || !of.ruling || of.undone)
        return conflict("there is no decision in force to appeal against", of);
    if (of.appeal_open) return conflict("an appeal about it is open already", of);
    if (by.at > appeal_until(terms, of)) return conflict("the time for appeals is over", of);
    const bool is_restricted = of.ruling->order.answer == Answer::kViolates;
    if (flag == nullptr && !is_restricted) return conflict("nothing was done to the author", of);
    if (flag != nullptr && flag->case_no != of.id) return conflict("this flag is not about it", of);
    const auto times = times_from(terms, Hours::kAppeal, by.at, terms.rules().levels.appeal_hours);
    auto event =
        event_of(by, case_no,
                 Appealed{of.id, flag == nullptr ? Appellant::kAuthor : Appellant::kFlagger,
                          std::move(text), times.due, times.warn_at, times.hours});
    if (flag != nullptr) {
        event.flag = flag->id;
        event.partner = flag->partner;
    }
    return Events{std::move(event)};
}

RecheckWhy recheck_of(const Terms& terms, const Case& ruled, std::uint64_t draw) {
    const bool of_people = ruled.ruling && ruled.ruling->bulk == 0 &&
                           (ruled.kind == CaseKind::kFlags || ruled.kind == CaseKind::kEngine);
    if (!of_people) return RecheckWhy::kNone;
    const bool hasty = ruled.ruling->took < terms.rules().haste_seconds;
    const auto percent = hasty ? terms.rules().haste_percent : terms.rules().sample_percent;
    if (draw % 100 >= percent) return RecheckWhy::kNone;
    return hasty ? RecheckWhy::kHaste : RecheckWhy::kSample;
}

Events recheck(const Terms& terms, const Case& of, RecheckWhy why, std::uint64_t case_no,
               std::uint64_t at) {
    const auto times = times_from(terms, Hours::kAppeal, at, terms.rules().levels.recheck_hours);
    return {event_of({{}, at}, case_no,
                     RecheckOpened{of.id, why, times.due, times.warn_at, times.hours})};
}

void close_rechecks(std::span<const Case> rechecks, std::uint64_t at, Events& events) {
    for (const auto& c : rechecks)
        if (c.kind == CaseKind::kRecheck && after(c.state, RecheckClosed::kName))
            events.push_back(event_of({{}, at}, c, RecheckClosed{"undone"}));
}

Result<Events> add_partner(std::uint64_t id, PartnerFacts facts, const By& by) {
    MZ_CHECK(check(facts));
    return Events{of_partner(by, id, PartnerAdded{std::move(facts)})};
}

Result<Events> amend_partner(const Partner& partner, PartnerFacts facts, const By& by) {
    MZ_CHECK(check(facts));
    if (partner.state == PartnerState::kEnded)
        return fail({Code::kStateConflict, "this partner is one no more", "partner"});
    return Events{of_partner(by, partner.id, PartnerAmended{std::move(facts)})};
}

Result<Events> set_member(const Partner& partner, std::string member, bool gone, const By& by) {
    if (member.empty()) return fail({Code::kFieldType, "say whom", "member"});
    const bool is_one = std::ranges::find(partner.members, member) != partner.members.end();
    if (partner.state == PartnerState::kEnded || is_one != gone)
        return fail({Code::kStateConflict,
                     gone ? "there is no such member" : "they are a member already", "member"});
    if (!gone && partner.members.size() >= kMembers)
        return fail({Code::kStateConflict, "a partner has at most 500 members", "member"});
    return Events{of_partner(by, partner.id, MemberSet{std::move(member), gone})};
}

Result<Events> move_partner(const Partner& partner, PartnerState to, std::string reason,
                            const By& by) {
    if (reason.empty()) return fail({Code::kFieldType, "say why", "reason"});
    if (!after(partner.state, to))
        return fail({Code::kStateConflict,
                     "this partner is " + std::string(fields::word(partner.state)), "partner"});
    return Events{of_partner(by, partner.id, PartnerMoved{to, std::move(reason)})};
}

}  // namespace mizan::cases
