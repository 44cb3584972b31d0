#include "ledger/tiles.h"

#include <algorithm>

#include "ledger/lines.h"
#include "ledger/tree.h"

namespace mizan::ledger {

namespace {

constexpr std::uint64_t kMaxTileIndex = kMaxTreeSize / kTileWidth;
constexpr std::uint64_t kMaxTileLevel = 63;  // of names

// How many hashes level `level` of the tiles has; for the entries, how many there are.
std::uint64_t hashes_at(int level, std::uint64_t size) {
    const auto shift = static_cast<unsigned>(std::max(level, 0)) * kTileHeight;
    return shift < 64 ? size >> shift : 0;
}

std::string three_digits(std::uint64_t n) {
    std::string out = std::to_string(1000 + n % 1000);
    return out.substr(1);
}

// What stands between the level and the width; any text of digits in groups. path() tells whether it is in the right form.
std::optional<std::uint64_t> tile_index(std::string_view groups) {
    std::uint64_t index = 0;
    for (const char c : groups) {
        if (c == 'x' || c == '/') continue;
        if (c < '0' || c > '9') return std::nullopt;
        index = index * 10 + static_cast<std::uint64_t>(c - '0');
        if (index > kMaxTileIndex) return std::nullopt;
    }
    return index;
}

std::unexpected<Error> corrupt(std::string why) {
    return fail({Code::kLogCorrupt, std::move(why), {}});
}

}  // namespace

std::string path(const TileId& tile) {
    std::string index = three_digits(tile.index);
    for (auto n = tile.index / 1000; n > 0; n /= 1000) index.insert(0, "x" + three_digits(n) + "/");
    std::string out = "tile/";
    out += tile.level == TileId::kEntriesLevel ? "entries" : std::to_string(tile.level);
    out.append("/").append(index);
    if (tile.width < kTileWidth) out.append(".p/").append(std::to_string(tile.width));
    return out;
}

std::optional<TileId> parse_tile_path(std::string_view path_given) {
    auto rest = path_given;
    if (!take_prefix(rest, "tile/")) return std::nullopt;
    TileId tile;
    if (take_prefix(rest, "entries/")) {
        tile.level = TileId::kEntriesLevel;
    } else {
        const auto slash = std::min(rest.find('/'), rest.size());
        const auto level = decimal(rest.substr(0, slash), kMaxTileLevel);
        if (!level || slash == rest.size()) return std::nullopt;
        tile.level = static_cast<int>(*level);
        rest.remove_prefix(slash + 1);
    }
    if (const auto partial = rest.find(".p/"); partial != rest.npos) {
        const auto width = decimal(rest.substr(partial + 3), kTileWidth - 1);
        if (!width || *width == 0) return std::nullopt;
        tile.width = static_cast<unsigned>(*width);
        rest = rest.substr(0, partial);
    }
    const auto index = tile_index(rest);
    if (!index) return std::nullopt;
    tile.index = *index;
    return path(tile) == path_given ? std::optional(tile) : std::nullopt;
}

unsigned width_at(int level, std::uint64_t index, std::uint64_t size) {
    const auto hashes = hashes_at(level, size);
    if (hashes / kTileWidth > index) return kTileWidth;
    return hashes / kTileWidth == index ? static_cast<unsigned>(hashes % kTileWidth) : 0;
}

std::vector<TileId> tiles_grown(std::uint64_t old_size, std::uint64_t new_size) {
    std::vector<TileId> out;
    for (int level = TileId::kEntriesLevel; hashes_at(level, new_size) > 0; ++level) {
        for (auto index = hashes_at(level, old_size) / kTileWidth;; ++index) {
            const auto width = width_at(level, index, new_size);
            if (width <= width_at(level, index, old_size)) break;
            out.push_back({level, index, width});
        }
    }
    return out;
}

bool append_entry(std::string& bundle, std::string_view entry) {
    if (entry.size() > kEntryBytes) return false;
    bundle.push_back(static_cast<char>(entry.size() >> 8));
    bundle.push_back(static_cast<char>(entry.size() & 0xFF));
    bundle.append(entry);
    return true;
}

Result<std::vector<std::string_view>> read_entries(std::string_view bundle, std::size_t count) {
    std::vector<std::string_view> out;
    out.reserve(std::min(count, bundle.size() / 2));
    while (out.size() < count) {
        if (bundle.size() < 2) break;
        const auto high = static_cast<unsigned char>(bundle[0]);
        const auto low = static_cast<unsigned char>(bundle[1]);
        const std::size_t size = high * std::size_t{256} + low;
        bundle.remove_prefix(2);
        if (bundle.size() < size) {
            return corrupt("entry " + std::to_string(out.size()) +
                           " of the bundle is longer than what is left of it");
        }
        out.push_back(bundle.substr(0, size));
        bundle.remove_prefix(size);
    }
    if (out.size() < count) {
        return corrupt("the bundle holds " + std::to_string(out.size()) + " entries, not " +
                       std::to_string(count));
    }
    if (!bundle.empty()) {
        return corrupt("after " + std::to_string(count) + " entries the bundle has " +
                       std::to_string(bundle.size()) + " bytes more");
    }
    return out;
}

Result<Hash> TileNodes::node(unsigned level, std::uint64_t index) {
    if (level >= 64 || index >= size_ >> level) {
        return fail({Code::kLogMissing,
                     "a tree of " + std::to_string(size_) + " leaves has no full node " +
                         std::to_string(index) + " at level " + std::to_string(level),
                     {}});
    }
    // Nodes between the levels of tiles are roots over a stretch of a tile.
    const auto inside = level % kTileHeight;
    const auto first = index << inside;
    MZ_TRY(const auto* const hashes,
           tile(static_cast<int>(level / kTileHeight), first / kTileWidth));
    return root_of(std::span(*hashes).subspan(first % kTileWidth, std::size_t{1} << inside));
}

Result<const std::vector<Hash>*> TileNodes::tile(int level, std::uint64_t index) {
    const TileId id{level, index, width_at(level, index, size_)};
    const auto kept = std::ranges::find(kept_, id, &Kept::id);
    if (kept != kept_.end()) return &kept->hashes;
    MZ_TRY(const auto bytes, tiles_.read(id));
    if (bytes.size() != id.width * sizeof(Hash)) {
        return fail({Code::kLogCorrupt,
                     "the tile has " + std::to_string(bytes.size()) + " bytes, not " +
                         std::to_string(id.width * sizeof(Hash)),
                     path(id)});
    }
    std::vector<Hash> hashes(id.width);
    std::ranges::copy(bytes, reinterpret_cast<char*>(hashes.data()));
    return &kept_.emplace_back(id, std::move(hashes)).hashes;
}

}  // namespace mizan::ledger
