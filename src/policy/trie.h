// Steps through the trie of terms. Inline: the matcher takes one for each pair of neighbouring words.
#pragma once

#include "policy/policy.h"

namespace mizan::policy {

// The bit of Policy::trie_filter that says whether this node may have this word as a child.
[[nodiscard]] inline std::size_t trie_filter_bit(const Policy& policy, std::uint32_t node,
                                                 text::WordId word) {
    const auto h = (std::uint64_t{node} << 32 | word) * 0x9E3779B97F4A7C15ull;
    return static_cast<std::size_t>(h >> policy.trie_filter_shift);
}

// False if this node has no such child; nearly always so.
[[nodiscard]] inline bool may_have_child(const Policy& policy, std::uint32_t node,
                                         text::WordId word) {
    const auto bit = trie_filter_bit(policy, node, word);
    return (policy.trie_filter[bit >> 6] >> (bit & 63) & 1) != 0;
}

// The node after `node` by `word`; 0 if no term goes on so.
[[nodiscard]] inline std::uint32_t child(const Policy& policy, std::uint32_t node,
                                         text::WordId word) {
    if (!may_have_child(policy, node, word)) return 0;
    const auto& n = policy.nodes[node];
    const auto* edge = policy.trie_edges.data() + n.first_edge;
    // By halves without a branch that nobody foretells: `edge` is the last that is not beyond the word.
    for (auto left = n.last_edge - n.first_edge; left > 1;) {
        const auto half = left / 2;
        edge += edge[half].word <= word ? half : 0;
        left -= half;
    }
    return n.first_edge != n.last_edge && edge->word == word ? edge->node : 0;
}

}  // namespace mizan::policy
