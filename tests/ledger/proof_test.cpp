// Proofs of inclusion and consistency, made and checked, whole and damaged.
#include "ledger/proof.h"

#include <doctest/doctest.h>

#include <bit>
#include <string>
#include <vector>

#include "ledger/tree.h"
#include "support/naive_tree.h"

using namespace mizan;
using namespace mizan::ledger;
using namespace mizan::test;

namespace {

constexpr std::size_t kLargest = 70;  // trees up to so many leaves are tried with every proof

// The proof with one bit of one hash turned over, one hash missing, one too many: each way to damage it.
std::vector<std::vector<Hash>> damaged(const std::vector<Hash>& proof) {
    std::vector<std::vector<Hash>> out;
    for (std::size_t i = 0; i < proof.size(); ++i) {
        auto turned = proof;
        turned[i][i % 32] ^= static_cast<std::uint8_t>(1u << i % 8);
        out.push_back(turned);
        auto shorter = proof;
        shorter.erase(shorter.begin() + static_cast<std::ptrdiff_t>(i));
        out.push_back(shorter);
    }
    for (std::size_t i = 0; i <= proof.size(); ++i) {
        auto longer = proof;
        longer.insert(longer.begin() + static_cast<std::ptrdiff_t>(i), Hash{});
        out.push_back(longer);
    }
    return out;
}

bool included(std::uint64_t index, std::uint64_t size, const Hash& leaf,
              const std::vector<Hash>& proof, const Hash& root) {
    const auto checked = check_inclusion(index, size, leaf, proof, root);
    if (!checked) CHECK(checked.error().code == Code::kProofInvalid);
    return checked.has_value();
}

bool consistent(std::uint64_t old_size, std::uint64_t new_size, const Hash& old_root,
                const Hash& new_root, const std::vector<Hash>& proof) {
    const auto checked = check_consistency(old_size, new_size, old_root, new_root, proof);
    if (!checked) CHECK(checked.error().code == Code::kProofInvalid);
    return checked.has_value();
}

Hash turned_over(Hash hash) {
    hash[31] ^= 1;
    return hash;
}

}  // namespace

TEST_CASE(
    "every leaf of every tree up to 70 leaves has its proof of inclusion, and no damaged one") {
    const auto all = numbered_leaves(kLargest);
    for (std::size_t size = 1; size <= kLargest; ++size) {
        const auto leaves = Leaves(all).first(size);
        const auto root = naive_root(leaves);
        NaiveNodes nodes(leaves);
        for (std::size_t index = 0; index < size; ++index) {
            CAPTURE(size);
            CAPTURE(index);
            const auto made = prove_inclusion(nodes, index, size);
            REQUIRE(made.has_value());
            CHECK(*made == naive_path(index, leaves));
            CHECK(*made == prove_in(leaves, index));
            CHECK(included(index, size, leaves[index], *made, root));
            for (const auto& wrong : damaged(*made))
                CHECK_FALSE(included(index, size, leaves[index], wrong, root));
            CHECK_FALSE(included(index, size, turned_over(leaves[index]), *made, root));
            CHECK_FALSE(included(index, size, leaves[index], *made, turned_over(root)));
            for (std::size_t other = 0; other < size + 2; ++other) {
                if (other != index) CHECK_FALSE(included(other, size, leaves[index], *made, root));
            }
        }
    }
}

TEST_CASE("every two trees up to 70 leaves have their proof of consistency, and no damaged one") {
    const auto all = numbered_leaves(kLargest);
    std::vector<Hash> roots;
    for (std::size_t size = 0; size <= kLargest; ++size)
        roots.push_back(naive_root(Leaves(all).first(size)));
    for (std::size_t new_size = 1; new_size <= kLargest; ++new_size) {
        NaiveNodes nodes(Leaves(all).first(new_size));
        for (std::size_t old_size = 1; old_size <= new_size; ++old_size) {
            CAPTURE(old_size);
            CAPTURE(new_size);
            const auto made = prove_consistency(nodes, old_size, new_size);
            REQUIRE(made.has_value());
            CHECK(*made == naive_proof(old_size, Leaves(all).first(new_size)));
            const auto &before = roots[old_size], &after = roots[new_size];
            CHECK(consistent(old_size, new_size, before, after, *made));
            for (const auto& wrong : damaged(*made))
                CHECK_FALSE(consistent(old_size, new_size, before, after, wrong));
            CHECK_FALSE(consistent(old_size, new_size, turned_over(before), after, *made));
            CHECK_FALSE(consistent(old_size, new_size, before, turned_over(after), *made));
            if (old_size != new_size)
                CHECK_FALSE(consistent(old_size, new_size, after, before, *made));
            for (std::size_t other = 0; other <= new_size; ++other) {
                if (other != old_size)
                    CHECK_FALSE(consistent(other, new_size, before, after, *made));
            }
        }
    }
}

