#include "ledger/hashing.h"

#include <algorithm>
#include <array>

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

void node_hashes(std::span<const Hash> children, std::span<Hash> nodes) {
    constexpr std::size_t kAtOnce = 64;
    constexpr std::string_view kPrefix(&kNodePrefix, 1);
    std::array<std::string_view, kAtOnce> pairs;
    for (std::size_t i = 0; i < nodes.size(); i += kAtOnce) {
        const auto some = nodes.subspan(i, std::min(kAtOnce, nodes.size() - i));
        for (std::size_t n = 0; n < some.size(); ++n)  // two hashes stand side by side
            pairs[n] = {reinterpret_cast<const char*>(children[2 * (i + n)].data()),
                        2 * sizeof(Hash)};
        sha256_each(kPrefix, std::span(pairs).first(some.size()), some);
    }
}

Hash node_hash(const Hash& left, const Hash& right) {
    std::array<char, 1 + 2 * sizeof(Hash)> node;
    node[0] = kNodePrefix;
    std::ranges::copy(left, node.begin() + 1);
    std::ranges::copy(right, node.begin() + 1 + sizeof(Hash));
    return sha256({node.data(), node.size()});
}

}  // namespace mizan::ledger
