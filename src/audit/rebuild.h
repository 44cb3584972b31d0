// Rebuilding the tree of a log from its entries, and comparing it with the stored tiles on the way. Behind verify_log.h.
#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <vector>

#include "audit/verify_log.h"
#include "ledger/tree.h"

namespace mizan::audit {

class Rebuild {
public:
    Rebuild(LogSource& source, VerifyReport& report, EntryVisitor* visitor)
        : source_(source),
          report_(report),
          visitor_(visitor),
          checkpoint_(report.signed_checkpoint.checkpoint) {}

    // Errors: of reading, where they say nothing about the log.
    [[nodiscard]] Result<void> run();

private:
    // What a level's tile that is being filled should hold. A hash that could not be made is unknown until the stored one
    // takes its place; what is above it shows whether that one was right.
    struct Level {
        std::vector<ledger::Hash> hashes;
        std::vector<bool> known;
        std::uint64_t tiles = 0;  // that are done

        [[nodiscard]] bool all_known() const;
    };

    [[nodiscard]] Result<void> read_bundle(std::uint64_t index);
    [[nodiscard]] Result<void> close_tile(unsigned level);
    [[nodiscard]] Result<void> compare(const ledger::TileId& tile, Level& level);
    void judge(const ledger::TileId& tile, Level& level);
    void report_difference(const ledger::TileId& tile, FindingKind kind, std::uint64_t at);
    [[nodiscard]] bool fits_root(const ledger::TileId& tile, std::span<const ledger::Hash> hashes);
    [[nodiscard]] Result<std::optional<std::string_view>> fetch(const ledger::TileId& tile);
    [[nodiscard]] Result<void> close_right_edge();
    void add(Finding finding);

    LogSource& source_;
    VerifyReport& report_;
    EntryVisitor* visitor_;
    const ledger::Checkpoint& checkpoint_;
    std::array<Level, 8> levels_;
    std::vector<ledger::Hash> stored_;
    std::uint64_t missing_ = 0;
};

}  // namespace mizan::audit
