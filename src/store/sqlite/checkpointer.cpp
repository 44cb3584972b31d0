#include "store/sqlite/checkpointer.h"

#include <sqlite3.h>

#include <utility>

namespace mizan::store {

namespace {

constexpr int kMost = 4;     // times as long as it should be, the writer empties the log by itself
constexpr int kLittle = 64;  // pages, that are left to the writer
constexpr int kPasses = 8;   // each over what came during the one before

// Moves what is in the log and what no reader needs; gives how much of the log has been moved.
int move_log(sqlite::Database& db) {
    int pages = 0;
    int moved = 0;
    const int result =
        sqlite3_wal_checkpoint_v2(db.raw(), nullptr, SQLITE_CHECKPOINT_PASSIVE, &pages, &moved);
    return result == SQLITE_OK ? moved : 0;
}

int note_pages(void* pages, sqlite3*, const char*, int in_log) {
    *static_cast<int*>(pages) = in_log;
    return SQLITE_OK;
}

}  // namespace

Checkpointer::Checkpointer(sqlite::Database& writer, sqlite::Database own, int log_pages)
    : writer_(writer), own_(std::move(own)), log_pages_(log_pages) {
    sqlite3_wal_hook(writer_.raw(), note_pages, &pages_);  // also ends SQLite's own checkpoints
    thread_ = std::jthread([this] { work(); });
}

Checkpointer::~Checkpointer() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wanted_.notify_all();
    thread_.join();
    sqlite3_wal_hook(writer_.raw(), nullptr, nullptr);
}

void Checkpointer::between_groups() {
    if (pages_ < log_pages_) return;
    std::unique_lock lock(mutex_);
    if (state_ == State::kIdle) {
        state_ = State::kWanted;
        wanted_.notify_one();
    } else if (state_ == State::kNearlyDone) {
        state_ = State::kIdle;
        lock.unlock();
        move_log(writer_);
        return;
    }
    lock.unlock();
    if (pages_ >= kMost * log_pages_) move_log(writer_);
}

void Checkpointer::work() {
    std::unique_lock lock(mutex_);
    while (true) {
        wanted_.wait(lock, [this] { return stopping_ || state_ == State::kWanted; });
        if (stopping_) return;
        lock.unlock();
        for (int pass = 0, before = 0; pass < kPasses; ++pass) {
            const int moved = move_log(own_);
            if (moved - before < kLittle) break;
            before = moved;
        }
        lock.lock();
        state_ = State::kNearlyDone;
    }
}

}  // namespace mizan::store
