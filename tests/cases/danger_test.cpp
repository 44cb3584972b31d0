// A danger to somebody's life: nothing is decided before it is decided whom to tell, and what is still to be done is said.
#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

#include "cases/apply.h"
#include "cases/commands.h"
#include "cases/retention.h"

using namespace mizan;
using namespace mizan::cases;

namespace {

constexpr std::uint64_t kThen = 1'700'000'000;
using Lacks = std::vector<std::string_view>;

struct InDanger {
    Terms terms = *Terms::make(Rules{});
    By ann{"ann", kThen};
    By lena{"lena", kThen, true};
    Case c;

    InDanger() {
        c.id = c.version = 1;
        c.flags = c.open_flags = 1;
        c.state = CaseState::kClaimed;
        c.claimed_by = "ann";
        c.claimed_until = kThen + kHour;
    }
    bool take(const Result<Events>& events) {
        if (!events) return false;
        for (const auto& event : *events) REQUIRE(apply(c, event).has_value());
        return true;
    }
    [[nodiscard]] Result<Events> ruled() const {
        RulingOrder order;
        order.reason = "a song";
        Given given;
        given.severity = 3;
        return rule(terms, c, ann, order, given);
    }
};

DutyDecided nobody_told() {
    DutyDecided duty;
    duty.ground = "he is in another country, and it is a line of a song";
    return duty;
}

}  // namespace

TEST_CASE("a case in which a life is in danger is not decided before it is decided whom to tell") {
    InDanger d;
    CHECK(d.ruled().has_value());
    REQUIRE(d.take(raise_danger(d.c, d.ann, "he names a place")));
    const auto refused = d.ruled();
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().code == Code::kStateConflict);
    CHECK(refused.error().where == "case 1");
    CHECK(refused.error().message.find("(duty)") != std::string::npos);
    CHECK_FALSE(decide_duty(d.c, d.ann, nobody_told()).has_value());  // a lead does
    By key = d.lena;
    key.person = false;
    CHECK_FALSE(decide_duty(d.c, key, nobody_told()).has_value());
    CHECK_FALSE(decide_duty(d.c, d.lena, {}).has_value());  // on what ground
    REQUIRE(d.take(decide_duty(d.c, d.lena, nobody_told())));
    CHECK(d.ruled().has_value());
    // Something new: it is decided anew.
    REQUIRE(d.take(raise_danger(d.c, d.ann, "now he names an hour")));
    CHECK_FALSE(d.ruled().has_value());
}

TEST_CASE("nor does a second person agree, nor is it decided in bulk") {
    InDanger d;
    RulingOrder order;
    order.reason = "so it is";
    Given given;
    given.severity = 3;
    given.needs_two = true;
    REQUIRE(d.take(rule(d.terms, d.c, d.ann, order, given)));
    REQUIRE(d.take(raise_danger(d.c, d.lena, "he names a place")));
    CHECK_FALSE(agree(d.terms, d.c, d.lena, given).has_value());
    REQUIRE(d.take(decide_duty(d.c, d.lena, nobody_told())));
    CHECK(agree(d.terms, d.c, d.lena, given).has_value());

    InDanger free;
    free.c.state = CaseState::kOpen;
    free.c.claimed_by.clear();
    given.needs_two = false;
    given.bulk = 7;
    CHECK(rule(free.terms, free.c, free.lena, order, given).has_value());
    REQUIRE(free.take(raise_danger(free.c, free.ann, "he names a place")));
    CHECK_FALSE(rule(free.terms, free.c, free.lena, order, given).has_value());
}

