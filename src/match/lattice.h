// Lattice: the text as the automata walk it. Cells are tokens, strong breaks and sentence ends in a row; edges are the
// terms (plain or by a reading) that span some of them. Built only for texts that may hold a claim.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "match/claims.h"
#include "match/trie_walk.h"

namespace mizan::match {

enum class CellKind : std::uint8_t { kToken, kBreak, kSentenceEnd };

struct Cell {
    std::uint32_t token = 0;  // kToken: its index; else the index of the token that follows
    CellKind kind = CellKind::kToken;
    policy::Builtin builtin = policy::Builtin::kWord;  // what kind of token; kSentenceEnd, kBreak
    bool hashtag = false;
};

struct Edge {
    std::uint32_t from = 0;  // cells [from, to)
    std::uint32_t to = 0;
    std::uint32_t term = 0;
    std::uint32_t first_symbol = 0;  // as in policy::Term
    std::uint32_t last_symbol = 0;
    policy::TermKind kind = policy::TermKind::kNeutral;
    text::ReadingKind reading = text::ReadingKind::kPlain;
    bool covers = false;
    bool guarded = false;
    bool dropped = false;  // covered, or its guard says no
    bool foreign = false;  // a lexicon's word, of another language than the text's
};

class Lattice {
public:
    // Builds cells and edges for tokens [first, last) of the text; both are kept in view until the next build(). Words that are marked as homographs
    // of the text's language do not fire.
    void build(const policy::Policy& policy, const text::NormalText& text, TokenRange tokens);

    [[nodiscard]] const std::vector<Cell>& cells() const { return cells_; }
    [[nodiscard]] std::span<const Edge> from(std::uint32_t cell) const {
        return std::span(edges_).subspan(first_edge_[cell],
                                         first_edge_[cell + 1] - first_edge_[cell]);
    }
    [[nodiscard]] const std::vector<Edge>& edges() const { return edges_; }
    [[nodiscard]] std::vector<Edge>& edges() { return edges_; }
    [[nodiscard]] TokenRange tokens(std::uint32_t from, std::uint32_t to) const;
    // Calls f(index into edges()) for each edge whose term carries the symbol, dropped ones too.
    template <class F> void each_with(policy::SymbolId symbol, F f) const {
        if ((present_[symbol >> 6] >> (symbol & 63) & 1) == 0) return;
        for (auto i = newest_[symbol]; i != policy::kNone; i = carried_[i].older)
            f(carried_[i].edge);
    }
    // Bits of policy.regexes that match the token of this cell. Call match_regexes() first: few patterns ask.
    [[nodiscard]] std::uint64_t regexes(std::uint32_t cell) const { return regexes_[cell]; }
    void match_regexes();

private:
    void add_cells(const text::NormalText& text, TokenRange tokens);
    void add_edges(const policy::Policy& policy, const text::NormalText& text, TokenRange tokens);
    void walk(const policy::Policy& policy, const text::NormalText& text, std::uint32_t start,
              TokenRange tokens);
    bool add_terms(const policy::Policy& policy, const text::NormalText& text, std::uint32_t start,
                   const TrieStep& step);
    void cover();
    void index_symbols(const policy::Policy& policy);

    struct Carried {  // an edge that carries a symbol, in a list by symbol
        policy::SymbolId symbol = 0;
        std::uint32_t edge = 0;
        std::uint32_t older = policy::kNone;
    };
    std::vector<Cell> cells_;
    std::vector<std::uint32_t> cell_of_;  // by token - base_
    std::uint32_t base_ = 0;
    std::vector<Edge> edges_;
    std::vector<std::uint32_t> first_edge_;
    std::vector<Carried> carried_;
    std::vector<std::uint32_t>
        newest_;  // by symbol: into carried_; valid where present_ has the bit
    std::vector<std::uint64_t> present_;      // by symbol: a bit
    std::vector<std::uint64_t> regexes_;      // by cell; empty until asked for
    const policy::Policy* policy_ = nullptr;  // those of the last build()
    const text::NormalText* text_ = nullptr;
    std::vector<TrieStep> stack_;
};

}  // namespace mizan::match
