// Spellings -> the trie the matcher walks, flags by word.
#include <algorithm>

#include "policy/builder.h"

namespace mizan::policy {

namespace {

// A node while it is being built. Spellings come sorted, so children are appended in word order.
struct Draft {
    std::vector<TrieEdge> edges;
    std::vector<std::uint32_t> terms;
};

std::uint32_t child(std::vector<Draft>& drafts, std::uint32_t node, text::WordId word) {
    if (!drafts[node].edges.empty() && drafts[node].edges.back().word == word)
        return drafts[node].edges.back().node;
    const auto fresh = static_cast<std::uint32_t>(drafts.size());
    drafts[node].edges.push_back({word, fresh});
    drafts.emplace_back();
    return fresh;
}

void flatten(Policy& policy, const std::vector<Draft>& drafts) {
    for (const auto& draft : drafts) {
        TrieNode node;
        node.first_edge = static_cast<std::uint32_t>(policy.trie_edges.size());
        node.first_term = static_cast<std::uint32_t>(policy.node_terms.size());
        policy.trie_edges.insert(policy.trie_edges.end(), draft.edges.begin(), draft.edges.end());
        policy.node_terms.insert(policy.node_terms.end(), draft.terms.begin(), draft.terms.end());
        node.last_edge = static_cast<std::uint32_t>(policy.trie_edges.size());
        node.last_term = static_cast<std::uint32_t>(policy.node_terms.size());
        policy.nodes.push_back(node);
    }
}

void flag_words(Builder& b) {
    auto& p = b.policy;
    p.word_flags.assign(p.vocabulary.size() + 1, 0);
    for (const auto w : b.everyday_words) p.word_flags[w] |= kEverydayWord;
    for (const auto w : b.typo_words) {
        p.word_flags[w] |= kTypoWord;
        p.vocabulary.allow_typos(w);
    }
}

}  // namespace

void build_trie(Builder& b) {
    auto& p = b.policy;
    std::vector<Draft> drafts(1);
    p.root_child.assign(p.vocabulary.size() + 1, 0);
    for (const auto& [words, terms] : b.spellings) {
        auto node = p.root_child[words.front()];
        if (node == 0) {
            node = static_cast<std::uint32_t>(drafts.size());
            drafts.emplace_back();
            p.root_child[words.front()] = node;
        }
        for (std::size_t i = 1; i < words.size(); ++i) node = child(drafts, node, words[i]);
        drafts[node].terms = terms;
    }
    flatten(p, drafts);
    p.symbols = b.symbols;
    flag_words(b);
}

}  // namespace mizan::policy
