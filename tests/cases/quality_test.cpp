// Guidance, golden cases, alarms: what is granted, and what follows.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "cases/book.h"
#include "cases/commands.h"

using namespace mizan;
using namespace mizan::cases;

namespace {

constexpr std::uint64_t kNow = 1'790'000'000;

By lead_at(std::uint64_t at = kNow) { return {"lena", at, true}; }

Golden made(std::string text = "gardeners") {
    Golden golden;
    golden.id = 1;
    golden.face.subject.id = "p1";
    golden.text = std::move(text);
    golden.answer = Answer::kViolates;
    golden.clause = "slurs";
    golden.why = "it is said of people";
    return golden;
}
std::string where_of(const Result<Events>& events) {
    return events ? std::string() : events.error().where;
}
ClauseRecord record_with(std::uint64_t same, std::uint64_t differ) {
    ClauseRecord record;
    record.clause = "slurs";
    for (std::uint64_t i = 0; i < same + differ; ++i)
        apply(record, SecondAnswer{kNow + i, OutcomeKind::kRecheck, i >= same});
    return record;
}
Terms terms_with(std::uint32_t answers, std::uint32_t percent) {
    Rules rules;
    rules.drift = {answers, percent};
    return *Terms::make(rules);
}

}  // namespace

TEST_CASE("guidance has versions without a gap, and the same text is none") {
    Book book;
    ClauseRecord record;
    record.clause = "slurs";
    for (const auto* text : {"one", "two"}) {
        REQUIRE(book.apply(*write_guidance(record, lead_at(), text)));
        record = book.clauses.at("slurs");
        CHECK_FALSE(write_guidance(record, lead_at(), text).has_value());
    }
    CHECK(record.guidance == 2);
    CHECK(book.guidances.at({"slurs", 1}).text == "one");
    CHECK(book.guidances.at({"slurs", 2}).sha256 == record.sha256);
    CHECK(where_of(write_guidance(record, lead_at(), " \n\t")) == "text");
    CHECK_FALSE(write_guidance(record, {"key:1", kNow, true, false}, "by a key").has_value());
}

TEST_CASE("a golden case has an answer, a clause of the policy, and a reason") {
    CHECK(make_golden(made(), nullptr, 3, lead_at()).has_value());
    CHECK(where_of(make_golden(made(""), nullptr, 3, lead_at())) == "text");
    CHECK(where_of(make_golden(made(), nullptr, 0, lead_at())) == "clause");
    auto golden = made();
    golden.why.clear();
    CHECK(where_of(make_golden(golden, nullptr, 3, lead_at())) == "why");
    golden = made();
    golden.clause.clear();
    CHECK(where_of(make_golden(golden, nullptr, 3, lead_at())) == "clause");
    CHECK_FALSE(make_golden(made(), nullptr, 3, {"ann", kNow}).has_value());
}

TEST_CASE("who decided a case, or was kept from it, is not given it as a golden one") {
    Case c;
    c.id = 7;
    c.version = 3;
    c.state = CaseState::kDecided;
    c.ruling = Ruling{};
    c.ruling->by = "ann";
    c.ruling->second = "ben";
    c.recused = {"cem"};
    c.subject.id = "p7";
    c.clause = "slurs";
    const auto events = make_golden(made(), &c, 3, lead_at());
    REQUIRE(events.has_value());
    const auto& golden = std::get<GoldenSet>(events->front().what).golden;
    for (const auto* who : {"ann", "ben", "cem", "lena"}) CHECK_FALSE(may_be_dealt(golden, who));
    CHECK(may_be_dealt(golden, "dara"));
    CHECK(golden.face.subject.id == "p7");
    c.undone = true;
    CHECK_FALSE(make_golden(made(), &c, 3, lead_at()).has_value());
    c.undone = false;
    c.sensitive = true;
    CHECK_FALSE(make_golden(made(), &c, 3, lead_at()).has_value());
}

TEST_CASE("from an answer to a golden case nothing follows, whatever it is") {
    const auto terms = terms_with(0, 100);
    for (const auto answer : {Answer::kViolates, Answer::kAllowed, Answer::kNotOurs}) {
        Book book;
        REQUIRE(book.apply(*make_golden(made(), nullptr, 3, lead_at())));
        const auto golden = book.goldens.at(1);  // apply() makes the book anew
        const By ann{"ann", kNow};
        REQUIRE(book.apply(*deal_golden(terms, golden, false, 1, ann, {}, 0)));
        CHECK(book.dealt.contains({"ann", 1}));
        const auto c = book.cases.at(1);
        CHECK(c.claimed_by == "ann");
        CHECK(next_time_of(c) == c.claimed_until);
        RulingOrder order;
        order.answer = answer;
        order.reason = "so it is";
        order.route = "elsewhere";
        if (answer == Answer::kViolates) {
            order.clause = "slurs";
            order.measures = {{"suspend", 0, {}, 0}};
        }
        Given given;
        given.severity = 5;
        given.strikes = 3;
        given.needs_two = true;
        given.golden = &golden;
        const auto events = rule(terms, c, ann, order, given);
        REQUIRE(events.has_value());
        REQUIRE(events->size() == 1);
        REQUIRE(book.apply(*events));
        const auto& after = book.cases.at(1);
        CHECK((after.state == CaseState::kDecided));
        CHECK(after.right == (answer == Answer::kViolates));
        CHECK(book.actors.empty());
        CHECK(book.tallies.empty());
        CHECK(book.answered.empty());
        CHECK(book.scores.at({"ann", "slurs"}).right == (after.right ? 1 : 0));
        CHECK_FALSE(appeal(terms, after, nullptr, ann, "why", 2).has_value());
        CHECK_FALSE(undo(terms, after, lead_at(), "why").has_value());
        CHECK(recheck_of(terms, after, 0) == RecheckWhy::kNone);
        given.bulk = 1;
        CHECK_FALSE(rule(terms, c, ann, order, given).has_value());
    }
}

TEST_CASE("an alarm comes when enough of the last answers differ, and once for the same") {
    const auto terms = terms_with(10, 40);
    CHECK(drift_alarm(terms, record_with(7, 3), kNow).empty());
    CHECK(drift_alarm(terms, record_with(0, 9), kNow).empty());  // too few
    const auto events = drift_alarm(terms, record_with(30, 4), kNow);
    REQUIRE(events.size() == 1);
    CHECK(std::get<DriftAlarmed>(events.front().what).differ == 4);
    auto record = record_with(30, 4);
    apply(record, events.front());
    CHECK(record.alarms == 1);
    for (int i = 0; i < 9; ++i) apply(record, SecondAnswer{kNow, OutcomeKind::kGolden, true});
    CHECK(drift_alarm(terms, record, kNow).empty());
    apply(record, SecondAnswer{kNow, OutcomeKind::kGolden, true});
    CHECK(drift_alarm(terms, record, kNow).size() == 1);
    Event written;
    written.what = GuidanceWritten{"slurs", 1, "hash", "text"};
    apply(record, written);
    CHECK(record.answers.empty());  // new guidance begins anew
    CHECK(drift_alarm(terms_with(0, 1), record_with(0, 100), kNow).empty());
}

TEST_CASE("no more answers of a clause are kept than are ever looked at") {
    CHECK(record_with(2 * kOutcomesKept, 1).answers.size() == kOutcomesKept);
    Rules rules;
    rules.drift.answers = kOutcomesKept + 1;
    CHECK_FALSE(check(rules).has_value());
}
