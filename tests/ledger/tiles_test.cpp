// The layout of a log as files: names, widths, what grows, and nodes read out of tiles.
#include "ledger/tiles.h"

#include <doctest/doctest.h>

#include <map>
#include <set>
#include <string>
#include <vector>

#include "ledger/tree.h"
#include "support/naive_tree.h"

using namespace mizan;
using namespace mizan::ledger;
using namespace mizan::test;

namespace {

// Every tile and bundle of a tree, found by asking for the width of each place.
std::set<std::string> naive_tiles(std::uint64_t size) {
    std::set<std::string> out;
    for (int level = TileId::kEntriesLevel; level < 8; ++level) {
        for (std::uint64_t index = 0;; ++index) {
            const auto width = width_at(level, index, size);
            if (width == 0) break;
            out.insert(path({level, index, width}));
        }
    }
    return out;
}

// The tiles of a tree in memory, as its definition has them; counts the reads of each.
class NaiveTiles final : public TileReader {
public:
    explicit NaiveTiles(Leaves leaves) : leaves_(leaves) {}

    Result<std::string> read(const TileId& tile) override {
        ++reads[path(tile)];
        std::string out;
        const std::size_t span = std::size_t{1} << (8 * tile.level);
        for (std::size_t i = 0; i < tile.width; ++i) {
            const auto first = (tile.index * kTileWidth + i) * span;
            out += bytes_of(naive_root(leaves_.subspan(first, span)));
        }
        if (path(tile) == shortened) out.pop_back();
        if (path(tile) == missing) return fail({Code::kLogMissing, "no such tile", missing});
        return out;
    }
    std::map<std::string, int> reads;
    std::string shortened, missing;

private:
    Leaves leaves_;
};

}  // namespace

TEST_CASE("tiles have the names of the specification") {
    CHECK(path({0, 1234067, 256}) == "tile/0/x001/x234/067");
    CHECK(path({0, 0, 256}) == "tile/0/000");
    CHECK(path({3, 999, 256}) == "tile/3/999");
    CHECK(path({3, 1000, 17}) == "tile/3/x001/000.p/17");
    CHECK(path({TileId::kEntriesLevel, 67, 12}) == "tile/entries/067.p/12");
    CHECK(path({TileId::kEntriesLevel, 1234067, 256}) == "tile/entries/x001/x234/067");
    CHECK(path({63, 1, 1}) == "tile/63/001.p/1");
}

TEST_CASE("a name leads back to its tile") {
    for (int level : {-1, 0, 1, 7, 10, 63}) {
        for (std::uint64_t index : {0ull, 1ull, 67ull, 999ull, 1000ull, 999'999ull, 1'000'000ull,
                                    1'234'067ull, 1ull << 54}) {
            for (unsigned width : {1u, 9u, 10u, 112u, 255u, 256u}) {
                const TileId tile{level, index, width};
                CAPTURE(path(tile));
                CHECK(parse_tile_path(path(tile)) == tile);
            }
        }
    }
}

TEST_CASE("a name not written in the one right way is none") {
    for (const char* wrong : {"",
                              "tile",
                              "tile/",
                              "tile/0",
                              "tile/0/",
                              "tile//000",
                              "tile/entries",
                              "tile/entries/",
                              "tile/0/0",
                              "tile/0/00",
                              "tile/0/0000",
                              "tile/0/x000/001",
                              "tile/0/1234",
                              "tile/0/001/234",
                              "tile/0/x001/x234",
                              "tile/0/x001234",
                              "tile/0/x1/000",
                              "tile/00/000",
                              "tile/64/000",
                              "tile/-1/000",
                              "tile/+1/000",
                              "tile/data/000",
                              "tile/0/000.p",
                              "tile/0/000.p/",
                              "tile/0/000.p/0",
                              "tile/0/000.p/256",
                              "tile/0/000.p/01",
                              "tile/0/000.p/1/",
                              "tile/0/000.p/1.p/1",
                              "tile/0/000/",
                              "/tile/0/000",
                              "tile/0/000 ",
                              "tile/0/X001/000",
                              "tile/0/../000",
                              "tile/0/x999/x999/x999/x999/x999/x999/999",
                              "tile/0/.p/1",
                              "tile/0/x/000",
                              "checkpoint",
                              "tile/8/0/000"}) {
        CAPTURE(wrong);
        CHECK_FALSE(parse_tile_path(wrong).has_value());
    }
}

