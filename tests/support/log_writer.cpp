#include "support/log_writer.h"

#include <filesystem>
#include <vector>

#include "base/files.h"
#include "ledger/checkpoint.h"
#include "ledger/tree.h"

namespace mizan::test {

using namespace ledger;

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kFileBytes = kTileWidth * (2 + kEntryBytes);  // of the largest bundle

// The hashes of each level of tiles.
std::vector<std::vector<Hash>> tile_levels(std::span<const std::string> entries) {
    std::vector<std::vector<Hash>> levels(1);
    for (const auto& entry : entries) levels[0].push_back(leaf_hash(entry));
    while (levels.back().size() >= kTileWidth) {
        std::vector<Hash> above;
        const std::span below(levels.back());
        for (std::size_t i = 0; i + kTileWidth <= below.size(); i += kTileWidth)
            above.push_back(root_of(below.subspan(i, kTileWidth)));
        levels.push_back(std::move(above));
    }
    return levels;
}

Result<std::string> bundle_of(std::span<const std::string> entries) {
    std::string out;
    for (const auto& entry : entries) {
        if (!append_entry(out, entry))
            return fail({Code::kLogCorrupt, "an entry is longer than a log can hold", {}});
    }
    return out;
}

Result<void> write_in(const std::string& dir, const std::string& name, std::string_view bytes) {
    const auto file = fs::path(dir) / name;
    std::error_code none;  // write_file says that the folder is not there
    fs::create_directories(file.parent_path(), none);
    return write_file(file.string(), bytes);
}

}  // namespace

Result<void> write_log(const std::string& dir, std::span<const std::string> entries,
                       const Signer& signer) {
    const auto levels = tile_levels(entries);
    for (const auto& tile : tiles_grown(0, entries.size())) {
        const auto first = tile.index * kTileWidth;
        std::string bytes;
        if (tile.level == TileId::kEntriesLevel) {
            MZ_TRY(bytes, bundle_of(entries.subspan(first, tile.width)));
        } else {
            const auto& hashes = levels[static_cast<std::size_t>(tile.level)];
            for (const auto& hash : std::span(hashes).subspan(first, tile.width))
                bytes += bytes_of(hash);
        }
        MZ_CHECK(write_in(dir, path(tile), bytes));
    }
    const Checkpoint checkpoint{signer.key().name, entries.size(), root_of(levels[0]), {}};
    return write_in(dir, "checkpoint", to_string(sign_checkpoint(checkpoint, signer).note));
}

Result<std::string> LogFolder::read(const TileId& tile) {
    const auto file = dir_ + "/" + path(tile);
    if (!fs::exists(file)) return fail({Code::kLogMissing, "there is no such tile", file});
    return read_file(file, kFileBytes);
}

Result<std::string> LogFolder::checkpoint() const {
    return read_file(dir_ + "/checkpoint", kNoteBytes);
}

}  // namespace mizan::test
