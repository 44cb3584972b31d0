// TileWriter: appends leaves to a log's tree and keeps its tiles.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "ledger/hashing.h"
#include "ledger/tree.h"
#include "publish/log_folder.h"

namespace mizan::publish {

// Not thread-safe. The store of tiles must outlive it.
class TileWriter {
public:
    explicit TileWriter(TileStore& folder) : folder_(folder) {}

    // Goes on from the tree of `size` leaves, whose tiles are in the folder. Errors: kLogMissing, kLogCorrupt if its root is not that of
    // `edge`.
    [[nodiscard]] Result<void> resume(std::uint64_t size, const std::vector<ledger::Hash>& edge);
    // More leaves, in order; some dozens at once are hashed faster than one by one. Full tiles are written; errors: kFileWrite, kLogCorrupt
    // for an entry that is too long.
    [[nodiscard]] Result<void> append(std::span<const std::string_view> entries);
    // Writes the tiles that are not full, and has all of them on the disk when it returns.
    [[nodiscard]] Result<void> finish();
    // Removes the narrower tiles that full ones have replaced. Only when it is durable that the tree has come so far: resume() needs the
    // tiles of the tree that it is given.
    void drop_replaced();

    [[nodiscard]] const ledger::Tree& tree() const { return tree_; }

private:
    // The tile of a level that is being filled.
    struct OpenTile {
        std::uint64_t index = 0;
        std::vector<ledger::Hash> hashes;
    };
    [[nodiscard]] Result<void> add(std::size_t level, const ledger::Hash& hash);
    [[nodiscard]] Result<OpenTile> read_open(int level, std::uint64_t size);

    TileStore& folder_;
    ledger::Tree tree_;
    std::vector<OpenTile> levels_;
    std::string bundle_;                  // of the entries of the open tile of level 0
    std::vector<ledger::TileId> filled_;  // since drop_replaced()
};

}  // namespace mizan::publish
