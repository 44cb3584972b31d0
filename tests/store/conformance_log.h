// Conformance of stores: indices, sealed records, the log's state, lost leaves, order, threads. See conformance.h.
#pragma once

#include <algorithm>
#include <thread>

#include "store/history.h"

namespace mizan::test {

using enum record::AnswerState;
using record::Kind;

TEST_CASE_TEMPLATE_DEFINE("leaves have the indices 0, 1, 2... in the order of their records",
                          Backend, store_indices) {
    Backend backend;
    for (std::uint64_t i = 0; i < 3; ++i) {
        (void)must(backend.store().commit(outcome(
            {decision(10 * i), decision(10 * i + 1), decision(10 * i)},
            {batch({ordinary(10 * i + 2)}), batch({ordinary(10 * i + 3), ordinary(10 * i + 2)})})));
        backend.reopen();
    }
    auto& store = backend.store();
    CHECK(must(store.status(kPlatform)).leaves == 12);
    const auto all = must(store.leaves(kPlatform, 0, 100));
    REQUIRE(all.size() == 12);
    record::Leaf leaf;
    for (std::uint64_t i = 0; i < all.size(); ++i) {
        const auto entry = must(store.entry_at(kPlatform, i));
        CHECK(entry.id == i + 1);
        CHECK(entry.index == i);
        CHECK(entry.leaf == all[i]);
        must(record::read_leaf(record::leaf_text(i, all[i]), leaf));
        CHECK(leaf.seq == i);
    }
    CHECK(must(store.leaves(kPlatform, 5, 3)) ==
          std::vector<std::string>(all.begin() + 5, all.begin() + 8));
    CHECK(must(store.leaves(kPlatform, 11, 3)).size() == 1);
    CHECK(must(store.leaves(kPlatform, 12, 3)).empty());
    CHECK(must(store.leaves(kPlatform, 0, 0)).empty());
    CHECK(must(store.leaves("nobody", 0, 3)).empty());
    check_whole(store);
}

TEST_CASE_TEMPLATE_DEFINE("a sealed record has no index until all that wait are given theirs",
                          Backend, store_sealed) {
    Backend backend;
    constexpr std::uint64_t kHolds = 20;
    for (std::uint64_t i = 0; i < kHolds; ++i) (void)put(backend.store(), decision(i));
    for (std::uint64_t i = 0; i < kHolds; ++i)
        (void)put(backend.store(), about(Kind::kHold, i + 1));
    backend.reopen();
    CHECK(must(backend.store().status(kPlatform)).sealed == kHolds);
    CHECK(must(backend.store().status(kPlatform)).leaves == kHolds);
    CHECK_FALSE(must(backend.store().entry(kHolds + 1)).index);
    CHECK(must(backend.store().leaves(kPlatform, 0, 100)).size() == kHolds);
    (void)put(backend.store(), decision(100));
    auto tick = outcome({decision(101)});
    tick.sequence_sealed = true;
    (void)must(backend.store().commit(tick));  // what is not sealed comes first
    CHECK(must(backend.store().status(kPlatform)).sealed == 0);
    CHECK(must(backend.store().entry_at(kPlatform, kHolds + 1)).tag == tag_of(101));
    std::vector<record::RecordId> order;
    for (std::uint64_t i = 0; i < kHolds; ++i)
        order.push_back(must(backend.store().entry_at(kPlatform, kHolds + 2 + i)).id);
    CHECK_FALSE(std::is_sorted(order.begin(), order.end()));  // by chance once in 20!
    std::sort(order.begin(), order.end());
    for (std::uint64_t i = 0; i < kHolds; ++i) CHECK(order[i] == kHolds + 1 + i);
    backend.reopen();
    (void)must(backend.store().commit(tick));  // nothing waits
    CHECK(must(backend.store().status(kPlatform)).leaves == 2 * kHolds + 2);
    (void)put(backend.store(), decision(102));
    CHECK(must(backend.store().entry_at(kPlatform, 2 * kHolds + 2)).tag == tag_of(102));
    check_whole(backend.store());
}

TEST_CASE_TEMPLATE_DEFINE("the state of a log is kept as it was given", Backend, store_log_state) {
    Backend backend;
    CHECK(must(backend.store().log_state(kPlatform)).integrated == 0);
    CHECK(must(backend.store().log_state(kPlatform)).checkpoint.empty());
    record::LogState log;
    log.integrated = 5;
    log.edge = {sha256("a"), sha256("b")};
    log.signed_size = 4;
    log.checkpoint = "a note\nof two lines\n";
    log.sealed_at = 3600;
    auto with_log = outcome({decision(1)});
    with_log.log = log;
    (void)must(backend.store().commit(with_log));
    auto elsewhere = outcome({}, {}, "another");
    elsewhere.log.emplace().integrated = 9;
    (void)must(backend.store().commit(elsewhere));
    (void)put(backend.store(), decision(2));  // says nothing of the log
    backend.reopen();
    const auto kept = must(backend.store().log_state(kPlatform));
    CHECK(kept.integrated == log.integrated);
    CHECK(kept.edge == log.edge);
    CHECK(kept.signed_size == log.signed_size);
    CHECK(kept.checkpoint == log.checkpoint);
    CHECK(kept.sealed_at == log.sealed_at);
    CHECK(must(backend.store().log_state("another")).integrated == 9);
    // An outcome that fails leaves it.
    auto bad = outcome({erasure(99)});
    bad.log.emplace().integrated = 77;
    CHECK(code_of(backend.store().commit(bad)) == "record-missing");
    CHECK(must(backend.store().log_state(kPlatform)).integrated == 5);
}

TEST_CASE_TEMPLATE_DEFINE("leaves that only the published log knows push the store's own back",
                          Backend, store_lost) {
    Backend backend;
    for (std::uint64_t i = 0; i < 4; ++i) (void)put(backend.store(), decision(i));
    (void)put(backend.store(), about(Kind::kHold, 1));
    auto adoption = outcome({decision(50)});
    for (std::uint64_t i = 2; i < 5; ++i)
        adoption.lost.push_back({i, decision_leaf(2000 + i, "allowed")});
    (void)must(backend.store().commit(adoption));
    for (int round = 0; round < 2; ++round) {
        auto& store = backend.store();
        for (std::uint64_t i = 0; i < 2; ++i) CHECK(must(store.entry_at(kPlatform, i)).id == i + 1);
        for (std::uint64_t i = 2; i < 5; ++i) {
            const auto entry = must(store.entry_at(kPlatform, i));
            CHECK(entry.lost);
            CHECK(entry.leaf == decision_leaf(2000 + i, "allowed"));
            CHECK(code_of(store.vault(entry.id)) == "record-erased");
            CHECK(code_of(store.commit(outcome({erasure(entry.id)}))) == "record-missing");
        }
        CHECK(must(store.entry_at(kPlatform, 5)).id == 3);
        CHECK(must(store.entry_at(kPlatform, 6)).id == 4);
        CHECK(must(store.entry_at(kPlatform, 7)).tag == tag_of(50));
        CHECK(must(store.status(kPlatform)).leaves == 8);
        CHECK(must(store.status(kPlatform)).sealed == 1);
        CHECK(must(store.status(kPlatform)).decisions == 5);
        CHECK(put(store, decision(3)).state == kKnown);
        const auto views = backend.views();
        must(store.rebuild_views());
        CHECK(backend.views() == views);
        check_whole(store);
        backend.reopen();
    }
    // All of the log was lost, as when a store begins anew beside it.
    auto anew = outcome({decision(1)}, {}, "another");
    anew.lost = {{0, decision_leaf(1, "a")}, {1, decision_leaf(2, "b")}};
    (void)must(backend.store().commit(anew));
    CHECK(must(backend.store().entry_at("another", 2)).tag == tag_of(1));
    check_whole(backend.store());
}

TEST_CASE_TEMPLATE_DEFINE("records are visited oldest first, and the visitor may ask", Backend,
                          store_each) {
    Backend backend;
    auto& store = backend.store();
    constexpr std::uint64_t kRecords = 2500;  // more than are read at once
    auto many = outcome({});
    for (std::uint64_t i = 0; i < kRecords; ++i) many.records.push_back(decision(i));
    (void)must(store.commit(many));
    (void)put(store, decision(1), "another");
    std::uint64_t seen = 0;
    must(store.each(kPlatform, 0, [&](const store::Entry& entry) {
        CHECK(entry.id == ++seen);
        if (seen % 1000 == 0)
            CHECK(must(store.vault(entry.id)).post == "p" + std::to_string(seen - 1));
        return true;
    }));
    CHECK(seen == kRecords);
    seen = 0;
    must(store.each(kPlatform, kRecords - 3, [&](const store::Entry&) { return ++seen < 100; }));
    CHECK(seen == 3);
    seen = 0;
    must(store.each(kPlatform, 0, [&](const store::Entry&) { return ++seen < 7; }));
    CHECK(seen == 7);
    must(store.each("nobody", 0, [&](const store::Entry&) { return ++seen < 100; }));
    CHECK(seen == 7);
}

TEST_CASE_TEMPLATE_DEFINE("questions asked at once see one moment", Backend, store_at_once) {
    Backend backend;
    auto& store = backend.store();
    const auto first = must(store.commit(outcome({decision(1)}))).records.front().record;
    const auto tag = decision(1).tag;
    const auto count = [&] { return must(store.find(kPlatform, tag, false)).size(); };
    must(store.at_once([&]() -> Result<void> {
        CHECK(count() == 1);
        std::jthread([&] { (void)must(store.commit(outcome({decision(1, 1)}))); }).join();
        CHECK(count() == 1);
        CHECK(must(store.vault(first)).post == decision(1).vault.post);
        return store.at_once([&]() -> Result<void> {  // one within the other is the same moment
            CHECK(count() == 1);
            return {};
        });
    }));
    CHECK(count() == 2);
    const auto refused =
        store.at_once([]() -> Result<void> { return fail({Code::kRecordMissing, "none", {}}); });
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Code::kRecordMissing);
    CHECK(count() == 2);  // and it goes on
}

