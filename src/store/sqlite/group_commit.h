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
#include "record/outcome.h"

namespace mizan::store {

// Thread-safe. Its thread ends with it, after everything that waits was carried out.
class GroupCommit {
public:
    struct Job {
        record::Outcome outcome;
        Result<record::Committed> answer = record::Committed();
        bool done = false;
    };
    // Carries out some jobs, in order, and makes them durable together; fills in their answers.
    using CarryOut = std::function<void(std::vector<Job*>& jobs)>;

    // A group takes jobs until it holds so many posts and records.
    explicit GroupCommit(CarryOut carry_out);
    GroupCommit(const GroupCommit&) = delete;
    GroupCommit& operator=(const GroupCommit&) = delete;
    ~GroupCommit();

    // Waits until the outcome is durable.
    [[nodiscard]] Result<record::Committed> commit(record::Outcome outcome);
    // Runs `task` in the thread, between two groups.
    [[nodiscard]] Result<void> run(std::function<Result<void>()> task);

private:
    void work();
    void take_group(std::vector<Job*>& group);

    CarryOut carry_out_;
    std::mutex mutex_;
    std::condition_variable wanted_;
    std::condition_variable finished_;
    std::deque<Job*> waiting_;
    std::deque<std::function<void()>> tasks_;
    bool stopping_ = false;
    std::jthread thread_;
};

}  // namespace mizan::store
