// What an explanation must say, and that it can not be turned against the terminal. Layout is in tests/golden.
#include "service/explain.h"

#include <doctest/doctest.h>

#include "policy/compile.h"
#include "service/claim_text.h"
#include "service/clause_text.h"
#include "service/cost.h"

using namespace mizan;

namespace {

std::shared_ptr<const policy::Policy> tiny() {
    static const auto policy = [] {
        auto source = policy::Source::load(MIZAN_SOURCE_DIR "/tests/data/policies/tiny");
        REQUIRE(source);
        return policy::compile(*source).policy;
    }();
    REQUIRE(policy);
    return policy;
}

Post post_of(std::string_view text) {
    Post post;
    post.id = "p";
    post.parts.push_back({PartKind::kText, PartRole::kBody, text, {}});
    return post;
}

bool has(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

}  // namespace

TEST_CASE("the story marks the claim and its cue, and gives the clause's own words") {
    const auto post = post_of("It is wrong to say that rose growers are weeds");
    const service::Explainer e(tiny(), post);
    const auto story = e.story({});
    CHECK(has(story, "‹It is wrong to say› that «rose growers are weeds»"));
    CHECK(has(story, "You may not call people rubbish because of the garden they keep."));
    CHECK(has(story, "this excuses it"));
    CHECK(has(story, "Its exception counter-speech"));
    CHECK(has(story, tiny()->version));
}

TEST_CASE("a non-excuse is said to be none") {
    const auto post = post_of("No offence, but tulip growers are rubbish");
    const auto story = service::Explainer(tiny(), post).story({});
    CHECK(has(story, "the clause says that this is no excuse"));
    CHECK(has(story, "proposed action strike 1"));
}

TEST_CASE("control and direction characters of a post never reach the terminal") {
    const auto post = post_of("Rose growers are weeds \x1b[2J\xE2\x80\xAE \x9B gone\r");
    const service::Explainer e(tiny(), post);
    std::string all = e.story({});
    for (int s = 0; s <= static_cast<int>(service::ExplainStep::kAssessment); ++s)
        all += e.step(static_cast<service::ExplainStep>(s));
    CHECK_FALSE(has(all, "\x1b"));
    CHECK_FALSE(has(all, "\xE2\x80\xAE"));
    CHECK_FALSE(has(all, "\r"));
    CHECK(has(all, "\xEF\xBF\xBD"));
}

TEST_CASE("a post without words is explained too") {
    const auto post = post_of("");
    const service::Explainer e(tiny(), post);
    CHECK(has(e.story({}), "nothing that a clause looks for"));
    CHECK(e.step_json(service::ExplainStep::kTokens) == "[]");
}

TEST_CASE("an edge that a guard or a cover dropped is shown as dropped") {
    const auto post = post_of("The lawn is full of weeds and rose growers");
    const auto json = service::Explainer(tiny(), post).step_json(service::ExplainStep::kConcepts);
    CHECK(has(
        json,
        R"("words":"weeds","concept":"RUBBISH","kind":"neutral","reading":"plain","dropped":true)"));
}

TEST_CASE("every step has a name that is read back") {
    for (int s = 0; s <= static_cast<int>(service::ExplainStep::kDecision); ++s) {
        service::ExplainStep out{};
        CHECK(service::parse(service::name(static_cast<service::ExplainStep>(s)), out));
        CHECK(static_cast<int>(out) == s);
    }
    service::ExplainStep out{};
    CHECK_FALSE(service::parse("thoughts", out));
}

TEST_CASE("a clause is spelled with the titles of its frames and groups") {
    const auto* clause = service::find_clause(*tiny(), "rubbish");
    REQUIRE(clause != nullptr);
    std::string all;
    for (const auto& line : service::rule_lines(*tiny(), *clause))
        all += std::string(line.key) + ": " + line.text + "\n";
    CHECK(has(all, "protects: the garden they keep\n"));
    CHECK(has(all, "allow: negation, when the author denies it (polarity=negated)\n"));
    CHECK(has(all, "ignore: no excuse: no offence, but (disclaimer)\n"));
    CHECK(has(all, "action: label, strike 1\n"));
    CHECK(service::find_clause(*tiny(), "nowhere") == nullptr);
}

TEST_CASE("costs name every pattern's anchors, dearest first, frames last") {
    const auto cost = service::cost(*tiny());
    CHECK(cost.patterns.size() == tiny()->patterns.size());
    CHECK(cost.clauses == 2);
    bool frames = false;
    std::uint64_t last = UINT64_MAX;
    for (const auto& p : cost.patterns) {
        CHECK_FALSE(p.anchors.empty());
        CHECK(p.positions > 0);
        const bool frame = p.verdict == "after a claim";
        CHECK((frame || !frames));
        if (frame == frames) CHECK(p.per_million <= last);
        frames = frame;
        last = p.per_million;
    }
}

TEST_CASE(
    "a frame that would go to a person is not said to be nothing where an exception comes first") {
    const auto post = post_of("Are rose growers not weeds?");
    const auto story = service::Explainer(tiny(), post).story({});
    CHECK(has(story, "an exception that comes first excuses the statement"));
    CHECK_FALSE(has(story, "the clause makes nothing of it"));
}
