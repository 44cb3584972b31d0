// Groups: what is small gets into one that has begun, and it is closed; answers come in order; a flood is not starved.
#include "store/sqlite/group_commit.h"

#include <doctest/doctest.h>

#include <chrono>
#include <thread>

using namespace mizan;
using store::GroupCommit;
using Job = GroupCommit::Job;

namespace {

// Jobs of so many records, told apart by their platform.
std::vector<Job> jobs(const std::string& name, std::size_t count, std::size_t records) {
    std::vector<Job> out(count);
    for (std::size_t i = 0; i < count; ++i) {
        out[i].outcome.platform = name + std::to_string(i);
        out[i].outcome.records.resize(records);
    }
    return out;
}

}  // namespace

TEST_CASE("what is small gets into the group that has begun, which is then closed") {
    std::vector<std::string> groups;
    std::jthread small;
    GroupCommit* group = nullptr;
    GroupCommit commit(
        [&](const GroupCommit::Next& next) {
            std::string names;
            while (auto* const job = next()) {
                names += job->outcome.platform + " ";
                if (small.joinable()) continue;
                while (group->waiting() < 3) std::this_thread::yield();  // all that the flood has
                small = std::jthread([&] {
                    auto one = jobs("small", 1, 1);
                    group->commit(one);
                });
                while (group->waiting() < 4) std::this_thread::yield();
            }
            groups.push_back(names);
        },
        [] {});
    group = &commit;
    auto flood = jobs("large", 4, 16);
    commit.commit(flood);
    small.join();
    REQUIRE(groups.size() >= 2);
    CHECK(groups[0] == "large0 small0 ");
    CHECK(groups[1].starts_with("large1 "));
    for (const auto& job : flood) CHECK(job.done);
}

TEST_CASE("a flood is carried out in order while small ones come without end") {
    std::vector<std::string> done;
    GroupCommit commit(
        [&](const GroupCommit::Next& next) {
            while (auto* const job = next()) {
                if (job->outcome.platform.starts_with("large"))
                    done.push_back(job->outcome.platform);
                else
                    std::this_thread::sleep_for(std::chrono::microseconds(200));  // as a disk takes
                job->answer->records.resize(job->outcome.records.size());
            }
        },
        [] {});
    std::vector<std::jthread> others;
    for (int t = 0; t < 3; ++t)
        others.emplace_back([&](const std::stop_token& stop) {
            while (!stop.stop_requested()) {
                auto one = jobs("small", 1, 1);
                commit.commit(one);
            }
        });
    auto flood = jobs("large", 100, 16);
    commit.commit(flood);
    REQUIRE(done.size() == flood.size());
    for (std::size_t i = 0; i < done.size(); ++i) {
        CHECK(done[i] == flood[i].outcome.platform);
        CHECK(flood[i].answer->records.size() == 16);
    }
}

TEST_CASE("a task is run between two groups") {
    bool in_group = false;
    GroupCommit commit(
        [&](const GroupCommit::Next& next) {
            in_group = true;
            while (next() != nullptr) {
            }
            in_group = false;
        },
        [] {});
    const std::jthread other([&](const std::stop_token& stop) {
        while (!stop.stop_requested()) {
            auto one = jobs("small", 1, 1);
            commit.commit(one);
        }
    });
    for (int i = 0; i < 20; ++i)
        CHECK(commit
                  .run([&]() -> Result<void> {
                      CHECK_FALSE(in_group);
                      return {};
                  })
                  .has_value());
}
