#include "store/sqlite/group_commit.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace mizan::store {

namespace {

// A group is closed when it holds so much, a few milliseconds' worth: more would gain little.
constexpr std::size_t kGroupWork = 16'384;
// So long after something small came, more of it is expected: groups are then closed when they have taken as long as the disk takes,
// which who comes has to wait for anyway.
constexpr auto kHaste = std::chrono::milliseconds(100);
constexpr int kRise = 32;  // each time it may be longer by so small a part
constexpr GroupCommit::Clock::duration kLeastDiskTime = std::chrono::microseconds(100);

constexpr std::size_t kRecordWork = 64;  // a record of its own, against an ordinary post
constexpr std::size_t kSmallWork = 8 * kRecordWork;

std::size_t work_of(const record::Outcome& outcome) {
    std::size_t work = kRecordWork * outcome.records.size();
    for (const auto& batch : outcome.batches) work += batch.posts.size();
    return work;
}

}  // namespace

GroupCommit::GroupCommit(CarryOut carry_out, std::function<void()> between_groups)
    : carry_out_(std::move(carry_out)),
      between_groups_(std::move(between_groups)),
      thread_([this] { work(); }) {}

GroupCommit::~GroupCommit() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wanted_.notify_all();
}

void GroupCommit::commit(std::vector<Job>& jobs) {
    if (jobs.empty()) return;
    std::size_t work = 0;
    for (const auto& job : jobs) work += work_of(job.outcome);
    std::unique_lock lock(mutex_);
    auto& queue = work > kSmallWork ? large_ : small_;
    if (&queue == &small_) last_small_ = Clock::now();
    for (auto& job : jobs) queue.push_back(&job);
    wanted_.notify_one();
    finished_.wait(lock, [&] { return jobs.back().done; });
}

std::size_t GroupCommit::waiting() {
    const std::lock_guard lock(mutex_);
    return small_.size() + large_.size();
}

Result<void> GroupCommit::run(std::function<Result<void>()> task) {
    std::optional<Result<void>> answer;
    std::unique_lock lock(mutex_);
    tasks_.emplace_back([&] { answer = task(); });
    wanted_.notify_one();
    finished_.wait(lock, [&] { return answer.has_value(); });
    return *std::move(answer);
}

bool GroupCommit::fits(const Job& job) const {
    return group_.jobs.empty() || group_.work + work_of(job.outcome) <= kGroupWork;
}

bool GroupCommit::fits_large(const Job& job) const {
    if (!group_.has_large)
        return true;  // however much of what is small came first: else that could go on for ever
    const auto now = Clock::now();
    const bool haste = now - last_small_ < kHaste;
    return fits(job) && !(haste && now - group_.begun >= std::max(disk_time_, kLeastDiskTime));
}

std::deque<GroupCommit::Job*>* GroupCommit::next_queue() {
    if (!small_.empty() && fits(*small_.front())) return &small_;
    if (!group_.only_small && !large_.empty() && fits_large(*large_.front())) return &large_;
    return nullptr;
}

void GroupCommit::begin_group() {
    const bool small_alone = group_.only_small && !group_.has_large;
    group_ = {};
    group_.only_small = !small_.empty() && !small_alone;
    group_.begun = Clock::now();
}

void GroupCommit::end_group() {
    if (!group_.has_large && group_.closed != Clock::time_point()) {
        // Near the shortest of late, for what takes longer was held up by something else.
        const auto took = Clock::now() - group_.closed;
        disk_time_ = disk_time_ == Clock::duration()
                         ? took
                         : std::min(took, disk_time_ + disk_time_ / kRise);
    }
    for (auto* job : group_.jobs) job->done = true;
}

GroupCommit::Job* GroupCommit::next() {
    const std::lock_guard lock(mutex_);
    auto* const queue = next_queue();
    if (queue == nullptr) {
        group_.closed = Clock::now();
        return nullptr;
    }
    auto* const job = queue->front();
    queue->pop_front();
    if (queue == &large_) {
        group_.has_large = true;
    } else if (group_.has_large) {
        group_.only_small = true;
    }
    group_.work += work_of(job->outcome);
    group_.jobs.push_back(job);
    return job;
}

void GroupCommit::work() {
    const Next next = [this] { return this->next(); };
    std::unique_lock lock(mutex_);
    while (true) {
        wanted_.wait(lock, [this] { return stopping_ || is_waiting() || !tasks_.empty(); });
        if (!tasks_.empty()) {
            const auto task = std::move(tasks_.front());
            tasks_.pop_front();
            task();
        } else if (is_waiting()) {
            begin_group();
            lock.unlock();
            carry_out_(next);
            lock.lock();
            end_group();
            finished_.notify_all();
            lock.unlock();
            between_groups_();
            lock.lock();
        } else {
            return;
        }
        finished_.notify_all();
    }
}

}  // namespace mizan::store
