#include "support/naive_tree.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "ledger/base64.h"

namespace mizan::test {

using namespace ledger;

namespace {

std::size_t split(std::size_t size) {
    std::size_t k = 1;
    while (2 * k < size) k *= 2;
    return k;
}

std::vector<Hash> naive_subproof(std::size_t m, Leaves leaves, bool known) {
    if (m == leaves.size()) return known ? std::vector<Hash>{} : std::vector{naive_root(leaves)};
    const auto k = split(leaves.size());
    auto proof = m <= k ? naive_subproof(m, leaves.first(k), known)
                        : naive_subproof(m - k, leaves.subspan(k), false);
    proof.push_back(naive_root(m <= k ? leaves.subspan(k) : leaves.first(k)));
    return proof;
}

}  // namespace

Hash naive_root(Leaves leaves) {
    if (leaves.empty()) return empty_root();
    if (leaves.size() == 1) return leaves.front();
    const auto k = split(leaves.size());
    return node_hash(naive_root(leaves.first(k)), naive_root(leaves.subspan(k)));
}

std::vector<Hash> naive_path(std::size_t index, Leaves leaves) {
    if (leaves.size() == 1) return {};
    const auto k = split(leaves.size());
    auto path =
        index < k ? naive_path(index, leaves.first(k)) : naive_path(index - k, leaves.subspan(k));
    path.push_back(naive_root(index < k ? leaves.subspan(k) : leaves.first(k)));
    return path;
}

std::vector<Hash> naive_proof(std::size_t old_size, Leaves leaves) {
    return naive_subproof(old_size, leaves, true);
}

std::vector<Hash> numbered_leaves(std::size_t count) {
    std::vector<Hash> out;
    for (std::size_t i = 0; i < count; ++i) out.push_back(leaf_hash("entry " + std::to_string(i)));
    return out;
}

Result<Hash> NaiveNodes::node(unsigned level, std::uint64_t index) {
    ++reads;
    const std::size_t width = std::size_t{1} << level;
    REQUIRE((index + 1) * width <= leaves_.size());
    return naive_root(leaves_.subspan(index * width, width));
}

Hash hash_of_hex(std::string_view digits) {
    REQUIRE(digits.size() == 64);
    Hash out{};
    for (std::size_t i = 0; i < 64; ++i) {
        const char c = digits[i];
        const int digit = c <= '9' ? c - '0' : c - 'a' + 10;
        out[i / 2] = static_cast<std::uint8_t>(out[i / 2] * 16 + digit);
    }
    return out;
}

Hash hash_of_base64(std::string_view digits) {
    const auto bytes = from_base64(digits);
    REQUIRE(bytes.has_value());
    Hash out{};
    REQUIRE(bytes->size() == out.size());
    std::ranges::transform(*bytes, out.begin(),
                           [](char c) { return static_cast<std::uint8_t>(c); });
    return out;
}

}  // namespace mizan::test
