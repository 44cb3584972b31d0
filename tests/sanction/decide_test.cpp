// Assessment -> Decision: the gravest finding decides, doubt is never innocence, and the reason never quotes the post.
#include "sanction/sanction.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "../support/tiny_policy.h"
#include "model/json.h"

using namespace mizan;
using namespace mizan::test;

namespace {

constexpr std::string_view kClaim = "all of the gardeners are weeds and it is so";

std::string json(const Decision& d) {
    std::string out;
    append_json(out, d);
    return out;
}

}  // namespace

TEST_CASE("the gravest violation decides, then the policy's order") {
    Engine engine(garden());
    const auto& both = engine.decide("the gardeners spoil it and the gardeners are weeds");
    CHECK(both.clauses.size() == 2);
    CHECK(both.clause == "name-calling");
    CHECK(both.severity == 3);
    Engine turned(garden().replace("policy.md", "  severity 2\n", "  severity 5\n"));
    CHECK(turned.decide("the gardeners spoil it and the gardeners are weeds").clause == "spoiling");
    Engine equal(garden().replace("policy.md", "  severity 2\n", "  severity 3\n"));
    CHECK(equal.decide("the gardeners spoil it and the gardeners are weeds").clause ==
          "name-calling");
}

TEST_CASE(
    "a violation outweighs review, review outweighs what could not be told, and that an excuse") {
    Engine engine(garden());
    CHECK(engine.outcome("suppose gardeners are weeds. the bakers are weeds") == "violation");
    CHECK(engine.outcome("suppose gardeners are weeds. the bakers are not weeds") == "review");
    Engine needs(garden().replace("policy.md", "  severity 2\n", "  severity 5\n  needs target\n"));
    CHECK(needs.outcome("the gardeners spoil it") == "undecided (context-missing)");
    CHECK(needs.outcome("the gardeners spoil it. suppose gardeners are weeds") == "review");
    CHECK(needs.outcome("the gardeners spoil it. gardeners are not weeds") ==
          "undecided (context-missing)");
}

TEST_CASE("actions are the clause's ladder, and only of a violation") {
    Engine engine(garden());
    const auto& d = engine.decide(kClaim);
    REQUIRE(d.actions.size() == 2);
    CHECK(d.actions[0].name == "remove");
    CHECK(d.actions[1].name == "strike");
    CHECK(d.actions[1].argument == 1);
    CHECK(d.route == Route::kPerson);
    CHECK(engine.decide("gardeners are not weeds").actions.empty());
    CHECK(engine.decide("suppose gardeners are weeds").actions.empty());
}

TEST_CASE("a clause acts alone only on what it was granted, covers in full and read whole") {
    auto files = garden().replace("policy.md", "  severity 3\n  enforce review\n",
                                  "  severity 3\n  enforce act\n  languages en\n");
    Engine engine(files);
    CHECK(engine.decide(kClaim).route == Route::kAct);
    auto post = post_of(kClaim);
    Part picture;
    picture.kind = PartKind::kMediaRef;
    picture.bytes = "m1";
    post.parts.push_back(picture);
    CHECK(engine.decide(post).route == Route::kPerson);
}

TEST_CASE(
    "coverage is each clause's own: one that sees nothing neither blinds nor clears the others") {
    const std::string german = "die Leute sind nicht mit dem Rad gekommen und das ist auch gut so";
    const auto with = [](const std::string& first, const std::string& second) {
        auto files = garden();
        files.replace("policy.md", "  severity 3\n", "  severity 3\n  languages " + first + "\n");
        files.replace("policy.md", "  severity 2\n", "  severity 2\n  languages " + second + "\n");
        return Engine(files);
    };
    auto neither = with("en", "en");
    CHECK(neither.outcome(german) == "undecided (not-covered)");
    CHECK(neither.decide(german).coverage.level == CoverageLevel::kNone);
    CHECK(neither.decide(german).reason == "Undecided: no clause covers its language.");
    auto second = with("en", "de");
    CHECK(second.outcome(german) == "allowed");
    REQUIRE(second.decide(german).coverage.exceptions.size() == 1);
    CHECK(second.decide(german).coverage.exceptions[0].clause == "spoiling");
    auto first = with("de", "en");
    CHECK(first.outcome(german) == "allowed");
}

