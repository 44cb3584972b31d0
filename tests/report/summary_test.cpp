#include "report/summary.h"

#include <doctest/doctest.h>

#include <string>

#include "report/figures.h"

using namespace mizan;
using namespace mizan::report;

namespace {

ClauseFinding finding(std::string_view clause, Finding what, std::uint32_t claim = 0,
                      std::string_view state = "live", std::string_view exception = {}) {
    ClauseFinding f;
    f.clause = clause;
    f.title = clause;
    f.state = state;
    f.finding = what;
    f.claim = claim;
    f.exception = exception;
    f.severity = 3;
    return f;
}

Claim claim(std::string_view group, std::string_view attribute) {
    Claim c;
    c.group = group;
    c.attribute = attribute;
    return c;
}

Decision nothing(std::string_view lang) {
    Decision d;
    d.post = "p";
    d.lang = lang;
    return d;
}

Decision violation() {
    Decision d = nothing("en");
    d.outcome = Outcome::kReview;
    d.finding = Finding::kViolates;
    d.route = Route::kPerson;
    d.severity = 3;
    d.claims = {claim("GROUP.religion.muslim", "religion"),
                claim("GROUP.religion.jewish", "religion")};
    d.clauses = {finding("a", Finding::kExcused, 0, "live", "report"),
                 finding("b", Finding::kViolates, 0), finding("c", Finding::kUnclear, 1),
                 finding("d", Finding::kViolates, 1, "shadow")};
    d.clause = "b";
    return d;
}

}  // namespace

TEST_CASE(
    "every post is counted once by outcome, finding, route and language; groups by their strongest "
    "finding") {
    Summary s;
    s.add(nothing("de"), "x");
    auto uncovered = nothing("");
    uncovered.coverage.level = CoverageLevel::kNone;
    s.add(uncovered, "");
    s.add(violation(), "y");
    s.add_reject(Code::kJsonMalformed);
    s.add_reject(Code::kJsonMalformed);
    const auto& c = s.counters();
    CHECK(c.posts == 3);
    CHECK(s.rejected() == 2);
    CHECK(*c.rejects.find("json-malformed") == 2);
    CHECK(c.outcome_coverage[std::size_t(Outcome::kAllowed)][std::size_t(CoverageLevel::kFull)] ==
          1);
    CHECK(c.outcome_coverage[std::size_t(Outcome::kAllowed)][std::size_t(CoverageLevel::kNone)] ==
          1);
    CHECK(c.findings[std::size_t(Finding::kViolates)] == 1);
    CHECK(c.routes[std::size_t(Route::kPerson)] == 1);
    CHECK(c.severities[3] == 1);
    CHECK(*c.languages.find("und") == 1);
    CHECK(*c.language_findings.find("en") == 1);
    CHECK(c.clauses.find("a")->found == FindingCounts{0, 0, 1});
    CHECK(*c.clauses.find("a")->excused_by.find("report") == 1);
    CHECK(c.clauses.find("d") == nullptr);
    CHECK(c.shadow.find("d")->found == FindingCounts{1, 0, 0});
    CHECK(*c.groups.find("GROUP.religion.muslim") == FindingCounts{1, 0, 0});
    CHECK(*c.groups.find("GROUP.religion.jewish") == FindingCounts{0, 1, 0});
    CHECK(*c.attributes.find("religion") == FindingCounts{1, 0, 0});
    CHECK(s.actors().top(9).size() == 1);
}

TEST_CASE(
    "partials added in input order give the same summary as adding one by one, whatever the cut") {
    std::string whole;
    for (const std::size_t batch : {1u, 3u, 100u}) {
        Summary s;
        s.info.elapsed_us = 1'500'000;
        Partial partial;
        for (std::size_t i = 0; i < 100; ++i) {
            const auto author = "author " + std::to_string(i % 7);
            const char* lang = i % 3 == 0 ? "zz" : "aa";
            if (i % 5 == 0) partial.add(violation(), author);
            if (i % 5 != 0) partial.add(nothing(lang), author);
            if (i % 11 == 0) partial.add_reject(Code::kTextMissing);
            if ((i + 1) % batch == 0 || i == 99) {
                s.add(partial);
                partial.clear();
            }
        }
        const auto shown = to_json(s) + to_text(s, {});
        if (whole.empty()) whole = shown;
        CHECK(shown == whole);
    }
    CHECK(whole.find("\"posts_per_second\":66") != whole.npos);
}

