#include "cases/retention.h"

#include <doctest/doctest.h>

#include <vector>

#include "cases/apply.h"
#include "cases/terms.h"

using namespace mizan;
using namespace mizan::cases;

namespace {

constexpr std::uint64_t kOver = 1'700'000'000;

// Of a partner's flag: 730 days.
struct Taken {
    Rules rules;
    Case c;

    Taken() {
        c.id = c.version = 1;
        c.kept_for = kept_for(FlaggerKind::kPartner);
    }
    void end() {
        c.state = CaseState::kDecided;
        c.over_at = kOver;
    }
    bool take_away(std::uint64_t at) {
        const auto events = author_deleted(c, at);
        for (const auto& event : events) REQUIRE(apply(c, event).has_value());
        return !events.empty();
    }
    [[nodiscard]] bool goes(std::uint64_t days) const {
        const std::vector<Case> family = {c};
        const bool is_it = !forget(rules, family, kOver + days * kDay).empty();
        // Whoever looks for such cases finds it then.
        const auto most = keep_days(rules.retention, c.kept_for) * kDay;
        if (is_it) CHECK((kept_since(c) != 0 && kept_since(c) + most <= kOver + days * kDay));
        return is_it;
    }
};

}  // namespace

TEST_CASE(
    "a case is kept as long as the longest that is in it, and never goes while it is looked at") {
    Rules rules;
    rules.retention.government_days = 0;
    Case c;
    c.id = 1;
    c.state = CaseState::kDecided;
    c.over_at = 1'700'000'000;
    c.kept_for = kept_for(FlaggerKind::kUser);
    const auto goes = [&](std::uint64_t days) {
        const std::vector<Case> family = {c};
        return forget(rules, family, c.over_at + days * kDay).size();
    };
    CHECK(goes(364) == 0);
    CHECK(goes(365) == 1);
    c.kept_for |= kept_for(FlaggerKind::kPartner);
    CHECK(goes(729) == 0);
    CHECK(goes(730) == 1);
    c.open_about = 1;
    CHECK(goes(5000) == 0);
    c.open_about = 0;
    c.kept_for |= kept_for(FlaggerKind::kGovernment);
    CHECK(goes(5000) == 0);
    rules.retention.government_days = 730;
    rules.retention.user_days = 189;
    const auto wrong = check(rules);
    REQUIRE_FALSE(wrong);
    CHECK(wrong.error().where == "retention.user_days");
}

TEST_CASE(
    "decisions are kept for good, or so long as the rules say and a case that is kept needs") {
    Rules rules;
    CHECK(decisions_past(rules.retention, kOver) == 0);
    rules.retention.decisions_days = 200;
    CHECK(decisions_past(rules.retention, kOver) == kOver - 200 * kDay);
    CHECK(decisions_past(rules.retention, 100 * kDay) == 0);
    CHECK(check(rules).has_value());
    rules.retention.decisions_days = 189;  // an appeal could be about it
    const auto wrong = check(rules);
    REQUIRE_FALSE(wrong);
    CHECK(wrong.error().where == "retention.decisions_days");
    Case c;
    c.id = 1;
    for (const auto state : {CaseState::kOpen, CaseState::kDecided, CaseState::kMerged}) {
        c.state = state;
        CHECK(keeps_decisions(c));
    }
    c.forgotten_at = kOver;
    CHECK_FALSE(keeps_decisions(c));
    c.forgotten_at = 0;
    c.kind = CaseKind::kGolden;  // what it shows is kept by the case that it was made from
    CHECK_FALSE(keeps_decisions(c));
}

TEST_CASE("what its author took away while it was open goes when its time is over after that") {
    Taken t;
    t.c.state = CaseState::kClaimed;
    CHECK(t.take_away(kOver - 300 * kDay));
    CHECK((t.c.state == CaseState::kClaimed));
    CHECK_FALSE(t.goes(5000));
    t.end();
    CHECK_FALSE(t.goes(189));
    CHECK(t.goes(190));
}

TEST_CASE("what its author took away later is kept for no longer than from then on") {
    Taken t;
    t.end();
    SUBCASE("soon") {
        CHECK(t.take_away(kOver + 100 * kDay));
        CHECK_FALSE(t.take_away(kOver + 101 * kDay));
        CHECK_FALSE(t.goes(289));
        CHECK(t.goes(290));
    }
    SUBCASE("too late to be sooner") {
        CHECK(t.take_away(kOver + 541 * kDay));
        CHECK_FALSE(t.goes(729));
        CHECK(t.goes(730));
    }
    SUBCASE("what else were kept for good") {
        t.rules.retention.partner_days = 0;
        CHECK_FALSE(t.goes(50'000));
        CHECK(t.take_away(kOver + 1000 * kDay));
        CHECK_FALSE(t.goes(1189));
        CHECK(t.goes(1190));
    }
    SUBCASE("where the rules say that it changes nothing") {
        t.rules.retention.author_deleted_days = 0;
        CHECK(t.take_away(kOver));
        CHECK(t.goes(730));
    }
}
