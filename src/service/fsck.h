// Use cases: check that the record is whole, and that the published log is the one that the store holds.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "service/record_folder.h"
#include "store/store.h"

namespace mizan::service {

struct CheckReport {
    std::vector<store::Fault> faults;  // at most kToldFaults of each kind
    std::uint64_t leaves = 0;          // compared with the published log
    std::uint64_t records = 0;         // whose commitments were checked against the vault
};
inline constexpr std::size_t kToldFaults = 50;

// The platform's published log against the store: every tile, every entry, the tree, the checkpoint and its signature. Errors: those of
// the store; kLogMissing if it has no log.
[[nodiscard]] Result<CheckReport> verify_log(RecordFolder& folder, const std::string& platform);

// Everything: the store's own check, each record's commitments against its contents, the archive, and verify_log() of each platform.
[[nodiscard]] Result<CheckReport> fsck(RecordFolder& folder);

}  // namespace mizan::service
