// Strikes that follow from decisions by people, and go with them.
#include <doctest/doctest.h>

#include <string>
#include <variant>

#include "cases/book.h"
#include "cases/commands.h"

using namespace mizan;
using namespace mizan::cases;

namespace {

constexpr std::uint64_t kStart = 1'767'571'200;

// Cases about posts of one author, decided one after the other.
class Bench {
public:
    Terms terms = *Terms::make(Rules{});
    Book book;
    Standing who = Standing::kOrdinary;
    std::optional<std::uint32_t> strikes = 1;
    std::uint64_t now = kStart;

    std::uint64_t open(const std::string& author = "alma") {
        FlagOrder order;
        order.subject.id = "post-" + std::to_string(book.cases.size() + 1);
        order.author = "said by who flags";
        Arrival arrival;
        arrival.flag = book.flags.size() + 1;
        arrival.case_no = book.cases.size() + 1;
        arrival.author = author;
        arrival.author_is = who;
        REQUIRE(book.apply(receive(terms, arrival, order, {"finn", now})));
        REQUIRE(book.apply(*claim(terms, get(arrival.case_no), {"anna", now}, {})));
        return arrival.case_no;
    }
    [[nodiscard]] const Case& get(std::uint64_t id) const { return *book.find_case(id); }
    [[nodiscard]] Given given(std::uint64_t id) const {
        const auto& c = get(id);
        Given given;
        given.severity = 3;
        given.strikes = strikes;
        given.standing = book.find_standing(c.author);
        given.of = c.of == 0 ? nullptr : book.find_case(c.of);
        return given;
    }
    static RulingOrder violates(std::string clause = "slurs") {
        RulingOrder order;
        order.answer = Answer::kViolates;
        order.clause = std::move(clause);
        order.reason = "seen";
        order.measures = {{"remove", 0, {}, 0}};
        return order;
    }
    Events keep(const Result<Events>& events) {
        REQUIRE_MESSAGE(events.has_value(), (events ? "" : events.error().message));
        REQUIRE(book.apply(*events));
        return *events;
    }
    Events rule(std::uint64_t id, const RulingOrder& order, std::string by = "anna") {
        return keep(cases::rule(terms, get(id), {std::move(by), now}, order, given(id)));
    }
    [[nodiscard]] std::uint32_t in_force(std::string_view author = "alma") const {
        const auto* standing = book.find_standing(author);
        return standing == nullptr ? 0 : strikes_in_force(standing->strikes, now);
    }
};

const Struck* struck_in(const Events& events) {
    for (const auto& event : events)
        if (const auto* e = std::get_if<Struck>(&event.what)) return e;
    return nullptr;
}
By lead(std::uint64_t at) {
    By by{"dara", at};
    by.leads = true;
    return by;
}

}  // namespace

TEST_CASE("a violation that a person finds is a strike against the author on record") {
    Bench bench;
    const auto events = bench.rule(bench.open(), Bench::violates());
    const auto* struck = struck_in(events);
    REQUIRE(struck != nullptr);
    CHECK(struck->actor == "alma");
    CHECK(struck->strike.notice == "case 1");
    CHECK(struck->strike.notified_at == bench.now);
    CHECK(struck->leads_to.step.action == "notice");
    CHECK(bench.in_force() == 1);
    CHECK(bench.book.find_case(1)->struck == "alma");
}

TEST_CASE("what follows of a strike depends on those that the author was told of") {
    Bench bench;
    auto delayed = Bench::violates();
    delayed.notice_delayed_until = bench.now + kDay;
    delayed.delay_ground = "hers";
    bench.rule(bench.open(), delayed);
    const auto second = bench.rule(bench.open(), Bench::violates());
    CHECK(struck_in(second)->leads_to.step.action == "notice");  // not told of the first
    bench.now += 2 * kDay;
    const auto third = bench.rule(bench.open(), Bench::violates());
    CHECK(struck_in(third)->leads_to.step.action == "limit");
    CHECK(bench.in_force() == 3);
    bench.now += 400 * kDay;
    CHECK(bench.in_force() == 0);
}

TEST_CASE("some violations are no strike") {
    Bench bench;
    SUBCASE("the clause gives none") { bench.strikes = std::nullopt; }
    SUBCASE("nobody knows the author") {}
    SUBCASE("it is kept up in the public interest") { bench.who = Standing::kOfficial; }
    const bool unknown = bench.strikes.has_value() && bench.who == Standing::kOrdinary;
    auto order = Bench::violates();
    if (bench.who == Standing::kOfficial) {
        order.measures = {{std::string(kKeepWithNotice), 0, {}, 0}};
        order.public_interest = PublicInterest{"mayor", "weighed", bench.now + kDay};
    }
    if (unknown) {
        FlagOrder flag;
        flag.subject.id = "post";
        Arrival arrival;
        arrival.flag = arrival.case_no = 1;
        REQUIRE(bench.book.apply(receive(bench.terms, arrival, flag, {"finn", bench.now})));
        REQUIRE(bench.book.apply(*claim(bench.terms, bench.get(1), {"anna", bench.now}, {})));
    } else {
        bench.open();
    }
    const auto events = bench.rule(1, order);
    CHECK(struck_in(events) == nullptr);
    CHECK(bench.book.actors.empty());
}

