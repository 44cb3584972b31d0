// Who has a case, what is said of it, and what time does to it.
#include <algorithm>
#include <utility>

#include "cases/command_parts.h"
#include "cases/desk.h"
#include "cases/machine.h"

namespace mizan::cases {

namespace {

Result<void> has(const Case& c, const By& by) {
    if (c.state == CaseState::kClaimed && c.claimed_by == by.who && by.at < c.claimed_until)
        return {};
    return fail({Code::kStateConflict, "you do not have this case: claim it first", place(c)});
}

Result<void> has_reason(const std::string& reason) {
    if (!reason.empty()) return {};
    return fail({Code::kFieldType, "say why", "reason"});
}

bool is_recused(const Case& c, const std::string& who) {
    return std::ranges::find(c.recused, who) != c.recused.end();
}

// Whether somebody holds as many cases as count for this limit.
bool is_full(const CategoryLoad& load, std::span<const Case> held) {
    const auto alike = std::ranges::count_if(
        held, [&](const auto& h) { return counts_for(load, h.clause, h.severity); });
    return static_cast<std::uint64_t>(alike) >= load.most;
}

Result<void> check_load(const Rules& rules, const Case& c, std::span<const Case> held,
                        std::uint32_t own_most) {
    const auto most = own_most == 0 ? rules.load_most : std::min(own_most, rules.load_most);
    if (held.size() >= most)
        return fail({Code::kStateConflict, "you hold as many cases as one person may", place(c)});
    for (const auto& load : rules.load_by_category)
        if (counts_for(load, c.clause, c.severity) && is_full(load, held))
            return fail({Code::kStateConflict,
                         "you hold as many cases of this kind as one person may", place(c)});
    return {};
}

Result<void> may_claim(const Case& c, const By& by) {
    if (!by.person) return forbidden("cases are decided by people", c);
    MZ_CHECK(may(c, Claimed::kName));
    if (is_recused(c, by.who))
        return forbidden("you took part in this before, or are recused: another has to decide", c);
    if (!c.assigned_to.empty() && c.assigned_to != by.who)
        return forbidden("this case is assigned to somebody else", c);
    return {};
}

Events claimed(const Terms& terms, const Case& c, const By& by) {
    return {event_of(by, c, Claimed{by.at + terms.rules().claim_minutes * kMinute})};
}

Event wait_ended(const Terms& terms, const Case& c, std::string reason, const By& by,
                 const Calendar* own) {
    const auto wait = wait_until(terms, c.clock, std::min(by.at, c.waiting_until), own);
    return event_of(
        by, c, WaitEnded{std::move(reason), wait.counted, wait.due, wait.warn_at, wait.late_due});
}

}  // namespace

std::vector<CategoryLoad> full_categories(const Rules& rules, std::span<const Case> held) {
    auto full = rules.load_by_category;
    std::erase_if(full, [&](const auto& load) { return !is_full(load, held); });
    return full;
}

Result<Events> claim(const Terms& terms, const Case& c, const By& by, std::span<const Case> held,
                     std::uint32_t own_most) {
    MZ_CHECK(may_claim(c, by));
    MZ_CHECK(check_load(terms.rules(), c, held, own_most));
    return claimed(terms, c, by);
}

Result<Events> claim_named(const Terms& terms, const Case& c, const By& by, const Desk& desk) {
    MZ_CHECK(may_claim(c, by));
    const auto fits = check_desk(terms.rules(), c, by, desk);
    const auto load =
        by.leads ? Result<void>() : check_load(terms.rules(), c, desk.held, desk.profile.load_most);
    if (!fits && !load) return conflict(fits.error().message + "; " + load.error().message, c);
    MZ_CHECK(fits);
    MZ_CHECK(load);
    return claimed(terms, c, by);
}

Result<Events> release(const Case& c, const By& by, std::string reason) {
    MZ_CHECK(may(c, Released::kName));
    if (c.claimed_by != by.who && !by.leads)
        return forbidden("only who has it, or a lead, lets it go", c);
    return Events{event_of(by, c, Released{std::move(reason)})};
}

// What somebody is spared is theirs to know: who assigns is told no more than that it is for another.
Result<Events> assign(const Case& c, const By& by, std::string to, std::string reason,
                      bool spared) {
    MZ_CHECK(may(c, Assigned::kName));
    const bool hands_over = c.state == CaseState::kClaimed && c.claimed_by == by.who;
    if (!by.leads && !hands_over) return forbidden("a lead assigns, and who has it hands over", c);
    if (to.empty()) return fail({Code::kFieldType, "say to whom", "to"});
    if (is_recused(c, to) || (spared && to != by.who))
        return forbidden(
            "this cannot be that person's: they took part before, are recused, or are given no "
            "such cases; choose somebody else",
            c);
    if (spared) return conflict("at your desk you asked to be spared \"" + c.clause + "\"", c);
    return Events{event_of(by, c, Assigned{std::move(to), std::move(reason)})};
}

Result<Events> recuse(const Case& c, const By& by, std::string reason) {
    MZ_CHECK(has(c, by));
    return Events{event_of(by, c, Recused{std::move(reason)})};
}

Result<Events> route(const Case& c, const By& by, Routed where) {
    MZ_CHECK(may(c, Routed::kName));
    if (!by.leads) MZ_CHECK(has(c, by));
    if (where.lang.empty() && where.skill.empty())
        return fail({Code::kFieldType, "say which language or what knowledge is needed", "skill"});
    return Events{event_of(by, c, std::move(where))};
}

Result<Events> note(const Case& c, const By& by, std::string text) {
    if (text.empty()) return fail({Code::kFieldType, "say something", "reason"});
    if (c.forgotten_at != 0) return conflict("the time is over for which it was kept", c);
    return Events{event_of(by, c, Noted{std::move(text)})};
}

Result<Events> give_content(const Case& c, const By& by, ContentGiven content) {
    MZ_CHECK(may(c, ContentGiven::kName));
    if (content.text.empty()) return fail({Code::kFieldType, "say what the post says", "text"});
    if (c.subject.kind != SubjectKind::kPost || c.kind == CaseKind::kGolden)
        return conflict("it is not about a post of the platform's", c);
    return Events{event_of(by, c, std::move(content))};
}

Result<Events> give_opinion(const Case& c, const By& by, OpinionGiven opinion) {
    MZ_CHECK(may(c, OpinionGiven::kName));
    MZ_CHECK(has_reason(opinion.reason));
    if (c.claimed_by == by.who) return forbidden("an opinion is another's than who decides", c);
    return Events{event_of(by, c, std::move(opinion))};
}

Result<Events> ask_flagger(const Terms& terms, const Case& c, const Flag& flag, const By& by,
                           std::string question) {
    MZ_CHECK(has(c, by));
    if (question.empty()) return fail({Code::kFieldType, "say what is asked", "question"});
    if (flag.case_no != c.id || flag.state != FlagState::kOpen)
        return fail({Code::kStateConflict, "this is no open flag of the case",
                     "flag " + std::to_string(flag.id)});
    const auto most = terms.rules().waiting_most_hours * kHour;
    if (c.clock.waited >= most)
        return fail({Code::kStateConflict, "this case has waited for as long as it may", place(c)});
    if (c.clock.threat)
        return fail(
            {Code::kStateConflict, "who is threatened does not wait for answers", place(c)});
    auto event = event_of(by, c, FlaggerAsked{std::move(question), by.at + most - c.clock.waited});
    event.flag = flag.id;
    event.partner = flag.partner;
    return Events{std::move(event)};
}

Result<Events> set_severity(const Case& c, const By& by, std::uint8_t severity,
                            std::string reason) {
    MZ_CHECK(may(c, SeveritySet::kName));
    MZ_CHECK(has_reason(reason));
    if (severity < 1 || severity > 5)
        return fail({Code::kFieldType, "this must be from 1 to 5", "severity"});
    if (severity == c.severity)
        return fail({Code::kStateConflict, "this is its severity already", place(c)});
    const bool needs_two = severity < c.severity && c.clock.warned_at != 0;
    if (!needs_two) return Events{event_of(by, c, SeveritySet{severity, std::move(reason), {}})};
    const bool agrees = c.severity_asked && c.severity_asked->severity == severity;
    if (!agrees) return Events{event_of(by, c, SeverityRequested{severity, std::move(reason)})};
    if (c.severity_asked->by == by.who)
        return forbidden("after a warning a second person has to agree", c);
    return Events{event_of(by, c, SeveritySet{severity, std::move(reason), c.severity_asked->by})};
}

Result<Events> clear_threat(const Terms& terms, const Case& c, const By& by, std::string reason,
                            const Served& served) {
    MZ_CHECK(has(c, by));
    MZ_CHECK(has_reason(reason));
    if (!c.clock.threat)
        return fail({Code::kStateConflict, "its clock is not a threat's", place(c)});
    auto times = times_of(terms, served, Urgency::kNormal, c.clock.started, c.clock.waited_counted);
    if (served.partner == nullptr && c.partner)
        times = times_from(terms, Hours::kPartner, c.clock.started,
                           terms.rules().levels.partner_hours, c.clock.waited_counted);
    // What came after a breach has at least the time that it would have if it had come just then.
    const auto since = times_of(terms, served, Urgency::kNormal, c.clock.breached_at);
    const auto late_due = c.clock.late_due == 0 ? 0 : std::max(c.clock.late_due, since.due);
    return Events{event_of(by, c,
                           ThreatCleared{std::move(reason), times.due, times.warn_at, times.hours,
                                         times.agreement, late_due})};
}

Result<Events> hand_off_taken(const Case& c, const By& by, std::string reference) {
    MZ_CHECK(may(c, HandOffTaken::kName));
    if (c.clock.ended_at != 0)
        return fail({Code::kStateConflict, "it was taken over before", place(c)});
    return Events{event_of(by, c, HandOffTaken{std::move(reference)})};
}

Result<Events> merge(const Terms& terms, const Case& from, const Case& into, const By& by,
                     const Calendar* own) {
    const bool waits = from.state == CaseState::kWaiting;
    if (!waits) MZ_CHECK(may(from, Merged::kName));
    if (from.id == into.id || is_over(into.state))
        return fail({Code::kStateConflict, "it cannot go on in that case", place(into)});
    const auto mergeable = [](const Case& c) {
        return c.kind == CaseKind::kFlags || c.kind == CaseKind::kEngine;
    };
    if (!mergeable(from) || !mergeable(into))
        return fail(
            {Code::kStateConflict, "this case, or the other, stays by itself", place(from)});
    if (!by.leads && from.claimed_by != by.who)
        return forbidden("only who has it, or a lead, merges it", from);
    Events events;
    if (waits) events.push_back(wait_ended(terms, from, "merged", by, own));
    events.push_back(event_of(by, from, Merged{into.id}));
    return events;
}

Events pass_time(const Terms& terms, const Case& c, std::uint64_t now, const Calendar* own,
                 bool is_erased) {
    Events events;
    const auto add = [&](What what) { events.push_back(event_of({{}, now}, c, std::move(what))); };
    if (next_time_of(c) == 0 || now < next_time_of(c)) return events;
    if (is_abandoned(c)) {  // since somebody let it go
        add(Withdrawn{"withdrawn"});
        return events;
    }
    if (c.notice_at != 0) {  // of a decision in force: nothing else of the case goes on
        if (is_erased) add(NoticeDropped{"erased"});
        else add(NoticeSent{});
        return events;
    }
    if (c.state == CaseState::kClaimed && c.claimed_until <= now) add(Released{"expired"});
    if (c.kind == CaseKind::kGolden) return events;  // no clock warns
    if (c.state == CaseState::kWaiting) {
        if (c.waiting_until <= now)
            events.push_back(wait_ended(terms, c, "expired", {{}, now}, own));
        return events;
    }
    const auto& clock = c.clock;
    if (clock.ended_at != 0 || c.kind == CaseKind::kGolden) return events;
    const bool warns = clock.warned_at == 0 && clock.breached_at == 0 && clock.warn_at <= now;
    if (warns && !is_due(clock, now) && c.state != CaseState::kHandedOff) add(Warned{});
    if (is_due(clock, now)) {
        add(Breached{});
        add(Escalated{"breached"});
    }
    return events;
}

}  // namespace mizan::cases