TEST_CASE("a post that nobody could read is undecided, and one with a picture is read in part") {
    Engine engine(garden());
    CHECK(engine.outcome("") == "undecided (not-covered)");
    CHECK(engine.outcome("?!") == "undecided (not-covered)");
    CHECK(engine.decide("?!").reason == "Undecided: there is no text in it.");
    auto post = post_of("a b");
    post.parts[0].kind = PartKind::kMediaRef;
    CHECK(engine.outcome(post) == "undecided (not-covered)");
    CHECK(engine.decide(post).coverage.reason == "part-kind");
    CHECK(engine.decide(post).reason == "Undecided: no clause reads this kind of content.");
    post.parts.push_back(post_of("there is the rose that you like").parts[0]);
    CHECK(engine.outcome(post) == "allowed");
    CHECK(engine.decide(post).coverage.level == CoverageLevel::kPartial);
}

TEST_CASE(
    "a text that is mostly not readable is bad input for a person, whatever little is in it") {
    Engine engine(garden());
    for (const std::string text : {"the \xFF\xFE\x80\x81\xFF\xFE and that", "ab\x01\x02\x03",
                                   "you \xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD a"}) {
        const auto& d = engine.decide(text);
        CHECK(engine.outcome(text) == "undecided (bad-input)");
        CHECK(d.route == Route::kPerson);
        CHECK(d.coverage.reason == "bad-input");
        CHECK(d.reason == "Undecided: most of the text is not readable.");
    }
    CHECK(engine.outcome("there is the rose that you \xFF like") == "allowed");
    CHECK(engine.outcome(std::string(kClaim) +
                         std::string(" \xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF")) == "violation");
}

TEST_CASE("a policy in which no clause is in use covers nothing") {
    auto files = garden();
    files.replace("policy.md", "  severity 3\n", "  severity 3\n  state retired\n");
    files.replace("policy.md", "  severity 2\n", "  severity 2\n  state retired\n");
    Engine engine(files);
    CHECK(engine.outcome(kClaim) == "undecided (not-covered)");
    CHECK(engine.decide(kClaim).reason == "Undecided: no clause of the policy is in use.");
}

TEST_CASE("a truncated post is never allowed") {
    Engine engine(garden());
    std::string text;
    for (int i = 0; i < 70; ++i) text.append("gardeners are not weeds. ");
    const auto& d = engine.decide(text);
    CHECK(d.truncated);
    CHECK(d.outcome == Outcome::kUndecided);
    CHECK(d.cause == Cause::kTruncated);
    CHECK(d.route == Route::kPerson);
}

TEST_CASE("the reason is one sentence of the policy's words, whatever the post says") {
    Engine engine(garden());
    const std::string secret = "qzxv";
    for (const auto* shape :
         {"the gardeners are weeds qzxv", "the gardeners are not weeds qzxv",
          "suppose gardeners are weeds qzxv", "qzxv", "gardeners are w33ds qzxv", "qzxv?!", ""}) {
        CAPTURE(shape);
        const auto& d = engine.decide(shape);
        CHECK(!d.reason.empty());
        CHECK(d.reason.back() == '.');
        CHECK(d.reason.find(secret) == std::string::npos);
        CHECK(d.reason.find("weeds") == std::string::npos);
    }
    CHECK(engine.decide("the gardeners are weeds qzxv").reason ==
          "Violates the clause “Name-calling”: a statement about gardeners (craft), and no "
          "exception applies.");
    CHECK(engine.decide("no offence, the gardeners are weeds").reason ==
          "Violates the clause “Name-calling”: a statement about gardeners (craft), and no "
          "exception applies (a disclaimer is no excuse).");
    CHECK(engine.decide("roses").reason == "No clause finds anything it forbids.");
}

TEST_CASE(
    "the same post gives the same bytes from a used engine, a fresh one and one from a bundle") {
    const auto policy = garden().policy();
    Engine used(policy);
    const std::vector<std::string> texts = {std::string(kClaim), "gardeners are not weeds", "",
                                            "they are weeds", "suppose bakers are weeds? no"};
    std::vector<std::string> first;
    for (const auto& t : texts) first.push_back(json(used.decide(t)));
    auto order = texts;
    do {
        for (const auto& t : order) {
            const auto at =
                static_cast<std::size_t>(std::find(texts.begin(), texts.end(), t) - texts.begin());
            REQUIRE(json(used.decide(t)) == first[at]);
        }
    } while (std::next_permutation(order.begin(), order.end()));
    for (std::size_t i = 0; i < texts.size(); ++i)
        CHECK(json(Engine(garden()).decide(texts[i])) == first[i]);
}
