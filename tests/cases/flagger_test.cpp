// The records of those who flag: what second people found of their flags, from when on they weigh nothing, and the way back.
#include "cases/flagger.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "cases/commands.h"
#include "support/casework_history.h"

using namespace mizan;
using namespace mizan::cases;
using test::CaseworkHistory;

namespace {

constexpr std::uint64_t kNoon = 1'767'571'200;

Terms strict_terms() {
    Rules rules;
    rules.flags.poor_least = 3;
    rules.flags.poor_percent = 50;
    return *Terms::make(rules);
}

FlaggerRecord record_of(std::uint64_t reviewed, std::uint64_t held) {
    return {"finn", reviewed, held, false};
}

// A decided appeal or recheck, and what is ruled in it.
std::optional<FlagReview> reviewed(CaseKind kind, Answer answer) {
    Case c;
    c.id = 2;
    c.of = 1;
    c.kind = kind;
    Event event;
    Ruled ruled;
    ruled.ruling.order.answer = answer;
    event.what = ruled;
    return review_in(event, c);
}

constexpr const char* kAll = "";
using Counts = std::pair<std::uint64_t, std::uint64_t>;

std::string owner_of(const Flag& flag) {
    return flag.partner != 0 ? "partner " + std::to_string(flag.partner) : flag.flagger;
}

// Of a user's flags those of cases that are forgotten count no more.
void forget(const Book& book, std::uint64_t case_no, const std::map<std::uint64_t, Counts>& by_flag,
            std::map<std::string, Counts>& out) {
    for (const auto& [id, flag] : book.flags) {
        const auto counts = by_flag.find(id);
        if (flag.case_no != case_no || flag.partner != 0 || counts == by_flag.end()) continue;
        out[flag.flagger].first -= counts->second.first;
        out[flag.flagger].second -= counts->second.second;
    }
}

// A second answer that was undone counts no more.
void take_review_back(const Book& book, const Case& c, std::map<std::uint64_t, Counts>& by_flag,
                      std::map<std::string, Counts>& out) {
    const auto answer = c.ruling->order.answer;
    if (answer != Answer::kViolates && answer != Answer::kAllowed) return;
    for (const auto& [id, flag] : book.flags) {
        if (flag.case_no != c.of || by_flag[id].first == 0) continue;
        if (flag.partner != 0 && c.kind == CaseKind::kAppeal) continue;
        for (auto* counts : {&out[kAll], &out[owner_of(flag)], &by_flag[id]}) {
            --counts->first;
            counts->second -=
                answer == Answer::kViolates ? std::min<std::uint64_t>(1, counts->second) : 0;
        }
    }
}

// Counted from the events alone, with the flags as they stood before each.
std::map<std::string, Counts> counted(const Events& events) {
    std::map<std::string, Counts> out;
    std::map<std::uint64_t, Counts> by_flag;
    Book book;
    for (const auto& event : events) {
        if (std::holds_alternative<Forgotten>(event.what))
            forget(book, event.case_no, by_flag, out);
        const auto* c = book.find_case(event.case_no);
        const auto* ruled = std::get_if<Ruled>(&event.what);
        if (c != nullptr && c->of != 0 && ruled != nullptr) {
            const auto answer = ruled->ruling.order.answer;
            for (const auto& [id, flag] : book.flags) {
                if (flag.case_no != c->of || flag.state != FlagState::kAnswered) continue;
                if (flag.folded && !flag.poor) continue;
                // Who decides an appeal has seen the first answer.
                if (flag.partner != 0 && c->kind == CaseKind::kAppeal) continue;
                const bool says = answer == Answer::kViolates || answer == Answer::kAllowed;
                for (auto* counts : {&out[kAll], &out[owner_of(flag)], &by_flag[id]}) {
                    counts->first += says ? 1 : 0;
                    counts->second += answer == Answer::kViolates ? 1 : 0;
                }
            }
        }
        if (c != nullptr && c->of != 0 && std::holds_alternative<Undone>(event.what))
            take_review_back(book, *c, by_flag, out);
        REQUIRE(book.apply({event}));
    }
    return out;
}

}  // namespace

TEST_CASE("only what a second person found to be violated or allowed says something of flags") {
    for (const auto kind : {CaseKind::kAppeal, CaseKind::kRecheck}) {
        REQUIRE(reviewed(kind, Answer::kViolates).has_value());
        CHECK(reviewed(kind, Answer::kViolates)->held);
        CHECK(reviewed(kind, Answer::kViolates)->of == 1);
        REQUIRE(reviewed(kind, Answer::kAllowed).has_value());
        CHECK_FALSE(reviewed(kind, Answer::kAllowed)->held);
        for (const auto answer :
             {Answer::kUndecided, Answer::kCannotDecide, Answer::kNotOurs, Answer::kPolicyGap})
            CHECK_FALSE(reviewed(kind, answer).has_value());
    }
    CHECK_FALSE(reviewed(CaseKind::kFlags, Answer::kViolates).has_value());
}

TEST_CASE("a record is poor once enough flags were reviewed and too few held") {
    const auto limits = strict_terms().rules().flags;
    CHECK_FALSE(is_poor(limits, 2, 0));
    CHECK(is_poor(limits, 3, 1));
    CHECK_FALSE(is_poor(limits, 4, 2));
    CHECK(is_poor(limits, 5, 2));
}

