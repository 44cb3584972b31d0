#include "store/sqlite/group_commit.h"

#include <optional>
#include <utility>

namespace mizan::store {

namespace {

// A group is closed when it holds so much: more would make a single decision wait long and gain little.
constexpr std::size_t kGroupWork = 16'384;
constexpr std::size_t kRecordWork = 8;  // a record of its own, against an ordinary post

std::size_t work_of(const record::Outcome& outcome) {
    std::size_t work = kRecordWork * outcome.records.size();
    for (const auto& batch : outcome.batches) work += batch.posts.size();
    return work;
}

}  // namespace

GroupCommit::GroupCommit(CarryOut carry_out)
    : carry_out_(std::move(carry_out)), thread_([this] { work(); }) {}

GroupCommit::~GroupCommit() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wanted_.notify_all();
}

Result<record::Committed> GroupCommit::commit(record::Outcome outcome) {
    Job job{std::move(outcome)};
    std::unique_lock lock(mutex_);
    waiting_.push_back(&job);
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
    std::size_t work = 0;
    while (!waiting_.empty()) {
        const auto next = work_of(waiting_.front()->outcome);
        if (!group.empty() && work + next > kGroupWork) break;
        work += next;
        group.push_back(waiting_.front());
        waiting_.pop_front();
    }
}

void GroupCommit::work() {
    std::vector<Job*> group;
    std::unique_lock lock(mutex_);
    while (true) {
        wanted_.wait(lock, [this] { return stopping_ || !waiting_.empty() || !tasks_.empty(); });
        if (!tasks_.empty()) {
            const auto task = std::move(tasks_.front());
            tasks_.pop_front();
            task();
        } else if (!waiting_.empty()) {
            take_group(group);
            lock.unlock();
            carry_out_(group);
            lock.lock();
            for (auto* job : group) job->done = true;
            group.clear();
        } else {
            return;
        }
        finished_.notify_all();
    }
}

}  // namespace mizan::store
