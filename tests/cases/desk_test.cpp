// Who is given which case, and how much of it: routing, load, exposure.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "cases/desk.h"

using namespace mizan;
using namespace mizan::cases;

namespace {

constexpr std::uint64_t kNoon = 20'000 * kDay + 12 * kHour;

Case case_of(std::uint64_t id, std::uint8_t severity, std::string clause = {}) {
    Case c;
    c.id = id;
    c.version = 1;
    c.severity = severity;
    c.clause = std::move(clause);
    return c;
}
Event event_at(std::uint64_t at, const std::string& who, What what) {
    Event event;
    event.at = at;
    event.by = who;
    event.case_no = 1;
    event.what = std::move(what);
    return event;
}
// A case that was had from `from` to `to`.
void have(Exposure& exposure, std::uint64_t id, std::uint64_t from, std::uint64_t to,
          std::uint8_t severity = 3) {
    auto c = case_of(id, severity);
    apply(exposure, event_at(from, "ann", Claimed{from + kDay}), c);
    c.state = CaseState::kClaimed;
    c.claimed_by = "ann";
    c.claimed_at = from;
    c.claimed_until = from + kDay;
    apply(exposure, event_at(to, "ann", Released{}), c);
}
ExposureRules rules_of_test() {
    ExposureRules rules;
    rules.grave_daily = 2;
    rules.break_after_minutes = 60;
    rules.break_minutes = 10;
    return rules;
}

}  // namespace

TEST_CASE("a language is its first part, and a case without one goes to everybody") {
    Takes takes;
    takes.langs = {"de-CH", "am"};
    CHECK(primary_lang("DE-at") == "de");
    CHECK(takes.lang("de"));
    CHECK(takes.lang(""));
    CHECK_FALSE(takes.lang("den"));
    CHECK_FALSE(takes.lang("d"));
}

TEST_CASE("a category is a clause, or all clauses that begin alike") {
    CHECK(in_category("threats", "threats"));
    CHECK_FALSE(in_category("threats-to-persons", "threats"));
    CHECK(in_category("threats-to-persons", "threats*"));
    CHECK(in_category("threats", "threats*"));
    CHECK_FALSE(in_category("", "threats*"));
}

TEST_CASE("cases of a category are held by so many at most") {
    Rules rules;
    rules.load_most = 3;
    rules.load_by_category = {{"slurs", 1, 1}, {"", 5, 1}};
    const auto terms = *Terms::make(rules);
    const By ann{"ann", kNoon};
    const std::vector<Case> one = {case_of(2, 3, "slurs")};
    CHECK_FALSE(claim(terms, case_of(1, 3, "slurs"), ann, one).has_value());
    CHECK(claim(terms, case_of(1, 3, "spam"), ann, one).has_value());
    const std::vector<Case> grave = {case_of(2, 5, "spam")};
    CHECK_FALSE(claim(terms, case_of(1, 5, "incitement"), ann, grave).has_value());
    CHECK(claim(terms, case_of(1, 4, "incitement"), ann, grave).has_value());
    CHECK_FALSE(claim(terms, case_of(1, 4, "incitement"), ann, grave, 1).has_value());  // her own
}

