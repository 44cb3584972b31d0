// Which leaves the hashes of a proof stand for (RFC 6962, sections 2.1.1 and 2.1.2).
#pragma once

#include <bit>
#include <cstdint>
#include <vector>

namespace mizan::ledger {

// The leaves [begin, end) of a subtree; not empty.
struct LeafRange {
    std::uint64_t begin = 0;
    std::uint64_t end = 0;

    [[nodiscard]] std::uint64_t size() const { return end - begin; }
    // Where its left child ends: the largest power of two that is smaller than its size, which is at least 2.
    [[nodiscard]] std::uint64_t middle() const { return begin + std::bit_floor(size() - 1); }
};

// The siblings on the way from a leaf of the tree of `size` leaves to its root; `index` < `size`.
[[nodiscard]] std::vector<LeafRange> siblings(std::uint64_t index, std::uint64_t size);

// The subtrees of a proof of consistency, smallest first; 0 < `old_size` <= `new_size`.
[[nodiscard]] std::vector<LeafRange> differing(std::uint64_t old_size, std::uint64_t new_size);

}  // namespace mizan::ledger
