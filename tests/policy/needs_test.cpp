// Needs: what they leave out never had a match; policies that ask for what no term has.
#include "policy/needs.h"

#include <doctest/doctest.h>

#include "../support/bundle_bytes.h"
#include "../support/tiny_policy.h"
#include "policy/bundle.h"

using namespace mizan;
using namespace mizan::test;

namespace {

// A concept as deep as no one writes it: GROUP.a.a.a...
std::string deep_concepts(int levels, std::string& deepest) {
    std::string lines;
    deepest = "GROUP";
    for (int i = 0; i < levels; ++i) {
        deepest += ".a";
        lines += "concept " + deepest + "\n";
    }
    return lines;
}

}  // namespace

TEST_CASE("a group without any word is a need that no text meets, not a place beyond the table") {
    // Once the table of needs ended with the last symbol that some term carries; a draft of a policy wrote past it.
    PolicyFiles files;
    files.set("concepts.rules", "concept BAD\nconcept THEY\nconcept GROUP\nconcept GROUP.a\n");
    files.set("constructs.rules",
              "construct SAID(g: GROUP)\n  THEY BAD where THEY -> g within 1 sentence\n");
    files.set("lexicon/en/words.terms", "[BAD]\nbad\n[THEY]\nthey\n");
    files.set("policy.md", with_pattern("g").text("policy.md"));
    const auto policy = files.policy();
    CHECK(policy->needs.constructs.blocks > 0);
    CHECK(policy::from_bundle(policy::to_bundle(*policy)).has_value());
}

TEST_CASE("a bundle whose count of symbols does not fit its tables is refused") {
    auto policy = *garden().policy();
    policy.symbols += 1u << 20;
    CHECK_FALSE(policy::from_bundle(policy::to_bundle(policy)).has_value());
    policy.symbols = 0;
    CHECK_FALSE(policy::from_bundle(policy::to_bundle(policy)).has_value());
}

TEST_CASE("a term carries all of its concept's ancestors, however many") {
    std::string deepest;
    auto files = with_pattern("g BAD");
    files.append("concepts.rules", deep_concepts(300, deepest));
    files.append("lexicon/en/garden.terms", "[" + deepest + "]\nmoles\n");
    Engine engine(files);
    CHECK(engine.claims("moles weeds").claims.size() == 1);
}
