// Tree: the right edge of a growing Merkle tree (RFC 6962, section 2.1): all that is needed to append and to know the root.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/result.h"
#include "ledger/hashing.h"

namespace mizan::ledger {

inline constexpr std::uint64_t kMaxTreeSize = std::uint64_t{1} << 62;  // leaves

// A value; not thread-safe.
class Tree {
public:
    Tree() = default;
    // The tree of that many leaves whose right edge is `edge`: the roots of its full subtrees, largest first, one for each bit
    // set in `size`. Errors: kLogCorrupt if their number is another, or the size beyond kMaxTreeSize.
    [[nodiscard]] static Result<Tree> from_edge(std::uint64_t size, std::span<const Hash> edge);

    void append(const Hash& leaf);
    [[nodiscard]] std::uint64_t size() const { return size_; }
    [[nodiscard]] Hash root() const;
    // The root over the last 2^level leaves. Only right after append(), when the size is a multiple of that.
    [[nodiscard]] const Hash& last_subtree(std::size_t level) const { return subtree_[level]; }
    [[nodiscard]] std::vector<Hash> edge() const;

private:
    std::uint64_t size_ = 0;
    // [level]: of 2^level leaves. Where the size has that bit, part of the edge; below the lowest such bit, of the last leaves.
    std::array<Hash, 64> subtree_{};
};

// The root over some leaves. For trees that are in memory as a whole.
[[nodiscard]] Hash root_of(std::span<const Hash> leaves);
// The inclusion proof of one of these leaves, its sibling first; `index` < leaves.size().
[[nodiscard]] std::vector<Hash> prove_in(std::span<const Hash> leaves, std::uint64_t index);

}  // namespace mizan::ledger