TEST_CASE_TEMPLATE_DEFINE("the records of one kind are visited, and of one platform", Backend,
                          store_each_of) {
    using enum record::Kind;
    Backend backend;
    auto& store = backend.store();
    constexpr std::uint64_t kRounds = 1100;  // more of a kind than are read at once
    auto many = outcome({});
    for (std::uint64_t i = 0; i < kRounds; ++i) {
        many.records.push_back(decision(i));
        many.records.push_back(decision(i));
        many.records.back().kind = i % 2 == 0 ? kActivation : kBrake;
    }
    (void)must(store.commit(many));
    (void)put(store, decision(1), "another");
    for (const auto kind : {kDecision, kActivation, kBrake, kKey}) {
        std::uint64_t seen = 0, last = 0;
        must(store.each_of(kPlatform, kind, 0, [&](const store::Entry& entry) {
            CHECK(entry.kind == kind);
            CHECK(entry.id > std::exchange(last, entry.id));
            return ++seen > 0;
        }));
        CHECK(seen == (kind == kDecision ? kRounds : kind == kKey ? 0 : kRounds / 2));
    }
    std::uint64_t seen = 0;
    must(
        store.each_of(kPlatform, kBrake, 2 * kRounds - 4, [&](const auto&) { return ++seen > 0; }));
    CHECK(seen == 1);
    must(store.each_of(kPlatform, kBrake, 0, [&](const auto&) { return ++seen < 4; }));
    CHECK(seen == 4);
}

