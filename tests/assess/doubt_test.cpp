// `doubt`: a clause leaves to a person what would violate it, where a signal speaks against it.
#include <doctest/doctest.h>

#include "model/json.h"
#include "service/clause_text.h"
#include "support/tiny_policy.h"

using namespace mizan;

namespace {

constexpr std::string_view kForce = "  severity 3\n";

Post scored(std::string_view text, std::int64_t value) {
    return test::post_with_signal(text, "score.threat", value);
}

// The clause `name-calling` with these lines before its severity.
test::PolicyFiles garden_with(std::string_view lines) {
    auto files = test::suspicious_garden();
    files.replace("policy.md", kForce, std::string(lines).append(kForce));
    return files;
}

test::PolicyFiles doubtful_garden() { return garden_with("  doubt signal score.threat < 2000\n"); }

}  // namespace

TEST_CASE("what would violate is left to a person where a signal speaks against it") {
    test::Engine engine(doubtful_garden());
    CHECK(engine.outcome(scored("Gardeners are weeds", 2000)) == "violation");
    const auto post = scored("Gardeners are weeds", 1999);
    const auto& d = engine.decide(post);
    CHECK(d.outcome == Outcome::kReview);
    CHECK(d.route == Route::kPerson);
    CHECK(d.actions.empty());
    REQUIRE(d.claims.size() == 1);
    CHECK(d.reason.find("what is known of the post speaks against it") != std::string::npos);
    REQUIRE(d.clauses.size() == 1);
    CHECK(d.clauses[0].unclear_by == UnclearBy::kDoubt);
    for (const auto& f : d.claims[0].frames) CHECK(f.effect != "to-review");
    std::string json;
    append_json(json, d);
    CHECK(json.find("\"finding\":\"unclear\",\"unclear_by\":\"doubt\"") != std::string::npos);
}

TEST_CASE("a missing signal doubts nothing, and doubt condemns and excuses nothing") {
    test::Engine engine(doubtful_garden());
    CHECK(engine.outcome("Gardeners are weeds") == "violation");
    CHECK(engine.outcome(scored("Gardeners are not weeds", 0)) == "allowed (negation)");
    CHECK(engine.outcome(scored("A calm afternoon by the pond", 0)) == "allowed");
}

TEST_CASE("of several statements the doubted one decides, wherever it stands") {
    test::Engine engine(doubtful_garden());
    for (const auto* text : {"Gardeners are weeds. What if bakers are weeds?",
                             "What if bakers are weeds? Gardeners are weeds."}) {
        CAPTURE(text);
        const auto post = scored(text, 0);
        const auto& d = engine.decide(post);
        CHECK(d.outcome == Outcome::kReview);
        REQUIRE(d.clauses.size() == 1);
        CHECK(d.clauses[0].unclear_by == UnclearBy::kDoubt);
        CHECK(d.reason.find("speaks against it") != std::string::npos);
    }
}

TEST_CASE("what is missing for one statement hides no doubt of another") {
    auto files = garden_with("  doubt signal score.threat < 2000\n");
    files.replace("policy.md", "  allow counter-speech: stance=condemned\n",
                  "  allow counter-speech: stance=condemned\n"
                  "  allow satire: mood=question & signal score.insult >= 1\n");
    files.replace("policy.md", "signal score.threat\n",
                  "signal score.threat\nsignal score.insult\n");
    test::Engine engine(files);
    for (const auto* text :
         {"Are bakers weeds? Gardeners are weeds.", "Gardeners are weeds. Are bakers weeds?"}) {
        CAPTURE(text);
        CHECK(engine.outcome(scored(text, 0)) == "review");
    }
}

TEST_CASE("several doubt lines: any; a clause that may act does not act on what it doubts") {
    auto files = garden_with("  doubt signal score.threat < 100\n  doubt reply\n");
    files.replace("policy.md",
                  "  ignore disclaimer\n  doubt signal score.threat < 100\n  doubt reply\n"
                  "  severity 3\n  enforce review\n",
                  "  ignore disclaimer\n  doubt signal score.threat < 100\n  doubt reply\n"
                  "  severity 3\n  enforce act\n");
    test::Engine engine(files);
    CHECK(engine.decide("Gardeners are weeds").route == Route::kAct);
    auto answer = test::post_of("Gardeners are weeds");
    answer.reply_to = "p0";
    CHECK(engine.outcome(answer) == "review");
    CHECK(engine.decide(answer).route == Route::kPerson);
    CHECK(engine.outcome(scored("Gardeners are weeds", 99)) == "review");
}

TEST_CASE("a clause tells what it doubts") {
    const auto policy = doubtful_garden().policy();
    const auto lines = service::rule_lines(*policy, policy->clauses[0]);
    const auto doubt = std::find_if(lines.begin(), lines.end(),
                                    [](const auto& line) { return line.key == "doubt"; });
    REQUIRE(doubt != lines.end());
    CHECK(doubt->text.find("2000") != std::string::npos);
}

TEST_CASE("doubt is about the post") {
    CHECK(!garden_with("  doubt kind=slur\n").compile().policy);
    CHECK(!garden_with("  doubt stance=condemned\n").compile().policy);
}
