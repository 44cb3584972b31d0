// Live: what a running service decides with: a record, the policy in force, and its desks.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/result.h"
#include "service/authors.h"
#include "service/desk.h"
#include "service/live_logs.h"
#include "service/notices.h"
#include "service/record_folder.h"
#include "service/restraint.h"

namespace mizan::service {

struct LiveOptions {
    std::string folder;    // of the record
    std::string keys;      // see RecordFolderOptions
    std::string policy;    // a folder or a bundle
    std::string cache;     // of compiled policies; empty: none
    std::string platform;  // of posts that name none
    Sha256 program{};
    unsigned desks = 1;
    LiveLogsOptions logs;
    NoticesOptions notices;  // its path and clock are filled in
    RestraintOptions restraint;
};

// Thread-safe.
class Live {
public:
    // Errors: of RecordFolder::open(), load_policy() and the record.
    [[nodiscard]] static Result<std::unique_ptr<Live>> open(LiveOptions options);

    [[nodiscard]] std::shared_ptr<const Engine> engine();
    // Loads a policy and decides by it from then on; its activation is on record, on that of every platform known, and every desk has
    // taken it, when this returns. Errors: of load_policy(); of the record. The old policy goes on then.
    [[nodiscard]] Result<std::shared_ptr<const Engine>> go_live(const std::string& path);

    [[nodiscard]] Desk& desk(std::size_t number) { return *desks_[number % desks_.size()]; }
    [[nodiscard]] std::size_t desks() const { return desks_.size(); }
    [[nodiscard]] RecordFolder& folder() { return *folder_; }
    [[nodiscard]] LiveLogs& logs() { return *logs_; }
    [[nodiscard]] Notices& notices() { return *notices_; }
    [[nodiscard]] Restraint& restraint() { return *restraint_; }
    // Not thread-safe: before anything is decided.
    [[nodiscard]] Authors& authors() { return authors_; }
    [[nodiscard]] const LiveOptions& options() const { return options_; }

    // Finishes what was taken and publishes it. Nothing may be decided from then on. Errors: of publishing.
    [[nodiscard]] Result<void> finish();

private:
    explicit Live(LiveOptions options) : options_(std::move(options)) {}
    [[nodiscard]] Result<std::shared_ptr<const Engine>> make_engine(const std::string& path);

    LiveOptions options_;
    Authors authors_;
    std::unique_ptr<RecordFolder> folder_;
    std::unique_ptr<LiveLogs> logs_;
    std::unique_ptr<Notices> notices_;
    std::unique_ptr<Restraint> restraint_;
    std::mutex going_live_;  // one at a time
    std::mutex mutex_;       // guards engine_
    std::shared_ptr<const Engine> engine_;
    std::vector<std::unique_ptr<Desk>> desks_;
};

}  // namespace mizan::service
