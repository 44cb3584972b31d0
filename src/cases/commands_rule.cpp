// Deciding: what a ruling must say, when two people decide, what follows for the case that an appeal or a recheck is about.
#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "cases/command_parts.h"
#include "cases/machine.h"

namespace mizan::cases {

namespace {

constexpr std::uint64_t kKeptUpMost = 366 * kDay;
constexpr std::uint8_t kGravest = 5;
// What a person can have done to a post; "strike" and "suspend" concern its author.
constexpr std::array<std::string_view, 9> kMeasures = {"remove",        "label",   "reduce",
                                                       "limit-replies", kWithhold, kKeepWithNotice,
                                                       "limit",         "strike",  "suspend"};

// What the author is by what is known now.
Standing author_now(const Case& c, const Given& given) {
    return given.standing != nullptr ? given.standing->is : c.author_is;
}
// Else as it was when the case was opened, so that two look at it who need not have.
Standing author_of(const Case& c, const Given& given) {
    const auto now = author_now(c, given);
    return now != Standing::kOrdinary ? now : c.author_is;
}

bool has_measure(const RulingOrder& order, std::string_view name) {
    return std::ranges::any_of(order.measures, [&](const auto& m) { return m.name == name; });
}

Result<void> check_measures(const RulingOrder& order, std::uint64_t now) {
    for (std::size_t i = 0; i < order.measures.size(); ++i) {
        const auto& measure = order.measures[i];
        const auto place = "measures[" + std::to_string(i) + "]";
        if (std::ranges::find(kMeasures, measure.name) == kMeasures.end())
            return wrong("there is no such measure", place + ".name");
        if ((measure.name == kWithhold) == measure.territory.empty())
            return wrong("say where it is withheld, and only then", place + ".territory");
        if (measure.until != 0 && measure.until <= now)
            return wrong("this is in the past", place + ".until");
    }
    return {};
}

// It changes what is done, never what was found.
Result<void> check_public_interest(const Rules& rules, const Case& c, const RulingOrder& order,
                                   const Given& given, std::uint64_t now) {
    const bool kept = has_measure(order, kKeepWithNotice);
    if (kept != order.public_interest.has_value())
        return wrong("what is kept up with a notice has a balance, and only that",
                     "public_interest");
    if (!kept) return {};
    const auto& interest = *order.public_interest;
    if (order.measures.size() != 1) return wrong("what is kept up is not restricted", "measures");
    if (author_now(c, given) != Standing::kOfficial)
        return wrong("only an official's own post is kept up in the public interest",
                     "public_interest");
    const bool barred = std::ranges::find(rules.no_notice, order.clause) != rules.no_notice.end();
    if (barred || std::max(order.severity, given.severity) >= kGravest)
        return wrong("nothing is kept up against this clause", "clause");
    if (interest.office.empty() || interest.balance.empty())
        return wrong("say whose office it is and what was weighed", "public_interest.balance");
    if (interest.until <= now || interest.until > now + kKeptUpMost)
        return wrong("it ends within a year", "public_interest.until");
    return {};
}

Result<void> check_violation(const Rules& rules, const Case& c, const RulingOrder& order,
                             const Given& given, std::uint64_t now) {
    if (order.clause.empty()) return wrong("say which clause is violated", "clause");
    if (given.severity == 0) return wrong("the policy in force has no such clause", "clause");
    if (order.severity > kGravest) return wrong("this must be from 1 to 5", "severity");
    if (order.measures.empty()) return wrong("say what is to be done", "measures");
    MZ_CHECK(check_measures(order, now));
    return check_public_interest(rules, c, order, given, now);
}

// Everybody who is restricted is told; when, is all that may wait.
Result<void> check_delay(const Rules& rules, const RulingOrder& order, std::uint64_t now) {
    const bool is_delayed = order.notice_delayed_until != 0;
    if (is_delayed == order.delay_ground.empty())
        return wrong("a notice is delayed for somebody's safety, and it is said whose",
                     "delay_ground");
    if (!is_delayed) return {};
    if (order.answer != Answer::kViolates || order.review == Review::kUpheld)
        return wrong("only of what restricts somebody there is a notice", "notice_delayed_until");
    const auto most = now + rules.notice_delay_days * kDay;
    if (order.notice_delayed_until <= now || order.notice_delayed_until > most)
        return wrong(
            "a notice is delayed by " + std::to_string(rules.notice_delay_days) + " days at most",
            "notice_delayed_until");
    return {};
}

Result<void> check_order(const Rules& rules, const Case& c, const RulingOrder& order,
                         const Given& given, std::uint64_t now) {
    if (order.reason.empty()) return wrong("say why", "reason");
    MZ_CHECK(check_delay(rules, order, now));
    const bool is_appeal = c.kind == CaseKind::kAppeal;
    if (is_appeal != (order.review != Review::kNone))
        return wrong("an appeal is upheld or overturned, and nothing else is", "review");
    if (is_appeal && order.review == Review::kUpheld) return {};
    if (order.answer == Answer::kViolates) return check_violation(rules, c, order, given, now);
    if (!order.measures.empty())
        return wrong("only what violates the policy is restricted", "measures");
    const bool lacks = order.answer == Answer::kUndecided || order.answer == Answer::kCannotDecide;
    if (lacks && order.missing.empty()) return wrong("say what is missing", "missing");
    if (order.answer == Answer::kNotOurs && order.route.empty())
        return wrong("say to whom it goes", "route");
    return {};
}

// The strike that the ruling is, if it is one.
std::optional<Struck> strike_of(const Terms& terms, const Case& c, const Ruling& ruling,
                                const Given& given) {
    const auto& order = ruling.order;
    const bool decides = c.kind == CaseKind::kFlags || c.kind == CaseKind::kEngine ||
                         (c.kind == CaseKind::kAppeal && order.review == Review::kOverturned);
    if (!decides || c.author.empty() || !given.strikes || order.public_interest)
        return std::nullopt;
    StrikeCause cause;
    cause.case_no = cause.decision = c.id;
    cause.notice = place(c);
    cause.clause = order.clause;
    cause.severity = order.severity;
    cause.answer = order.answer;
    cause.confirmed = true;
    cause.at = ruling.at;
    cause.notified_at = std::max(ruling.at, order.notice_delayed_until);
    const auto& ladder = terms.rules().ladder;
    auto strike = make_strike(ladder, cause);
    if (!strike || *given.strikes == 0) return std::nullopt;
    strike->points =
        std::min(kStrikePointsMost, strike->points * std::min(*given.strikes, kStrikePointsMost));
    auto before = given.standing == nullptr ? std::vector<Strike>() : given.standing->strikes;
    const auto goes = [&](const Strike& s) {
        return given.of != nullptr && s.decision == given.of->id;
    };
    std::erase_if(before, goes);  // with the decision that this one overturns
    auto leads_to = next_step(ladder, before, *strike, author_of(c, given), ruling.at);
    return Struck{c.author, *std::move(strike), std::move(leads_to)};
}

void undo_strike(const Case& c, const By& by, Events& events) {
    if (!c.struck.empty()) events.push_back(event_of(by, c, StrikeUndone{c.struck, c.id}));
}

bool needs_two(const Terms& terms, const Case& c, const Ruling& ruling, const Given& given) {
    const auto& rules = terms.rules();
    const auto& order = ruling.order;
    if (c.kind == CaseKind::kRecheck) return false;  // it decides nothing by itself
    if (given.needs_two || order.public_interest) return true;
    const auto struck = strike_of(terms, c, ruling, given);
    if (struck && struck->leads_to.needs_two_people) return true;
    const bool restricts_author = has_measure(order, "suspend");
    if (restricts_author && author_of(c, given) != Standing::kOrdinary) return true;
    return order.answer == Answer::kViolates &&
           std::ranges::find(rules.four_eyes, order.clause) != rules.four_eyes.end();
}

// A threat does not wait for anybody's working time.
Reopened reopened(const Terms& terms, const Case& c, std::string reason, std::uint64_t now) {
    const auto& levels = terms.rules().levels;
    const auto times = c.clock.threat
                           ? times_from(terms, Hours::kCalendar, now, levels.threat_hours)
                           : times_from(terms, Hours::kAppeal, now, levels.recheck_hours);
    return {std::move(reason), times.due, times.warn_at, times.hours, 0};
}

// The same decision, seen without knowing the other.
bool is_same(const RulingOrder& a, const RulingOrder& b) {
    if (a.answer != b.answer) return false;
    return a.answer != Answer::kViolates || a.clause == b.clause;
}

// What follows for the case that this one is about.
void follow(const Terms& terms, const Case& c, const By& by, Ruling& ruling, const Given& given,
            Events& events) {
    const auto* of = given.of;
    if (of == nullptr || !of->ruling) return;
    auto& order = ruling.order;
    if (c.kind == CaseKind::kRecheck) {
        order.review = is_same(order, of->ruling->order) ? Review::kUpheld : Review::kOverturned;
        if (order.review == Review::kOverturned && of->state == CaseState::kDecided) {
            undo_strike(*of, by, events);
            events.push_back(event_of(by, of->id, reopened(terms, *of, "recheck", by.at)));
        }
    }
    if (c.kind == CaseKind::kAppeal && order.review == Review::kUpheld) {
        order.answer = of->ruling->order.answer;  // what was decided stands
        order.clause = of->ruling->order.clause;
    }
    if (c.kind == CaseKind::kAppeal && order.review == Review::kOverturned &&
        of->state == CaseState::kDecided) {
        events.push_back(event_of(by, of->id, Undone{order.reason, c.id, order.answer}));
        undo_strike(*of, by, events);
        close_rechecks(given.rechecks, by.at, events);
    }
}

Events decided(const Terms& terms, const Case& c, const By& by, Ruling ruling, const Given& given) {
    Events events;
    const bool looks_again = c.kind == CaseKind::kAppeal || c.kind == CaseKind::kRecheck;
    if (ruling.order.answer == Answer::kNotOurs && !looks_again) {
        HandOffRoute to;
        for (const auto& route : terms.rules().routes)
            if (route.name == ruling.order.route) to = route;
        events.push_back(
            event_of(by, c.id,
                     HandedOff{ruling.order.route, ruling.order.reason, by.at + to.hours * kHour,
                               to.category == Category::kChildSafety}));
        return events;
    }
    follow(terms, c, by, ruling, given, events);
    auto struck = strike_of(terms, c, ruling, given);
    events.insert(events.begin(), event_of(by, c.id, Ruled{std::move(ruling)}));
    if (struck) events.push_back(event_of(by, c.id, *std::move(struck)));
    return events;
}

// Nothing that would keep anybody from answering it as they would another.
Result<Events> answer_golden(const Case& c, const By& by, Ruling ruling, const Given& given) {
    if (given.bulk != 0) return conflict("this case is decided by itself", c);
    if (given.golden == nullptr)
        return fail({Code::kInternal, "the right answer is not at hand", place(c)});
    GoldenAnswered answered;
    answered.golden = c.golden;
    answered.clause = clause_of(*given.golden);
    answered.right = is_right(*given.golden, ruling.order);
    answered.ruling = std::move(ruling);
    return Events{event_of(by, c, std::move(answered))};
}

Result<void> may_rule(const Case& c, const By& by, const Given& given) {
    if (!by.person) return forbidden("cases are decided by people", c);
    if (std::ranges::find(c.recused, by.who) != c.recused.end())
        return forbidden("you took part in this before, or are recused: another has to decide", c);
    const bool is_mine =
        c.state == CaseState::kClaimed && c.claimed_by == by.who && by.at < c.claimed_until;
    const bool is_free = given.bulk != 0 && c.state == CaseState::kOpen;
    if (is_mine || is_free) return check_danger(c);
    return fail({Code::kStateConflict, "you do not have this case: claim it first",
                 "case " + std::to_string(c.id)});
}

}  // namespace

Result<Events> rule(const Terms& terms, const Case& c, const By& by, RulingOrder order,
                    const Given& given) {
    MZ_CHECK(may_rule(c, by, given));
    MZ_CHECK(check_order(terms.rules(), c, order, given, by.at));
    Ruling ruling;
    ruling.order = std::move(order);
    if (ruling.order.answer == Answer::kViolates && ruling.order.severity == 0)
        ruling.order.severity = given.severity;
    ruling.policy = given.policy;
    ruling.guidance = given.guidance;
    ruling.by = by.who;
    ruling.at = by.at;
    ruling.took = c.claimed_at == 0 ? 0 : by.at - c.claimed_at;
    ruling.bulk = given.bulk;
    if (c.kind == CaseKind::kGolden) return answer_golden(c, by, std::move(ruling), given);
    if (!needs_two(terms, c, ruling, given)) return decided(terms, c, by, std::move(ruling), given);
    if (given.bulk != 0)
        return fail({Code::kStateConflict, "two people decide this one: not in bulk",
                     "case " + std::to_string(c.id)});
    return Events{event_of(by, c.id, Proposed{std::move(ruling)})};
}

Result<Events> agree(const Terms& terms, const Case& c, const By& by, const Given& given) {
    if (c.state != CaseState::kProposed || !c.proposal)
        return fail({Code::kStateConflict, "nothing is proposed in this case",
                     "case " + std::to_string(c.id)});
    if (!by.person) return forbidden("cases are decided by people", c);
    const bool took_part =
        c.proposal->by == by.who || std::ranges::find(c.recused, by.who) != c.recused.end();
    if (took_part) return forbidden("a second person has to agree", c);
    MZ_CHECK(check_danger(c));
    auto ruling = *c.proposal;
    ruling.second = by.who;
    ruling.at = by.at;
    return decided(terms, c, by, std::move(ruling), given);
}

Result<Events> decline(const Case& c, const By& by, std::string reason) {
    MZ_CHECK(may(c, Declined::kName));
    if (!by.person) return forbidden("cases are decided by people", c);
    if (reason.empty()) return wrong("say why", "reason");
    if (c.proposal && c.proposal->by == by.who)
        return forbidden("it is a second person who agrees or does not", c);
    return Events{event_of(by, c.id, Declined{std::move(reason)})};
}

Result<Events> undo(const Terms& terms, const Case& c, const By& by, std::string reason,
                    std::span<const Case> rechecks) {
    MZ_CHECK(may(c, Undone::kName));
    if (!by.leads || !by.person) return forbidden("a lead undoes a decision, no key", c);
    if (reason.empty()) return wrong("say why", "reason");
    if (c.kind == CaseKind::kGolden) return conflict("nothing followed from this answer", c);
    if (c.undone)
        return fail({Code::kStateConflict, "it was undone before", "case " + std::to_string(c.id)});
    auto why = reason;
    Events events = {event_of(by, c.id, Undone{std::move(reason), 0, Answer::kUndecided})};
    undo_strike(c, by, events);
    events.push_back(event_of(by, c.id, reopened(terms, c, std::move(why), by.at)));
    close_rechecks(rechecks, by.at, events);
    return events;
}

}  // namespace mizan::cases
