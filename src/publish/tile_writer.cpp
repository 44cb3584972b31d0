#include "publish/tile_writer.h"

#include <cstring>

#include "ledger/tiles.h"

namespace mizan::publish {

using ledger::kTileHeight;
using ledger::kTileWidth;
using ledger::TileId;

namespace {

std::string bytes_of_tile(const std::vector<ledger::Hash>& hashes) {
    std::string out;
    out.reserve(hashes.size() * sizeof(ledger::Hash));
    for (const auto& hash : hashes) out.append(bytes_of(hash));
    return out;
}

}  // namespace

Result<TileWriter::OpenTile> TileWriter::read_open(int level, std::uint64_t size) {
    OpenTile tile;
    const auto hashes = size >> (kTileHeight * static_cast<unsigned>(level));
    tile.index = hashes / kTileWidth;
    const auto width = static_cast<unsigned>(hashes % kTileWidth);
    if (width == 0) return tile;
    const TileId id{level, tile.index, width};
    MZ_TRY(const auto bytes, folder_.read(id));
    if (bytes.size() != width * sizeof(ledger::Hash))
        return fail({Code::kLogCorrupt, "the tile has another length", ledger::path(id)});
    tile.hashes.resize(width);
    std::memcpy(tile.hashes.data(), bytes.data(), bytes.size());
    return tile;
}

Result<void> TileWriter::resume(std::uint64_t size, const std::vector<ledger::Hash>& edge) {
    MZ_TRY(tree_, ledger::Tree::from_edge(size, edge));
    levels_.clear();
    bundle_.clear();
    filled_.clear();
    for (int level = 0; size >> (kTileHeight * static_cast<unsigned>(level)) != 0; ++level) {
        MZ_TRY(auto tile, read_open(level, size));
        levels_.push_back(std::move(tile));
    }
    if (levels_.empty()) return {};
    // The tree that the open tiles make, from the top down, is the one that the edge makes, or the folder is another log's.
    std::vector<ledger::Hash> found;
    for (auto level = levels_.size(); level-- > 0;) {
        const auto& hashes = levels_[level].hashes;
        std::size_t at = 0;
        for (auto width = kTileWidth / 2; width > 0; width /= 2) {
            if ((hashes.size() & width) == 0) continue;
            found.push_back(ledger::root_of({hashes.data() + at, width}));
            at += width;
        }
    }
    if (found != edge)
        return fail({Code::kLogCorrupt,
                     "its tiles are not those of the log in the store; run `mizan log fsck`",
                     "tile"});
    const auto width = static_cast<unsigned>(size % kTileWidth);
    if (width == 0) return {};
    const TileId entries{TileId::kEntriesLevel, levels_[0].index, width};
    MZ_TRY(bundle_, folder_.read(entries));
    const auto read = ledger::read_entries(bundle_, width);
    if (!read) return fail(read.error());
    return {};
}

Result<void> TileWriter::append(std::span<const std::string_view> entries) {
    std::vector<ledger::Hash> hashes(entries.size());
    ledger::leaf_hashes(entries, hashes);
    for (std::size_t i = 0; i < entries.size(); ++i) {
        if (!ledger::append_entry(bundle_, entries[i]))
            return fail({Code::kLogCorrupt, "a leaf is too long for a log",
                         "leaf " + std::to_string(tree_.size())});
        tree_.append(hashes[i]);
        MZ_CHECK(add(0, hashes[i]));
    }
    return {};
}

Result<void> TileWriter::add(std::size_t level, const ledger::Hash& hash) {
    if (level == levels_.size()) levels_.emplace_back();
    auto& tile = levels_[level];
    tile.hashes.push_back(hash);
    if (tile.hashes.size() < kTileWidth) return {};
    if (level == 0) {
        MZ_CHECK(folder_.write({TileId::kEntriesLevel, tile.index, kTileWidth}, bundle_));
        bundle_.clear();
    }
    MZ_CHECK(folder_.write({static_cast<int>(level), tile.index, kTileWidth},
                           bytes_of_tile(tile.hashes)));
    filled_.push_back({static_cast<int>(level), tile.index, kTileWidth});
    const auto above = tree_.last_subtree(kTileHeight * (level + 1));
    tile.hashes.clear();
    ++tile.index;
    return add(level + 1, above);
}

Result<void> TileWriter::finish() {
    for (std::size_t level = 0; level < levels_.size(); ++level) {
        const auto& tile = levels_[level];
        const auto width = static_cast<unsigned>(tile.hashes.size());
        if (width == 0) continue;
        if (level == 0)
            MZ_CHECK(folder_.write({TileId::kEntriesLevel, tile.index, width}, bundle_));
        MZ_CHECK(folder_.write({static_cast<int>(level), tile.index, width},
                               bytes_of_tile(tile.hashes)));
    }
    return folder_.sync();
}

void TileWriter::drop_replaced() {
    for (const auto& tile : filled_) {
        folder_.drop_partials(tile.level, tile.index);
        if (tile.level == 0) folder_.drop_partials(TileId::kEntriesLevel, tile.index);
    }
    filled_.clear();
}

}  // namespace mizan::publish
