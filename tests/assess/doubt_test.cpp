// `doubt`: a clause leaves to a person what would violate it, where a signal speaks against it.
#include <doctest/doctest.h>

#include "support/tiny_policy.h"

using namespace mizan;

namespace {

Post scored(std::string_view text, std::int64_t value) {
    Post post = test::post_of(text);
    Signal signal;
    signal.name = "score.threat";
    signal.value = value;
    post.signals.push_back(signal);
    return post;
}

test::PolicyFiles doubtful_garden() {
    auto files = test::suspicious_garden();
    files.replace("policy.md", "  severity 3\n",
                  "  severity 3\n  doubt signal score.threat < 2000\n");
    return files;
}

}  // namespace

TEST_CASE("what would violate is left to a person where a signal speaks against it") {
    test::Engine engine(doubtful_garden());
    CHECK(engine.outcome(scored("Gardeners are weeds", 2000)) == "violation");
    const auto post = scored("Gardeners are weeds", 1999);
    const auto& d = engine.decide(post);
    CHECK(d.outcome == Outcome::kReview);
    CHECK(d.route == Route::kPerson);
    CHECK(d.actions.empty());
    CHECK(d.claims.size() == 1);
    CHECK(d.reason.find("what is known of the post speaks against it") != std::string::npos);
}

TEST_CASE("a missing signal doubts nothing, and doubt condemns and excuses nothing") {
    test::Engine engine(doubtful_garden());
    CHECK(engine.outcome("Gardeners are weeds") == "violation");
    CHECK(engine.outcome(scored("Gardeners are not weeds", 0)) ==
          engine.outcome("Gardeners are not weeds"));
    CHECK(engine.outcome(scored("A calm afternoon by the pond", 0)) == "allowed");
}

TEST_CASE("doubt is about the post") {
    auto files = test::suspicious_garden();
    files.replace("policy.md", "  severity 3\n", "  severity 3\n  doubt kind=slur\n");
    CHECK(!files.compile().policy);
}
