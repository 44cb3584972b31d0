// Use cases: erase the contents of a post's records, hold them for a court, release them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "service/record_folder.h"
#include "service/record_lookup.h"
#include "service/recorder.h"

namespace mizan::service {

// Why and by whom. The ground is public; reason and name stand in the vault.
struct Order {
    std::string ground =
        "unstated";  // of an erasure: "gdpr-17-1-b", "author-request"; printable ASCII
    std::string reason;
    std::string by;
};

struct Erased {
    std::uint64_t done = 0;      // records and posts in batches whose contents are gone
    std::uint64_t deferred = 0;  // that are under a legal hold: they go when it ends
    std::uint64_t before = 0;    // that were erased before
    bool left_in_log =
        false;  // somebody is reading: old bytes are still in the files and go when the store is next closed
};

// Erases contents and salts of every decision about the post that the query names, in one transaction, and has them overwritten in
// the files. The erasures are on record. Errors: kRecordMissing, kUsage; those of the store.
[[nodiscard]] Result<Erased> erase_post(RecordFolder& folder, const RecordQuery& query,
                                        const Order& order, const Clock& clock);

// A hold defers every erasure of the record until it is released; both are sealed records. Releasing carries out what was deferred.
// Errors: kRecordMissing, kUsage; kRecordErased for a hold on what is gone, kRecordConflict for a release where nothing is held.
[[nodiscard]] Result<record::RecordId> hold_record(RecordFolder& folder, const RecordQuery& query,
                                                   const Order& order, const Clock& clock);
[[nodiscard]] Result<Erased> release_record(RecordFolder& folder, const RecordQuery& query,
                                            const Order& order, const Clock& clock);

}  // namespace mizan::service
