#include "ledger/hashing.h"

#include <algorithm>

namespace mizan::ledger {

namespace {

constexpr std::string_view kLeafPrefix("\0", 1);
constexpr char kNodePrefix = 1;

}  // namespace

Hash empty_root() { return sha256({}); }

Hash leaf_hash(std::string_view entry) { return sha256(kLeafPrefix, entry); }

void leaf_hashes(std::span<const std::string_view> entries, std::span<Hash> hashes) {
    sha256_each(kLeafPrefix, entries, hashes);
}

Hash node_hash(const Hash& left, const Hash& right) {
    std::array<char, 1 + 2 * sizeof(Hash)> node;
    node[0] = kNodePrefix;
    std::ranges::copy(left, node.begin() + 1);
    std::ranges::copy(right, node.begin() + 1 + sizeof(Hash));
    return sha256({node.data(), node.size()});
}

}  // namespace mizan::ledger
