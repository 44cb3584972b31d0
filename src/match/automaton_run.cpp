#include "match/automaton_run.h"

#include <algorithm>
#include <bit>

namespace mizan::match {

namespace {

std::uint64_t follow(const policy::Pattern& pattern, std::uint64_t states) {
    std::uint64_t out = 0;
    for (; states != 0; states &= states - 1)
        out |= pattern.follow[static_cast<std::size_t>(std::countr_zero(states))];
    return out;
}

}  // namespace

// The pattern's symbols are laid out in a table first, so that each edge costs one look per symbol that it carries.
void AutomatonRun::mask_edges(const policy::Policy& policy, const policy::Pattern& pattern,
                              const Lattice& lattice) {
    by_symbol_.resize(std::max(by_symbol_.size(), policy.anchored.size()), 0);
    for (const auto& m : pattern.symbols) by_symbol_[m.symbol] = m.mask;
    edge_mask_.clear();
    for (const auto& edge : lattice.edges()) {
        std::uint64_t mask = 0;
        if (!edge.dropped) {
            const auto& term = policy.terms[edge.term];
            for (auto i = term.first_symbol; i < term.last_symbol; ++i)
                mask |= by_symbol_[policy.term_symbols[i]];
            mask &= pattern.kinds[static_cast<std::size_t>(term.kind)];
        }
        edge_mask_.push_back(mask);
    }
    for (const auto& m : pattern.symbols) by_symbol_[m.symbol] = 0;
}

std::uint64_t cell_mask(const policy::Pattern& pattern, const Lattice& lattice,
                        std::uint32_t cell) {
    const auto& c = lattice.cells()[cell];
    auto builtin = [&](policy::Builtin b) { return pattern.builtin[static_cast<std::size_t>(b)]; };
    if (c.kind == CellKind::kSentenceEnd) return builtin(policy::Builtin::kSentenceEnd);
    if (c.kind == CellKind::kBreak) return builtin(policy::Builtin::kBreak);
    std::uint64_t mask = pattern.gap | builtin(c.builtin);
    if (c.hashtag) mask |= builtin(policy::Builtin::kHashtag);
    if (!pattern.regexes.empty()) {
        const auto matched = lattice.regexes(cell);
        for (const auto& r : pattern.regexes) mask |= matched >> r.symbol & 1 ? r.mask : 0;
    }
    return mask;
}

void AutomatonRun::forward(const policy::Policy& policy, const policy::Pattern& pattern,
                           const Lattice& lattice) {
    const auto cells = static_cast<std::uint32_t>(lattice.cells().size());
    mask_edges(policy, pattern, lattice);
    active_.assign(cells + 1, 0);
    const auto* const first_edge = lattice.edges().data();
    for (std::uint32_t c = 0; c < cells; ++c) {
        const auto next = pattern.first | follow(pattern, active_[c]);
        active_[c + 1] |= next & cell_mask(pattern, lattice, c);
        for (const auto& e : lattice.from(c))
            active_[e.to] |= next & edge_mask_[static_cast<std::size_t>(&e - first_edge)];
    }
}

// Walks back from the end. Each state was reached, so some way back exists; of several the one that starts soonest to the
// end is taken, and terms before bare tokens, so that the words cited are the fewest that make the claim.
void AutomatonRun::trace(const policy::Pattern& pattern, const Lattice& lattice,
                         std::uint32_t end) {
    match_.clear();
    auto states = active_[end] & pattern.last;
    while (end > 0) {
        const auto cited = states & pattern.cited;
        const auto position =
            static_cast<std::uint32_t>(std::countr_zero(cited != 0 ? cited : states));
        const auto bit = 1ull << position;
        auto before = [&](std::uint32_t from) {
            std::uint64_t out = 0;
            for (auto s = active_[from]; s != 0; s &= s - 1) {
                const auto at = static_cast<std::size_t>(std::countr_zero(s));
                if (pattern.follow[at] & bit) out |= 1ull << at;
            }
            return out;
        };
        MatchStep step{position, end, end, policy::kNone};
        for (const auto i : lattice.into(end)) {
            const auto& e = lattice.edges()[i];
            if (!(edge_mask_[i] & bit) || (!(pattern.first & bit) && before(e.from) == 0)) continue;
            // The longest term that fits is what the words mean: "rat race", not "race"; of equals the plainest reading.
            const bool plainer = step.edge != policy::kNone && e.from == step.from &&
                                 e.reading < lattice.edges()[step.edge].reading;
            if (step.edge == policy::kNone || e.from < step.from || plainer)
                step = {position, e.from, end, i};
        }
        if (step.edge == policy::kNone) step.from = end - 1;
        match_.push_back(step);
        if (pattern.first & bit) break;
        states = before(step.from);
        end = step.from;
        if (states == 0) break;
    }
    std::reverse(match_.begin(), match_.end());
}

}  // namespace mizan::match
