// Proofs of inclusion and of consistency: checked by RFC 9162, sections 2.1.3.2 and 2.1.4.2, made from stored nodes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/result.h"
#include "ledger/hashing.h"

namespace mizan::ledger {

inline constexpr std::size_t kMaxProofHashes = 63;  // of any tree up to kMaxTreeSize

// Whether the leaf stands at `index` of the tree of `size` leaves with that root. Errors: kProofInvalid, which says what fails.
[[nodiscard]] Result<void> check_inclusion(std::uint64_t index, std::uint64_t size,
                                           const Hash& leaf, std::span<const Hash> proof,
                                           const Hash& root);

// Whether the tree of `new_size` begins with the tree of `old_size`, which is at least 1: what an empty tree is the beginning
// of is for the protocol to say. Errors: kProofInvalid.
[[nodiscard]] Result<void> check_consistency(std::uint64_t old_size, std::uint64_t new_size,
                                             const Hash& old_root, const Hash& new_root,
                                             std::span<const Hash> proof);

// Where the nodes of a log are: node (level, index) is the root over the leaves [index << level, (index + 1) << level). Only
// nodes that are full are asked for.
class NodeReader {
public:
    NodeReader() = default;
    NodeReader(const NodeReader&) = delete;
    NodeReader& operator=(const NodeReader&) = delete;
    virtual ~NodeReader() = default;
    virtual Result<Hash> node(unsigned level, std::uint64_t index) = 0;
};

// Each reads O(log size) nodes. Errors: the reader's; kProofInvalid where index >= size, old_size > new_size or old_size is 0.
[[nodiscard]] Result<std::vector<Hash>> prove_inclusion(NodeReader& nodes, std::uint64_t index,
                                                        std::uint64_t size);
[[nodiscard]] Result<std::vector<Hash>> prove_consistency(NodeReader& nodes, std::uint64_t old_size,
                                                          std::uint64_t new_size);
// The root of the first `size` leaves.
[[nodiscard]] Result<Hash> root_at(NodeReader& nodes, std::uint64_t size);
// The right edge of the tree of the first `size` leaves, as Tree::from_edge() takes it.
[[nodiscard]] Result<std::vector<Hash>> edge_at(NodeReader& nodes, std::uint64_t size);

}  // namespace mizan::ledger
