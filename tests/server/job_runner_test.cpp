#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <string>
#include <thread>

#include "server/jobs.h"

using namespace mizan;
using namespace mizan::server;

namespace {

constexpr std::uint64_t kStart = 1'790'000'000;

struct Runner {
    std::atomic<std::uint64_t> now{kStart};
    Jobs jobs{[this] { return now.load(); }};
    int made = 0;

    Result<JobView> add(const std::string& owner, Jobs::Work work, std::size_t bytes = 1) {
        return jobs.add({"job-" + std::to_string(++made), "try", owner, bytes, std::move(work)});
    }
    // The job once it has ended.
    JobView ended(const std::string& owner, const std::string& id) {
        for (int i = 0; i < 20'000; ++i) {
            auto job = jobs.get(owner, id);
            REQUIRE(job);
            if (job->ended_at != 0) return *job;
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
        FAIL("it does not end");
        return {};
    }
};

Jobs::Work gives(const std::string& text) {
    return [text](JobProgress&) { return JobEnd{text, {}, {}}; };
}

// Works until it is cancelled.
JobEnd until_cancelled(JobProgress& progress) {
    while (!progress.cancelled) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    return {};
}

Code code_of(const Result<JobView>& result) {
    return result ? Code::kInternal : result.error().code;
}

}  // namespace

TEST_CASE("what came of a job is its result, or what went wrong") {
    Runner runner;
    const auto good = runner.add("a", [](JobProgress& progress) {
        progress.of = 7;
        progress.done = 7;
        return JobEnd{"{}", {}, "[]"};
    });
    REQUIRE(good);
    const auto done = runner.ended("a", good->id);
    CHECK(done.state == JobState::kDone);
    CHECK(done.end->result == "{}");
    CHECK(done.of == 7);
    const auto bad = runner.add("a", [](JobProgress&) {
        return JobEnd{{}, Error{Code::kPolicyInvalid, "it has errors", {}}, "[1]"};
    });
    const auto failed = runner.ended("a", bad->id);
    CHECK(failed.state == JobState::kFailed);
    CHECK(failed.end->error->code == Code::kPolicyInvalid);
    CHECK(failed.end->details == "[1]");
    const auto list = runner.jobs.list("a");
    REQUIRE(list.size() == 2);
    CHECK(list.front().id == bad->id);
    CHECK(runner.jobs.list("b").empty());
    CHECK(code_of(runner.jobs.get("b", bad->id)) == Code::kJobMissing);
    CHECK(runner.jobs.cancel("b", bad->id).error().code == Code::kJobMissing);
}

TEST_CASE("only so many wait, of one and of all, and only so large") {
    Runner runner;
    for (std::size_t i = 0; i < Jobs::kWaitingOfOne; ++i) REQUIRE(runner.add("a", until_cancelled));
    CHECK(code_of(runner.add("a", until_cancelled)) == Code::kOverload);
    for (std::size_t i = Jobs::kWaitingOfOne; i + 1 < Jobs::kWaiting; ++i)
        REQUIRE(runner.add("of-" + std::to_string(i), until_cancelled));
    CHECK(code_of(runner.add("b", until_cancelled, Jobs::kWaitingBytes)) == Code::kOverload);
    REQUIRE(runner.add("b", until_cancelled));
    CHECK(code_of(runner.add("c", until_cancelled)) == Code::kOverload);
    // One that is cancelled gives its place back; one that waits never runs.
    REQUIRE(runner.jobs.cancel("a", "job-4"));
    CHECK(runner.ended("a", "job-4").state == JobState::kCancelled);
    CHECK(runner.ended("a", "job-4").begun_at == 0);
    REQUIRE(runner.jobs.cancel("a", "job-1"));
    CHECK(runner.ended("a", "job-1").state == JobState::kCancelled);
    CHECK(runner.add("c", until_cancelled));
}

TEST_CASE("what has ended is kept for a while, and not without end") {
    Runner runner;
    std::string last;
    for (std::size_t i = 0; i <= Jobs::kKept; ++i) {
        const auto job = runner.add("a", gives("{}"));
        REQUIRE(job);
        last = job->id;
        (void)runner.ended("a", last);
    }
    CHECK(runner.jobs.list("a").size() == Jobs::kKept);
    CHECK(code_of(runner.jobs.get("a", "job-1")) == Code::kJobMissing);
    CHECK(runner.jobs.get("a", "job-2"));
    REQUIRE(runner.jobs.cancel("a", last));
    CHECK(code_of(runner.jobs.get("a", last)) == Code::kJobMissing);
    const auto large = runner.add("b", gives(std::string(Jobs::kKeptBytes, 'x')));
    (void)runner.ended("b", large->id);
    CHECK(runner.jobs.list("a").empty());
    runner.now = kStart + Jobs::kKeptSeconds;
    CHECK(runner.jobs.list("b").empty());
}
