// Salts of frames: what is erased cannot be had again, all else stays.
#include "record/salt_tree.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <numeric>
#include <random>
#include <string>

#include "base/archive.h"

using namespace mizan;
using namespace mizan::record;

namespace {

Salt seed_of(std::uint8_t n) {
    Salt seed;
    seed.fill(n);
    return seed;
}

std::string archived(const SaltTree& tree) {
    ArchiveWriter out;
    out(tree);
    return std::move(out).take();
}
bool read(std::string_view bytes, SaltTree& tree) {
    ArchiveReader in(bytes);
    in(tree);
    return in.ok() && in.at_end();
}

struct Seed {
    std::uint32_t level, index;
};
// An archive as somebody could have forged it.
SaltTree made(std::uint32_t depth, const std::vector<Seed>& seeds) {
    ArchiveWriter out;
    out(depth, static_cast<std::uint32_t>(seeds.size()));
    for (const auto& s : seeds) out(s.level, s.index, seed_of(1));
    SaltTree tree;
    REQUIRE(read(std::move(out).take(), tree));
    return tree;
}

// The definition, from the root down.
Salt salt_by_definition(Salt seed, unsigned depth, std::size_t slot) {
    for (auto level = depth; level-- > 0;) {
        std::string bytes = "mizan/salt/v1";
        bytes.push_back(static_cast<char>(slot >> level & 1));
        bytes.append(reinterpret_cast<const char*>(seed.data()), seed.size());
        seed = sha256(bytes);
    }
    return seed;
}

}  // namespace

TEST_CASE("a tree is as deep as its slots need, to 65,536 of them") {
    const struct {
        std::size_t slots;
        unsigned depth;
    } kRows[] = {{1, 0},   {2, 1},   {3, 2},      {4, 2},       {5, 3},      {255, 8},
                 {256, 8}, {257, 9}, {32768, 15}, {32'769, 16}, {65'536, 16}};
    for (const auto& [slots, depth] : kRows) {
        const SaltTree tree(seed_of(9), slots);
        CHECK(tree.depth() == depth);
        CHECK(tree.valid());
        CHECK(tree.left() == std::size_t{1} << depth);
        CHECK(tree.salt(slots - 1));
        CHECK_FALSE(tree.salt(std::size_t{1} << depth));
        CHECK_FALSE(tree.salt(~std::size_t{0}));
    }
    CHECK(SaltTree(seed_of(9), 0).depth() == 0);
}

TEST_CASE("salts are what the definition says, alone and all at once") {
    for (std::size_t slots : {1u, 2u, 3u, 7u, 8u, 100u, 256u, 257u}) {
        const SaltTree tree(seed_of(5), slots);
        const auto all = tree.all(slots);
        REQUIRE(all.size() == slots);
        for (std::size_t i = 0; i < slots; ++i) {
            CHECK(all[i] == salt_by_definition(seed_of(5), tree.depth(), i));
            CHECK(tree.salt(i) == all[i]);
        }
    }
    // Made with another program: printf 'mizan/salt/v1\x00' and 32 bytes of 05 | sha256sum, and so on.
    const SaltTree two(seed_of(5), 2);
    CHECK(to_hex(*two.salt(0)) ==
          "146ea391e36b997cdafd15d66b8b69d80aae473e4cd052a4356fe6515ebc1b5d");
    CHECK(to_hex(*two.salt(1)) ==
          "7445fd779addb71f3de69bde15d30cb2cc07bf626867dcc447287a3dd5b43254");
}

TEST_CASE("an erased slot is gone, all others stay, in whatever order they go") {
    for (std::size_t slots : {1u, 2u, 3u, 16u, 100u}) {
        std::mt19937 random(static_cast<unsigned>(slots));
        SaltTree tree(seed_of(1), slots);
        const auto all = tree.all(slots);
        std::vector<std::size_t> order(slots);
        std::iota(order.begin(), order.end(), 0);
        std::shuffle(order.begin(), order.end(), random);
        std::vector<bool> gone(slots);
        for (std::size_t n = 0; n < slots; ++n) {
            CHECK(tree.erase(order[n]));
            gone[order[n]] = true;
            CHECK_FALSE(tree.erase(order[n]));
            CHECK(tree.valid());
            CHECK(tree.left() == (std::size_t{1} << tree.depth()) - n - 1);
            for (std::size_t i = 0; i < slots; ++i)
                CHECK(tree.salt(i) == (gone[i] ? std::nullopt : std::optional(all[i])));
        }
        CHECK_FALSE(tree.erase(std::size_t{1} << tree.depth()));
    }
}

TEST_CASE("no seed that is left leads to an erased slot") {
    constexpr unsigned kDepth = 6;
    SaltTree tree(seed_of(1), std::size_t{1} << kDepth);
    for (const std::size_t slot : {0u, 5u, 6u, 63u}) REQUIRE(tree.erase(slot));
    const auto bytes = archived(tree);
    // Neither the salts nor any seed above them stands in what is kept.
    for (const std::size_t slot : {0u, 5u, 6u, 63u}) {
        for (unsigned level = 0; level <= kDepth; ++level) {
            const auto above = salt_by_definition(seed_of(1), level, slot >> (kDepth - level));
            CHECK(bytes.find({reinterpret_cast<const char*>(above.data()), above.size()}) ==
                  bytes.npos);
        }
    }
}

TEST_CASE("a tree is read back as it was archived, and what is cut off is not") {
    SaltTree tree(seed_of(1), 65'536);
    for (const std::size_t slot : {0u, 1u, 255u, 256u, 40'000u, 65'535u}) REQUIRE(tree.erase(slot));
    const auto bytes = archived(tree);
    SaltTree again;
    REQUIRE(read(bytes, again));
    CHECK(again.valid());
    CHECK(archived(again) == bytes);
    CHECK(again.left() == 65'530);
    CHECK(again.salt(2) == tree.salt(2));
    CHECK_FALSE(again.salt(40'000));
    for (std::size_t size = 0; size < bytes.size(); size += 7)
        CHECK_FALSE(read(std::string_view(bytes).substr(0, size), again));
}

TEST_CASE("what cannot have come from erasing is no tree") {
    CHECK(SaltTree().valid());
    CHECK(made(0, {}).valid());
    CHECK(made(0, {{0, 0}}).valid());
    CHECK(made(16, {{16, 0}, {16, 65'535}}).valid());
    CHECK_FALSE(made(17, {{0, 0}}).valid());
    CHECK_FALSE(made(0xFFFFFFFF, {}).valid());
    CHECK_FALSE(made(2, {{3, 0}}).valid());  // below the leaves
    CHECK_FALSE(made(2, {{1, 2}}).valid());  // beside the tree
    CHECK_FALSE(made(2, {{0, 1}}).valid());
    CHECK_FALSE(made(2, {{1, 0}, {2, 1}}).valid());  // twice the same slot
    CHECK_FALSE(made(2, {{0, 0}, {0, 0}}).valid());
    CHECK_FALSE(made(2, {{2, 3}, {2, 0}}).valid());  // not in order
    CHECK_FALSE(made(16, {{0xFFFFFFFF, 0}}).valid());
    CHECK_FALSE(made(16, {{16, 0xFFFFFFFF}}).valid());
}
