// `suspect`: a clause that holds a post for a person on a signal alone, and learned scores as such signals.
#include <doctest/doctest.h>

#include "model/json.h"
#include "score/scorer.h"
#include "service/decide.h"
#include "support/tiny_policy.h"

using namespace mizan;

namespace {

// Long enough that some of its features meet a row's check.
constexpr std::string_view kLong =
    "A calm afternoon by the pond where we sat and talked about the garden, the bread, the weather "
    "and the "
    "many small things that people talk about when they have nothing else to do and the sun is out "
    "at last, "
    "until somebody remembered the soup that had been left on the stove since noon and everybody "
    "ran home";

Post scored(std::string_view text, std::int64_t value) {
    return test::post_with_signal(text, "score.threat", value);
}

// A model that takes every text it has words for to be a threat.
std::shared_ptr<const score::Model> alarmed_model() {
    score::Model model;
    model.language = "en";
    model.version = std::string(64, 'a');
    model.log2_rows = 8;
    model.rows.resize(256);
    for (auto& row : model.rows) row.check = 1;  // a few features of any text
    model.frequent.assign((std::size_t{1} << score::Model::kFrequentLog2) / 64, 0);
    model.knots[static_cast<std::size_t>(score::Label::kThreat)] = {{-1'000'000, 8000}};
    return std::make_shared<const score::Model>(std::move(model));
}

}  // namespace

TEST_CASE("a signal from its bound on holds the post for a person, with no claim and no action") {
    test::Engine engine(test::suspicious_garden());
    const auto post = scored("A calm afternoon by the pond", 7000);
    const auto& d = engine.decide(post);
    CHECK(d.outcome == Outcome::kReview);
    CHECK(d.route == Route::kPerson);
    CHECK(d.clause == "suspected");
    CHECK(d.claims.empty());
    CHECK(d.actions.empty());
    CHECK(d.reason.find("calls for a look") != std::string::npos);
    std::string json;
    append_json(json, d);
    CHECK(json.find("\"claim\":") == std::string::npos);
    CHECK(engine.outcome(scored("A calm afternoon by the pond", 6999)) == "allowed");
}

TEST_CASE("a missing signal suspects nobody") {
    test::Engine engine(test::suspicious_garden());
    CHECK(engine.outcome("A calm afternoon by the pond") == "allowed");
}

TEST_CASE("what the grammar understood stays as it is") {
    test::Engine engine(test::suspicious_garden());
    CHECK(engine.outcome(scored("Gardeners are weeds", 9000)) ==
          engine.outcome("Gardeners are weeds"));
    CHECK(engine.outcome(scored("Gardeners are not weeds", 9000)) ==
          engine.outcome("Gardeners are not weeds"));
    CHECK(engine.outcome("Gardeners are not weeds").starts_with("allowed"));
    CHECK(engine.decide(scored("Gardeners are weeds", 9000)).clauses.size() == 1);
}

TEST_CASE("what only a shadow clause excuses excuses nothing") {
    auto files = test::suspicious_garden();
    files.replace("policy.md", "  severity 3\n", "  severity 3\n  state shadow\n");
    test::Engine engine(files);
    CHECK(engine.outcome(scored("Gardeners are not weeds", 9000)) == "review");
}

TEST_CASE("a clause needs something to detect or to suspect, and suspects by the post alone") {
    auto nothing = test::suspicious_garden();
    nothing.replace("policy.md", "  suspect signal score.threat >= 7000\n", "");
    CHECK(!nothing.compile().policy);
    auto of_claim = test::suspicious_garden();
    of_claim.replace("policy.md", "  suspect signal score.threat >= 7000\n",
                     "  suspect kind=slur\n");
    CHECK(!of_claim.compile().policy);
}

TEST_CASE(
    "a learned score is read where the policy declares it, told with its model, and yields to one "
    "that comes with the post") {
    const auto policy = test::suspicious_garden().policy();
    service::Decider decider(policy,
                             std::make_shared<const score::Scorer>(alarmed_model(), policy));
    const auto post = test::post_of(kLong);
    const auto& d = decider.decide(post);
    CHECK(d.outcome == Outcome::kReview);
    REQUIRE(d.scores.size() == 1);
    CHECK(d.scores[0].name == "threat");
    CHECK(d.scores[0].value == 8000);
    CHECK(d.score_model == std::string(64, 'a'));
    std::string json;
    append_json(json, d);
    CHECK(json.find("\"scores\":{\"model\":\"" + std::string(64, 'a') + "\",\"threat\":8000}") !=
          std::string::npos);

    const auto replayed = scored(kLong, 10);
    CHECK(decider.decide(replayed).outcome == Outcome::kAllowed);
    CHECK(decider.decide(replayed).scores.empty());
    CHECK(decider.decide(test::post_of("...")).scores.empty());

    const auto silent = test::garden().policy();  // declares no score
    service::Decider plain(silent, std::make_shared<const score::Scorer>(alarmed_model(), silent));
    CHECK(plain.decide(post).scores.empty());
}
