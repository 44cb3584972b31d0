// Needs: what they leave out never had a match; policies that ask for what no term has.
#include "policy/needs.h"

#include <doctest/doctest.h>

#include <functional>
#include <vector>

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

TEST_CASE("a bundle whose needs point beyond their tables is refused") {
    using Edit = std::function<void(policy::Needs&)>;
    const std::vector<Edit> edits = {
        [](auto& n) { n.orders.pop_back(); },
        [](auto& n) { n.orders[0].count = policy::NeedTable::kNeeds + 1; },
        [](auto& n) { n.orders[0].within[1][0] = policy::NeedOrder::kAnyDistance + 1; },
        [](auto& n) {
            n.orders[0].count = 1;
            n.orders[0].needs[0] = 1u << 20;
        },
        [](auto& n) {
            n.by_node.back().bits = static_cast<std::uint32_t>(n.constructs.rows.size()) << 1;
        },
        [](auto& n) { n.by_node.pop_back(); },
        [](auto& n) { n.term_row.back() = static_cast<std::uint32_t>(n.others.rows.size()); },
        [](auto& n) { n.term_row.pop_back(); },
        [](auto& n) { n.constructs.gate = 1u << 20; },
        [](auto& n) { n.constructs.open_blocks = n.constructs.blocks + 1; },
        [](auto& n) { n.constructs.blocks += 1; },
        [](auto& n) { n.constructs.rows.clear(); },
        [](auto& n) { n.constructs.pool.pop_back(); },
        [](auto& n) { n.constructs.first_listed.back() += 1; },
        [](auto& n) { n.constructs.first_listed.front() = 1u << 20; },
        [](auto& n) { n.constructs.listed.front().pattern = 1u << 20; },
        [](auto& n) { n.constructs.listed.front().others[0] = 1u << 20; },
        [](auto& n) { n.constructs.heads[0].pop_back(); },
        [](auto& n) { n.constructs.needless[0].push_back(1u << 20); },
        [](auto& n) { n.constructs.needless[1].push_back(0); },  // another owner's pattern
    };
    auto nothing_needed = *with_pattern("g BAD").policy();
    auto& constructs = nothing_needed.needs.constructs;
    constructs.blocks = constructs.open_blocks = 0;  // no rows, and so no place has one
    constructs.rows.clear();
    constructs.pool.clear();
    constructs.listed.clear();
    constructs.first_listed = {0};
    for (auto& heads : constructs.heads) heads.clear();
    for (auto& order : nothing_needed.needs.orders) order = {};
    for (auto& place : nothing_needed.needs.by_node) place.bits = 0;
    CHECK(policy::from_bundle(policy::to_bundle(nothing_needed)).has_value());
    nothing_needed.needs.by_node.back().bits = 1u << 20;
    CHECK_FALSE(policy::from_bundle(policy::to_bundle(nothing_needed)).has_value());

    const auto whole = with_pattern("g BAD").policy();
    REQUIRE(policy::from_bundle(policy::to_bundle(*whole)).has_value());
    for (std::size_t i = 0; i < edits.size(); ++i) {
        CAPTURE(i);
        auto policy = *whole;
        edits[i](policy.needs);
        CHECK_FALSE(policy::from_bundle(policy::to_bundle(policy)).has_value());
    }
}

TEST_CASE("a term carries all of its concept's ancestors, however many") {
    std::string deepest;
    auto files = with_pattern("g BAD");
    files.append("concepts.rules", deep_concepts(300, deepest));
    files.append("lexicon/en/garden.terms", "[" + deepest + "]\nmoles\n");
    Engine engine(files);
    CHECK(engine.claims("moles weeds").claims.size() == 1);
}

TEST_CASE(
    "needs are met in the pattern's order, near enough, across the breaks that every match spans") {
    const auto policy =
        with_pattern("g ..2 BAD\nBAD // g\nBAD @break g\n(g BAD | BAD g)\ng // BAD //").policy();
    const auto& orders = policy->needs.orders;
    REQUIRE(orders.size() >= 5);
    const auto construct = [&](std::size_t n) {
        for (std::uint32_t i = 0; i < policy->patterns.size(); ++i) {
            if (policy->patterns[i].owner == policy::PatternOwner::kConstruct && n-- == 0) return i;
        }
        return policy::kNone;
    };
    const auto& apart = orders[construct(0)];
    REQUIRE(apart.count == 2);
    CHECK(apart.within[1][0] >= 3);  // a group of one word, two words between
    CHECK(apart.within[1][0] < policy::NeedOrder::kAnyDistance);
    CHECK_FALSE(apart.sentence_end);
    CHECK(orders[construct(1)].sentence_end);
    CHECK_FALSE(orders[construct(1)].strong_break);
    CHECK(orders[construct(2)].strong_break);
    CHECK(orders[construct(3)].count == 0);  // either may come first
    CHECK(orders[construct(4)].sentence_end);
}

TEST_CASE("what needs leave out by order and distance never was a match") {
    Engine engine(with_pattern("g ..2 BAD\nBAD // g"));
    CHECK(engine.claims("gardeners are just weeds").claims.size() == 1);
    CHECK(engine.claims("gardeners are not the worst weeds").claims.empty());
    CHECK(engine.claims("weeds are gardeners").claims.empty());
    CHECK(engine.claims("weeds. gardeners").claims.size() == 1);
    CHECK(engine.claims("weeds, gardeners").claims.empty());
    // One word spelled over many: no distance counts.
    CHECK_FALSE(engine.claims("g a r d e n e r s are w e e d s").claims.empty());
    // Beyond the words that a mask has bits for, the automaton alone decides.
    std::string far;
    for (int i = 0; i < 100; ++i) far += "so ";
    CHECK(engine.claims(far + "gardeners are just weeds").claims.size() == 1);
    CHECK(engine.claims(far + "weeds are gardeners").claims.empty());
}