TEST_CASE_TEMPLATE_DEFINE("no record of a platform is earlier than the one before", Backend,
                          store_times) {
    Backend backend;
    const auto at = [&](std::uint64_t post, std::uint64_t time, const char* platform) {
        auto draft = decision(post);
        draft.at = time;
        return must(backend.store().entry(put(backend.store(), draft, platform).record)).at;
    };
    CHECK(must(backend.store().last_at("a")) == 0);
    CHECK(at(1, 5000, "a") == 5000);
    CHECK(at(2, 4000, "a") == 5000);
    CHECK(at(3, 4500, "b") == 4500);
    backend.reopen();
    CHECK(at(4, 4999, "a") == 5000);
    CHECK(at(5, 5001, "a") == 5001);
    CHECK(must(backend.store().last_at("a")) == 5001);
    CHECK(must(backend.store().last_at("b")) == 4500);
    CHECK(must(backend.store().status("a")).last_at == 5001);
}

TEST_CASE_TEMPLATE_DEFINE("of what many threads commit at once nothing is lost", Backend,
                          store_threads) {
    Backend backend;
    auto& store = backend.store();
    constexpr std::uint64_t kThreads = 8;
    constexpr std::uint64_t kRounds = 30;
    std::atomic<std::uint64_t> fresh = 0, known = 0, asked = 0;
    {
        std::vector<std::jthread> threads;
        for (std::uint64_t t = 0; t < kThreads; ++t) {
            threads.emplace_back([&, t] {
                for (std::uint64_t i = 0; i < kRounds; ++i) {
                    // Every post comes from two threads.
                    const auto post = 1000 * (t / 2) + i;
                    auto mine = outcome({decision(post)}, {batch({ordinary(post + 500)})},
                                        t % 4 < 2 ? "a" : "b");
                    const auto done = store.commit(std::move(mine));
                    if (!done) continue;
                    for (const auto& answer : {done->records[0], done->batches[0][0]}) {
                        if (answer.state == kNew) ++fresh;
                        if (answer.state == kKnown) ++known;
                        // What was acknowledged can be asked for at once.
                        const auto entry = store.entry(answer.record);
                        if (entry && entry->index) ++asked;
                    }
                }
            });
        }
    }
    CHECK(fresh == kThreads * kRounds);
    CHECK(known == kThreads * kRounds);
    CHECK(asked == 2 * kThreads * kRounds);
    for (const char* platform : {"a", "b"}) {
        CHECK(must(store.status(platform)).leaves == kThreads * kRounds / 2);
        CHECK(must(store.leaves(platform, 0, 10'000)).size() == kThreads * kRounds / 2);
    }
    check_whole(store);
    backend.reopen();
    check_whole(backend.store());
}

}  // namespace mizan::test
