// What becomes of a case when those who flagged take it back, and of a recheck when there is nothing to look at any more.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "cases/apply.h"
#include "cases/commands.h"
#include "cases/figures.h"

using namespace mizan;
using namespace mizan::cases;

namespace {

constexpr std::uint64_t kThen = 1'700'000'000;
constexpr std::uint64_t kTaken = kThen + 40 * kMinute;
constexpr std::uint64_t kSoon = kThen + 50 * kMinute;
using Names = std::vector<std::string>;

Names names_of_events(const Events& events) {
    Names out;
    for (const auto& event : events) out.emplace_back(name(event));
    return out;
}

// A case with one flag, of a partner and urgent.
struct FlaggedCase {
    Terms terms = *Terms::make(Rules{});
    Partner partner;
    Case c;
    Flag flag;

    explicit FlaggedCase(Urgency urgency = Urgency::kUrgent) {
        partner.id = 1;
        partner.facts.agreement.from = 1;
        Arrival arrival;
        arrival.flag = arrival.case_no = 1;
        arrival.partner = &partner;
        arrival.kind = FlaggerKind::kPartner;
        FlagOrder order;
        order.subject.id = "p1";
        order.urgency = urgency;
        const auto events = receive(terms, arrival, order, {"paul", kThen});
        c = *opened_by(events.front(), nullptr);
        flag = *flag_of(events.front());
        take(events);
    }
    void take(const Result<Events>& events) {
        REQUIRE(events.has_value());
        for (const auto& event : *events) REQUIRE(apply(c, event).has_value());
    }
    void find(std::uint8_t severity) {
        EngineFound found;
        found.severity = severity;
        found.clause = "slurs";
        found.record = 9;
        take(take_up(terms, &c, 1, found, kThen + 60));
    }
    Names withdraw_it() {
        const auto events = withdraw(terms, c, flag, {"paul", kTaken}, "the wrong post");
        take(events);
        return names_of_events(*events);
    }
    void claim_it() { take(claim(terms, c, {"ann", kThen + 30 * kMinute}, {})); }
};

}  // namespace

TEST_CASE("a case that nobody but who flagged has asked for is closed when they take it back") {
    FlaggedCase f;
    CHECK((f.withdraw_it() == Names{"flag-withdrawn", "withdrawn"}));
    CHECK((f.c.state == CaseState::kClosed));
    CHECK_FALSE(f.c.ruling.has_value());
    CHECK(f.c.over_at == kTaken);
    CHECK(next_time_of(f.c) == 0);
}

TEST_CASE("with another open flag it goes on") {
    FlaggedCase f;
    Arrival arrival;
    arrival.flag = 2;
    arrival.case_no = 1;
    arrival.joins = &f.c;
    FlagOrder order;
    order.subject.id = "p1";
    f.take(receive(f.terms, arrival, order, {"finn", kThen + 5}));
    const auto due = f.c.clock.due;
    CHECK((f.withdraw_it() == Names{"flag-withdrawn"}));
    CHECK((f.c.state == CaseState::kOpen));
    CHECK(f.c.clock.due == due);
}

TEST_CASE("what the engine found goes on as if nobody had flagged it") {
    FlaggedCase f;
    f.find(3);
    CHECK(f.c.severity == 4);  // of what is urgent
    CHECK((f.withdraw_it() == Names{"flag-withdrawn", "all-withdrawn"}));
    CHECK((f.c.state == CaseState::kOpen));
    CHECK(f.c.clock.due == kThen + 60 + 168 * kHour);
    CHECK((f.c.clock.hours == Hours::kOther));
    CHECK(f.c.severity == 3);
    CHECK_FALSE(f.c.partner);
    CHECK_FALSE(f.c.urgent);
    CHECK((level_of(f.c) == Level::kOther));
    CHECK(next_time_of(f.c) == f.c.clock.warn_at);

    FlaggedCase grave;
    grave.find(5);
    (void)grave.withdraw_it();
    CHECK(grave.c.clock.due == kThen + 60 + kHour);
    CHECK(grave.c.severity == 5);

    FlaggedCase set;
    set.find(2);
    set.take(set_severity(set.c, {"ann", kThen + 70}, 5, "names and places"));
    (void)set.withdraw_it();
    CHECK(set.c.severity == 5);
}

