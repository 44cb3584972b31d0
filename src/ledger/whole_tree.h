// WholeTree: a Merkle tree (RFC 6962, section 2.1) that is in memory with all its nodes, so that each of its proofs costs one look a level.
#pragma once

#include <cstdint>
#include <vector>

#include "ledger/hashing.h"

namespace mizan::ledger {

// Never changes once made; thread-safe. Holds about two hashes a leaf.
class WholeTree {
public:
    explicit WholeTree(std::vector<Hash> leaves);

    [[nodiscard]] std::uint64_t size() const { return levels_.front().size(); }
    [[nodiscard]] Hash root() const;
    // The inclusion proof of a leaf, its sibling first; `index` < size() (asserted).
    [[nodiscard]] std::vector<Hash> proof(std::uint64_t index) const;

private:
    // [0]: the leaves; each level above has the parents of two. A last node without a sibling goes up as it is: RFC 6962 splits off the
    // largest full subtree, which comes to the same.
    std::vector<std::vector<Hash>> levels_;
};

}  // namespace mizan::ledger