TEST_CASE("the widths of trees of 70,000 and 256 leaves are those worked out") {
    for (int level : {TileId::kEntriesLevel, 0}) {
        CHECK(width_at(level, 0, 70'000) == 256);
        CHECK(width_at(level, 272, 70'000) == 256);
        CHECK(width_at(level, 273, 70'000) == 112);
        CHECK(width_at(level, 274, 70'000) == 0);
        CHECK(width_at(level, 0, 256) == 256);
        CHECK(width_at(level, 1, 256) == 0);
        CHECK(width_at(level, 0, 0) == 0);
    }
    CHECK(width_at(1, 0, 70'000) == 256);
    CHECK(width_at(1, 1, 70'000) == 17);
    CHECK(width_at(1, 2, 70'000) == 0);
    CHECK(width_at(2, 0, 70'000) == 1);
    CHECK(width_at(2, 1, 70'000) == 0);
    CHECK(width_at(3, 0, 70'000) == 0);
    CHECK(width_at(1, 0, 256) == 1);
    CHECK(width_at(1, 0, 255) == 0);
    CHECK(width_at(2, 0, 256) == 0);
    CHECK(width_at(7, 0, kMaxTreeSize) == 64);
    CHECK(width_at(8, 0, kMaxTreeSize) == 0);
    CHECK(width_at(63, 0, kMaxTreeSize) == 0);
}

TEST_CASE("what grows between two sizes is the difference of what they have") {
    const std::uint64_t kSizes[] = {0,   1,   2,     254,   255,   256,   257,   511,   512,
                                    513, 700, 65535, 65536, 65537, 65792, 69999, 70000, 131072};
    for (const auto old_size : kSizes) {
        const auto before = naive_tiles(old_size);
        for (const auto new_size : kSizes) {
            CAPTURE(old_size);
            CAPTURE(new_size);
            std::set<std::string> expected;
            if (new_size > old_size) {
                for (const auto& name : naive_tiles(new_size)) {
                    if (!before.contains(name)) expected.insert(name);
                }
            }
            const auto grown = tiles_grown(old_size, new_size);
            std::set<std::string> names;
            for (const auto& tile : grown) names.insert(path(tile));
            CHECK(names == expected);
            CHECK(names.size() == grown.size());
        }
    }
}

TEST_CASE("what grows stands in order of levels, entries first") {
    std::string names;
    for (const auto& tile : tiles_grown(511, 514)) names += path(tile) + " ";
    CHECK(names ==
          "tile/entries/001 tile/entries/002.p/2 tile/0/001 tile/0/002.p/2 tile/1/000.p/2 ");
    CHECK(tiles_grown(70'000, 70'000).empty());
    CHECK(tiles_grown(0, 0).empty());
    CHECK(tiles_grown(kMaxTreeSize - 1, kMaxTreeSize).size() == 9);
}

TEST_CASE("a bundle gives back its entries, the empty and the longest too") {
    const std::string longest(kEntryBytes, 'e');
    std::string bundle;
    CHECK(append_entry(bundle, ""));
    CHECK(append_entry(bundle, "short"));
    CHECK(append_entry(bundle, longest));
    CHECK(bundle.substr(0, 9) == std::string("\0\0\0\5short", 9));
    const auto before = bundle;
    CHECK_FALSE(append_entry(bundle, longest + "e"));
    CHECK(bundle == before);
    const auto entries = read_entries(bundle, 3);
    REQUIRE(entries.has_value());
    CHECK(*entries == std::vector<std::string_view>{"", "short", longest});
    CHECK(read_entries("", 0).value().empty());
}

TEST_CASE("a bundle of another number of entries, cut short or with bytes more, is refused") {
    std::string bundle;
    REQUIRE(append_entry(bundle, "one"));
    REQUIRE(append_entry(bundle, "two"));
    CHECK(read_entries(bundle, 1).error().code == Code::kLogCorrupt);
    CHECK(read_entries(bundle, 3).error().code == Code::kLogCorrupt);
    CHECK(read_entries(bundle, ~std::size_t{0}).error().code == Code::kLogCorrupt);
    for (std::size_t size = 0; size < bundle.size(); ++size)
        CHECK(read_entries(bundle.substr(0, size), 2).error().code == Code::kLogCorrupt);
    CHECK(read_entries(bundle + std::string(1, '\0'), 2).error().code == Code::kLogCorrupt);
    CHECK(read_entries("x", 0).error().code == Code::kLogCorrupt);
}

TEST_CASE("nodes out of tiles are those of the tree, each tile read once") {
    const auto all = numbered_leaves(66'000);
    for (std::size_t size : {1u, 2u, 255u, 256u, 257u, 600u, 65'536u, 65'537u, 66'000u}) {
        CAPTURE(size);
        const auto leaves = Leaves(all).first(size);
        NaiveTiles tiles(leaves);
        TileNodes nodes(tiles, size);
        NaiveNodes naive(leaves);
        for (unsigned level = 0; size >> level > 0; ++level) {
            for (const auto index : {std::uint64_t{0}, (size >> level) - 1})
                CHECK(nodes.node(level, index).value() == naive.node(level, index).value());
        }
        const auto root = naive_root(leaves);
        CHECK(root_at(nodes, size).value() == root);
        for (std::size_t index : {std::size_t{0}, size / 2, size - 1}) {
            CHECK(prove_inclusion(nodes, index, size).value() == naive_path(index, leaves));
            CHECK(prove_consistency(nodes, index + 1, size).value() ==
                  naive_proof(index + 1, leaves));
        }
        for (const auto& [name, count] : tiles.reads) {
            CAPTURE(name);
            CHECK(count == 1);
        }
        CHECK(nodes.tiles_read() == tiles.reads.size());
    }
}

TEST_CASE("a tile that is missing or of another length is told, and a node that is none") {
    const auto leaves = numbered_leaves(600);
    NaiveTiles tiles(leaves);
    TileNodes nodes(tiles, 600);
    tiles.shortened = "tile/0/000";
    tiles.missing = "tile/0/002.p/88";
    const auto shortened = nodes.node(0, 3);
    REQUIRE_FALSE(shortened.has_value());
    CHECK(shortened.error().code == Code::kLogCorrupt);
    CHECK(shortened.error().where == "tile/0/000");
    CHECK(nodes.node(0, 599).error().code == Code::kLogMissing);
    CHECK(nodes.node(3, 74).error().code == Code::kLogMissing);
    CHECK(nodes.node(0, 300).has_value());
    CHECK(nodes.node(0, 600).error().code == Code::kLogMissing);
    CHECK(nodes.node(9, 1).error().code == Code::kLogMissing);
    CHECK(nodes.node(64, 0).error().code == Code::kLogMissing);
    CHECK(nodes.node(70, 0).error().code == Code::kLogMissing);
}
