#include "store/sqlite/group_commit.h"

#include <optional>
#include <utility>

namespace mizan::store {

namespace {

// A group is closed when it holds so much, a few milliseconds' worth: more would make others wait long and gain little.
constexpr std::size_t kGroupWork = 16'384;
constexpr std::size_t kRecordWork = 64;  // a record of its own, against an ordinary post
constexpr std::size_t kSmallWork = 8 * kRecordWork;

std::size_t work_of(const record::Outcome& outcome) {
    std::size_t work = kRecordWork * outcome.records.size();
    for (const auto& batch : outcome.batches) work += batch.posts.size();
    return work;
}

void take(std::deque<GroupCommit::Job*>& from, std::vector<GroupCommit::Job*>& group) {
    std::size_t work = 0;
    while (!from.empty()) {
        const auto next = work_of(from.front()->outcome);
        if (work > 0 && work + next > kGroupWork) return;
        work += next;
        group.push_back(from.front());
        from.pop_front();
    }
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

Result<record::Committed> GroupCommit::commit(Job job) {
    std::unique_lock lock(mutex_);
    (work_of(job.outcome) > kSmallWork ? large_ : small_).push_back(&job);
    wanted_.notify_one();
    finished_.wait(lock, [&] { return job.done; });
    return std::move(job.answer);
}

Result<void> GroupCommit::run(std::function<Result<void>()> task) {
    std::optional<Result<void>> answer;
    std::unique_lock lock(mutex_);
    tasks_.emplace_back([&] { answer = task(); });
    wanted_.notify_one();
    finished_.wait(lock, [&] { return answer.has_value(); });
    return *std::move(answer);
}

void GroupCommit::take_group(std::vector<Job*>& group) {
    small_alone_ = !small_.empty() && !small_alone_;
    take(small_, group);
    if (!small_alone_) take(large_, group);
}

void GroupCommit::work() {
    std::vector<Job*> group;
    std::unique_lock lock(mutex_);
    while (true) {
        wanted_.wait(lock, [this] { return stopping_ || is_waiting() || !tasks_.empty(); });
        if (!tasks_.empty()) {
            const auto task = std::move(tasks_.front());
            tasks_.pop_front();
            task();
        } else if (is_waiting()) {
            take_group(group);
            lock.unlock();
            carry_out_(group);
            lock.lock();
            for (auto* job : group) job->done = true;
            group.clear();
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
