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

// The positions that each edge may take.
void AutomatonRun::mask_edges(const policy::Pattern& pattern, const Lattice& lattice) {
    const auto& edges = lattice.edges();
    edge_mask_.assign(edges.size(), 0);
    for (const auto& m : pattern.symbols) {
        lattice.each_with(m.symbol, [&](std::uint32_t e) {
            if (!edges[e].dropped)
                edge_mask_[e] |= m.mask & pattern.kinds[static_cast<std::size_t>(edges[e].kind)];
        });
    }
}

// The positions that each cell may take without a term.
void AutomatonRun::mask_cells(const policy::Pattern& pattern, const Lattice& lattice) {
    auto by_kind = pattern.builtin;
    for (const auto b : {policy::Builtin::kWord, policy::Builtin::kNumber, policy::Builtin::kMention,
                         policy::Builtin::kUrl, policy::Builtin::kEmoji})
        by_kind[static_cast<std::size_t>(b)] |= pattern.gap;
    cell_mask_.clear();
    for (const auto& c : lattice.cells()) {
        auto mask = by_kind[static_cast<std::size_t>(c.builtin)];
        if (c.hashtag) mask |= pattern.builtin[static_cast<std::size_t>(policy::Builtin::kHashtag)];
        cell_mask_.push_back(mask);
    }
    if (pattern.regexes.empty()) return;
    for (std::uint32_t c = 0; c < cell_mask_.size(); ++c) {
        for (const auto& r : pattern.regexes) {
            if (lattice.regexes(c) >> r.symbol & 1) cell_mask_[c] |= r.mask;
        }
    }
}

void AutomatonRun::forward(const policy::Pattern& pattern, const Lattice& lattice) {
    const auto cells = static_cast<std::uint32_t>(lattice.cells().size());
    mask_edges(pattern, lattice);
    mask_cells(pattern, lattice);
    active_.assign(cells + 1, 0);
    auto* const active = active_.data();
    const auto* const first_edge = lattice.first_edges().data();
    const auto* const edges = lattice.edges().data();
    const auto* const masks = edge_mask_.data();
    for (std::uint32_t c = 0; c < cells; ++c) {
        const auto next = pattern.first | follow(pattern, active[c]);
        active[c + 1] |= next & cell_mask_[c];
        for (auto e = first_edge[c]; e < first_edge[c + 1]; ++e)
            active[edges[e].to] |= next & masks[e];
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
