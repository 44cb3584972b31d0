// Lane: puts the jobs of many workers back into input order and hands them to the writer, one at a time.
// Private to this room.
//
// A worker whose job is done before its predecessors parks it and takes another; whoever finishes the job that is
// next writes it and all that are parked behind it. So nobody waits for a slower neighbour until all jobs are taken,
// and the number of jobs bounds the memory.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <vector>

#include "service/moderate_job.h"

namespace mizan::service {

// Thread-safe. A worker holds a job between take() and done(), and gives tickets 0, 1, 2, ... without gaps.
class Lane {
public:
    // `write` gets the jobs in ticket order, one call at a time; false from it stops the lane. A job that was
    // flushed comes to it more than once: `last` is false until it is done.
    using Write = std::function<bool(Job& job, bool last)>;
    Lane(std::size_t jobs, Write write);

    // A job to fill; waits for one. Null once the lane is stopped.
    [[nodiscard]] Job* take();
    // Gives back a job that got no ticket.
    void give_back(Job* job);
    // The job is complete. It is written now or when those before it are.
    void done(Job* job);
    // Waits until all before this job are written, then writes what it holds so far. False if the lane is stopped.
    [[nodiscard]] bool flush(Job* job);

    void stop();
    [[nodiscard]] bool stopped();

private:
    [[nodiscard]] Job*& parked(std::uint64_t ticket) { return parked_[ticket % parked_.size()]; }

    Write write_;
    std::vector<std::unique_ptr<Job>> jobs_;
    std::mutex mutex_;  // guards what follows; never held while writing
    std::condition_variable changed_;
    std::vector<Job*> free_;
    std::vector<Job*>
        parked_;  // by ticket modulo size: at most all jobs are out, so tickets never meet
    std::uint64_t next_ = 0;  // the ticket to write
    bool writing_ = false;
    bool stopped_ = false;
};

}  // namespace mizan::service
