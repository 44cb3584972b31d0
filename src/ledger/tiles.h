// The layout of a log as static files (C2SP tlog-tiles): names, widths, and what a tile and an entry bundle hold. No I/O.
//
//     tile/<L>/<N>[.p/<W>]         up to 256 hashes of 32 bytes, of the roots over 256^L leaves each
//     tile/entries/<N>[.p/<W>]     up to 256 entries, each a big-endian uint16 length and that many bytes
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "ledger/hashing.h"
#include "ledger/proof.h"

namespace mizan::ledger {

inline constexpr unsigned kTileWidth = 256;
inline constexpr unsigned kTileHeight = 8;          // 2^8 = kTileWidth
inline constexpr std::size_t kEntryBytes = 65'535;  // longer entries cannot be in a log
inline constexpr std::size_t kBundleBytes =
    kTileWidth * (2 + kEntryBytes);  // no tile or bundle is longer

// A tile of hashes, or with level kEntriesLevel a bundle of entries.
struct TileId {
    static constexpr int kEntriesLevel = -1;
    int level = 0;  // 0..7 in any tree up to kMaxTreeSize; the format knows 0..63
    std::uint64_t index = 0;
    unsigned width = kTileWidth;  // 1..256; less than 256: partial

    bool operator==(const TileId&) const = default;
};

// "tile/0/x001/234", "tile/entries/067.p/12".
[[nodiscard]] std::string path(const TileId& tile);
// The tile that a path names; nothing if it is none or not written in the one right way.
[[nodiscard]] std::optional<TileId> parse_tile_path(std::string_view path);

// How wide tile (level, index) is in a tree of that size; 0 if there is none. For kEntriesLevel as for level 0.
[[nodiscard]] unsigned width_at(int level, std::uint64_t index, std::uint64_t size);

// The tiles and bundles that a tree of `new_size` has and one of `old_size` has not, or narrower; level by level, entries first.
[[nodiscard]] std::vector<TileId> tiles_grown(std::uint64_t old_size, std::uint64_t new_size);

// A bundle of entries. append_entry: false, and nothing appended, if it is longer than kEntryBytes.
[[nodiscard]] bool append_entry(std::string& bundle, std::string_view entry);
// The entries of a bundle, views into it. Errors: kLogCorrupt if it does not hold exactly `count`.
[[nodiscard]] Result<std::vector<std::string_view>> read_entries(std::string_view bundle,
                                                                 std::size_t count);

// Where tiles are kept. Errors: kLogMissing if there is no such tile; of reading; kLogCorrupt.
class TileReader {
public:
    TileReader() = default;
    TileReader(const TileReader&) = delete;
    TileReader& operator=(const TileReader&) = delete;
    virtual ~TileReader() = default;
    // The bytes of a tile or bundle of exactly that width.
    virtual Result<std::string> read(const TileId& tile) = 0;
};

// Nodes of the tree of `size` leaves from its tiles, each tile read once and kept. `tiles` must outlive it. Errors besides those of
// `tiles`: kLogCorrupt for a tile of another length. What is read is trusted; check a root to know. Not thread-safe.
class TileNodes final : public NodeReader {
public:
    TileNodes(TileReader& tiles, std::uint64_t size) : tiles_(tiles), size_(size) {}
    Result<Hash> node(unsigned level, std::uint64_t index) override;
    [[nodiscard]] std::size_t tiles_read() const { return kept_.size(); }

private:
    struct Kept {
        TileId id;
        std::vector<Hash> hashes;
    };
    [[nodiscard]] Result<const std::vector<Hash>*> tile(int level, std::uint64_t index);

    TileReader& tiles_;
    std::uint64_t size_;
    std::vector<Kept> kept_;  // few: a proof reads at most two a level
};

}  // namespace mizan::ledger
