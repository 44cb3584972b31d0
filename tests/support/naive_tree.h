// Merkle trees word for word as RFC 6962, section 2.1 defines them, to hold ours against; and a few leaves.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "ledger/hashing.h"
#include "ledger/proof.h"

namespace mizan::test {

using Leaves = std::span<const ledger::Hash>;

[[nodiscard]] ledger::Hash naive_root(Leaves leaves);                                  // MTH(D)
[[nodiscard]] std::vector<ledger::Hash> naive_path(std::size_t index, Leaves leaves);  // PATH(m, D)
// PROOF(m, D), 0 < `old_size` <= leaves.size().
[[nodiscard]] std::vector<ledger::Hash> naive_proof(std::size_t old_size, Leaves leaves);

// The hashes of the entries "entry 0", "entry 1", ...
[[nodiscard]] std::vector<ledger::Hash> numbered_leaves(std::size_t count);

// The nodes over leaves in memory; counts how many were asked for.
class NaiveNodes final : public ledger::NodeReader {
public:
    explicit NaiveNodes(Leaves leaves) : leaves_(leaves) {}
    // The test fails if the node is not full.
    Result<ledger::Hash> node(unsigned level, std::uint64_t index) override;
    std::size_t reads = 0;

private:
    Leaves leaves_;
};

// The bytes that hexadecimal or base64 digits stand for, as a hash.
[[nodiscard]] ledger::Hash hash_of_hex(std::string_view digits);
[[nodiscard]] ledger::Hash hash_of_base64(std::string_view digits);

}  // namespace mizan::test