TEST_CASE("a clause's own number weighs so many times as much") {
    Bench bench;
    bench.strikes = 4;
    const auto events = bench.rule(bench.open(), Bench::violates());
    CHECK(struck_in(events)->strike.points == 4);
    CHECK(struck_in(events)->leads_to.step.action == "suspend");
}

TEST_CASE("two people restrict the account of an official, and not in bulk") {
    Bench bench;
    bench.who = Standing::kOfficial;
    bench.strikes = 4;
    const auto c = bench.open();
    auto given = bench.given(c);
    given.bulk = 1;
    const auto in_bulk =
        rule(bench.terms, bench.get(c), {"anna", bench.now}, Bench::violates(), given);
    REQUIRE_FALSE(in_bulk.has_value());
    const auto proposed = bench.rule(c, Bench::violates());
    CHECK(std::holds_alternative<Proposed>(proposed.front().what));
    CHECK(bench.in_force() == 0);
    const auto agreed =
        bench.keep(agree(bench.terms, bench.get(c), {"ben", bench.now}, bench.given(c)));
    CHECK(struck_in(agreed)->leads_to.needs_two_people);
    CHECK(bench.in_force() == 1);
}

TEST_CASE("a strike goes with its decision, as if it had never been") {
    Bench bench;
    bench.rule(bench.open(), Bench::violates());
    const auto before = bench.book.actors;
    const auto c = bench.open();
    bench.rule(c, Bench::violates());
    REQUIRE(bench.in_force() == 2);
    SUBCASE("that a lead undoes") {
        bench.keep(undo(bench.terms, bench.get(c), lead(bench.now), "wrong"));
        CHECK((bench.book.actors == before));
    }
    SUBCASE("that an appeal overturns") {
        bench.keep(appeal(bench.terms, bench.get(c), nullptr, {"alma", bench.now}, "wrong", 3));
        bench.keep(claim(bench.terms, bench.get(3), {"ben", bench.now}, {}));
        auto order = RulingOrder{};
        order.reason = "not so";
        order.review = Review::kOverturned;
        bench.rule(3, order, "ben");
        CHECK((bench.book.actors == before));
    }
    SUBCASE("that an appeal overturns for another clause: one strike for the other") {
        bench.keep(appeal(bench.terms, bench.get(c), nullptr, {"alma", bench.now}, "wrong", 3));
        bench.keep(claim(bench.terms, bench.get(3), {"ben", bench.now}, {}));
        auto order = Bench::violates("contempt");
        order.review = Review::kOverturned;
        const auto events = bench.rule(3, order, "ben");
        CHECK(struck_in(events)->leads_to.step.action == "limit");  // of two, not of three
        CHECK(bench.in_force() == 2);
        CHECK(bench.book.find_case(2)->struck.empty());
    }
    SUBCASE("that is looked at again and seen otherwise") {
        REQUIRE(bench.book.apply(
            recheck(bench.terms, bench.get(c), RecheckWhy::kSample, 3, bench.now)));
        bench.keep(claim(bench.terms, bench.get(3), {"ben", bench.now}, {}));
        bench.rule(3, Bench::violates("contempt"), "ben");
        CHECK((bench.book.actors == before));
        CHECK((bench.book.find_case(2)->state == CaseState::kOpen));
    }
}

TEST_CASE("so many strikes are kept, and those that expire first go first") {
    ActorStanding standing;
    Event event;
    Struck struck;
    for (std::uint64_t i = 1; i <= kStrikesKept + 5; ++i) {
        struck.strike.decision = i;
        struck.strike.given_at = i;
        struck.strike.expires_at = i == 100 ? 1 : 1000 + i;
        event.what = struck;
        apply(standing, event);
    }
    CHECK(standing.strikes.size() == kStrikesKept);
    CHECK(standing.strikes.front().decision == 5);
    for (const auto& strike : standing.strikes) CHECK(strike.decision != 100);
}

TEST_CASE("a strike whose case was forgotten goes once all that was told with it has expired") {
    ActorStanding standing;
    const auto give = [&](std::uint64_t case_no, std::string notice, std::uint64_t expires_at) {
        Strike strike;
        strike.case_no = strike.decision = case_no;
        strike.notice = std::move(notice);
        strike.expires_at = expires_at;
        standing.strikes.push_back(strike);
    };
    give(1, "", 100);
    give(2, "", 300);
    give(3, "n", 150);
    give(4, "n", 400);
    forget_strikes(standing, 1, 100);
    CHECK(standing.strikes.size() == 3);
    CHECK(lapses_at(standing) == 0);
    forget_strikes(standing, 2, 200);
    forget_strikes(standing, 3, 200);  // has expired, and would if it went let the other count
    CHECK(standing.strikes.size() == 3);
    CHECK(lapses_at(standing) == 300);
    lapse_strikes(standing, 299);
    CHECK(standing.strikes.size() == 3);
    lapse_strikes(standing, 300);
    REQUIRE(standing.strikes.size() == 2);
    CHECK(lapses_at(standing) == 400);
    lapse_strikes(standing, 1000);
    REQUIRE(standing.strikes.size() == 1);  // its case is kept
    CHECK(standing.strikes.front().case_no == 4);
    CHECK(lapses_at(standing) == 0);
}