TEST_CASE("who has it decides it, and it is closed only if they let it go") {
    FlaggedCase f;
    f.claim_it();
    CHECK((f.withdraw_it() == Names{"flag-withdrawn", "all-withdrawn"}));
    CHECK((f.c.state == CaseState::kClaimed));
    CHECK(f.c.clock.due == kThen + 168 * kHour);
    SUBCASE("decided") {
        RulingOrder order;
        order.reason = "a song";
        Given given;
        given.severity = 3;
        f.take(rule(f.terms, f.c, {"ann", kSoon}, order, given));
        CHECK((f.c.state == CaseState::kDecided));
    }
    SUBCASE("let go") {
        f.take(release(f.c, {"ann", kThen + kHour}, {}));
        const auto passed = pass_time(f.terms, f.c, kThen + kHour);
        CHECK((names_of_events(passed) == Names{"withdrawn"}));
        f.take(passed);
        CHECK((f.c.state == CaseState::kClosed));
    }
    SUBCASE("whoever steps back leaves it to another") {
        f.take(recuse(f.c, {"ann", kSoon}, {}));
        CHECK(pass_time(f.terms, f.c, kThen + kHour).empty());
        CHECK((f.c.state == CaseState::kOpen));
    }
}

TEST_CASE("who is asked and takes it back is not waited for") {
    FlaggedCase f;
    f.claim_it();
    f.take(ask_flagger(f.terms, f.c, f.flag, {"ann", kThen + 35 * kMinute}, "which?"));
    CHECK((f.withdraw_it() == Names{"flag-withdrawn", "wait-ended", "withdrawn"}));
    CHECK((f.c.state == CaseState::kClosed));
    CHECK(f.c.clock.waiting_since == 0);
}

TEST_CASE("a threat goes on, and so does a danger, whoever takes back what") {
    FlaggedCase threat(Urgency::kThreat);
    const auto due = threat.c.clock.due;
    CHECK((threat.withdraw_it() == Names{"flag-withdrawn"}));
    CHECK((threat.c.state == CaseState::kOpen));
    CHECK(threat.c.clock.due == due);
    FlaggedCase danger;
    danger.take(raise_danger(danger.c, {"ann", kThen}, "he names a place"));
    CHECK((danger.withdraw_it() == Names{"flag-withdrawn"}));
    CHECK((danger.c.state == CaseState::kOpen));
}

TEST_CASE("a recheck is closed when the decision is undone, and is late no more") {
    FlaggedCase f;
    f.claim_it();
    RulingOrder order;
    order.answer = Answer::kViolates;
    order.clause = "slurs";
    order.measures = {{"remove", 0, {}, 0}};
    order.reason = "a slur";
    Given given;
    given.severity = 3;
    f.take(rule(f.terms, f.c, {"ann", kSoon}, order, given));
    const auto opened = recheck(f.terms, f.c, RecheckWhy::kSample, 2, kThen + kHour);
    auto again = *opened_by(opened.front(), &f.c);
    REQUIRE(apply(again, opened.front()).has_value());
    apply_to_other(f.c, opened.front(), again);
    CHECK(f.c.open_about == 1);
    const auto late = again.clock.due + kDay;
    const By lena{"lena", late, true};
    SUBCASE("open") {}
    SUBCASE("while somebody has it") {
        const auto claimed = claim(f.terms, again, {"ben", late - 60}, {});
        REQUIRE(claimed.has_value());
        REQUIRE(apply(again, claimed->front()).has_value());
    }
    const std::vector<Case> rechecks = {again};
    const auto undone = undo(f.terms, f.c, lena, "another post", rechecks);
    REQUIRE(undone.has_value());
    CHECK(name(undone->back()) == "recheck-closed");
    CHECK(undone->back().case_no == again.id);
    for (const auto& event : *undone) {
        auto& about = event.case_no == again.id ? again : f.c;
        const auto before = about;
        REQUIRE(apply(about, event).has_value());
        CHECK_FALSE(answered_in(event, about).has_value());
        for (const auto& tally : tallies_in(event, before, about, &f.c))
            CHECK((tally.series != Series::kBreached && tally.series != Series::kRechecks));
        if (other_of(event, about) == f.c.id) apply_to_other(f.c, event, again);
    }
    CHECK((again.state == CaseState::kClosed));
    CHECK(again.claimed_by.empty());
    CHECK(f.c.open_about == 0);
    CHECK((f.c.state == CaseState::kOpen));
    CHECK(pass_time(f.terms, again, late + kDay).empty());
    // Once it is over it is not closed again.
    const std::vector<Case> over = {again};
    FlaggedCase other;
    other.claim_it();
    other.take(rule(other.terms, other.c, {"ann", kSoon}, order, given));
    const auto plain = undo(other.terms, other.c, lena, "another post", over);
    REQUIRE(plain.has_value());
    CHECK(name(plain->back()) != "recheck-closed");
}
