// GroupCommit: takes outcomes from many threads and has one thread carry them out, as many as wait in one transaction; a single
// decision does not wait for the whole of a flood. Private to this folder.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "base/result.h"
#include "record/frame.h"
#include "record/outcome.h"

namespace mizan::store {

// Thread-safe. Its thread ends with it, after everything that waits was carried out.
class GroupCommit {
public:
    using Clock = std::chrono::steady_clock;
    struct Job {
        record::Outcome outcome;
        record::BatchFrames frames;  // of its batches
        bool later = false;          // its posts may wait for their frame
        Result<record::Committed> answer = record::Committed();
        bool done = false;
    };
    using Next = std::function<Job*()>;
    // Carries out the jobs that `next` gives, one at least, until it gives nullptr, in order, and makes them durable together; fills in
    // their answers.
    using CarryOut = std::function<void(const Next& next)>;

    // `between_groups` is called in the thread after the answers were given.
    GroupCommit(CarryOut carry_out, std::function<void()> between_groups);
    GroupCommit(const GroupCommit&) = delete;
    GroupCommit& operator=(const GroupCommit&) = delete;
    ~GroupCommit();

    // Waits until the jobs are durable; they then have their answers. They may become so in several groups, always in order.
    void commit(std::vector<Job>& jobs);
    // How many jobs wait for their group.
    [[nodiscard]] std::size_t waiting();
    // Runs `task` in the thread, between two groups.
    [[nodiscard]] Result<void> run(std::function<Result<void>()> task);

private:
    void work();
    [[nodiscard]] bool is_waiting() const { return !small_.empty() || !large_.empty(); }
    // What is small goes first and, every second time, without what is large. If it comes when the group has begun with what is large, it
    // still gets in, and the group is closed.
    [[nodiscard]] Job* next();
    // Where the next job of the group is taken from; nullptr: it is to be closed.
    [[nodiscard]] std::deque<Job*>* next_queue();
    // Whether the group has room for it, so that others need not wait too long for the group's end.
    [[nodiscard]] bool fits(const Job& job) const;
    [[nodiscard]] bool fits_large(const Job& job) const;
    void begin_group();
    void end_group();

    struct Group {
        std::vector<Job*> jobs;
        std::size_t work = 0;
        bool has_large = false;
        bool only_small = false;
        Clock::time_point begun;
        Clock::time_point closed;
    };

    CarryOut carry_out_;
    std::function<void()> between_groups_;
    std::mutex mutex_;
    std::condition_variable wanted_;
    std::condition_variable finished_;
    std::deque<Job*> small_;
    std::deque<Job*> large_;
    Group group_;                   // that is being carried out
    Clock::time_point last_small_;  // when one came
    Clock::duration disk_time_{};   // that it takes to make something small durable
    std::deque<std::function<void()>> tasks_;
    bool stopping_ = false;
    std::jthread thread_;
};

}  // namespace mizan::store
