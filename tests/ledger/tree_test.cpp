// The hashes of RFC 6962, and the right edge of a tree as it grows.
#include "ledger/tree.h"

#include <doctest/doctest.h>

#include <span>
#include <string>
#include <vector>

#include "support/naive_tree.h"

using namespace mizan;
using namespace mizan::ledger;
using namespace mizan::test;

TEST_CASE("the hashes are those of RFC 6962") {
    CHECK(to_hex(empty_root()) ==
          "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK(to_hex(leaf_hash("")) ==
          "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
    CHECK(to_hex(leaf_hash("L123456")) ==
          "395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56");
    // An inner node of texts that are no hashes, as others' tests have it.
    CHECK(to_hex(sha256("\1N123", "N456")) ==
          "aa217fe888e47007fa15edab33c2b492a722cb106c64667fc2b044444de66bbb");
    const auto a = leaf_hash("a"), b = leaf_hash("b");
    CHECK(node_hash(a, b) == sha256("\1" + std::string(bytes_of(a)) + std::string(bytes_of(b))));
    CHECK(node_hash(a, b) != node_hash(b, a));
}

TEST_CASE("a hash of two pieces is the hash of them together, wherever the cut") {
    std::string bytes;
    for (int i = 0; i < 200; ++i) bytes.push_back(static_cast<char>(i));
    for (std::size_t size : {0u, 1u, 55u, 56u, 63u, 64u, 65u, 119u, 120u, 127u, 128u, 200u}) {
        const auto whole = std::string_view(bytes).substr(0, size);
        for (std::size_t cut = 0; cut <= size; ++cut)
            CHECK(sha256(whole.substr(0, cut), whole.substr(cut)) == sha256(whole));
    }
}

TEST_CASE("the reference tree of eight leaves has the root that others give it") {
    const std::string entries[] = {
        "",
        std::string(1, '\0'),
        "\x10",
        "\x20\x21",
        "\x30\x31",
        "\x40\x41\x42\x43",
        "\x50\x51\x52\x53\x54\x55\x56\x57",
        "\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f"};
    const char* const kRoots[] = {
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};
    Tree tree;
    for (std::size_t size = 0; size <= 8; ++size) {
        CAPTURE(size);
        CHECK(tree.size() == size);
        CHECK(to_hex(tree.root()) == kRoots[size]);
        if (size < 8) tree.append(leaf_hash(entries[size]));
    }
}

TEST_CASE("root, edge and what grows from an edge agree with the definition up to 300 leaves") {
    const auto leaves = numbered_leaves(301);
    Tree tree;
    for (std::size_t size = 0; size <= 300; ++size) {
        CAPTURE(size);
        const auto root = naive_root(Leaves(leaves).first(size));
        CHECK(tree.root() == root);
        CHECK(root_of(Leaves(leaves).first(size)) == root);
        auto again = Tree::from_edge(size, tree.edge());
        REQUIRE(again.has_value());
        CHECK(again->root() == root);
        CHECK(again->edge() == tree.edge());
        again->append(leaves[size]);
        tree.append(leaves[size]);
        CHECK(again->root() == tree.root());
    }
}

TEST_CASE(
    "the last subtrees are the roots over the last leaves, also in a tree that grew from an edge") {
    Tree grown;
    std::vector<Hash> leaves;
    for (std::size_t size = 1; size <= 600; ++size) {
        // From time to time only the edge is kept.
        if (size % 7 == 0) grown = Tree::from_edge(grown.size(), grown.edge()).value();
        leaves.push_back(leaf_hash(std::to_string(size)));
        grown.append(leaves.back());
        for (std::size_t level = 0; size % (std::size_t{1} << level) == 0; ++level) {
            const auto width = std::size_t{1} << level;
            CHECK(grown.last_subtree(level) ==
                  root_of(std::span(leaves).subspan(size - width, width)));
        }
    }
}

TEST_CASE("an edge of another number of hashes, and a size beyond any tree, are refused") {
    const std::vector<Hash> three(3);
    CHECK(Tree::from_edge(7, three).has_value());
    CHECK(Tree::from_edge(5, three).error().code == Code::kLogCorrupt);
    CHECK(Tree::from_edge(15, three).error().code == Code::kLogCorrupt);
    CHECK(Tree::from_edge(0, three).error().code == Code::kLogCorrupt);
    CHECK(Tree::from_edge(0, {}).has_value());
    CHECK(Tree::from_edge(kMaxTreeSize, {three.data(), 1}).has_value());
    CHECK(Tree::from_edge(kMaxTreeSize + 3, three).error().code == Code::kLogCorrupt);
}
