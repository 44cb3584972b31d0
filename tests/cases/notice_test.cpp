// A notice to who was restricted: at once, or later for somebody's safety, and never not at all.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "cases/apply.h"
#include "cases/commands.h"
#include "cases/retention.h"

using namespace mizan;
using namespace mizan::cases;

namespace {

constexpr std::uint64_t kThen = 1'700'000'000;

struct Restricted {
    Rules rules;
    Case c;
    By ann{"ann", kThen};
    By lena{"lena", kThen, true};

    Restricted() {
        c.id = c.version = 1;
        c.subject.id = "p1";
        c.flags = c.open_flags = 1;
        c.kept_for = kept_for(FlaggerKind::kUser);
        c.state = CaseState::kClaimed;
        c.claimed_by = "ann";
        c.claimed_until = kThen + kHour;
    }
    [[nodiscard]] Terms terms() const { return *Terms::make(rules); }
    static RulingOrder order(std::uint64_t until) {
        RulingOrder order;
        order.answer = Answer::kViolates;
        order.clause = "slurs";
        order.measures = {{"remove", 0, {}, 0}};
        order.reason = "a slur";
        order.notice_delayed_until = until;
        if (until != 0) order.delay_ground = "his wife's, who told us";
        return order;
    }
    [[nodiscard]] Result<Events> rule_with(const RulingOrder& order) const {
        Given given;
        given.severity = 3;
        return rule(terms(), c, ann, order, given);
    }
    [[nodiscard]] std::string fault(const RulingOrder& order) const {
        const auto ruled = rule_with(order);
        return ruled ? std::string() : ruled.error().where;
    }
    void take(const Result<Events>& events) {
        REQUIRE(events.has_value());
        for (const auto& event : *events) REQUIRE(apply(c, event).has_value());
    }
    std::vector<std::string> pass(std::uint64_t now, bool is_erased = false) {
        const auto events = pass_time(terms(), c, now, nullptr, is_erased);
        take(events);
        std::vector<std::string> names;
        for (const auto& event : events) names.emplace_back(name(event));
        return names;
    }
};
using Names = std::vector<std::string>;

}  // namespace

TEST_CASE(
    "who is restricted is told with the decision, and nobody is told of what restricts nobody") {
    Restricted r;
    r.take(r.rule_with(Restricted::order(0)));
    CHECK(r.c.notified_at == kThen);
    CHECK(r.c.notice_at == 0);
    CHECK(next_time_of(r.c) == 0);
    Restricted other;
    RulingOrder allowed;
    allowed.reason = "a song";
    other.take(other.rule_with(allowed));
    CHECK(other.c.notified_at == 0);
}

TEST_CASE(
    "a notice is delayed on a ground, for a time that the rules limit, and of violations alone") {
    Restricted r;
    r.rules.notice_delay_days = 10;
    CHECK(r.fault(Restricted::order(kThen + 10 * kDay)).empty());
    CHECK(r.fault(Restricted::order(kThen + 10 * kDay + 1)) == "notice_delayed_until");
    CHECK(r.fault(Restricted::order(kThen)) == "notice_delayed_until");
    auto groundless = Restricted::order(kThen + kDay);
    groundless.delay_ground.clear();
    CHECK(r.fault(groundless) == "delay_ground");
    auto allowed = Restricted::order(kThen + kDay);
    allowed.answer = Answer::kAllowed;
    allowed.measures.clear();
    CHECK(r.fault(allowed) == "notice_delayed_until");
    r.rules.notice_delay_days = 0;
    CHECK(r.fault(Restricted::order(kThen + 1)) == "notice_delayed_until");
    r.rules.notice_delay_days = 31;
    const auto wrong = check(r.rules);
    REQUIRE_FALSE(wrong);
    CHECK(wrong.error().where == "notice_delay_days");
}

TEST_CASE("a delayed notice is sent when its time has come, once") {
    Restricted r;
    const auto until = kThen + 3 * kDay;
    r.take(r.rule_with(Restricted::order(until)));
    CHECK(r.c.notified_at == 0);
    CHECK(next_time_of(r.c) == until);
    CHECK(r.pass(until - 1).empty());
    CHECK((r.pass(until) == Names{"notice-sent"}));
    CHECK(r.c.notified_at == until);
    CHECK((r.c.state == CaseState::kDecided));
    CHECK(next_time_of(r.c) == 0);
    CHECK(r.pass(until + kDay).empty());
}

TEST_CASE("of what was undone, seen otherwise or erased no notice is sent") {
    Restricted r;
    const auto until = kThen + 3 * kDay;
    r.take(r.rule_with(Restricted::order(until)));
    SUBCASE("undone by a lead") {
        r.take(undo(r.terms(), r.c, r.lena, "another post"));
        CHECK(r.pass(until).empty());
    }
    SUBCASE("overturned in an appeal") {
        Event undone;
        undone.what = Undone{"wrong", 2, Answer::kAllowed};
        r.take(Events{undone});
        CHECK(r.pass(until).empty());
    }
    SUBCASE("seen otherwise in a recheck") {
        Event reopened;
        reopened.what = Reopened{"recheck", until + kDay, until + kDay, Hours::kAppeal, 0};
        r.take(Events{reopened});
        CHECK(r.pass(until).empty());
    }
    SUBCASE("erased") { CHECK((r.pass(until, true) == Names{"notice-dropped"})); }
    CHECK(r.c.notice_at == 0);
    CHECK(r.c.notified_at == 0);
}

TEST_CASE("who is told later has as long to appeal, and until then nothing goes") {
    Restricted r;
    const auto until = kThen + 30 * kDay;
    r.take(r.rule_with(Restricted::order(until)));
    CHECK(appeal_until(r.terms(), r.c) == until + 190 * kDay);
    CHECK(kept_since(r.c) == 0);
    (void)r.pass(until);
    CHECK(kept_since(r.c) == until);
    const std::vector<Case> family = {r.c};
    CHECK(forget(r.rules, family, kThen + 365 * kDay).empty());
    CHECK(forget(r.rules, family, until + 365 * kDay).size() == 1);
}

TEST_CASE("a second person who agrees after that day has the author told at once") {
    Restricted r;
    const auto until = kThen + kDay;
    Given given;
    given.severity = 3;
    given.needs_two = true;
    r.take(rule(r.terms(), r.c, r.ann, Restricted::order(until), given));
    r.lena.at = until + 5;
    r.take(agree(r.terms(), r.c, r.lena, given));
    CHECK(r.c.notice_at == 0);
    CHECK(r.c.notified_at == until + 5);
}