TEST_CASE("a case says what a danger still asks for, until whose life it is was told") {
    InDanger d;
    CHECK(danger_lacks(d.c).empty());
    CHECK_FALSE(offer_target(d.c, d.lena, {}).has_value());
    REQUIRE(d.take(raise_danger(d.c, d.ann, "he names a place")));
    CHECK((danger_lacks(d.c) == Lacks{"duty-decided", "target-offered"}));
    REQUIRE(d.take(decide_duty(d.c, d.lena, nobody_told())));
    CHECK((danger_lacks(d.c) == Lacks{"target-offered"}));
    REQUIRE(d.take(offer_target(d.c, d.lena, {TargetNotice::kOffered, {}, "by mail"})));
    CHECK((danger_lacks(d.c) == Lacks{"target-offered"}));  // they have not said how
    const auto place_of_fault = [&](TargetOffered notice) {
        const auto offered = offer_target(d.c, d.lena, std::move(notice));
        return offered ? std::string() : offered.error().where;
    };
    CHECK(place_of_fault({TargetNotice::kNone, {}, {}}) == "notice");
    CHECK(place_of_fault({TargetNotice::kChosen, {}, {}}) == "channel");
    CHECK(place_of_fault({TargetNotice::kDeclined, "phone", {}}) == "channel");
    CHECK(place_of_fault({TargetNotice::kUnreachable, {}, {}}) == "reason");
    SUBCASE("chosen") {
        REQUIRE(d.take(offer_target(d.c, d.lena, {TargetNotice::kChosen, "her sister", {}})));
    }
    SUBCASE("declined") {
        REQUIRE(d.take(offer_target(d.c, d.lena, {TargetNotice::kDeclined, {}, {}})));
    }
    SUBCASE("unreachable") {
        REQUIRE(d.take(offer_target(d.c, d.lena, {TargetNotice::kUnreachable, {}, "no address"})));
    }
    CHECK(danger_lacks(d.c).empty());
}

TEST_CASE("who decides whom to tell can say in one that whose life it is was told") {
    InDanger d;
    REQUIRE(d.take(raise_danger(d.c, d.ann, "he names a place")));
    auto duty = nobody_told();
    duty.contact = "her sister";
    CHECK_FALSE(decide_duty(d.c, d.lena, duty).has_value());
    duty.target_offered = true;
    const auto events = decide_duty(d.c, d.lena, duty);
    REQUIRE(events.has_value());
    REQUIRE(events->size() == 2);
    CHECK(name(events->back()) == "target-offered");
    CHECK(to_json({events->front()}).find("sister") ==
          std::string::npos);  // it would stay for good
    CHECK(to_json({events->back()}).find("sister") != std::string::npos);
    REQUIRE(d.take(events));
    CHECK((d.c.target == TargetNotice::kChosen));
    // As it stands on records of before there was such an event.
    InDanger old;
    REQUIRE(old.take(raise_danger(old.c, old.ann, "he names a place")));
    auto before = events->front();
    std::get<DutyDecided>(before.what).contact = "her sister";
    REQUIRE(apply(old.c, before).has_value());
    CHECK((old.c.target == TargetNotice::kChosen));
}

TEST_CASE("what is merged into another case takes its danger along") {
    InDanger d;
    InDanger into;
    into.c.id = 2;
    REQUIRE(d.take(raise_danger(d.c, d.ann, "he names a place")));
    const auto merges = [&](Case from) {
        auto to = into.c;
        const auto events = merge(d.terms, from, to, d.lena);
        REQUIRE(events.has_value());
        apply_to_other(to, events->front(), from);
        return to;
    };
    CHECK((danger_lacks(merges(d.c)) == Lacks{"duty-decided", "target-offered"}));
    REQUIRE(d.take(decide_duty(d.c, d.lena, nobody_told())));
    CHECK((danger_lacks(merges(d.c)) == Lacks{"target-offered"}));
    REQUIRE(into.take(raise_danger(into.c, into.ann, "he names a street")));
    CHECK((danger_lacks(merges(d.c)) == Lacks{"duty-decided", "target-offered"}));
}

TEST_CASE("by which channel somebody wants to be reached goes when the case is forgotten") {
    Event event;
    event.by = "lena";
    event.what = TargetOffered{TargetNotice::kChosen, "her sister", "told by phone"};
    const auto left = to_json({without_contents(event)});
    CHECK(left.find("sister") == std::string::npos);
    CHECK(left.find("phone") == std::string::npos);
    CHECK(left.find("chosen") != std::string::npos);
}
