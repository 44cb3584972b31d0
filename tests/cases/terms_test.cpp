// Clocks by working time: what is due when, and what of it waiting, merging and reopening leave.
#include "cases/terms.h"

#include <doctest/doctest.h>

#include <string>
#include <variant>

#include "cases/book.h"
#include "cases/commands.h"

using namespace mizan;
using namespace mizan::cases;

namespace {

// 2026-01-05 is a Monday.
constexpr std::uint64_t kMonday = 1'767'571'200;
constexpr std::uint64_t at(std::uint64_t day, std::uint64_t hour) {
    return kMonday + day * kDay + hour * kHour;
}

WorkingTime office(std::string from, std::string to) {
    WorkingTime time;
    for (const auto* day : {"monday", "tuesday", "wednesday", "thursday", "friday"})
        time.days.push_back({day, from, to});
    return time;
}

Rules office_rules() {
    Rules rules;
    rules.service.other = office("09:00", "17:00");
    rules.service.partner = office("08:00", "20:00");
    rules.service.appeal = office("10:00", "12:00");
    rules.levels.other_hours = 16;
    rules.levels.urgent_hours = 8;
    rules.levels.partner_hours = 12;
    rules.levels.appeal_hours = 4;
    rules.levels.recheck_hours = 2;
    return rules;
}

Partner partner_of(std::uint64_t id) {
    Partner partner;
    partner.id = id;
    partner.facts.name = "P";
    return partner;
}

// A book, and what is asked of it.
class Office {
public:
    Terms terms = *Terms::make(office_rules());
    Book book;

    void keep(const Result<Events>& events) {
        REQUIRE_MESSAGE(events.has_value(), (events ? "" : events.error().message));
        REQUIRE(book.apply(*events));
    }
    std::uint64_t flag(Urgency urgency, std::uint64_t when, const std::string& post = "1",
                       const Served& served = {}) {
        FlagOrder order;
        order.subject.id = post;
        order.urgency = urgency;
        Arrival arrival;
        arrival.flag = book.flags.size() + 1;
        arrival.joins = book.open_about(order.subject);
        arrival.case_no = arrival.joins != nullptr ? arrival.joins->id : book.cases.size() + 1;
        arrival.partner = served.partner;
        arrival.calendar = served.calendar;
        if (served.partner != nullptr) {
            arrival.kind = FlaggerKind::kPartner;
            if (book.find_partner(served.partner->id) == nullptr)
                keep(add_partner(served.partner->id, served.partner->facts, {"dara", when}));
        }
        keep(receive(terms, arrival, order, {"finn", when}));
        return arrival.case_no;
    }
    const Case& get(std::uint64_t id) { return *book.find_case(id); }
    // Somebody has it, and asks.
    void ask(std::uint64_t id, std::uint64_t flag_id, std::uint64_t when) {
        keep(claim(terms, get(id), {"anna", when}, {}));
        keep(ask_flagger(terms, get(id), *book.find_flag(flag_id), {"anna", when}, "where?"));
    }
};

}  // namespace

TEST_CASE("hours of service are hours of the working time") {
    Office office;
    // Friday at four: an hour that day, eight on Monday, seven on Tuesday.
    CHECK(office.get(office.flag(Urgency::kNormal, at(4, 16))).clock.due == at(8, 16));
    CHECK(office.get(1).clock.warn_at == at(8, 12));
    CHECK(office.get(office.flag(Urgency::kUrgent, at(4, 16), "2")).clock.due == at(7, 16));
    const auto partner = partner_of(1);
    const auto by_partner = office.flag(Urgency::kNormal, at(4, 16), "3", {&partner, nullptr});
    CHECK(office.get(by_partner).clock.due == at(7, 16));
    CHECK((office.get(by_partner).clock.hours == Hours::kPartner));
    const auto found = take_up(office.terms, nullptr, 9, {}, at(5, 3));
    CHECK(std::get<EngineFound>(found.front().what).due == at(8, 17));
}

