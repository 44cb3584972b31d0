// Where a published log is read: a folder, or a web server.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "ledger/tiles.h"

namespace mizan::audit {

// Not thread-safe.
class LogSource : public ledger::TileReader {
public:
    // The log's signed checkpoint. Errors: kLogMissing, kFileRead, kNetwork.
    [[nodiscard]] Result<std::string> checkpoint();

    // The bytes of a tile or bundle, until the next call of any function here that reads. A log may have dropped a partial tile
    // once the full one is there; then it is cut from that. Errors: kLogMissing, kFileRead, kNetwork; kLogCorrupt if it cannot
    // be cut.
    [[nodiscard]] Result<std::string_view> view(const ledger::TileId& tile);
    Result<std::string> read(const ledger::TileId& tile) override;

    // What was opened.
    [[nodiscard]] virtual std::string name() const = 0;

protected:
    // The file of that path under the log, until the next call. Errors: kLogMissing if there is none; kFileRead, kNetwork;
    // kLogCorrupt if it is longer.
    [[nodiscard]] virtual Result<std::string_view> fetch(const std::string& path,
                                                         std::size_t max_bytes) = 0;
};

// `place` is an address (http:// or https://) or a folder. Errors: kNetwork for an address that is none; kLogMissing if there is
// no such folder.
[[nodiscard]] Result<std::unique_ptr<LogSource>> open_log(const std::string& place);

}  // namespace mizan::audit
