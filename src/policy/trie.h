// Steps through the trie of terms. Inline: the matcher takes one for each pair of neighbouring words.
#pragma once

#include "policy/policy.h"

namespace mizan::policy {

[[nodiscard]] inline std::uint64_t trie_hash(std::uint32_t node, text::WordId word) {
    return (std::uint64_t{node} << 32 | word) * 0x9E3779B97F4A7C15ull;
}

// The bit of Policy::trie_filter that says whether this node may have this word as a child.
[[nodiscard]] inline std::size_t trie_filter_bit(const Policy& policy, std::uint32_t node,
                                                 text::WordId word) {
    return static_cast<std::size_t>(trie_hash(node, word) >> policy.trie_filter_shift);
}

// False if this node has no such child; nearly always so.
[[nodiscard]] inline bool may_have_child(const Policy& policy, std::uint32_t node,
                                         text::WordId word) {
    const auto bit = trie_filter_bit(policy, node, word);
    return (policy.trie_filter[bit >> 6] >> (bit & 63) & 1) != 0;
}

// Where Policy::trie_steps is looked at first for this step.
[[nodiscard]] inline std::size_t trie_step_slot(const Policy& policy, std::uint32_t node,
                                                text::WordId word) {
    return static_cast<std::size_t>(trie_hash(node, word) >> policy.trie_step_shift);
}

// Where the step from `node` by `word` leads; its node is 0 if no term goes on so. Mostly one look at memory, where a search among
// the thousands of children of a common word takes ten.
[[nodiscard]] inline TrieStepTo step(const Policy& policy, std::uint32_t node, text::WordId word) {
    if (!may_have_child(policy, node, word)) return {};
    const auto mask = policy.trie_steps.size() - 1;
    for (auto slot = trie_step_slot(policy, node, word);; slot = (slot + 1) & mask) {
        const auto& s = policy.trie_steps[slot];
        if (s.to.node == 0 || (s.from == node && s.word == word)) return s.to;
    }
}

// The node after `node` by `word`; 0 if no term goes on so.
[[nodiscard]] inline std::uint32_t child(const Policy& policy, std::uint32_t node,
                                         text::WordId word) {
    return step(policy, node, word).node;
}

}  // namespace mizan::policy
