// Steps through the trie of terms: the table that finds them says what the edges say.
#include "policy/trie.h"

#include <doctest/doctest.h>

#include <map>

#include "support/tiny_policy.h"

using namespace mizan;

TEST_CASE("every edge of the trie is a step, and nothing else is") {
    const auto policy = test::garden().policy();
    std::map<std::pair<std::uint32_t, text::WordId>, std::uint32_t> edges;
    for (std::uint32_t n = 0; n < policy->nodes.size(); ++n) {
        for (auto e = policy->nodes[n].first_edge; e < policy->nodes[n].last_edge; ++e)
            edges[{n, policy->trie_edges[e].word}] = policy->trie_edges[e].node;
    }
    REQUIRE(!edges.empty());
    REQUIRE(policy->trie_steps.size() >
            edges.size());  // else a search that finds nothing never ends
    std::size_t found = 0;
    for (std::uint32_t n = 0; n < policy->nodes.size(); ++n) {
        for (text::WordId word = 0; word <= policy->vocabulary.size(); ++word) {
            const auto to = policy::step(*policy, n, word);
            const auto edge = edges.find({n, word});
            REQUIRE(to.node == (edge == edges.end() ? 0 : edge->second));
            if (to.node == 0) continue;
            ++found;
            CHECK(to.place.bits == policy->needs.by_node[to.node].bits);
        }
    }
    CHECK(found == edges.size());
}