TEST_CASE("who flagged is told once that their record is poor") {
    const auto terms = strict_terms();
    auto record = record_of(3, 1);
    const auto events = warn(terms, record, kNoon);
    REQUIRE(events.size() == 1);
    apply(record, events.front());
    CHECK(record.warned);
    CHECK(warn(terms, record, kNoon).empty());
    CHECK(warn(terms, record_of(3, 2), kNoon).empty());
    Partner partner;
    partner.id = 7;
    partner.state = PartnerState::kEnded;
    partner.reviewed = 3;
    const auto told = warn(terms, partner, kNoon);
    REQUIRE(told.size() == 1);
    CHECK(told.front().partner == 7);
    REQUIRE(apply(partner, told.front()));
    CHECK(warn(terms, partner, kNoon).empty());
}

TEST_CASE("flags of a poor record weigh nothing, and count all the same when they are reviewed") {
    Arrival arrival;
    arrival.flag = arrival.case_no = 1;
    arrival.poor = true;
    FlagOrder order;
    order.subject.id = "post";
    auto flag = *flag_of(receive(strict_terms(), arrival, order, {"finn", kNoon}).front());
    CHECK(flag.folded);
    flag.state = FlagState::kAnswered;
    const FlagReview review{1, true, false};
    CHECK(concerns(review, flag));
    flag.partner = 1;  // of whom only counts what was found without seeing the first answer
    CHECK_FALSE(concerns(review, flag));
    CHECK(concerns({1, true, false, 0, true}, flag));
    flag.partner = 0;
    flag.poor = false;  // one of a mass
    CHECK_FALSE(concerns(review, flag));
}

TEST_CASE("a second answer that is undone counts no more, for flags that it counted for") {
    Case appeal;
    appeal.id = 2;
    appeal.of = 1;
    appeal.kind = CaseKind::kAppeal;
    Ruling ruling;
    ruling.order.answer = Answer::kViolates;
    Event event;
    event.what = Undone{};
    CHECK_FALSE(review_in(event, appeal).has_value());  // there was none
    ruling.at = 1000;
    appeal.ruling = ruling;
    const auto review = review_in(event, appeal);
    REQUIRE(review.has_value());
    Flag flag;
    flag.received_at = 900;
    flag.state = FlagState::kOpen;  // it may be reopened meanwhile
    CHECK_FALSE(concerns(*review, flag));
    flag.reviewed = 2;
    flag.held = 1;
    CHECK(concerns(*review, flag));
    flag.received_at = 1001;  // it was reviewed by others since
    CHECK_FALSE(concerns(*review, flag));
    flag.received_at = 900;
    apply(flag, *review);
    CHECK(flag.reviewed == 1);
    CHECK(flag.held == 0);
    auto record = record_of(5, 3);
    apply(record, *review, 2);
    CHECK((record == record_of(3, 1)));
    appeal.kind = CaseKind::kFlags;
    CHECK_FALSE(review_in(event, appeal).has_value());
}

TEST_CASE("of a flag it is known for good that its time passed while it was open") {
    std::size_t late = 0;
    for (std::uint64_t seed = 400; seed < 440; ++seed) {
        CaseworkHistory history(seed);
        for (int i = 0; i < 250; ++i) history.step();
        std::map<std::uint64_t, std::uint64_t> since;  // by flag
        Book book;
        for (const auto& event : history.all()) {
            if (std::holds_alternative<Breached>(event.what))
                for (const auto& [id, flag] : book.flags)
                    if (flag.case_no == event.case_no && flag.state == FlagState::kOpen)
                        since.emplace(id, event.at);
            REQUIRE(book.apply({event}));
        }
        for (const auto& [id, flag] : history.book.flags)
            CHECK(flag.breached_at == (since.contains(id) ? since.at(id) : 0));
        late += since.size();
    }
    CHECK(late > 100);
}

TEST_CASE("every open flag that has a time of its own is late by now, or will be") {
    std::size_t waits = 0;
    for (std::uint64_t seed = 440; seed < 480; ++seed) {
        CaseworkHistory history(seed);
        for (int i = 0; i < 250; ++i) {
            history.step();
            for (const auto& [id, flag] : history.book.flags) {
                const auto& c = *history.book.find_case(flag.case_no);
                const bool is_open = flag.state == FlagState::kOpen && !flag.folded;
                if (!is_open || flag.breached_at != 0 || c.clock.breached_at == 0) continue;
                CHECK(c.clock.late_due > c.clock.breached_at);
                ++waits;
            }
        }
    }
    CHECK(waits > 100);
}

TEST_CASE("records of flaggers are what the decisions about decisions say") {
    std::size_t reviews = 0;
    for (std::uint64_t seed = 300; seed < 500; ++seed) {
        CaseworkHistory history(seed);
        for (int i = 0; i < 250; ++i) history.step();
        for (const auto& [who, counts] : counted(history.all())) {
            if (who == kAll) {
                reviews += counts.first;
            } else if (who.starts_with("partner ")) {
                const auto* partner = history.book.find_partner(std::stoull(who.substr(8)));
                REQUIRE(partner != nullptr);
                CHECK(partner->reviewed == counts.first);
                CHECK(partner->held == counts.second);
            } else {
                CHECK(history.book.find_flagger(who).reviewed == counts.first);
                CHECK(history.book.find_flagger(who).held == counts.second);
            }
        }
    }
    CHECK(reviews > 50);
}
