// The hashes of a transparency log's tree (RFC 6962, section 2.1): SHA-256 with one byte before leaves and another before nodes.
#pragma once

#include <string_view>

#include "base/sha256.h"

namespace mizan::ledger {

using Hash = Sha256;

[[nodiscard]] Hash empty_root();                       // SHA-256("")
[[nodiscard]] Hash leaf_hash(std::string_view entry);  // SHA-256(0x00 || entry)
[[nodiscard]] Hash node_hash(const Hash& left,
                             const Hash& right);  // SHA-256(0x01 || left || right)

}  // namespace mizan::ledger
