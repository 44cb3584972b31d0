// LogFolder: a log as static files in a folder (ledger/tiles.h), as any web server can serve it.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "ledger/tiles.h"

namespace mizan::publish {

// Where a TileWriter puts what it makes.
class TileStore : public ledger::TileReader {
public:
    // Errors, here and below: kFileWrite.
    [[nodiscard]] virtual Result<void> write(const ledger::TileId& tile,
                                             std::string_view bytes) = 0;
    // Once a tile is full, nobody needs the narrower ones that came before it.
    virtual void drop_partials(int level, std::uint64_t index) = 0;
    // All that was written is on the disk when it returns.
    [[nodiscard]] virtual Result<void> sync() = 0;
};

// Not thread-safe; one writer at a time. Readers only look at what the checkpoint promises, so tiles are written in place.
class LogFolder final : public TileStore {
public:
    explicit LogFolder(std::string path) : path_(std::move(path)) {}

    // The bytes of a tile. Errors: kLogMissing, kFileRead (also if it is longer than any tile).
    Result<std::string> read(const ledger::TileId& tile) override;
    Result<void> write(const ledger::TileId& tile, std::string_view bytes) override;
    void drop_partials(int level, std::uint64_t index) override;
    Result<void> sync() override;

    // The checkpoint as it is published; empty if there is none.
    [[nodiscard]] Result<std::string> checkpoint() const;
    // Puts a checkpoint in place of the one before it: a reader sees one or the other; it is on the disk when it returns.
    [[nodiscard]] Result<void> put_checkpoint(std::string_view note);

    [[nodiscard]] const std::string& path() const { return path_; }

private:
    std::string path_;
};

}  // namespace mizan::publish
