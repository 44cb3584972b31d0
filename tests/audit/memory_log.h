// A published log whose files are in memory, so that a test can damage them.
#pragma once

#include <doctest/doctest.h>

#include <map>
#include <string>
#include <vector>

#include "audit/log_source.h"
#include "audit/trust.h"
#include "ledger/checkpoint.h"
#include "ledger/cosignature.h"
#include "ledger/hashing.h"
#include "ledger/tiles.h"
#include "ledger/tree.h"

namespace mizan::audit {

class MemoryLog final : public LogSource {
public:
    std::map<std::string, std::string> files;
    Code missing = Code::kLogMissing;  // the error for a file that is not there

    std::string name() const override { return "memory"; }

protected:
    Result<std::string_view> fetch(const std::string& path, std::size_t max_bytes) override {
        const auto found = files.find(path);
        if (found == files.end()) return fail({missing, "no such file", path});
        if (found->second.size() > max_bytes) return fail({Code::kLogCorrupt, "too large", path});
        return found->second;
    }
};

inline const ledger::Signer& log_signer() {
    static const auto signer =
        ledger::Signer::generate("log.example.org", ledger::KeyType::kEd25519).value();
    return signer;
}

inline Trust trust_in_log() { return {log_signer().key(), {}}; }

inline std::vector<std::string> numbered_entries(std::size_t count) {
    std::vector<std::string> out;
    for (std::size_t i = 0; i < count; ++i) out.push_back("entry " + std::to_string(i));
    return out;
}

inline std::vector<ledger::Hash> hashes_of(const std::vector<std::string>& entries) {
    std::vector<ledger::Hash> out;
    for (const auto& entry : entries) out.push_back(ledger::leaf_hash(entry));
    return out;
}

inline std::string checkpoint_of(const std::vector<std::string>& entries) {
    const ledger::Checkpoint checkpoint{
        log_signer().key().name, entries.size(), ledger::root_of(hashes_of(entries)), {}};
    return to_string(sign_checkpoint(checkpoint, log_signer()).note);
}

// The bytes of a tile, straight from what the specification says a tile is.
inline std::string tile_bytes(const ledger::TileId& tile, const std::vector<std::string>& entries,
                              const std::vector<ledger::Hash>& leaves) {
    std::string out;
    for (std::size_t i = 0; i < tile.width; ++i) {
        const auto at = tile.index * ledger::kTileWidth + i;
        if (tile.level == ledger::TileId::kEntriesLevel) {
            REQUIRE(ledger::append_entry(out, entries[at]));
            continue;
        }
        const auto width = std::size_t{1} << static_cast<unsigned>(tile.level) * 8;
        const auto hash = ledger::root_of(std::span(leaves).subspan(at * width, width));
        out.append(bytes_of(hash));
    }
    return out;
}

inline void fill(MemoryLog& log, const std::vector<std::string>& entries) {
    const auto leaves = hashes_of(entries);
    log.files.clear();
    for (const auto& tile : ledger::tiles_grown(0, entries.size()))
        log.files[path(tile)] = tile_bytes(tile, entries, leaves);
    log.files["checkpoint"] = checkpoint_of(entries);
}

}  // namespace mizan::audit
