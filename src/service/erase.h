// Use cases: erase the contents of a post's records, hold them for a court, release them.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "service/live_logs.h"
#include "service/orders.h"
#include "service/record_folder.h"
#include "service/record_lookup.h"

namespace mizan::service {

// Records of casework in which a post is named.
struct InCasework {
    std::vector<record::RecordId> flags;  // about it
    std::vector<record::RecordId> finds;  // of the engine, that became cases
    std::vector<record::RecordId> told;   // what others were told of its cases
    bool held = false;  // a case about it is under a legal hold, which covers also what came since
};
// Who knows casework; what is empty finds nothing.
struct CaseworkFinder {
    std::function<Result<InCasework>(const std::string& platform, const std::string& source,
                                     const std::string& post)>
        find;
    // What these records mean for all else, to be recorded with their erasure.
    std::function<Result<std::vector<record::Draft>>(const std::vector<record::RecordId>& told,
                                                     std::uint64_t at)>
        rests;
};

struct Erased {
    std::uint64_t done = 0;       // records and posts in batches whose contents are gone;
    std::uint64_t decisions = 0;  // of these,
    std::uint64_t flags = 0;
    std::uint64_t finds = 0;     // of the engine, that became cases
    std::uint64_t deferred = 0;  // that are under a legal hold: they go when it ends
    std::uint64_t before = 0;    // that were erased before
    std::uint64_t released = 0;  // holds that ended
    bool left_in_log =
        false;  // somebody is reading: old bytes are still in the files and go when the store is next closed
};

// Erases contents and salts of every decision about the post that the query names, and of what the platform told about it, in one transaction, and has them overwritten in
// the files; likewise of all that names it in casework. The erasures are on record. Errors: kRecordMissing, kUsage; those of the store.
[[nodiscard]] Result<Erased> erase_post(RecordFolder& folder, const RecordQuery& query,
                                        const Order& order, const Clock& clock,
                                        const CaseworkFinder& casework = {});

// A hold defers every erasure of the records that are meant (all decisions about a post) until it is released; both are sealed records,
// and so are the erasures that wait. Gives the records of the holds. Errors:
// kRecordMissing, kUsage; kRecordErased for a hold on what is gone.
[[nodiscard]] Result<std::vector<record::RecordId>> hold_post(RecordFolder& folder,
                                                              const RecordQuery& query,
                                                              const Order& order,
                                                              const Clock& clock,
                                                              const CaseworkFinder& casework = {});
// Ends `hold`, or the only one that there is, and carries out what was deferred if no other is left. Errors: as above; kRecordConflict
// where it is not held; kUsage if there are several and none is named.
[[nodiscard]] Result<Erased> release_post(RecordFolder& folder, const RecordQuery& query,
                                          std::optional<record::RecordId> hold, const Order& order,
                                          const Clock& clock, const CaseworkFinder& casework = {});

}  // namespace mizan::service