TEST_CASE("the text gives each rate its denominator and keeps control characters of input out") {
    Summary s;
    s.info.elapsed_us = 2'000'000;
    s.info.policy_version = std::string(64, 'a');
    for (int i = 0; i < 1999; ++i) s.add(nothing("en"), "x");
    s.add(violation(), "\x1B[2Jevil\nname");
    const auto text = to_text(s, {false, 80, 10});
    CHECK(text.find("2,000 posts decided in 2.00 s (1,000 posts/s), 0 records rejected") !=
          text.npos);
    CHECK(text.find("Outcome  of 2,000 posts") != text.npos);
    CHECK(text.find("confirmed by nobody") != text.npos);
    CHECK(text.find('\x1B') == text.npos);
    CHECK(text.find("evil\nname") == text.npos);
    CHECK(to_text(s, {true, 80, 10}).find("\x1B[2J") == std::string::npos);
    CHECK(to_text(Summary(), {}) == "0 posts decided, 0 records rejected\n");
}

TEST_CASE("figures: separators, shares, times and bars") {
    CHECK(thousands(0) == "0");
    CHECK(thousands(999) == "999");
    CHECK(thousands(1000) == "1,000");
    CHECK(thousands(18446744073709551615ull) == "18,446,744,073,709,551,615");
    CHECK(percent(1, 3) == "33.3 %");
    CHECK(percent(2, 3) == "66.7 %");
    CHECK(percent(0, 5) == "0.0 %");
    CHECK(percent(5, 5) == "100.0 %");
    CHECK(percent(1, 1'000'000) == "<0.1 %");
    CHECK(percent(999'999, 1'000'000) == ">99.9 %");
    CHECK(percent(1, 0) == "n/a");
    CHECK(percent(9'000'000'000'000'000'000ull, 18'000'000'000'000'000'000ull) == "50.0 %");
    CHECK(per_second(10, 0) == 0);
    CHECK(per_second(3'000'000, 1'500'000) == 2'000'000);
    CHECK(duration(3'204'999) == "3.20 s");
    CHECK(duration(185'000'000) == "3 min 5 s");
    CHECK(bar(0, 10, 8).empty());
    CHECK(bar(1, 1'000'000, 8) == "▏");
    CHECK(bar(10, 10, 3) == "███");
    CHECK(bar(50, 10, 3) == "███");
    CHECK(readable_group("GROUP.religion.sikh") == "GROUP › religion › sikh");
    CHECK(readable_group("FAITH.religion.sikh") != readable_group("GROUP.religion.sikh"));
    CHECK(readable_group("GROUP.national_origin") == "GROUP › national origin");
    CHECK(readable_group("") == "no group named");
}

TEST_CASE("clauses that protect what is no group of people are named in text and JSON") {
    Summary s;
    CHECK(to_text(s, {}).find("no group of people") == std::string::npos);
    CHECK(to_json(s).find("\"non_person_clauses\":[]") != std::string::npos);
    s.info.non_person_clauses = {{"brand", "The brand", {"a company", "a state"}}};
    const auto text = to_text(s, {});
    CHECK(text.find("Clauses that protect what is no group of people") != std::string::npos);
    CHECK(text.find("brand                           protects a company, a state\n") !=
          std::string::npos);
    CHECK(to_json(s).find("\"non_person_clauses\":[{\"clause\":\"brand\",\"title\":\"The brand\","
                          "\"protects\":[\"a company\",\"a state\"]}]") != std::string::npos);
}
