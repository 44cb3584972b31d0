// Jobs: work that takes longer than a request may, one after the other in a thread of low priority, with what has come of each kept for
// a while.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "base/result.h"

namespace mizan::server {

enum class JobState : std::uint8_t { kQueued, kRunning, kDone, kFailed, kCancelled };
[[nodiscard]] std::string_view name(JobState state);  // "queued", ...

// How far a job has come; shared by who works and who asks. Thread-safe.
struct JobProgress {
    std::atomic<std::uint64_t> done{0};
    std::atomic<std::uint64_t> of{0};  // 0: not known yet
    std::atomic<bool> cancelled{false};
};

// What came of it: a JSON object, or what went wrong, with a JSON array of details, which may be empty.
struct JobEnd {
    std::string result;
    std::optional<Error> error;
    std::string details;
};

// A job as it is told.
struct JobView {
    std::string id;
    std::string kind;
    JobState state = JobState::kQueued;
    std::uint64_t made_at = 0;   // unix seconds, as all times
    std::uint64_t begun_at = 0;  // 0: not yet
    std::uint64_t ended_at = 0;
    std::uint64_t done = 0;
    std::uint64_t of = 0;
    std::shared_ptr<const JobEnd> end;  // null: not yet, or cancelled
};

// Thread-safe.
class Jobs {
public:
    // Does the work; looks at `cancelled` often and then returns anything.
    using Work = std::move_only_function<JobEnd(JobProgress&)>;
    using Clock = std::function<std::uint64_t()>;

    explicit Jobs(Clock clock);
    // Cancels what runs and waits.
    ~Jobs();
    Jobs(const Jobs&) = delete;
    Jobs& operator=(const Jobs&) = delete;

    static constexpr std::size_t kWaiting = 16;              // in all
    static constexpr std::size_t kWaitingOfOne = 4;          // of one owner, the one that runs too
    static constexpr std::size_t kWaitingBytes = 64u << 20;  // that those hold
    static constexpr std::size_t kKept = 100;  // ended ones: then the oldest is forgotten
    static constexpr std::size_t kKeptBytes = 64u << 20;         // likewise, of what came of them
    static constexpr std::uint64_t kKeptSeconds = 24 * 60 * 60;  // likewise

    struct Order {
        std::string id;  // that no other has
        std::string kind;
        std::string owner;
        std::size_t bytes = 0;  // that the work holds until it has ended, about
        Work work;
    };
    // Errors: kOverload.
    [[nodiscard]] Result<JobView> add(Order order);
    // Of an owner; newest first.
    [[nodiscard]] std::vector<JobView> list(std::string_view owner);
    // Errors: kJobMissing, also for a job of somebody else.
    [[nodiscard]] Result<JobView> get(std::string_view owner, std::string_view id);
    // Ends it, or forgets one that has ended. Errors: as get().
    [[nodiscard]] Result<void> cancel(std::string_view owner, std::string_view id);

private:
    struct Job;
    void work(const std::stop_token& stop);
    void run(const std::shared_ptr<Job>& job);
    void forget_old();
    [[nodiscard]] std::deque<std::shared_ptr<Job>>::iterator find(std::string_view owner,
                                                                  std::string_view id);

    Clock clock_;
    std::mutex mutex_;  // guards what follows
    std::condition_variable_any changed_;
    std::deque<std::shared_ptr<Job>> jobs_;  // oldest first
    std::jthread thread_;
};

}  // namespace mizan::server