TEST_CASE("who names a case is asked what the queue asks, and told all that stands against it") {
    Rules rules;
    rules.load_most = 1;
    rules.exposure = rules_of_test();
    const auto terms = *Terms::make(rules);
    By ann{"ann", kNoon};
    Profile profile{"ann", {"en"}, {}, {"threat*"}, 0, 0};
    Today today;
    std::vector<Case> held;
    auto c = case_of(1, 4, "threats");
    c.lang = "fr-BE";
    c.skill = "law";
    const auto against = [&] {
        const auto asked = claim_named(terms, c, ann, {profile, today, held});
        if (asked) return std::string();
        CHECK(asked.error().code == Code::kStateConflict);
        CHECK(asked.error().where == "case 1");
        return asked.error().message;
    };
    const auto names = [](const std::string& text, std::string_view what) {
        return text.find(what) != std::string::npos;
    };
    today.break_until = kNoon + 5 * kMinute;
    today.grave = 2;
    held = {case_of(2, 1)};
    const auto all = against();
    for (const auto* what :
         {"\"threats\"", "12:05 UTC", "grave", "\"fr\"", "\"law\"", "as many cases as one"})
        CHECK_MESSAGE(names(all, what), all, what);
    // Who leads may have what they do not read or know, and nothing else.
    ann.leads = true;
    const auto left = against();
    for (const auto* what : {"\"threats\"", "12:05 UTC", "grave"}) CHECK(names(left, what));
    for (const auto* what : {"\"fr\"", "\"law\""}) CHECK_FALSE(names(left, what));
    profile.opt_outs.clear();
    CHECK_FALSE(names(against(), "threats"));
    today.break_until = 0;
    CHECK(names(against(), "grave"));
    today.grave = 1;
    held = {case_of(2, 1)};
    CHECK(against().empty());  // and more of them than others
    ann.leads = false;
    c.lang = c.skill = {};
    CHECK(names(against(), "as many cases as one person may"));
    held.clear();
    CHECK(against().empty());
}

TEST_CASE("what is assigned to somebody is theirs but for what they are spared and their break") {
    Rules rules;
    rules.exposure = rules_of_test();
    const auto terms = *Terms::make(rules);
    const By ann{"ann", kNoon};
    Profile profile{"ann", {"en"}, {}, {}, 0, 0};
    Today today;
    today.grave = 9;
    auto c = case_of(1, 5, "slurs");
    c.lang = "fr";
    c.skill = "law";
    CHECK_FALSE(claim_named(terms, c, ann, {profile, today, {}}).has_value());
    c.assigned_to = "ann";
    CHECK(claim_named(terms, c, ann, {profile, today, {}}).has_value());
    today.break_until = kNoon + kMinute;
    CHECK_FALSE(claim_named(terms, c, ann, {profile, today, {}}).has_value());
    today.break_until = 0;
    profile.opt_outs = {"slurs"};
    CHECK_FALSE(claim_named(terms, c, ann, {profile, today, {}}).has_value());
}

TEST_CASE("nobody is assigned what they are spared, and who assigns is not told why") {
    auto c = case_of(1, 3, "slurs");
    By lena{"lena", kNoon, true};
    CHECK(assign(c, lena, "ann", "you", false).has_value());
    const auto spared = assign(c, lena, "ann", "you", true);
    REQUIRE_FALSE(spared.has_value());
    CHECK(spared.error().message.find("spared") == std::string::npos);
    CHECK(spared.error().message.find("slurs") == std::string::npos);
    c.recused = {"ann"};
    const auto recused = assign(c, lena, "ann", "you", false);
    REQUIRE_FALSE(recused.has_value());
    CHECK(recused.error().message == spared.error().message);
    CHECK(assign(c, lena, "lena", "mine", true).error().code == Code::kStateConflict);
}

TEST_CASE("a case is seen once a day, by its severity") {
    Exposure exposure;
    for (const auto at : {kNoon, kNoon + 5, kNoon + kDay})
        apply(exposure, event_at(at, "ann", Viewed{}), case_of(7, 4));
    apply(exposure, event_at(kNoon + kDay, "ann", Viewed{}), case_of(8, 2));
    const auto today = today_of(rules_of_test(), exposure, {}, 0, kNoon + kDay);
    CHECK(today.seen == 2);
    CHECK(today.grave == 1);
    CHECK_FALSE(has_seen_enough(rules_of_test(), today));
    CHECK(today_of(rules_of_test(), exposure, {}, 0, kNoon + 2 * kDay).seen == 0);
    REQUIRE(exposure.days.size() == 2);
    CHECK(exposure.days.front().seen[3] == 1);
}

