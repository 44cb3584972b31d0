// Use cases: how a platform's log stands, and what one record says.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"
#include "service/record_folder.h"
#include "service/record_lookup.h"
#include "store/store.h"

namespace mizan::service {

// How far a record has come. The words are used exactly so.
enum class LogStage : std::uint8_t {
    kSealed,      // durable, and waits for its index: its turn comes with others of its kind
    kSequenced,   // durable, and has its index
    kIntegrated,  // in the tree whose tiles are on disk
    kPublished,   // in the signed checkpoint
};
[[nodiscard]] std::string_view name(LogStage stage);

struct LogStatus {
    std::string platform;
    std::string vkey;  // of the log; empty while it has no key
    std::string folder;
    store::Status store;
    std::uint64_t integrated = 0;
    std::uint64_t published = 0;
    bool forked = false;  // the public has seen more than the store has signed: see adopt.h
};

[[nodiscard]] Result<LogStatus> log_status(RecordFolder& folder, const std::string& platform);

// What of a record is for whoever asks.
struct RecordSight {
    bool held = true;        // whether it is under a legal hold
    bool supersedes = true;  // which decision it stands in the place of
};
// The record as JSON, over several lines: its leaf, its place, and what stands in the vault. Errors: kRecordMissing, kUsage.
[[nodiscard]] Result<std::string> show_record(RecordFolder& folder, const RecordQuery& query,
                                              const RecordSight& sight = {});

}  // namespace mizan::service
