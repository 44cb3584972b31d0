#include "server/jobs.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

namespace mizan::server {

namespace {

constexpr int kLowest = 19;  // of the scheduler's priorities

std::unexpected<Error> no_job(std::string_view id) {
    return fail({Code::kJobMissing, "there is no such job of yours", std::string(id)});
}

}  // namespace

std::string_view name(JobState state) {
    switch (state) {
        case JobState::kQueued: return "queued";
        case JobState::kRunning: return "running";
        case JobState::kDone: return "done";
        case JobState::kFailed: return "failed";
        case JobState::kCancelled: return "cancelled";
    }
    return {};
}

struct Jobs::Job {
    JobView view;
    std::string owner;
    std::size_t bytes = 0;
    Work work;
    JobProgress progress;

    [[nodiscard]] bool has_ended() const {
        return view.state != JobState::kQueued && view.state != JobState::kRunning;
    }
    [[nodiscard]] JobView told() const {
        auto out = view;
        out.done = progress.done;
        out.of = progress.of;
        return out;
    }
};

Jobs::Jobs(Clock clock) : clock_(std::move(clock)) {
    thread_ = std::jthread([this](const std::stop_token& stop) { work(stop); });
}

Jobs::~Jobs() {
    thread_.request_stop();
    {
        const std::lock_guard lock(mutex_);
        for (const auto& job : jobs_) job->progress.cancelled = true;
    }
    thread_.join();
}

Result<JobView> Jobs::add(Order order) {
    const auto overload = [](std::string_view what) {
        return fail({Code::kOverload, std::string(what), {}});
    };
    const std::lock_guard lock(mutex_);
    forget_old();
    std::size_t waiting = 0;
    std::size_t of_owner = 0;
    std::size_t bytes = order.bytes;
    for (const auto& job : jobs_) {
        if (job->has_ended()) continue;
        ++waiting;
        of_owner += job->owner == order.owner;
        bytes += job->bytes;
    }
    if (of_owner >= kWaitingOfOne)
        return overload("as many jobs of yours wait as may; cancel one, or ask again later");
    if (waiting >= kWaiting || bytes > kWaitingBytes)
        return overload("too many jobs wait already; ask again later");
    const auto job = std::make_shared<Job>();
    job->view.id = std::move(order.id);
    job->view.kind = std::move(order.kind);
    job->view.made_at = clock_();
    job->owner = std::move(order.owner);
    job->bytes = order.bytes;
    job->work = std::move(order.work);
    jobs_.push_back(job);
    changed_.notify_all();
    return job->told();
}

std::vector<JobView> Jobs::list(std::string_view owner) {
    const std::lock_guard lock(mutex_);
    forget_old();
    std::vector<JobView> out;
    for (auto at = jobs_.rbegin(); at != jobs_.rend(); ++at)
        if ((*at)->owner == owner) out.push_back((*at)->told());
    return out;
}

std::deque<std::shared_ptr<Jobs::Job>>::iterator Jobs::find(std::string_view owner,
                                                            std::string_view id) {
    return std::ranges::find_if(
        jobs_, [&](const auto& job) { return job->view.id == id && job->owner == owner; });
}

Result<JobView> Jobs::get(std::string_view owner, std::string_view id) {
    const std::lock_guard lock(mutex_);
    forget_old();
    const auto at = find(owner, id);
    if (at == jobs_.end()) return no_job(id);
    return (*at)->told();
}

Result<void> Jobs::cancel(std::string_view owner, std::string_view id) {
    const std::lock_guard lock(mutex_);
    const auto at = find(owner, id);
    if (at == jobs_.end()) return no_job(id);
    auto& job = **at;
    if (job.has_ended()) {
        jobs_.erase(at);
        return {};
    }
    job.progress.cancelled = true;
    if (job.view.state == JobState::kRunning) return {};  // run() sees to the rest
    job.view.state = JobState::kCancelled;
    job.view.ended_at = clock_();
    job.work = nullptr;
    return {};
}

void Jobs::forget_old() {
    const auto now = clock_();
    std::size_t kept = 0;
    std::size_t bytes = 0;
    const auto too_much = [&](const std::shared_ptr<Job>& job) {
        if (!job->has_ended()) return false;
        bytes += job->view.end ? job->view.end->result.size() + job->view.end->details.size() : 0;
        return ++kept > kKept || bytes > kKeptBytes || job->view.ended_at + kKeptSeconds <= now;
    };
    // From the newest on, so that the oldest are those beyond the limits.
    std::deque<std::shared_ptr<Job>> left;
    for (auto at = jobs_.rbegin(); at != jobs_.rend(); ++at)
        if (!too_much(*at)) left.push_front(std::move(*at));
    jobs_.swap(left);
}

void Jobs::run(const std::shared_ptr<Job>& job) {
    JobEnd end;
    try {
        end = job->work(job->progress);
    } catch (const std::exception&) {  // no memory
        end.error = Error{Code::kInternal, "there was not enough memory for it", {}};
    }
    const std::lock_guard lock(mutex_);
    auto& view = job->view;
    job->work = nullptr;
    view.ended_at = clock_();
    view.state = job->progress.cancelled ? JobState::kCancelled
                 : end.error             ? JobState::kFailed
                                         : JobState::kDone;
    if (view.state != JobState::kCancelled)
        view.end = std::make_shared<const JobEnd>(std::move(end));
    forget_old();
}

void Jobs::work(const std::stop_token& stop) {
    // Of this thread alone, on Linux: decisions go first.
    (void)::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), kLowest);
    while (!stop.stop_requested()) {
        std::shared_ptr<Job> job;
        {
            std::unique_lock lock(mutex_);
            const auto next = [&] {
                return std::ranges::find(jobs_, JobState::kQueued,
                                         [](const auto& j) { return j->view.state; });
            };
            if (!changed_.wait(lock, stop, [&] { return next() != jobs_.end(); })) return;
            if (stop.stop_requested()) return;
            job = *next();
            job->view.state = JobState::kRunning;
            job->view.begun_at = clock_();
        }
        run(job);
    }
}

}  // namespace mizan::server
