#include "match/lattice.h"

#include <algorithm>

#include <re2/re2.h>

namespace mizan::match {

namespace {

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

Cell sentence_end(std::uint32_t token) {
    return {token, CellKind::kSentenceEnd, policy::Builtin::kSentenceEnd, false};
}

}  // namespace

void Lattice::build(const policy::Policy& policy, const text::NormalText& text, TokenRange tokens) {
    add_cells(text, tokens);
    add_edges(policy, text, tokens);
    cover();
    index_symbols(policy);
    regexes_.clear();
    policy_ = &policy;
    text_ = &text;
}

void Lattice::add_cells(const text::NormalText& text, TokenRange tokens) {
    cells_.clear();
    cell_of_.clear();
    base_ = tokens.first;
    for (auto t = tokens.first; t < tokens.last; ++t) {
        const auto& token = text.tokens[t];
        if (t > tokens.first && token.gap >= text::Gap::kStrong) {
            const bool end = token.gap == text::Gap::kSentence;
            cells_.push_back(end ? sentence_end(t)
                                 : Cell{t, CellKind::kBreak, policy::Builtin::kBreak, false});
        }
        cell_of_.push_back(static_cast<std::uint32_t>(cells_.size()));
        cells_.push_back(
            {t, CellKind::kToken, builtin_of(token.kind), (token.flags & text::kHashtag) != 0});
    }
    cells_.push_back(sentence_end(tokens.last));
}

void Lattice::add_edges(const policy::Policy& policy, const text::NormalText& text,
                        TokenRange tokens) {
    edges_.clear();
    first_edge_.clear();
    const auto node_of = [&](std::uint32_t t) -> const policy::TrieNode& {
        return policy.nodes[policy.word_starts[text.tokens[t].word].node];
    };
    for (auto t = tokens.first; t < tokens.last; ++t) __builtin_prefetch(&node_of(t));
    for (auto t = tokens.first; t < tokens.last; ++t)
        __builtin_prefetch(policy.trie_terms.data() + node_of(t).first_term);
    for (std::uint32_t c = 0; c < cells_.size(); ++c) {
        first_edge_.push_back(static_cast<std::uint32_t>(edges_.size()));
        if (cells_[c].kind == CellKind::kToken) walk(policy, text, cells_[c].token, tokens);
    }
    first_edge_.push_back(static_cast<std::uint32_t>(edges_.size()));
    first_edge_.push_back(static_cast<std::uint32_t>(edges_.size()));
}

// All terms that start at this token, over plain words and readings.
void Lattice::walk(const policy::Policy& policy, const text::NormalText& text, std::uint32_t start,
                   TokenRange tokens) {
    if (!text.readings.empty()) {
        walk_trie(policy, text, start, tokens.last, stack_,
                  [&](const TrieStep& step) { return add_terms(policy, text, start, step); });
        return;
    }
    // Without readings one way leads through the trie.
    TrieStep step{policy.word_starts[text.tokens[start].word].node, start + 1,
                  text::ReadingKind::kPlain, 1};
    while (step.node != 0 && add_terms(policy, text, start, step) && step.token < tokens.last &&
           text.tokens[step.token].gap <= text::Gap::kSpace) {
        step.node = policy::child(policy, step.node, text.tokens[step.token].word);
        ++step.token;
    }
}

// The terms that end at this step; gives whether longer ones may.
bool Lattice::add_terms(const policy::Policy& policy, const text::NormalText& text,
                        std::uint32_t start, const TrieStep& step) {
    const std::uint32_t language = text.language;
    const auto node = policy.nodes[step.node];
    const auto from = cell_of_[start - base_];
    const auto to = cell_of_[step.token - 1 - base_] + 1;
    for (auto i = node.first_term; i < node.last_term; ++i) {
        const auto& term = policy.trie_terms[i];
        if (term.plain_only && step.reading != text::ReadingKind::kPlain) continue;
        if (language != 0 && (term.homographs >> language & 1)) continue;
        // Words of another language than the text's count, but only towards review.
        const bool foreign = term.language != 0 && language != 0 && term.language != language;
        edges_.push_back({from, to, term.term, term.first_symbol, term.last_symbol, term.kind,
                          step.reading, term.covers, term.guarded, false, foreign});
    }
    return node.first_edge != node.last_edge;
}

// "rat race" hides "rat": an edge that lies inside a longer one marked `covers` is dropped.
void Lattice::cover() {
    for (std::size_t i = 0; i < edges_.size(); ++i) {
        const auto& e = edges_[i];
        if (!e.covers || e.to - e.from < 2) continue;
        for (auto c = e.from; c < e.to; ++c) {
            for (auto j = first_edge_[c]; j < first_edge_[c + 1]; ++j) {
                auto& inner = edges_[j];
                if (inner.to <= e.to && inner.to - inner.from < e.to - e.from) inner.dropped = true;
            }
        }
    }
}

void Lattice::index_symbols(const policy::Policy& policy) {
    for (const auto& c : carried_) present_[c.symbol >> 6] &= ~(1ull << (c.symbol & 63));
    carried_.clear();
    if (newest_.size() < policy.symbols) {
        newest_.resize(policy.symbols);
        present_.resize(policy.symbols / 64 + 1, 0);
    }
    std::size_t count = 0;
    for (const auto& e : edges_) count += e.last_symbol - e.first_symbol;
    carried_.resize(count);
    // By pointers of our own: the compiler would fetch the vectors' anew after every write.
    auto* const present = present_.data();
    auto* const newest = newest_.data();
    auto* const carried = carried_.data();
    const auto* const symbols = policy.term_symbols.data();
    std::uint32_t n = 0;
    for (std::uint32_t e = 0; e < edges_.size(); ++e) {
        for (auto i = edges_[e].first_symbol, last = edges_[e].last_symbol; i < last; ++i, ++n) {
            const auto s = symbols[i];
            const auto word = present[s >> 6];
            const auto bit = 1ull << (s & 63);
            carried[n] = {s, e, (word & bit) != 0 ? newest[s] : policy::kNone};
            newest[s] = n;
            present[s >> 6] = word | bit;
        }
    }
}

void Lattice::match_regexes() {
    if (!regexes_.empty()) return;
    const auto& policy = *policy_;
    const auto& text = *text_;
    regexes_.assign(cells_.size(), 0);
    for (std::size_t c = 0; c < cells_.size(); ++c) {
        if (cells_[c].kind != CellKind::kToken) continue;
        const auto& token = text.tokens[cells_[c].token];
        if (token.word != text::kNoWord) {
            regexes_[c] = policy.word_regexes[token.word];
            continue;
        }
        const auto word = text.fold(token);
        for (std::size_t r = 0; r < policy.compiled_regexes.size(); ++r) {
            if (re2::RE2::FullMatch(re2::StringPiece(word.data(), word.size()),
                                    *policy.compiled_regexes[r]))
                regexes_[c] |= 1ull << r;
        }
    }
}

TokenRange Lattice::tokens(std::uint32_t from, std::uint32_t to) const {
    return {cells_[from].token, cells_[to - 1].kind == CellKind::kToken ? cells_[to - 1].token + 1
                                                                        : cells_[to - 1].token};
}

}  // namespace mizan::match
