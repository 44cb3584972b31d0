#include "cases/apply.h"

#include <algorithm>

#include "cases/machine.h"
#include "cases/retention.h"

namespace mizan::cases {

namespace {

// What each event changes of a case beside its state.
class CaseChange {
public:
    CaseChange(Case& c, const Event& event) : c_(c), event_(event) {}

    void operator()(const Flagged& e) {
        const auto& flag = e.flag;
        ++c_.flags;
        if (flag.state == FlagState::kOpen) ++c_.open_flags;
        c_.sensitive |= flag.sensitive;
        c_.government |= flag.kind == FlaggerKind::kGovernment;
        c_.partner |= flag.kind == FlaggerKind::kPartner;
        c_.statutory |= e.statutory;
        c_.kept_for |= kept_for(flag.kind);
        c_.urgent |= flag.urgency == Urgency::kUrgent && !flag.folded;
        // What a flagger says of the author counts only where the record says nothing: strikes follow from it.
        if (!e.author.empty()) c_.author = e.author;
        if (c_.author.empty()) c_.author = e.order.author;
        if (c_.author_is == Standing::kOrdinary) c_.author_is = e.author_is;
        if (c_.lang.empty()) c_.lang = e.order.lang.empty() ? e.lang : e.order.lang;
        if (flag.folded) {
            ++c_.folded;
            if (!e.opens) return;  // one of a mass changes nothing more
        }
        weigh(e.severity, e.order.clause, e.reach);
        if (flag.due <= flag.received_at) return;  // it was erased: its time is not known
        const auto agreement = e.hours == Hours::kAgreement ? flag.partner : 0;
        c_.clock = with_flag(c_.clock, {flag.due, e.warn_at, e.hours, agreement},
                             flag.urgency == Urgency::kThreat);
    }
    void operator()(const EngineFound& e) {
        c_.engine_record = e.record;
        if (c_.engine_at == 0) c_.engine_at = event_.at;
        c_.engine_severity = std::max(c_.engine_severity, e.severity);
        c_.kept_for |= kKeptForEngine;
        c_.engine_outcome = e.outcome;
        c_.engine_clause = e.clause;
        if (!e.group.empty()) c_.group = e.group;
        if (!e.author.empty()) c_.author = e.author;
        if (c_.author_is == Standing::kOrdinary) c_.author_is = e.author_is;
        if (c_.lang.empty()) c_.lang = e.lang;
        weigh(e.severity, e.clause, e.reach);
        c_.clock = joined(c_.clock, {e.due, e.warn_at, e.hours, 0}, false);
    }
    void operator()(const FlagAdded&) {}
    // The platform knows who wrote it better than who flags, and no better than the record.
    void operator()(const ContentGiven& e) {
        if (c_.author.empty()) c_.author = e.author;
        if (c_.lang.empty()) c_.lang = e.lang;
    }
    void operator()(const FlagWithdrawn&) {
        --c_.open_flags;
        ++c_.withdrawn;
    }
    void operator()(const FlaggerReplied& e) { wait_over(e); }
    void operator()(const WaitEnded& e) { wait_over(e); }
    void operator()(const Released&) { let_go(); }
    void operator()(const Noted&) {}
    void operator()(const ActorSet&) {}
    void operator()(const Viewed&) {}
    void operator()(const AuthorDeleted&) {
        c_.author_deleted_at = event_.at;
        c_.kept_for |= kKeptShort;
    }
    void operator()(const HoldBegun& e) {
        c_.holds.push_back({e.hold, e.ground, event_.by, event_.at});
        c_.holds_begun = e.hold;
    }
    void operator()(const HoldEnded& e) {
        std::erase_if(c_.holds, [&](const auto& hold) { return hold.id == e.hold; });
    }
    void operator()(const Recused&) {
        c_.recused.push_back(event_.by);
        if (c_.assigned_to == event_.by && !is_golden()) c_.assigned_to.clear();
        let_go();
    }
    void operator()(const Declined&) {
        c_.recused.push_back(c_.proposal ? c_.proposal->by : std::string());
        c_.proposal.reset();
    }
    void operator()(const Warned&) { c_.clock.warned_at = event_.at; }
    void operator()(const Breached&) { c_.clock = breached(c_.clock, event_.at); }
    void operator()(const Escalated&) { ++c_.level; }
    void operator()(const HandOffTaken&) { c_.clock.ended_at = event_.at; }
    void operator()(const Reopened& e) {
        c_.open_flags = c_.flags - c_.withdrawn;
        c_.clock.ended_at = 0;
        c_.clock = set_to(c_.clock, {e.due, e.warn_at, e.hours, e.agreement});
        c_.clock.warned_at = 0;
        c_.clock.breached_at = 0;
        ++c_.reopened;
        if (c_.ruling) c_.recused.push_back(c_.ruling->by);
        c_.route.clear();
        c_.over_at = c_.notice_at = 0;
        c_.kept_for &= ~kKeptNever;
    }
    void operator()(const ThreatCleared& e) {
        c_.clock.threat = false;
        c_.clock = set_to(c_.clock, {e.due, e.warn_at, e.hours, e.agreement});
        c_.clock.late_due = e.late_due;
    }
    // Raised once more there is something new: it is decided anew whom to tell.
    void operator()(const DangerRaised&) {
        c_.danger = true;
        c_.duty_decided = false;
        c_.target = TargetNotice::kNone;
    }
    void operator()(const Claimed& e) {
        c_.claimed_by = event_.by;
        c_.claimed_at = event_.at;
        c_.claimed_until = e.until;
    }
    void operator()(const Assigned& e) {
        let_go();
        if (!is_golden()) c_.assigned_to = e.to;
    }
    void operator()(const Routed& e) {
        let_go();
        if (is_golden()) return;
        c_.assigned_to.clear();
        if (!e.lang.empty()) c_.lang = e.lang;
        if (!e.skill.empty()) c_.skill = e.skill;
    }
    void operator()(const OpinionGiven&) {}
    void operator()(const FlaggerAsked& e) {
        c_.assigned_to = c_.claimed_by;
        let_go();
        c_.asked_flag = event_.flag;
        c_.waiting_until = e.until;
        c_.clock = waiting(c_.clock, event_.at);
    }
    void operator()(const SeverityRequested& e) {
        c_.severity_asked = SeverityAsked{e.severity, event_.by, e.reason};
    }
    void operator()(const SeveritySet& e) {
        c_.severity = e.severity;
        c_.severity_set = true;
        c_.severity_asked.reset();
    }
    void operator()(const Proposed& e) {
        c_.proposal = e.ruling;
        let_go();
    }
    void operator()(const Ruled& e) {
        c_.ruling = e.ruling;
        c_.proposal.reset();
        c_.severity_asked.reset();
        c_.undone = false;
        c_.review = e.ruling.order.review;
        c_.open_flags = 0;
        c_.assigned_to.clear();
        ++c_.rulings;
        let_go();
        c_.clock.ended_at = c_.over_at = event_.at;
        notify_of(e.ruling.order);
    }
    void operator()(const NoticeSent&) { notice_done(event_.at); }
    void operator()(const NoticeDropped&) { notice_done(0); }
    void operator()(const Struck& e) { c_.struck = e.actor; }
    void operator()(const StrikeUndone&) { c_.struck.clear(); }
    void operator()(const Undone& e) {
        c_.undone = true;
        c_.undone_at = event_.at;
        c_.notice_at = 0;
        c_.appeal = e.appeal == 0 ? c_.appeal : e.appeal;
    }
    void operator()(const HandedOff& e) {
        let_go();
        c_.assigned_to.clear();
        c_.route = e.route;
        c_.handed_off_at = c_.over_at = event_.at;
        c_.open_flags = 0;
        c_.clock = set_to(c_.clock, {e.due, e.due, Hours::kCalendar, 0});
        if (e.child_safety) c_.kept_for |= kKeptNever;
    }
    void operator()(const Merged& e) {
        let_go();
        c_.clock.ended_at = c_.over_at = event_.at;
        c_.merged_into = e.into;
        c_.flags = c_.open_flags = c_.withdrawn = 0;
    }
    void operator()(const RecheckClosed&) { close(); }
    void operator()(const Withdrawn&) { close(); }
    void operator()(const AllWithdrawn& e) {
        c_.clock = set_to(c_.clock, {e.due, e.warn_at, e.hours, 0});
        c_.severity = e.severity;
        c_.partner = c_.statutory = c_.urgent = false;
    }
    void operator()(const Appealed&) {}
    void operator()(const RecheckOpened&) {}
    void operator()(const DutyDecided& e) {
        c_.duty_decided = true;
        if (e.target_offered && c_.target == TargetNotice::kNone)
            c_.target = e.contact.empty() ? TargetNotice::kOffered : TargetNotice::kChosen;
    }
    void operator()(const TargetOffered& e) { c_.target = e.notice; }
    void operator()(const PartnerAdded&) {}
    void operator()(const PartnerAmended&) {}
    void operator()(const MemberSet&) {}
    void operator()(const PartnerMoved&) {}
    void operator()(const FlaggerWarned&) {}
    void operator()(const GuidanceWritten&) {}
    void operator()(const GoldenSet&) {}
    void operator()(const GoldenDealt&) {}
    void operator()(const GoldenAnswered& e) {
        c_.ruling = e.ruling;
        c_.right = e.right;
        c_.severity_asked.reset();
        c_.assigned_to.clear();
        ++c_.rulings;
        let_go();
        c_.clock.ended_at = c_.over_at = event_.at;
    }
    void operator()(const DriftAlarmed&) {}
    void operator()(const MaterialRemoved&) {
        c_.kept_for &= ~kKeptNever;
        if (!c_.subject.id.empty()) c_.subject.url.clear();
    }
    void operator()(const Forgotten&) {
        c_.forgotten_at = event_.at;
        const auto kind = c_.subject.kind;
        c_.subject = {};
        c_.subject.kind = kind;
        c_.author.clear();
        c_.struck.clear();
        c_.severity_asked.reset();
    }

private:
    // It is for whom it was dealt to and for nobody else, whatever they do with it.
    [[nodiscard]] bool is_golden() const { return c_.kind == CaseKind::kGolden; }
    void weigh(std::uint8_t severity, const std::string& clause, std::uint64_t reach) {
        if (c_.clause.empty() || severity > c_.severity)
            c_.clause = clause.empty() ? c_.clause : clause;
        c_.severity = std::max(c_.severity, severity);
        c_.reach = std::max(c_.reach, reach);
    }
    void let_go() {
        c_.claimed_by.clear();
        c_.claimed_at = c_.claimed_until = 0;
    }
    void close() {
        let_go();
        c_.assigned_to.clear();
        c_.clock.ended_at = c_.over_at = event_.at;
    }
    void notify_of(const RulingOrder& order) {
        c_.notice_at = c_.notified_at = 0;
        if (!has_notice(c_.kind, order)) return;
        if (order.notice_delayed_until > event_.at) c_.notice_at = order.notice_delayed_until;
        else c_.notified_at = event_.at;
    }
    // What is kept for a time after it is over is kept for so long after the author was told.
    void notice_done(std::uint64_t told_at) {
        c_.notice_at = 0;
        c_.notified_at = told_at;
        c_.over_at = event_.at;
    }
    void wait_over(const auto& e) {
        c_.clock = done_waiting(c_.clock, std::min(event_.at, c_.waiting_until),
                                {e.counted, e.due, e.warn_at, e.late_due});
        c_.asked_flag = c_.waiting_until = 0;
    }

