// Writes a log of entries as the static files that a log publishes (C2SP tlog-tiles), and reads tiles from there.
#pragma once

#include <span>
#include <string>

#include "base/result.h"
#include "ledger/note.h"
#include "ledger/tiles.h"

namespace mizan::test {

// Makes the folder where it is not there. All bundles, full and partial tiles and a checkpoint signed by `signer`, whose name is the
// origin; over a log of fewer of the same entries, it grows. Errors: kLogCorrupt for an entry that is too long; of writing.
[[nodiscard]] Result<void> write_log(const std::string& dir, std::span<const std::string> entries,
                                     const ledger::Signer& signer);

// The tiles and bundles of such a folder.
class LogFolder final : public ledger::TileReader {
public:
    explicit LogFolder(std::string dir) : dir_(std::move(dir)) {}
    Result<std::string> read(const ledger::TileId& tile) override;
    [[nodiscard]] Result<std::string> checkpoint() const;

private:
    std::string dir_;
};

}  // namespace mizan::test
