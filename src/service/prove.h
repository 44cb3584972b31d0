// Use case: prove to a stranger that a record is in the published log, and open what was committed to.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "service/record_folder.h"
#include "service/record_lookup.h"

namespace mizan::service {

struct ProveOptions {
    // Commitments to open, by the name of the leaf's field: of a decision "input_commit", "actor_commit", "reviewer_commit", "reasons_commit"; of
    // any sealed record those of record/seal.h; "post" of a post in a batch. Whoever holds the file then knows these values.
    std::vector<std::string> open;
    // A post in a batch, as JSON: it is not in the store, and to open it the platform has to give it again.
    std::string input;
};

struct Proof {
    std::string file;
    std::uint64_t due =
        0;  // of a promise: when the record will be published at the latest; 0: it is a proof
};

// The file's text (C2SP tlog-proof). Its `extra` is JSON, checked by what it leads to:
//
//     {"leaf":"<the leaf's text>",
//      "slot":{"index":n,"count":n,"views":n,"commitment":"<hex>","hashes":["<hex>",...]},      of a post in a batch
//      "open":[{"field":"input_commit","salt":"<hex>","value":"<base64>"},...]}
//
// A post in a batch has one commitment, to two hashes (record/frame.h); it is opened as
//
//      "open":[{"field":"post","salt":"<hex>","input":"<base64>","tail":"<base64>"}]
//
// A record that is not published yet gets a promise instead (ledger/promise.h), with nothing opened. `now` in unix seconds.
//
// Errors: kRecordMissing, kRecordErased (something to open is gone), kLogMissing (it has no log), kLogCorrupt, kUsage
// for a field that the leaf has not.
[[nodiscard]] Result<Proof> prove(RecordFolder& folder, const RecordQuery& query,
                                  const ProveOptions& options, std::uint64_t now);

}  // namespace mizan::service
