#include "store/sqlite/checkpointer.h"

#include <sqlite3.h>

#include <utility>

namespace mizan::store {

namespace {

constexpr int kMost = 4;     // times as long as it should be, the writer empties the log by itself
constexpr int kLittle = 64;  // pages, that are left to the writer
constexpr int kAhead = 64;   // of so many parts, the log is lengthened by one
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
    constexpr std::int64_t kFrameHead = 24;
    if (const auto page = writer_.number("PRAGMA page_size"))
        frame_bytes_ = static_cast<std::int64_t>(*page) + kFrameHead;
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

// Nobody else writes to the file between two transactions. What follows the last of them is no part of the log, whatever it is. If it
// cannot be written, the next transaction tells.
void Checkpointer::lengthen_log() {
    const int ahead = log_pages_ / kAhead;
    if (pages_ < ahead || pages_ >= kMost * log_pages_) return;  // who writes little needs no room
    sqlite3_file* log = nullptr;
    if (sqlite3_file_control(writer_.raw(), "main", SQLITE_FCNTL_JOURNAL_POINTER,
                             static_cast<void*>(&log)) != SQLITE_OK ||
        log == nullptr || log->pMethods == nullptr)
        return;
    sqlite3_int64 length = 0;
    if (log->pMethods->xFileSize(log, &length) != SQLITE_OK) return;
    // Room for the next transaction, nearly always.
    if (length >= frame_bytes_ * (pages_ + ahead / 4)) return;
    constexpr int kAtOnce =
        1 << 16;  // SQLite writes no more than a page at once, and cuts off more
    static constexpr char kZeros[kAtOnce] = {};
    for (const auto end = length + frame_bytes_ * ahead; length < end; length += kAtOnce)
        if (log->pMethods->xWrite(log, kZeros, kAtOnce, length) != SQLITE_OK) return;
}

void Checkpointer::between_groups() {
    lengthen_log();
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