TEST_CASE("an agreement has its own working time, a threat has none") {
    Office office;
    auto partner = partner_of(1);
    partner.facts.agreement.service = ::office("00:00", "24:00");
    partner.facts.agreement.flag_hours = 24;
    const auto own = *Calendar::make(*partner.facts.agreement.service);
    const auto id = office.flag(Urgency::kNormal, at(4, 16), "1", {&partner, &own});
    CHECK(office.get(id).clock.due == at(7, 16));
    CHECK((office.get(id).clock.hours == Hours::kAgreement));
    CHECK(office.get(id).clock.agreement == 1);
    office.flag(Urgency::kThreat, at(5, 3), "1");
    CHECK(office.get(id).clock.due == at(5, 4));
    CHECK((office.get(id).clock.hours == Hours::kCalendar));
    office.keep(claim(office.terms, office.get(id), {"anna", at(5, 3)}, {}));
    office.keep(
        clear_threat(office.terms, office.get(id), {"anna", at(5, 3)}, "no", {&partner, &own}));
    CHECK(office.get(id).clock.due == at(7, 16));
    CHECK(office.get(id).clock.agreement == 1);
}

TEST_CASE("who waits over a weekend has as much time left as before") {
    Office office;
    const auto id = office.flag(Urgency::kNormal, at(4, 9));  // due on Monday at five
    REQUIRE(office.get(id).clock.due == at(7, 17));
    office.ask(id, 1, at(4, 16));
    office.keep(reply(office.terms, office.get(id), *office.book.find_flag(1), {"finn", at(7, 10)},
                      "there"));
    CHECK(office.get(id).clock.due == at(8, 11));  // nine hours after
    CHECK(office.get(id).clock.waited == 66 * kHour);
    CHECK(office.get(id).clock.waited_counted == 2 * kHour);
    CHECK(office.get(id).clock.waiting_since == 0);
}

TEST_CASE("a wait that nobody ends is over at its end, however late that is seen") {
    Office office;
    const auto id = office.flag(Urgency::kNormal, at(0, 9));
    office.ask(id, 1, at(0, 10));  // until Thursday at ten
    office.keep(pass_time(office.terms, office.get(id), at(4, 12)));
    CHECK(office.get(id).clock.waited == 72 * kHour);
    CHECK(office.get(id).clock.due == at(4, 17));  // fifteen hours after
}

TEST_CASE("a case that waits is merged with the time that it would have had") {
    Office office;
    const auto into = office.flag(Urgency::kNormal, at(1, 9), "1");
    const auto from = office.flag(Urgency::kNormal, at(0, 9), "2");
    office.ask(from, 2, at(0, 10));
    By lead{"dara", at(0, 12)};
    lead.leads = true;
    office.keep(merge(office.terms, office.get(from), office.get(into), lead));
    CHECK((office.get(from).state == CaseState::kMerged));
    CHECK(office.get(into).clock.due == at(2, 11));  // it was Tuesday at five, and waited two hours
    CHECK(office.get(into).clock.started == at(0, 9));
}

TEST_CASE("who is threatened ends a wait") {
    Office office;
    const auto id = office.flag(Urgency::kNormal, at(0, 9));
    office.ask(id, 1, at(0, 10));
    office.flag(Urgency::kThreat, at(0, 11));
    CHECK((office.get(id).state == CaseState::kOpen));
    CHECK(office.get(id).clock.due == at(0, 12));
    CHECK(office.get(id).clock.waiting_since == 0);
}

TEST_CASE("a flag that comes when its case is late already has its own time, and waits like any") {
    Office office;
    const auto id = office.flag(Urgency::kNormal, at(0, 9));  // due on Tuesday at five
    const auto pass = [&](std::uint64_t now) {
        const auto events = pass_time(office.terms, office.get(id), now);
        office.keep(events);
        return events.size();
    };
    pass(at(2, 9));
    const auto late_at = office.get(id).clock.breached_at;
    REQUIRE(late_at == at(2, 9));
    CHECK(next_time_of(office.get(id)) == 0);
    office.flag(Urgency::kUrgent, at(2, 10));  // due on Thursday at ten
    CHECK(office.get(id).clock.due == at(1, 17));
    CHECK(next_time_of(office.get(id)) == at(3, 10));
    office.ask(id, 2, at(2, 11));
    office.keep(reply(office.terms, office.get(id), *office.book.find_flag(2), {"finn", at(2, 13)},
                      "there"));
    CHECK(next_time_of(office.get(id)) == at(3, 12));
    CHECK(pass(at(3, 11)) == 0);
    CHECK(office.book.find_flag(2)->breached_at == 0);
    CHECK(pass(at(3, 12)) == 2);  // breached, escalated
    CHECK(office.book.find_flag(1)->breached_at == late_at);
    CHECK(office.book.find_flag(2)->breached_at == at(3, 12));
    CHECK(office.get(id).clock.breached_at == late_at);
    CHECK(next_time_of(office.get(id)) == 0);
}