TEST_CASE("time with two cases at once counts once") {
    Exposure exposure;
    have(exposure, 1, kNoon, kNoon + 600);
    have(exposure, 2, kNoon + 300, kNoon + 900);
    have(exposure, 3, kNoon + 100, kNoon + 200);
    CHECK(today_of(rules_of_test(), exposure, {}, 0, kNoon + 900).seconds == 900);
    CHECK(exposure.work.size() == 1);
}

TEST_CASE("a break is asked for after an hour of work, and a pause that is shorter is none") {
    Exposure exposure;
    have(exposure, 1, kNoon, kNoon + 40 * kMinute);
    have(exposure, 2, kNoon + 49 * kMinute, kNoon + 68 * kMinute);
    const auto rules = rules_of_test();
    CHECK(today_of(rules, exposure, {}, 0, kNoon + 69 * kMinute).break_until == 0);
    have(exposure, 3, kNoon + 68 * kMinute, kNoon + 69 * kMinute);
    const auto tired = today_of(rules, exposure, {}, 0, kNoon + 70 * kMinute);
    CHECK(tired.since_break == 60 * kMinute);
    CHECK(tired.break_until == kNoon + 79 * kMinute);
    CHECK(today_of(rules, exposure, {}, 0, kNoon + 79 * kMinute).break_until == 0);
    // What was worked before a lead lifted it does not count.
    CHECK(today_of(rules, exposure, {}, kNoon + 70 * kMinute, kNoon + 71 * kMinute).break_until ==
          0);
    // A pause of ten minutes is a break.
    have(exposure, 4, kNoon + 79 * kMinute, kNoon + 130 * kMinute);
    CHECK(today_of(rules, exposure, {}, 0, kNoon + 130 * kMinute).since_break == 51 * kMinute);
    auto none = rules;
    none.break_after_minutes = 0;
    CHECK(today_of(none, exposure, {}, 0, kNoon + 139 * kMinute).break_until == 0);
}

TEST_CASE("a case that is still held counts until now, and no longer than the claim") {
    auto c = case_of(1, 3);
    c.state = CaseState::kClaimed;
    c.claimed_by = "ann";
    c.claimed_at = kNoon;
    c.claimed_until = kNoon + 30 * kMinute;
    const std::vector<Case> held = {c};
    const auto today = today_of(rules_of_test(), {}, held, 0, kNoon + 35 * kMinute);
    CHECK(today.seconds == 30 * kMinute);
    CHECK(today.since_break == 30 * kMinute);
}

TEST_CASE("what is kept of exposure is bounded, and the oldest stretches become one") {
    Exposure exposure;
    for (std::uint64_t i = 0; i < 200; ++i)
        have(exposure, i, kNoon + i * kHour, kNoon + i * kHour + 60);
    CHECK(exposure.work.size() == kStretchesKept);
    CHECK(exposure.work.front().from == kNoon);
    for (std::uint64_t i = 0; i < 60; ++i)
        have(exposure, i, kNoon + i * kDay, kNoon + i * kDay + 1);
    CHECK(exposure.days.size() <= kDaysKept);
}

TEST_CASE("care that cannot be is refused, with its place") {
    const auto place_of_fault = [](auto change) {
        Rules rules;
        change(rules);
        const auto checked = check(rules);
        return checked ? std::string() : checked.error().where;
    };
    CHECK(place_of_fault([](Rules& r) { r.exposure.grave_from = 6; }) == "exposure.grave_from");
    CHECK(place_of_fault([](Rules& r) { r.exposure.break_minutes = 0; }) ==
          "exposure.break_minutes");
    CHECK(place_of_fault([](Rules& r) { r.load_by_category = {{"", 1, 0}}; }) ==
          "load_by_category[0].most");
    CHECK(place_of_fault([](Rules& r) { r.load_by_category = {{"", 6, 1}}; }) ==
          "load_by_category[0].severity_from");
}
