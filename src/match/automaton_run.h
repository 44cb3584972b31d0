// Runs one pattern's automaton over a lattice and reports its matches with what they bound. Bit-parallel: one 64-bit word
// of active positions per cell.
#pragma once

#include <cstdint>
#include <vector>

#include "match/lattice.h"

namespace mizan::match {

// One step of a match: position `position` took cells [from, to), by an edge or (kNone) as a bare token.
struct MatchStep {
    std::uint32_t position = 0;
    std::uint32_t from = 0;
    std::uint32_t to = 0;
    std::uint32_t edge = policy::kNone;
};

// A match: its steps in text order. Valid until the next one.
using Match = std::vector<MatchStep>;

class AutomatonRun {
public:
    // Calls found(match) for the shortest match at each cell where one ends, from left to right, until it returns false.
    template <class Found> void run(const policy::Pattern& pattern, Lattice& lattice, Found found) {
        const auto stretch = forward(pattern, lattice);
        for (auto end = stretch.from + 1; end <= stretch.to; ++end) {
            if ((active_[end] & pattern.last) == 0) continue;
            trace(pattern, lattice, end);
            // A sentence's end alone (a pattern of "//" only) holds no words.
            const auto tokens = lattice.tokens(match_.front().from, match_.back().to);
            if (tokens.first == tokens.last) continue;
            if (!found(static_cast<const Match&>(match_))) return;
        }
    }

private:
    struct Stretch {  // cells [from, to); empty if from >= to
        std::uint32_t from = 0;
        std::uint32_t to = 0;
    };
    Stretch find_usable(const policy::Pattern& pattern, const Lattice& lattice);
    void mask_cells(const policy::Pattern& pattern, const Lattice& lattice, Stretch stretch);
    Stretch forward(const policy::Pattern& pattern, Lattice& lattice);
    // Fills `reached`: by cell boundary, the positions that took the cell before it, by cells and usable edges so masked;
    // past foreign words or not.
    void advance(const policy::Pattern& pattern, const Lattice& lattice, Stretch stretch,
                 bool foreign, std::vector<std::uint64_t>& reached) const;
    void trace(const policy::Pattern& pattern, const Lattice& lattice, std::uint32_t end);

    // An edge that the pattern may take; once for each symbol that lets it.
    struct Usable {
        std::uint32_t edge = 0;
        std::uint32_t to = 0;                     // as in the edge
        std::uint32_t next_from = policy::kNone;  // another that starts at the same cell
        std::uint32_t next_into = policy::kNone;  // or ends before the same one
        bool foreign = false;
        std::uint64_t mask = 0;  // the positions that may take it
    };

    std::vector<Usable> usable_;
    std::vector<std::uint32_t> first_from_;  // by cell: the first of those in usable_
    std::vector<std::uint32_t> first_into_;  // by cell boundary
    bool foreign_ = false;                   // some are
    std::vector<std::uint64_t> active_;  // by cell boundary: positions that took the cell before it
    std::vector<std::uint64_t>
        own_;  // the same past no foreign word; empty if none could be passed
    std::vector<std::uint64_t>
        cell_mask_;  // by cell: the positions that may take it without a term
    Match match_;
};

}  // namespace mizan::match
