#include "service/moderate_lane.h"

#include <utility>

namespace mizan::service {

Lane::Lane(std::size_t jobs, Write write) : write_(std::move(write)), parked_(jobs, nullptr) {
    for (std::size_t i = 0; i < jobs; ++i) {
        jobs_.push_back(std::make_unique<Job>());
        free_.push_back(jobs_.back().get());
    }
}

Job* Lane::take() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return stopped_ || !free_.empty(); });
    if (stopped_) return nullptr;
    auto* job = free_.back();
    free_.pop_back();
    return job;
}

void Lane::give_back(Job* job) {
    const std::lock_guard lock(mutex_);
    free_.push_back(job);
    changed_.notify_all();
}

void Lane::done(Job* job) {
    std::unique_lock lock(mutex_);
    parked(job->ticket) = job;
    while (!stopped_ && !writing_ && parked(next_) != nullptr) {
        auto* ready = std::exchange(parked(next_), nullptr);
        writing_ = true;
        lock.unlock();
        const bool written = write_(*ready, true);
        lock.lock();
        writing_ = false;
        stopped_ = stopped_ || !written;
        ++next_;
        free_.push_back(ready);
        changed_.notify_all();
    }
}

bool Lane::flush(Job* job) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return stopped_ || (next_ == job->ticket && !writing_); });
    if (stopped_) return false;
    writing_ = true;
    lock.unlock();
    const bool written = write_(*job, false);
    lock.lock();
    writing_ = false;
    stopped_ = stopped_ || !written;
    if (stopped_) changed_.notify_all();
    return written;
}

void Lane::stop() {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    changed_.notify_all();
}

bool Lane::stopped() {
    const std::lock_guard lock(mutex_);
    return stopped_;
}

}  // namespace mizan::service
