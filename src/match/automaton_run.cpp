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

std::uint64_t cell_mask(const policy::Pattern& pattern, const Lattice& lattice,
                        std::uint32_t cell) {
    const auto& c = lattice.cells()[cell];
    const auto builtin = pattern.builtin[static_cast<std::size_t>(c.builtin)];
    if (c.kind != CellKind::kToken) return builtin;
    std::uint64_t mask = pattern.gap | builtin;
    if (c.hashtag) mask |= pattern.builtin[static_cast<std::size_t>(policy::Builtin::kHashtag)];
    if (!pattern.regexes.empty()) {
        const auto matched = lattice.regexes(cell);
        for (const auto& r : pattern.regexes) mask |= matched >> r.symbol & 1 ? r.mask : 0;
    }
    return mask;
}

void AutomatonRun::forward(const policy::Pattern& pattern, const Lattice& lattice) {
    const auto cells = static_cast<std::uint32_t>(lattice.cells().size());
    mask_edges(pattern, lattice);
    active_.assign(cells + 1, 0);
    const auto* edge = lattice.edges().data();
    const auto* mask = edge_mask_.data();
    for (std::uint32_t c = 0; c < cells; ++c) {
        const auto next = pattern.first | follow(pattern, active_[c]);
        active_[c + 1] |= next & cell_mask(pattern, lattice, c);
        for (auto n = lattice.from(c).size(); n > 0; --n) active_[(edge++)->to] |= next & *mask++;
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