TEST_CASE("flags that are merged into a late case, or from one, keep their time") {
    for (const bool from_late : {false, true}) {
        CAPTURE(from_late);
        Office office;
        const auto late = office.flag(Urgency::kNormal, at(0, 9), "1");
        office.keep(pass_time(office.terms, office.get(late), at(2, 9)));
        const auto other = office.flag(Urgency::kUrgent, at(2, 10), "2");
        By lead{"dara", at(2, 11)};
        lead.leads = true;
        const auto from = from_late ? late : other;
        const auto into = from_late ? other : late;
        office.keep(merge(office.terms, office.get(from), office.get(into), lead));
        CHECK(next_time_of(office.get(into)) == at(3, 10));
        office.keep(pass_time(office.terms, office.get(into), at(3, 10)));
        CHECK(office.book.find_flag(2)->breached_at == at(3, 10));
    }
}

TEST_CASE("a threat that comes to a late case and is none has the time of others from then on") {
    Office office;
    const auto id = office.flag(Urgency::kNormal, at(0, 9));
    office.keep(pass_time(office.terms, office.get(id), at(2, 9)));
    office.flag(Urgency::kThreat, at(2, 10));
    CHECK(next_time_of(office.get(id)) == at(2, 11));
    office.keep(claim(office.terms, office.get(id), {"anna", at(2, 10)}, {}));
    office.keep(clear_threat(office.terms, office.get(id), {"anna", at(2, 10)}, "no", {}));
    CHECK(office.get(id).clock.late_due == at(3, 17));
}

TEST_CASE("what is decided anew has the time of appeals, unless it is a threat") {
    for (const bool is_threat : {false, true}) {
        Office office;
        const auto id = office.flag(is_threat ? Urgency::kThreat : Urgency::kNormal, at(0, 9));
        office.keep(claim(office.terms, office.get(id), {"anna", at(0, 9)}, {}));
        RulingOrder order;
        order.reason = "seen";
        office.keep(rule(office.terms, office.get(id), {"anna", at(0, 9)}, order, {}));
        By lead{"dara", at(0, 11)};
        lead.leads = true;
        const auto again = appeal(office.terms, office.get(id), office.book.find_flag(1),
                                  {"finn", at(0, 11)}, "wrong", 2);
        REQUIRE(again.has_value());
        CHECK(std::get<Appealed>(again->front().what).due == at(2, 11));
        const auto looked =
            recheck(office.terms, office.get(id), RecheckWhy::kSample, 2, at(0, 11));
        CHECK(std::get<RecheckOpened>(looked.front().what).due == at(1, 11));
        office.keep(undo(office.terms, office.get(id), lead, "wrong"));
        CHECK(office.get(id).clock.due == (is_threat ? at(0, 12) : at(1, 11)));
    }
}

TEST_CASE("rules with a working time that cannot be are refused, with the place") {
    auto rules = office_rules();
    rules.service.other->days[2].from = "25:00";
    const auto made = Terms::make(rules);
    REQUIRE_FALSE(made.has_value());
    CHECK(made.error().where == "service.other.days[2].from");
    PartnerFacts facts;
    facts.name = "P";
    facts.agreement.service = WorkingTime{"Europe/Berlin", {}, {}};
    const auto checked = check(facts);
    REQUIRE_FALSE(checked.has_value());
    CHECK(checked.error().where.starts_with("agreement.service"));
}
