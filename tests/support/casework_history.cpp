#include "support/casework_history.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <string_view>

#include "cases/retention.h"

namespace mizan::test {

using namespace mizan::cases;

namespace {
WorkingTime hours_of_test(std::string from, std::string to) {
    WorkingTime time;
    time.zone = "CET-1CEST,M3.5.0,M10.5.0/3";
    for (const auto* day : {"monday", "tuesday", "wednesday", "thursday", "friday"})
        time.days.push_back({day, from, to});
    return time;
}

// Every other one with working times.
Terms terms_of_test(std::uint64_t seed) {
    Rules rules;
    rules.four_eyes = {"incitement"};
    rules.routes = {{"consumer-desk", Category::kNotOurs, 48},
                    {"hotline", Category::kChildSafety, 1}};
    rules.haste_percent = 50;
    rules.drift.answers = 4;
    rules.drift.percent = 50;
    rules.flags.poor_least = 2;
    rules.flags.poor_percent = 50;
    if (seed % 2 == 1) {
        rules.service.other = hours_of_test("09:00", "17:00");
        rules.service.partner = hours_of_test("08:00", "20:00");
        rules.service.appeal = hours_of_test("10:00", "16:00");
    }
    return *Terms::make(rules);
}

std::string_view state_of(const Case& c) { return kCaseStates[static_cast<std::size_t>(c.state)]; }

}  // namespace

CaseworkHistory::CaseworkHistory(std::uint64_t seed)
    : dice_(seed),
      terms_(terms_of_test(seed)),
      own_(*Calendar::make(hours_of_test("06:00", "22:00"))) {}

Events CaseworkHistory::all() const {
    Events out;
    for (const auto& events : commands) out.insert(out.end(), events.begin(), events.end());
    return out;
}

void CaseworkHistory::step() {
    now_ += dice_.once_in(25) ? dice_.below(100'000) : dice_.below(200);
    if (dice_.once_in(80)) now_ += dice_.below(900) * kDay;
    take(dice_.once_in(4) ? flag_something() : do_something());
    if (dice_.once_in(12)) take(improve_something());
    if (dice_.once_in(2)) pass_all();
    if (dice_.once_in(20)) take_some_away();
    if (dice_.once_in(15)) hold_some();
    if (dice_.once_in(9)) forget_all();
}

const Calendar* CaseworkHistory::own_of(const Case& c) const {
    return c.clock.hours == Hours::kAgreement ? &own_ : nullptr;
}

Result<Events> CaseworkHistory::some_partner() {
    PartnerFacts facts;
    facts.name = "P";
    if (dice_.once_in(2)) facts.agreement.service = hours_of_test("06:00", "22:00");
    return add_partner(book.partners.size() + 1, facts, somebody());
}

By CaseworkHistory::somebody() {
    static constexpr std::string_view kPeople[] = {"anna", "ben", "cleo", "dara"};
    By by;
    by.who = kPeople[dice_.below(4)];
    by.at = now_;
    by.leads = by.who == "dara";
    return by;
}
const Case* CaseworkHistory::some_case() {
    if (book.cases.empty()) return nullptr;
    for (const auto& [id, c] : book.cases)
        if (c.state == CaseState::kClaimed && dice_.once_in(2)) return &c;
    for (const auto& [id, c] : book.cases)
        if (c.of != 0 && !is_over(c.state) && dice_.once_in(6)) return &c;
    auto at = book.cases.begin();
    std::advance(at, static_cast<std::ptrdiff_t>(dice_.below(book.cases.size())));
    return &at->second;
}
const Flag* CaseworkHistory::some_flag_of(const Case& c) {
    for (const auto& [id, flag] : book.flags)
        if (flag.case_no == c.id && !dice_.once_in(3)) return &flag;
    return nullptr;
}

Result<Events> CaseworkHistory::flag_something() {
    if (book.partners.empty() || (book.partners.size() < 3 && dice_.once_in(9)))
        return some_partner();
    FlagOrder order;
    order.subject.id = "post-" + std::to_string(dice_.below(12));
    order.urgency = static_cast<Urgency>(dice_.below(3));
    order.sensitive = dice_.once_in(5);
    if (dice_.once_in(3)) order.clause = dice_.once_in(2) ? "slurs" : "incitement";
    if (dice_.once_in(4)) order.lang = dice_.once_in(2) ? "ti" : "am-ET";
    if (dice_.once_in(12)) order.category = Category::kNotOurs;
    if (dice_.once_in(12)) order.category = Category::kChildSafety;
    Arrival arrival;
    arrival.flag = book.flags.size() + 1;
    arrival.joins = order.category == Category::kPolicy ? book.open_about(order.subject) : nullptr;
    arrival.case_no = arrival.joins != nullptr ? arrival.joins->id : book.cases.size() + 1;
    if (dice_.once_in(2)) {
        arrival.partner = book.find_partner(1 + dice_.below(book.partners.size()));
        arrival.calendar = arrival.partner->facts.agreement.service ? &own_ : nullptr;
        arrival.kind = FlaggerKind::kPartner;
    }
    arrival.reach = dice_.below(100'000);
    arrival.author_is = dice_.once_in(3) ? Standing::kOfficial : Standing::kOrdinary;
    if (!dice_.once_in(4)) arrival.author = "author-" + order.subject.id.substr(5, 1);
    ++flags_sent;
    const auto by = somebody();
    const auto record = book.find_flagger(by.who);
    arrival.poor =
        arrival.partner != nullptr
            ? is_poor(terms_.rules().flags, arrival.partner->reviewed, arrival.partner->held)
            : is_poor(terms_.rules().flags, record.reviewed, record.held);
    return receive(terms_, arrival, order, by);
}

RulingOrder CaseworkHistory::some_order(const Case& c) {
    RulingOrder order;
    order.answer = dice_.once_in(3) ? Answer::kViolates : static_cast<Answer>(dice_.below(6));
    order.reason = "as seen";
    order.missing = "the thread";
    order.route = now_ % 3 == 0 ? "hotline" : "consumer-desk";
    if (order.answer == Answer::kViolates) {
        static constexpr std::string_view kClauses[] = {"incitement", "slurs", "slurs", "spam"};
        order.clause = kClauses[dice_.below(4)];
        if (dice_.once_in(3)) order.severity = static_cast<std::uint8_t>(1 + dice_.below(5));
        if (dice_.once_in(5)) {
            order.notice_delayed_until = now_ + kDay;
            order.delay_ground = "hers";
        }
        order.measures = {{"remove", 0, {}, 0}};
        if (dice_.once_in(4)) {
            order.measures = {{std::string(kKeepWithNotice), 0, {}, 0}};
            order.public_interest = PublicInterest{"mayor", "weighed", now_ + kDay};
        }
    }
    if (c.kind == CaseKind::kAppeal)
        order.review = dice_.once_in(2) ? Review::kUpheld : Review::kOverturned;
    return order;
}

Given CaseworkHistory::given_for(const Case& c, const std::string& clause) {
    Given given;
    if (clause != "spam") given.strikes = 1;
    given.standing = book.find_standing(c.author);
    given.policy = "p@1";
    given.severity = 3;
    given.of = c.of == 0 ? nullptr : book.find_case(c.of);
    if (const auto golden = book.goldens.find(c.golden); golden != book.goldens.end())
        given.golden = &golden->second;
    rechecks_ = given.of == nullptr ? std::vector<Case>() : rechecks_of(*given.of);
    given.rechecks = rechecks_;
    if (dice_.once_in(8)) given.bulk = 1;
    return given;
}
Result<Events> CaseworkHistory::decide_something(const Case& c, const By& by) {
    const auto clause = c.proposal ? c.proposal->order.clause : std::string();
    switch (dice_.below(4)) {
        case 0: return agree(terms_, c, by, given_for(c, clause));
        case 1: return decline(c, by, "no");
        default: {
            const auto order = some_order(c);
            return rule(terms_, c, by, order, given_for(c, order.clause));
        }
    }
}

Result<Events> CaseworkHistory::with_flag(const Case& c, const By& by) {
    const auto* flag = some_flag_of(c);
    if (flag == nullptr) return fail({Code::kStateConflict, "none", {}});
    switch (dice_.below(5)) {
        case 0: return withdraw(terms_, c, *flag, by, "mistake", own_of(c));
        case 1: return add_to_flag(*flag, by, {"more", {}});
        case 2: return ask_flagger(terms_, c, *flag, by, "where?");
        case 3: return reply(terms_, c, *flag, by, "there", own_of(c));
        default: return appeal(terms_, c, flag, by, "wrong", book.cases.size() + 1);
    }
}

Result<Events> CaseworkHistory::do_something() {
    const auto* c = some_case();
    if (c == nullptr) return fail({Code::kStateConflict, "none", {}});
    if (c->forgotten_at != 0) return fail({Code::kStateConflict, "forgotten", {}});
    auto by = somebody();
    if (c->state == CaseState::kClaimed && !dice_.once_in(4)) {
        by.who = c->claimed_by;
        by.leads = by.who == "dara";
    }
    if (c->state == CaseState::kWaiting && dice_.once_in(2))
        return reply(terms_, *c, *book.find_flag(c->asked_flag), by, "there", own_of(*c));
    if (c->state == CaseState::kProposed && dice_.once_in(2))
        return dice_.once_in(3) ? decline(*c, by, "no") : decide_something(*c, by);
    if (c->state == CaseState::kClaimed && c->claimed_by == by.who && dice_.once_in(2))
        return decide_something(*c, by);
    if (c->state == CaseState::kClaimed && c->claimed_by == by.who && dice_.once_in(4))
        return with_flag(*c, by);
    if (c->state == CaseState::kOpen && !dice_.once_in(3)) return claim(terms_, *c, by, {});
    if (c->state == CaseState::kDecided && dice_.once_in(4))
        return appeal(terms_, *c, nullptr, by, "wrong", book.cases.size() + 1);
    if (c->danger && dice_.once_in(2)) return care_about(*c, by);
    if (c->state == CaseState::kDecided && c->open_about != 0 && dice_.once_in(5)) {
        by.leads = true;
        return undo(terms_, *c, by, "wrong", rechecks_of(*c));
    }
    switch (dice_.below(18)) {
        case 17: return care_about(*c, by);
        case 0:
        case 1: return claim(terms_, *c, by, {});
        case 2: return release(*c, by, {});
        case 3: return assign(*c, by, somebody().who, "knows it");
        case 4: return recuse(*c, by, "a friend");
        case 5: return route_some(*c, by);
        case 6: return give_opinion(*c, by, {Answer::kAllowed, {}, "I think"});
        case 7: return set_severity(*c, by, static_cast<std::uint8_t>(1 + dice_.below(5)), "seen");
        case 8: return clear_threat(terms_, *c, by, "no threat");
        case 9: return undo(terms_, *c, by, "wrong", rechecks_of(*c));
        case 10: return appeal(terms_, *c, nullptr, by, "wrong", book.cases.size() + 1);
        case 11:
        case 12: return with_flag(*c, by);
        case 13: return merge_some(*c, by);
        case 14: return note(*c, by, "hm");
        case 15: return give_content(*c, by, {"as it stands there", "author-1", "ti"});
        default: return decide_something(*c, by);
    }
}

// Of a danger to somebody's life.
Result<Events> CaseworkHistory::care_about(const Case& c, By by) {
    if (!c.danger || dice_.once_in(9)) return raise_danger(c, by, "he names a place");
    by.who = "dara";
    by.leads = true;
    DutyDecided duty;
    duty.ground = "the law";
    duty.target_offered = dice_.once_in(3);
    if (!c.duty_decided) return decide_duty(c, by, duty);
    return offer_target(c, by, {TargetNotice::kUnreachable, {}, "no address"});
}

Result<Events> CaseworkHistory::route_some(const Case& c, const By& by) {
    Routed where;
    where.reason = "somebody knows";
    if (dice_.once_in(2)) where.lang = dice_.once_in(2) ? "am" : "am-ET";
    if (where.lang.empty() || dice_.once_in(3)) where.skill = dice_.once_in(2) ? "law" : "music";
    return route(c, by, where);
}

Result<Events> CaseworkHistory::improve_something() {
    static constexpr std::string_view kClauses[] = {"incitement", "slurs", "spam"};
    auto by = somebody();
    by.leads = dice_.once_in(2);
    const std::string clause(kClauses[dice_.below(3)]);
    if (dice_.once_in(4)) {
        auto record = ClauseRecord{};
        if (const auto known = book.clauses.find(clause); known != book.clauses.end())
            record = known->second;
        record.clause = clause;
        return write_guidance(record, by, "Look twice: " + std::to_string(dice_.below(5)));
    }
    if (book.goldens.size() < 4 || dice_.once_in(3)) {
        Golden golden;
        golden.id = book.goldens.size() + 1;
        golden.answer = dice_.once_in(2) ? Answer::kViolates : Answer::kAllowed;
        golden.clause = clause;
        golden.why = "as the council said";
        golden.text = "gardeners";
        golden.face.subject.id = "golden-" + std::to_string(golden.id);
        return make_golden(std::move(golden), dice_.once_in(2) ? some_case() : nullptr, 3, by);
    }
    const auto at = book.goldens.find(1 + dice_.below(book.goldens.size()));
    if (dice_.once_in(9)) return retire_golden(at->second, by);
    if (!may_be_dealt(at->second, by.who)) return Events{};
    return deal_golden(terms_, at->second, dice_.once_in(2), book.cases.size() + 1, by, {}, 0);
}

Result<Events> CaseworkHistory::merge_some(const Case& c, const By& by) {
    if (dice_.once_in(2)) return hand_off_taken(c, by, "ref");
    const auto* into = some_case();
    if (into == nullptr || dice_.once_in(4)) return note(c, by, "hm");
    return merge(terms_, c, *into, by, own_of(c));
}

void CaseworkHistory::take(Result<Events> events) {
    if (!events || events->empty()) return;
    keep(*events);
    for (const auto& [clause, record] : std::map(book.clauses))
        if (const auto alarms = drift_alarm(terms_, record, now_); !alarms.empty()) keep(alarms);
    for (const auto& event : *events) {
        const auto* c = book.find_case(event.case_no);
        if (!std::holds_alternative<Ruled>(event.what) || c == nullptr) continue;
        warn_about(*c);
        c = book.find_case(event.case_no);  // the book is another now
        const auto why = recheck_of(terms_, *c, dice_.below(1000));
        if (why == RecheckWhy::kNone || c->kind == CaseKind::kRecheck) continue;
        keep(recheck(terms_, *c, why, book.cases.size() + 1, now_));
    }
}

void CaseworkHistory::warn_about(const Case& c) {
    std::set<std::uint64_t> partners;
    std::set<std::string> others;
    for (const auto& [id, flag] : book.flags) {
        if (flag.case_no != c.of || c.of == 0) continue;
        if (flag.partner != 0) partners.insert(flag.partner);
        else others.insert(flag.flagger);
    }
    for (const auto id : partners)
        if (const auto events = warn(terms_, *book.find_partner(id), now_); !events.empty())
            keep(events);
    for (const auto& who : others)
        if (const auto events = warn(terms_, book.find_flagger(who), now_); !events.empty())
            keep(events);
}

void CaseworkHistory::keep(const Events& events) {
    commands.push_back(events);
    for (const auto& event : events) {
        const auto* before = book.find_case(event.case_no);
        const std::string from = before == nullptr ? "" : std::string(state_of(*before));
        const auto done = book.apply({event});
        REQUIRE_MESSAGE(done.has_value(), name(event), " ",
                        done ? std::string() : to_string(done.error()));
        if (const auto* c = book.find_case(event.case_no))
            seen.insert(from + ">" + std::string(name(event)) + ">" + std::string(state_of(*c)));
    }
}
std::vector<Case> CaseworkHistory::family_of(std::uint64_t id) const {
    std::vector<Case> out = {*book.find_case(id)};
    for (std::size_t i = 0; i < out.size(); ++i)
        for (const auto other : std::vector(out[i].with_it)) out.push_back(*book.find_case(other));
    return out;
}

std::vector<Case> CaseworkHistory::rechecks_of(const Case& c) const {
    std::vector<Case> out;
    for (const auto id : c.with_it)
        if (const auto* one = book.find_case(id); one->kind == CaseKind::kRecheck)
            out.push_back(*one);
    return out;
}

void CaseworkHistory::forget_all() {
    for (const auto& [id, c] : Book(book).cases)
        for (const auto& events :
             {remove_material(family_of(id), now_), forget(terms_.rules(), family_of(id), now_)})
            if (!events.empty()) keep(events);
}

void CaseworkHistory::take_some_away() {
    const auto* c = some_case();
    auto events = c == nullptr ? Events{} : author_deleted(*c, now_);
    if (!events.empty()) keep(events);
}

void CaseworkHistory::hold_some() {
    const auto* c = some_case();
    for (const auto& [id, one] : book.cases)
        if (!one.holds.empty() && dice_.once_in(2)) c = &one;
    if (c == nullptr) return;
    const auto by = somebody();
    auto events = c->holds.empty() || dice_.once_in(9)
                      ? begin_hold(*c, by, "court", "letter")
                      : end_hold(*c, by, c->holds.front().id, "settled");
    if (events) keep(*events);
}

void CaseworkHistory::pass_all() {
    for (const auto& [id, c] : Book(book).cases) {
        auto events = pass_time(terms_, c, now_, own_of(c), dice_.once_in(5));
        while (!events.empty()) {  // a wait that ends may leave a warning
            keep(events);
            events = pass_time(terms_, *book.find_case(id), now_, own_of(*book.find_case(id)));
        }
        const auto* after = book.find_case(id);
        const auto next = next_time_of(*after);
        CHECK((next == 0 || next > now_));
    }
}

}  // namespace mizan::test
