// Checkpointer: moves what stands in the write-ahead log into the database, beside a writer that goes on. Private to this folder.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <thread>

#include "sqlite/database.h"

namespace mizan::store {

// A log is written from its beginning again once all of it is in the database at the moment when a transaction begins. So a thread
// moves nearly all of it while transactions go on, and the writer the little that came meanwhile, between two of them. A failure leaves
// the log as it is, which is no loss; the next time it is tried again.
// A log that grows is lengthened ahead of what is written: each transaction that made the file longer would have to wait for the file
// system to note the new length too.
class Checkpointer {
public:
    static constexpr int kLogPages = 8'192;  // 64 MiB: then the log is emptied

    // For the writer's connection, which must outlive it, with another one to the same database.
    Checkpointer(sqlite::Database& writer, sqlite::Database own, int log_pages = kLogPages);
    Checkpointer(const Checkpointer&) = delete;
    Checkpointer& operator=(const Checkpointer&) = delete;
    ~Checkpointer();

    // In the writer's thread, between two transactions.
    void between_groups();

private:
    enum class State : std::uint8_t { kIdle, kWanted, kNearlyDone };

    void work();
    void lengthen_log();

    sqlite::Database& writer_;
    sqlite::Database own_;
    const int log_pages_;
    std::int64_t frame_bytes_ = 0;  // of a page in the log
    int pages_ = 0;                 // in the log; of the writer's thread
    std::mutex mutex_;
    std::condition_variable wanted_;
    State state_ = State::kIdle;
    bool stopping_ = false;
    std::jthread thread_;
};

}  // namespace mizan::store
