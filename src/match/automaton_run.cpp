#include "match/automaton_run.h"

#include <algorithm>
#include <bit>
#include <tuple>
#include <utility>

namespace mizan::match {

namespace {

std::uint64_t follow(const policy::Pattern& pattern, std::uint64_t states) {
    std::uint64_t out = 0;
    for (; states != 0; states &= states - 1)
        out |= pattern.follow[static_cast<std::size_t>(std::countr_zero(states))];
    return out;
}

}  // namespace

// The edges that the pattern may take, and the cells between which a match may lie: from where its first word may stand to
// where its last may.
AutomatonRun::Stretch AutomatonRun::find_usable(const policy::Pattern& pattern,
                                                const Lattice& lattice) {
    const auto& edges = lattice.edges();
    const auto cells = static_cast<std::uint32_t>(lattice.cells().size());
    usable_.clear();
    first_from_.assign(cells, policy::kNone);
    first_into_.assign(cells + 1, policy::kNone);
    foreign_ = false;
    Stretch stretch{cells, 0};
    std::uint64_t by_term = 0;  // positions that only a term may take
    for (const auto& m : pattern.symbols) {
        by_term |= m.mask;
        lattice.each_with(m.symbol, [&](std::uint32_t i) {
            const auto& e = edges[i];
            const auto mask = m.mask & pattern.kinds[static_cast<std::size_t>(e.kind)];
            if (e.dropped || mask == 0) return;
            const auto index = static_cast<std::uint32_t>(usable_.size());
            usable_.push_back({i, e.to, std::exchange(first_from_[e.from], index),
                               std::exchange(first_into_[e.to], index), e.foreign, mask});
            foreign_ |= e.foreign;
            if (mask & pattern.first) stretch.from = std::min(stretch.from, e.from);
            if (mask & pattern.last) stretch.to = std::max(stretch.to, e.to);
        });
    }
    if (pattern.first & ~by_term) stretch.from = 0;
    if (pattern.last & ~by_term) stretch.to = cells;
    return stretch;
}

// The positions that each cell may take without a term.
void AutomatonRun::mask_cells(const policy::Pattern& pattern, const Lattice& lattice,
                              Stretch stretch) {
    auto by_kind = pattern.builtin;
    for (const auto b : {policy::Builtin::kWord, policy::Builtin::kNumber,
                         policy::Builtin::kMention, policy::Builtin::kUrl, policy::Builtin::kEmoji})
        by_kind[static_cast<std::size_t>(b)] |= pattern.gap;
    const auto hashtag = pattern.builtin[static_cast<std::size_t>(policy::Builtin::kHashtag)];
    if (cell_mask_.size() < lattice.cells().size()) cell_mask_.resize(lattice.cells().size());
    for (auto c = stretch.from; c < stretch.to; ++c) {
        const auto& cell = lattice.cells()[c];
        cell_mask_[c] =
            by_kind[static_cast<std::size_t>(cell.builtin)] | (cell.hashtag ? hashtag : 0);
    }
    if (pattern.regexes.empty()) return;
    for (auto c = stretch.from; c < stretch.to; ++c) {
        for (const auto& r : pattern.regexes) {
            if (lattice.regexes(c) >> r.symbol & 1) cell_mask_[c] |= r.mask;
        }
    }
}

AutomatonRun::Stretch AutomatonRun::forward(const policy::Pattern& pattern, Lattice& lattice) {
    const auto stretch = find_usable(pattern, lattice);
    own_.clear();
    if (stretch.from >= stretch.to) return stretch;
    if (!pattern.regexes.empty()) lattice.match_regexes();
    mask_cells(pattern, lattice, stretch);
    advance(pattern, lattice, stretch, true, active_);
    if (foreign_) advance(pattern, lattice, stretch, false, own_);
    return stretch;
}

void AutomatonRun::advance(const policy::Pattern& pattern, const Lattice& lattice, Stretch stretch,
                           bool foreign, std::vector<std::uint64_t>& reached) const {
    // Edges may end beyond the stretch; nothing is read there.
    reached.assign(lattice.cells().size() + 1, 0);
    auto* const active = reached.data();
    for (auto c = stretch.from; c < stretch.to; ++c) {
        const auto next = pattern.first | follow(pattern, active[c]);
        active[c + 1] |= next & cell_mask_[c];
        for (auto i = first_from_[c]; i != policy::kNone; i = usable_[i].next_from) {
            const auto& u = usable_[i];
            if (foreign || !u.foreign) active[u.to] |= next & u.mask;
        }
    }
}

// Walks back from the end. Each state was reached, so some way back exists; of several one past no foreign word, of these
// the one that starts soonest to the end is taken, and terms before bare tokens, so that the words cited are the fewest that
// make the claim.
void AutomatonRun::trace(const policy::Pattern& pattern, const Lattice& lattice,
                         std::uint32_t end) {
    match_.clear();
    const bool own = !own_.empty() && (own_[end] & pattern.last) != 0;
    const auto& active = own ? own_ : active_;
    auto states = active[end] & pattern.last;
    while (end > 0) {
        const auto cited = states & pattern.cited;
        const auto position =
            static_cast<std::uint32_t>(std::countr_zero(cited != 0 ? cited : states));
        const auto bit = 1ull << position;
        auto before = [&](std::uint32_t from) {
            std::uint64_t out = 0;
            for (auto s = active[from]; s != 0; s &= s - 1) {
                const auto at = static_cast<std::size_t>(std::countr_zero(s));
                if (pattern.follow[at] & bit) out |= 1ull << at;
            }
            return out;
        };
        MatchStep step{position, end, end, policy::kNone};
        for (auto i = first_into_[end]; i != policy::kNone; i = usable_[i].next_into) {
            const auto& u = usable_[i];
            if (!(u.mask & bit) || (own && u.foreign)) continue;
            const auto& e = lattice.edges()[u.edge];
            if (!(pattern.first & bit) && before(e.from) == 0) continue;
            // The longest term that fits is what the words mean: "rat race", not "race"; of equals one of the text's
            // language, then the plainest reading, then the first.
            const auto* best = step.edge == policy::kNone ? nullptr : &lattice.edges()[step.edge];
            if (best == nullptr ||
                std::tie(e.from, e.foreign, e.reading, u.edge) <
                    std::tie(best->from, best->foreign, best->reading, step.edge))
                step = {position, e.from, end, u.edge};
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