    Case& c_;
    const Event& event_;
};

Case new_case(const Event& event, CaseKind kind, const Times& times) {
    Case c;
    c.id = event.case_no;
    c.kind = kind;
    c.opened_at = event.at;
    c.severity = 0;
    c.clock.started = event.at;
    c.clock = set_to(c.clock, times);
    return c;
}

// Whoever decides it anew must be another.
Case about(const Case& of, Case c) {
    c.of = of.id;
    c.subject = of.subject;
    c.author = of.author;
    c.author_is = of.author_is;
    c.lang = of.lang;
    c.skill = of.skill;
    c.clause = of.clause;
    c.severity = of.severity;
    c.reach = of.reach;
    c.partner = of.partner;
    c.statutory = of.statutory;
    c.government = of.government;
    c.urgent = of.urgent;
    c.group = of.group;
    c.kept_for = of.kept_for;
    c.sensitive = of.sensitive;
    c.recused = of.recused;
    if (of.ruling) {
        c.recused.push_back(of.ruling->by);
        if (!of.ruling->second.empty()) c.recused.push_back(of.ruling->second);
    }
    return c;
}

Case golden_case(const Event& event, const GoldenDealt& e) {
    auto c = new_case(event, CaseKind::kGolden, {e.due, e.warn_at, Hours::kOther, 0});
    c.golden = e.golden;
    c.looks_as = e.face.kind;
    c.subject = e.face.subject;
    c.author = e.face.author;
    c.lang = e.face.lang;
    c.skill = e.face.skill;
    c.clause = e.face.clause;
    c.severity = e.face.severity;
    c.reach = e.face.reach;
    c.engine_record = e.face.engine_record;
    c.engine_outcome = e.face.engine_outcome;
    c.engine_clause = e.face.engine_clause;
    c.group = e.face.group;
    if (c.engine_record != 0) {
        c.engine_at = event.at;
        c.engine_severity = e.face.engine_severity == 0 ? c.severity : e.face.engine_severity;
    }
    c.assigned_to = e.to;
    return c;
}

// Who looks keeps nobody from deciding, and of a hold not everybody learns.
bool is_beside(const Event& event) {
    return std::holds_alternative<Viewed>(event.what) ||
           std::holds_alternative<HoldBegun>(event.what) ||
           std::holds_alternative<HoldEnded>(event.what);
}

std::unexpected<Error> may_not(std::string_view what, std::uint64_t id, const Event& event) {
    return fail({Code::kStateConflict, "this cannot come now: " + std::string(name(event)),
                 std::string(what) + " " + std::to_string(id)});
}

}  // namespace

std::optional<Case> opened_by(const Event& event, const Case* of) {
    if (const auto* e = std::get_if<Flagged>(&event.what); e != nullptr && e->opens) {
        const auto agreement = e->hours == Hours::kAgreement ? e->flag.partner : 0;
        auto c = new_case(event, CaseKind::kFlags, {e->flag.due, e->warn_at, e->hours, agreement});
        c.subject = e->order.subject;
        return c;
    }
    if (const auto* e = std::get_if<EngineFound>(&event.what); e != nullptr && e->opens) {
        auto c = new_case(event, CaseKind::kEngine, {e->due, e->warn_at, e->hours, 0});
        c.subject = e->subject;
        return c;
    }
    if (const auto* e = std::get_if<GoldenDealt>(&event.what)) return golden_case(event, *e);
    if (of == nullptr) return std::nullopt;
    if (const auto* e = std::get_if<Appealed>(&event.what)) {
        auto c = about(*of, new_case(event, CaseKind::kAppeal, {e->due, e->warn_at, e->hours, 0}));
        c.appellant = e->appellant;
        c.appeal_flag = event.flag;
        return c;
    }
    if (const auto* e = std::get_if<RecheckOpened>(&event.what)) {
        auto c = about(*of, new_case(event, CaseKind::kRecheck, {e->due, e->warn_at, e->hours, 0}));
        c.why = e->why;
        return c;
    }
    return std::nullopt;
}

Result<void> apply(Case& c, const Event& event) {
    const bool fresh = c.version == 0;
    const bool goes_on =
        std::holds_alternative<Viewed>(event.what) || std::holds_alternative<Forgotten>(event.what);
    if (c.forgotten_at != 0 && !goes_on)
        return fail({Code::kStateConflict,
                     "the time is over for which this case was kept: nothing comes of it any more",
                     "case " + std::to_string(c.id)});
    const auto state = fresh ? std::optional(CaseState::kOpen) : after(c.state, name(event));
    if (!state) return may_not("case", c.id, event);
    std::visit(CaseChange(c, event), event.what);
    c.state = *state;
    if (!is_beside(event)) ++c.version;
    return {};
}

}  // namespace mizan::cases
