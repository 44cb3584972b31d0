// The embedded store on a disk that is full, breaks or loses its power at every single step: what was acknowledged is kept, what was not
// is there as a whole or not at all, and with room again the same process goes on.
#include <doctest/doctest.h>

#include <set>
#include <vector>

#include "store/sqlite_backend.h"
#include "support/faulty_vfs.h"
#include "support/thorough.h"

using namespace mizan;
using namespace mizan::test;
using store::SqliteStore;
using Fault = FaultyVfs::Fault;
using enum record::AnswerState;

namespace {

constexpr std::uint64_t kOutcomes = 10;
constexpr std::size_t kMostSteps = 2000;  // far more than a history takes

// The i-th outcome: a decision, a batch, the log's state; some erase what an earlier one recorded.
record::Outcome nth(std::uint64_t i) {
    auto out = outcome({decision(i)}, {batch({ordinary(100 + i), ordinary(200 + i)})});
    out.records[0].vault.input.append(3000, 'x');  // more than one page
    out.log.emplace().integrated = i;
    return out;
}

struct History {
    std::set<std::uint64_t> acknowledged;
    std::uint64_t erased = 0;  // the first so many records of their own, acknowledged
    bool opened = false;
};

// Commits outcomes until one fails or all are done.
void run(SqliteStore& store, History& history) {
    for (std::uint64_t i = 0; i < kOutcomes; ++i) {
        if (history.acknowledged.contains(i)) continue;
        const auto done = store.commit(nth(i));
        if (!done) {
            CHECK(code_of(done) == "store-full");
            return;
        }
        history.acknowledged.insert(i);
        if (i == 4) {
            if (!store.commit(outcome({erasure(1)}))) return;
            history.erased = 1;
        }
        if (i == 6 && !store.empty_log()) return;
    }
}

// What a store holds of a history after a fault.
void check_history(SqliteStore& store, const History& history) {
    check_whole(store);
    for (std::uint64_t i = 0; i < kOutcomes; ++i) {
        CAPTURE(i);
        const auto own = must(store.find(kPlatform, tag_of(i), true)).size();
        const auto first = must(store.find(kPlatform, tag_of(100 + i), true)).size();
        const auto second = must(store.find(kPlatform, tag_of(200 + i), true)).size();
        CHECK(own == first);
        CHECK(own == second);
        CHECK(own <= 1);
        if (history.acknowledged.contains(i)) CHECK(own == 1);
    }
    if (history.erased > 0) CHECK(code_of(store.vault(1)) == "record-erased");
    const auto log = must(store.log_state(kPlatform)).integrated;
    if (!history.acknowledged.empty()) CHECK(log >= *history.acknowledged.rbegin());
}

// All outcomes again: the old ones are known, the others recorded.
void check_goes_on(SqliteStore& store, const History& history) {
    for (std::uint64_t i = 0; i < kOutcomes; ++i) {
        const auto done = must(store.commit(nth(i)));
        const auto own = done.records[0].state;
        const bool was_erased = own == kErased && i == 0;
        const bool was_known = own == kKnown || was_erased;
        if (history.acknowledged.contains(i)) CHECK(was_known);
        CHECK((own == kNew || was_known));
        for (const auto& answer : done.batches[0])
            CHECK(answer.state == (was_known ? kKnown : kNew));
    }
    CHECK(must(store.status(kPlatform)).decisions == kOutcomes);
    CHECK(must(store.status(kPlatform)).ordinary == 2 * kOutcomes);
    check_whole(store);
}

// The history with a fault at that step; false if it took fewer steps.
bool run_with_fault(FaultyVfs& disk, std::size_t step, Fault fault) {
    const ScratchFolder folder;
    const auto path = folder / "store.db";
    History history;
    disk.fail_at(step, fault, static_cast<unsigned>(step));
    {
        auto store = SqliteStore::open({path});
        if (store) {
            run(**store, history);
        } else {
            CHECK(code_of(store) == "store-full");
        }
        const bool failed = disk.has_failed();
        if (!failed) return false;
        if (store && fault != Fault::kPowerCut) {
            disk.mend();  // room again, in the same process
            check_history(**store, history);
            check_goes_on(**store, history);
            for (std::uint64_t i = 0; i < kOutcomes; ++i) history.acknowledged.insert(i);
        }
    }
    disk.fail_at(0, fault);
    auto store = must(SqliteStore::open({path}));
    check_history(*store, history);
    check_goes_on(*store, history);
    return true;
}

// Every `stride`-th step (thorough.h).
void run_with_faults(Fault fault, std::size_t stride = 1) {
    FaultyVfs disk;
    std::size_t step = 1;
    for (; step < kMostSteps; step += stride * every(4)) {
        CAPTURE(step);
        if (!run_with_fault(disk, step, fault)) break;
    }
    CHECK(step > 100);
    CHECK(step < kMostSteps);
}

}  // namespace

TEST_CASE("a disk that is full from any step on") { run_with_faults(Fault::kFull); }
TEST_CASE("a disk that fails once, at any step") { run_with_faults(Fault::kOnce); }
TEST_CASE("a disk that is broken from any step on") { run_with_faults(Fault::kBroken, 3); }
TEST_CASE("a power cut at any step") { run_with_faults(Fault::kPowerCut); }