TEST_CASE("root and edge from nodes are those of the tree") {
    const auto all = numbered_leaves(kLargest);
    NaiveNodes nodes(all);
    Tree tree;
    for (std::size_t size = 0; size <= kLargest; ++size) {
        CAPTURE(size);
        CHECK(root_at(nodes, size).value() == tree.root());
        CHECK(edge_at(nodes, size).value() == tree.edge());
        if (size < kLargest) tree.append(all[size]);
    }
}

TEST_CASE("a proof asks for as many nodes as its tree has levels, twice at most") {
    const auto all = numbered_leaves(1000);
    for (std::size_t size : {1u, 2u, 255u, 256u, 257u, 511u, 777u, 1000u}) {
        const auto levels = static_cast<std::size_t>(std::bit_width(size));
        for (std::size_t index : {std::size_t{0}, size / 2, size - 1}) {
            NaiveNodes nodes(Leaves(all).first(size));
            REQUIRE(prove_inclusion(nodes, index, size).has_value());
            CHECK(nodes.reads <= 2 * levels);
            nodes.reads = 0;
            REQUIRE(prove_consistency(nodes, index + 1, size).has_value());
            CHECK(nodes.reads <= 2 * levels);
        }
    }
}

TEST_CASE("what no tree has is asked for in vain") {
    const auto all = numbered_leaves(8);
    NaiveNodes nodes(all);
    CHECK(prove_inclusion(nodes, 8, 8).error().code == Code::kProofInvalid);
    CHECK(prove_inclusion(nodes, 0, 0).error().code == Code::kProofInvalid);
    CHECK(prove_consistency(nodes, 0, 8).error().code == Code::kProofInvalid);
    CHECK(prove_consistency(nodes, 8, 7).error().code == Code::kProofInvalid);
    CHECK(root_at(nodes, kMaxTreeSize + 1).error().code == Code::kProofInvalid);
    CHECK(nodes.reads == 0);
    const auto root = naive_root(all);
    CHECK_FALSE(included(~std::uint64_t{0}, ~std::uint64_t{0}, all[0], {}, all[0]));
    CHECK_FALSE(included(0, 0, all[0], {}, empty_root()));
    CHECK_FALSE(consistent(0, 0, empty_root(), empty_root(), {}));
    CHECK_FALSE(consistent(0, 8, empty_root(), root, {}));
    CHECK_FALSE(consistent(9, 8, root, root, {}));
    CHECK_FALSE(consistent(8, 8, root, root, {root}));
    CHECK_FALSE(consistent(8, 8, root, empty_root(), {}));
}

TEST_CASE("the largest tree's proofs have as many hashes as the limit says, and no more are read") {
    // A log in which every leaf is the same, so that a node is known by its level.
    class SameLeaves final : public NodeReader {
    public:
        Result<Hash> node(unsigned level, std::uint64_t) override {
            Hash root = leaf_hash("same");
            for (unsigned i = 0; i < level; ++i) root = node_hash(root, root);
            return root;
        }
    } nodes;
    const auto root = root_at(nodes, kMaxTreeSize - 1).value();
    const auto path = prove_inclusion(nodes, 12345, kMaxTreeSize - 1).value();
    CHECK(path.size() == 62);
    CHECK(included(12345, kMaxTreeSize - 1, leaf_hash("same"), path, root));
    const auto proof = prove_consistency(nodes, 12345, kMaxTreeSize - 1).value();
    CHECK(proof.size() <= kMaxProofHashes);
    CHECK(consistent(12345, kMaxTreeSize - 1, root_at(nodes, 12345).value(), root, proof));
    const std::vector<Hash> endless(100'000, root);
    CHECK_FALSE(included(12345, kMaxTreeSize - 1, leaf_hash("same"), endless, root));
}
