// GroupCommit: takes outcomes from many threads and has one thread carry them out, as many as wait in one transaction. Private to this
// folder.
#pragma once

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
    struct Job {
        record::Outcome outcome;
        record::BatchFrames frames;  // of its batches
        Result<record::Committed> answer = record::Committed();
        bool done = false;
    };
    // Carries out some jobs, in order, and makes them durable together; fills in their answers.
    using CarryOut = std::function<void(std::vector<Job*>& jobs)>;

    // A group takes jobs until it holds so many posts and records. `between_groups` is called in the thread after the answers were given.
    GroupCommit(CarryOut carry_out, std::function<void()> between_groups);
    GroupCommit(const GroupCommit&) = delete;
    GroupCommit& operator=(const GroupCommit&) = delete;
    ~GroupCommit();

    // Waits until the job is durable; gives its answer.
    [[nodiscard]] Result<record::Committed> commit(Job job);
    // Runs `task` in the thread, between two groups.
    [[nodiscard]] Result<void> run(std::function<Result<void>()> task);

private:
    void work();
    [[nodiscard]] bool is_waiting() const { return !small_.empty() || !large_.empty(); }
    // What is small goes first and, every second time, without what is large.
    void take_group(std::vector<Job*>& group);

    CarryOut carry_out_;
    std::function<void()> between_groups_;
    std::mutex mutex_;
    std::condition_variable wanted_;
    std::condition_variable finished_;
    std::deque<Job*> small_;
    std::deque<Job*> large_;
    bool small_alone_ = false;  // the last group
    std::deque<std::function<void()>> tasks_;
    bool stopping_ = false;
    std::jthread thread_;
};

}  // namespace mizan::store
