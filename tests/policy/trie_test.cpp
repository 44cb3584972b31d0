// Steps through the trie of terms: the table that finds them says what the edges say.
#include "policy/trie.h"

#include <doctest/doctest.h>

#include <map>

#include "policy/bundle.h"
#include "support/tiny_policy.h"

using namespace mizan;

namespace {

// garden() with this many phrases more, all of the same first word and a second that no other has.
test::PolicyFiles garden_with_phrases(int phrases) {
    auto files = test::garden();
    std::string terms = "[BAD.plant]\n";
    for (int i = 0; i < phrases; ++i) {
        std::string word = "zz";
        for (int n = i; n > 0; n /= 20) word.push_back(static_cast<char>('b' + n % 20));
        terms += "quite " + word + "\n";
    }
    return files.set("lexicon/en/phrases.terms", terms);
}

// Whether every edge of the trie is a step, and nothing else is.
void check_steps(const policy::Policy& policy) {
    std::map<std::pair<std::uint32_t, text::WordId>, std::uint32_t> edges;
    for (std::uint32_t n = 0; n < policy.nodes.size(); ++n) {
        for (auto e = policy.nodes[n].first_edge; e < policy.nodes[n].last_edge; ++e)
            edges[{n, policy.trie_edges[e].word}] = policy.trie_edges[e].node;
    }
    // Else a search that finds nothing never ends.
    REQUIRE(policy.trie_steps.size() > edges.size());
    std::size_t wrong = 0;
    for (std::uint32_t n = 0; n < policy.nodes.size(); ++n) {
        for (text::WordId word = 0; word <= policy.vocabulary.size(); ++word) {
            const auto to = policy::step(policy, n, word);
            const auto edge = edges.find({n, word});
            const auto node = edge == edges.end() ? 0 : edge->second;
            wrong +=
                to.node != node || (node != 0 && to.place.bits != policy.needs.by_node[node].bits);
        }
    }
    CHECK(wrong == 0);
}

}  // namespace

TEST_CASE("every edge of the trie is a step, and nothing else is, however full the table") {
    for (const int phrases : {0, 1, 5, 6, 7, 90, 91, 700}) {
        CAPTURE(phrases);
        const auto policy = garden_with_phrases(phrases).policy();
        check_steps(*policy);
        const auto again = policy::from_bundle(policy::to_bundle(*policy));
        REQUIRE(again.has_value());
        check_steps(**again);
    }
}

TEST_CASE("a bundle in which two nodes have an edge in common is refused") {
    auto policy = *garden_with_phrases(20).policy();
    for (auto& node : policy.nodes) {
        if (node.first_edge != node.last_edge) continue;
        node.first_edge = 0;
        node.last_edge = static_cast<std::uint32_t>(policy.trie_edges.size());
    }
    CHECK_FALSE(policy::from_bundle(policy::to_bundle(policy)).has_value());
}
