#include "match/lattice.h"

#include <algorithm>

#include <re2/re2.h>

#include "base/limits.h"

namespace mizan::match {

namespace {

// A reading never makes a match worse than the furthest one it needed.
text::ReadingKind further(text::ReadingKind a, text::ReadingKind b) { return std::max(a, b); }

policy::Builtin builtin_of(text::TokenKind kind) {
    switch (kind) {
        case text::TokenKind::kWord: return policy::Builtin::kWord;
        case text::TokenKind::kNumber: return policy::Builtin::kNumber;
        case text::TokenKind::kEmoji: return policy::Builtin::kEmoji;
        case text::TokenKind::kMention: return policy::Builtin::kMention;
        case text::TokenKind::kUrl: return policy::Builtin::kUrl;
    }
    return policy::Builtin::kWord;
}

std::uint32_t child(const policy::Policy& policy, std::uint32_t node, text::WordId word) {
    const auto& n = policy.nodes[node];
    const auto begin = policy.trie_edges.begin() + n.first_edge;
    const auto end = policy.trie_edges.begin() + n.last_edge;
    const auto it = std::lower_bound(
        begin, end, word, [](const policy::TrieEdge& e, text::WordId w) { return e.word < w; });
    return it != end && it->word == word ? it->node : 0;
}

// Calls f(word, last token + 1, reading kind) for every way to read a word at `token`.
template <class F> void each_word(const text::NormalText& text, std::uint32_t token, F f) {
    if (text.tokens[token].word != text::kNoWord)
        f(text.tokens[token].word, token + 1, text::ReadingKind::kPlain);
    if (text.readings.empty()) return;
    auto it = std::lower_bound(text.readings.begin(), text.readings.end(), token,
                               [](const text::Reading& r, std::uint32_t t) { return r.first < t; });
    for (; it != text.readings.end() && it->first == token; ++it) f(it->word, it->last, it->kind);
}

}  // namespace

void Lattice::build(const policy::Policy& policy, const text::NormalText& text, TokenRange tokens) {
    add_cells(text, tokens);
    add_edges(policy, text, tokens);
    cover(policy);
    index();
    match_regexes(policy, text);
    recount(policy);
}

void Lattice::add_cells(const text::NormalText& text, TokenRange tokens) {
    cells_.clear();
    cell_of_.clear();
    base_ = tokens.first;
    for (auto t = tokens.first; t < tokens.last; ++t) {
        const auto& token = text.tokens[t];
        if (t > tokens.first && token.gap >= text::Gap::kStrong) {
            const bool end = token.gap == text::Gap::kSentence;
            cells_.push_back({t, end ? CellKind::kSentenceEnd : CellKind::kBreak,
                              policy::Builtin::kBreak, false});
        }
        cell_of_.push_back(static_cast<std::uint32_t>(cells_.size()));
        cells_.push_back(
            {t, CellKind::kToken, builtin_of(token.kind), (token.flags & text::kHashtag) != 0});
    }
    cells_.push_back({tokens.last, CellKind::kSentenceEnd, policy::Builtin::kBreak, false});
}

void Lattice::add_edges(const policy::Policy& policy, const text::NormalText& text,
                        TokenRange tokens) {
    edges_.clear();
    first_edge_.clear();
    for (std::uint32_t c = 0; c < cells_.size(); ++c) {
        first_edge_.push_back(static_cast<std::uint32_t>(edges_.size()));
        if (cells_[c].kind == CellKind::kToken) walk(policy, text, cells_[c].token, tokens);
    }
    first_edge_.push_back(static_cast<std::uint32_t>(edges_.size()));
    first_edge_.push_back(static_cast<std::uint32_t>(edges_.size()));
}

// All terms that start at this token, over plain words and readings. Depth is bounded by the longest term.
void Lattice::walk(const policy::Policy& policy, const text::NormalText& text, std::uint32_t start,
                   TokenRange tokens) {
    const std::uint32_t language = text.language;
    stack_.clear();
    each_word(text, start, [&](text::WordId w, std::uint32_t last, text::ReadingKind kind) {
        if (const auto node = policy.root_child[w]; node != 0 && last <= tokens.last)
            stack_.push_back({node, last, kind, 1});
    });
    while (!stack_.empty()) {
        const auto step = stack_.back();
        stack_.pop_back();
        const auto& node = policy.nodes[step.node];
        for (auto i = node.first_term; i < node.last_term; ++i) {
            const auto& term = policy.terms[policy.node_terms[i]];
            if (term.plain_only && step.reading != text::ReadingKind::kPlain) continue;
            if (language != 0 && (term.homographs >> language & 1)) continue;
            edges_.push_back({cell_of_[start - base_], cell_of_[step.token - 1 - base_] + 1,
                              policy.node_terms[i], step.reading, false});
        }
        if (node.first_edge == node.last_edge || step.token >= tokens.last ||
            step.depth >= limits::kTermWords)
            continue;
        if (text.tokens[step.token].gap > text::Gap::kSpace) continue;
        each_word(text, step.token,
                  [&](text::WordId w, std::uint32_t last, text::ReadingKind kind) {
                      if (const auto next = child(policy, step.node, w);
                          next != 0 && last <= tokens.last) {
                          stack_.push_back({next, last, further(step.reading, kind),
                                            static_cast<std::uint8_t>(step.depth + 1)});
                      }
                  });
    }
}

// "rat race" hides "rat": an edge that lies inside a longer one marked `covers` is dropped.
void Lattice::cover(const policy::Policy& policy) {
    for (std::size_t i = 0; i < edges_.size(); ++i) {
        const auto& e = edges_[i];
        if (!policy.terms[e.term].covers || e.to - e.from < 2) continue;
        for (auto c = e.from; c < e.to; ++c) {
            for (auto j = first_edge_[c]; j < first_edge_[c + 1]; ++j) {
                auto& inner = edges_[j];
                if (inner.to <= e.to && inner.to - inner.from < e.to - e.from) inner.dropped = true;
            }
        }
    }
}

void Lattice::index() {
    counts_.assign(cells_.size() + 2, 0);
    for (const auto& e : edges_) ++counts_[e.to + 1];
    for (std::size_t i = 1; i < counts_.size(); ++i) counts_[i] += counts_[i - 1];
    first_end_ = counts_;
    by_end_.resize(edges_.size());
    for (std::uint32_t i = 0; i < edges_.size(); ++i) by_end_[counts_[edges_[i].to]++] = i;
}

void Lattice::match_regexes(const policy::Policy& policy, const text::NormalText& text) {
    regexes_.clear();
    if (policy.compiled_regexes.empty()) return;
    regexes_.assign(cells_.size(), 0);
    for (std::size_t c = 0; c < cells_.size(); ++c) {
        if (cells_[c].kind != CellKind::kToken) continue;
        const auto word = text.fold(text.tokens[cells_[c].token]);
        for (std::size_t r = 0; r < policy.compiled_regexes.size(); ++r) {
            if (re2::RE2::FullMatch(re2::StringPiece(word.data(), word.size()),
                                    *policy.compiled_regexes[r]))
                regexes_[c] |= 1ull << r;
        }
    }
}

void Lattice::recount(const policy::Policy& policy) {
    for (const auto s : symbols_) present_[s >> 6] &= ~(1ull << (s & 63));
    symbols_.clear();
    if (present_.size() * 64 < policy.anchored.size() + 64)
        present_.assign(policy.anchored.size() / 64 + 2, 0);
    for (const auto& e : edges_) {
        if (e.dropped) continue;
        const auto& term = policy.terms[e.term];
        for (auto i = term.first_symbol; i < term.last_symbol; ++i) {
            const auto s = policy.term_symbols[i];
            auto& word = present_[s >> 6];
            const auto bit = 1ull << (s & 63);
            if (!(word & bit)) symbols_.push_back(s);
            word |= bit;
        }
    }
}

TokenRange Lattice::tokens(std::uint32_t from, std::uint32_t to) const {
    return {cells_[from].token, cells_[to - 1].kind == CellKind::kToken ? cells_[to - 1].token + 1
                                                                        : cells_[to - 1].token};
}

}  // namespace mizan::match
