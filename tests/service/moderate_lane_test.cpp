#include "service/moderate_lane.h"

#include <doctest/doctest.h>

#include <atomic>
#include <thread>
#include <vector>

using namespace mizan::service;

TEST_CASE("jobs that are done out of order are written in order") {
    std::vector<std::uint64_t> written;
    Lane lane(3, [&](Job& job, bool) {
        written.push_back(job.ticket);
        return true;
    });
    std::vector<Job*> jobs;
    for (std::uint64_t i = 0; i < 3; ++i) {
        jobs.push_back(lane.take());
        jobs.back()->ticket = i;
    }
    lane.done(jobs[2]);
    lane.done(jobs[1]);
    CHECK(written.empty());
    lane.done(jobs[0]);
    CHECK(written == std::vector<std::uint64_t>{0, 1, 2});
}

TEST_CASE("many threads with unequal work keep the order and never write at once") {
    constexpr std::uint64_t kTickets = 20'000;
    std::vector<std::uint64_t> written;
    std::atomic<int> writers = 0;
    std::atomic<int> together = 0;
    Lane lane(7, [&](Job& job, bool last) {
        if (++writers > 1) ++together;
        if (last) written.push_back(job.ticket);
        --writers;
        return true;
    });
    std::mutex feeding;
    std::uint64_t next = 0;
    auto work = [&] {
        while (auto* job = lane.take()) {
            {
                const std::lock_guard lock(feeding);
                if (next == kTickets) return lane.give_back(job);
                job->ticket = next++;
            }
            if (job->ticket % 5 == 0) std::this_thread::yield();
            if (job->ticket % 11 == 0) CHECK(lane.flush(job));
            lane.done(job);
        }
    };
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < 4; ++i) threads.emplace_back(work);
    }
    REQUIRE(written.size() == kTickets);
    for (std::uint64_t i = 0; i < kTickets; ++i) REQUIRE(written[i] == i);
    CHECK(together == 0);
}

TEST_CASE("a write that fails wakes everybody up") {
    Lane lane(2, [](Job&, bool) { return false; });
    auto* first = lane.take();
    auto* second = lane.take();
    first->ticket = 0;
    second->ticket = 1;
    std::atomic<bool> flushed = true;
    std::jthread waiting([&] { flushed = lane.flush(second); });
    std::jthread hungry([&] { CHECK(lane.take() == nullptr); });
    lane.done(first);
    waiting.join();
    hungry.join();
    CHECK_FALSE(flushed);
    CHECK(lane.stopped());
}
