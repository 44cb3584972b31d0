// Use case: after an older backup was restored, bring the store and the published log together, so that the log may sign again.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"
#include "ledger/tiles.h"
#include "service/live_logs.h"
#include "service/record_folder.h"

namespace mizan::service {

struct Adopted {
    std::uint64_t published = 0;  // leaves of the published log
    std::uint64_t lost =
        0;  // of them, that the store did not know: their records are known by their leaves only
    std::uint64_t moved =
        0;  // leaves of the store that the public had not seen, behind the published ones now
    std::uint64_t erased =
        0;  // records that the restored backup still had and the log says were erased: erased again
    std::uint64_t unclear =
        0;  // erasures of single posts in batches: the log does not say which; repeat them by hand
};

// `published` and `checkpoint` are the log as the public has it. It is believed only if the platform's own key has signed it and its
// entries lead to its root. Nothing is lost: what the public has stays where it is, what only the store has follows. The adoption is on
// record. Errors: kSignatureInvalid, kLogCorrupt, kLogMissing; kLogFork if the published log is older than what the store has signed
// (then it is the public copy that is behind); those of the store.
[[nodiscard]] Result<Adopted> adopt(RecordFolder& folder, const std::string& platform,
                                    ledger::TileReader& published, const std::string& checkpoint,
                                    const Clock& clock);

}  // namespace mizan::service
