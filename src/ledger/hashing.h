// The hashes of a transparency log's tree (RFC 6962, section 2.1): SHA-256 with one byte before leaves and another before nodes.
#pragma once

#include <span>
#include <string_view>

#include "base/sha256.h"

namespace mizan::ledger {

using Hash = Sha256;

[[nodiscard]] Hash empty_root();                       // SHA-256("")
[[nodiscard]] Hash leaf_hash(std::string_view entry);  // SHA-256(0x00 || entry)
// leaf_hash() of each entry, into as many hashes.
void leaf_hashes(std::span<const std::string_view> entries, std::span<Hash> hashes);
[[nodiscard]] Hash node_hash(const Hash& left,
                             const Hash& right);  // SHA-256(0x01 || left || right)
// node_hash() of each two neighbours among twice as many children. The nodes are not to stand where the children do.
void node_hashes(std::span<const Hash> children, std::span<Hash> nodes);

}  // namespace mizan::ledger
