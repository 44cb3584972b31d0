// Conformance of stores: erasures, holds, outcomes that fail. See conformance.h.
#pragma once

#include <thread>

#include "store/history.h"

namespace mizan::test {

using enum record::AnswerState;
using record::Kind;

template <class Backend> void check_rebuilt(Backend& backend) {
    const auto views = backend.views();
    must(backend.store().rebuild_views());
    CHECK(backend.views() == views);
}

TEST_CASE_TEMPLATE_DEFINE("what was erased is gone and stays gone", Backend, store_erasure) {
    Backend backend;
    (void)put(backend.store(), decision(1));
    (void)put(backend.store(), decision(2));
    const auto gone = put(backend.store(), erasure(1));
    CHECK(gone.state == kNew);
    CHECK(gone.record == 3);
    for (int round = 0; round < 2; ++round) {
        auto& store = backend.store();
        CHECK(code_of(store.vault(1)) == "record-erased");
        CHECK(must(store.vault(2)) == decision(2).vault);
        CHECK(must(store.entry(1)).leaf == decision(1).leaf);  // the journal keeps its leaf
        CHECK(must(store.entry(3)).about == 1);
        CHECK(must(store.status(kPlatform)).erased == 1);
        const auto found = must(store.find(kPlatform, tag_of(1), true));
        REQUIRE(found.size() == 1);
        CHECK(found[0].erased);
        // Neither the same contents nor others are recorded under the key.
        auto other = decision(1);
        other.vault.input = "something else";
        CHECK(put(store, decision(1)).state == kErased);
        CHECK(put(store, other).state == kErased);
        CHECK(put_posts(store, {ordinary(1)})[0].state == kErased);
        CHECK(put(store, decision(1)).record == 1);
        CHECK(code_of(store.commit(outcome({erasure(1)}))) == "record-erased");
        check_rebuilt(backend);
        backend.reopen();
    }
    // Another revision of the post is another record.
    CHECK(put(backend.store(), decision(1, 1)).state == kNew);
    check_whole(backend.store());
}

TEST_CASE_TEMPLATE_DEFINE("one post of a batch can be erased without the others", Backend,
                          store_slot_erasure) {
    Backend backend;
    std::vector<record::OrdinaryPost> posts;
    for (std::uint64_t i = 0; i < 5; ++i) posts.push_back(ordinary(i));
    const auto answers = put_posts(backend.store(), posts);
    const auto batch = answers[0].record;
    const auto before = must(backend.store().frame(batch));
    CHECK(put_posts(backend.store(), {posts[3]})[0].state == kKnown);  // it has been looked into
    (void)put(backend.store(), erasure(batch, answers[3].slot));
    for (int round = 0; round < 2; ++round) {
        auto& store = backend.store();
        const auto after = must(store.frame(batch));
        CHECK(after.bytes == before.bytes);
        CHECK_FALSE(after.salts.salt(answers[3].slot));
        const auto again = put_posts(store, posts);
        for (std::size_t i = 0; i < posts.size(); ++i) {
            CHECK(again[i].state == (i == 3 ? kErased : kKnown));
            CHECK(again[i].slot == answers[i].slot);
            if (i != 3)
                CHECK(after.salts.salt(answers[i].slot) == before.salts.salt(answers[i].slot));
        }
        CHECK(must(store.find(kPlatform, tag_of(3), true)).at(0).erased);
        CHECK_FALSE(must(store.find(kPlatform, tag_of(2), true)).at(0).erased);
        CHECK(put(store, decision(3)).state == kErased);
        CHECK(code_of(store.commit(outcome({erasure(batch, answers[3].slot)}))) == "record-erased");
        check_rebuilt(backend);
        backend.reopen();
    }
    for (std::size_t i = 0; i < posts.size(); ++i)
        if (i != 3) (void)put(backend.store(), erasure(batch, answers[i].slot));
    backend.reopen();
    for (const auto& answer : put_posts(backend.store(), posts)) CHECK(answer.state == kErased);
    CHECK(must(backend.store().status(kPlatform)).erased == 5);
    check_whole(backend.store());
}

TEST_CASE_TEMPLATE_DEFINE("an erasure of what is not there is refused, and nothing of it recorded",
                          Backend, store_bad_erasure) {
    Backend backend;
    auto& store = backend.store();
    (void)put(store, decision(1));
    const auto batch = put_posts(store, {ordinary(2), ordinary(3), ordinary(4)})[0].record;
    (void)put(store, decision(5), "another");
    for (const auto kind : {Kind::kErasure, Kind::kHold, Kind::kRelease}) {
        CHECK(code_of(store.commit(outcome({about(kind, 0)}))) == "record-missing");
        CHECK(code_of(store.commit(outcome({about(kind, 99)}))) == "record-missing");
        CHECK(code_of(store.commit(outcome({about(kind, 3)}))) == "record-missing");  // another's
    }
    CHECK(code_of(store.commit(outcome({erasure(1, 1)}))) == "record-missing");
    for (const std::uint32_t slot : {3u, 4u, 65'535u, 0xFFFFFFFFu})
        CHECK(code_of(store.commit(outcome({erasure(batch, slot)}))) == "record-missing");
    // All of an outcome or nothing.
    CHECK(code_of(store.commit(outcome({decision(6), erasure(1), erasure(99)}, {}))) ==
          "record-missing");
    CHECK(must(store.vault(1)) == decision(1).vault);
    CHECK(put(store, decision(6)).state == kNew);
    CHECK(must(store.status(kPlatform)).records == 3);
    CHECK(must(store.status(kPlatform)).leaves == 3);
    check_rebuilt(backend);
    check_whole(store);
}

TEST_CASE_TEMPLATE_DEFINE("what is held cannot be erased until it is released", Backend,
                          store_holds) {
    Backend backend;
    (void)put(backend.store(), decision(1));
    const auto batch = put_posts(backend.store(), {ordinary(2), ordinary(3)})[0].record;
    CHECK(code_of(backend.store().commit(outcome({about(Kind::kRelease, 1)}))) ==
          "record-conflict");
    (void)put(backend.store(), about(Kind::kHold, 1));
    (void)put(backend.store(), about(Kind::kHold, batch));
    for (int round = 0; round < 2; ++round) {
        auto& store = backend.store();
        CHECK(must(store.is_held(1)));
        CHECK(must(store.is_held(batch)));
        CHECK(must(store.status(kPlatform)).held == 2);
        CHECK(code_of(store.commit(outcome({erasure(1)}))) == "record-conflict");
        CHECK(code_of(store.commit(outcome({erasure(batch, 1)}))) == "record-conflict");
        check_rebuilt(backend);
        backend.reopen();
    }
    // That somebody asked is recorded; the contents stay.
    CHECK(put(backend.store(), deferred(1)).state == kNew);
    CHECK(must(backend.store().vault(1)) == decision(1).vault);
    CHECK(put(backend.store(), decision(1)).state == kKnown);
    (void)put(backend.store(), about(Kind::kRelease, 1));
    (void)put(backend.store(), about(Kind::kRelease, batch));
    backend.reopen();
    CHECK_FALSE(must(backend.store().is_held(1)));
    CHECK(must(backend.store().status(kPlatform)).held == 0);
    (void)put(backend.store(), erasure(1));
    (void)put(backend.store(), erasure(batch, 1));
    CHECK(code_of(backend.store().vault(1)) == "record-erased");
    // In one outcome, in order.
    (void)put(backend.store(), decision(9));
    const auto id = must(backend.store().find(kPlatform, tag_of(9), false)).at(0).record;
    CHECK(code_of(backend.store().commit(outcome({about(Kind::kHold, id), erasure(id)}))) ==
          "record-conflict");
    CHECK_FALSE(must(backend.store().is_held(id)));
    (void)must(backend.store().commit(
        outcome({about(Kind::kHold, id), about(Kind::kRelease, id), erasure(id)})));
    CHECK(code_of(backend.store().vault(id)) == "record-erased");
    check_rebuilt(backend);
    check_whole(backend.store());
}

TEST_CASE_TEMPLATE_DEFINE("a hold on a post of a batch holds that post alone", Backend,
                          store_slot_holds) {
    Backend backend;
    const auto posts = put_posts(backend.store(), {ordinary(4), ordinary(5), ordinary(6)});
    const auto batch = posts[0].record;
    const auto slot = posts[1].slot;
    (void)put(backend.store(), about(Kind::kHold, batch, record::held_slot(slot)));
    CHECK(must(backend.store().is_held(batch)));
    CHECK(must(backend.store().is_held(batch, slot)));
    CHECK_FALSE(must(backend.store().is_held(batch, posts[2].slot)));
    (void)put(backend.store(), erasure(batch, posts[2].slot));
    CHECK(code_of(backend.store().commit(outcome({erasure(batch, slot)}))) == "record-conflict");
    CHECK(code_of(backend.store().commit(outcome({about(Kind::kRelease, batch)}))) ==
          "record-conflict");
    CHECK(code_of(backend.store().commit(
              outcome({about(Kind::kHold, batch, record::held_slot(3))}))) == "record-missing");
    check_rebuilt(backend);
    backend.reopen();
    (void)put(backend.store(), about(Kind::kRelease, batch, record::held_slot(slot)));
    CHECK_FALSE(must(backend.store().is_held(batch)));
    (void)put(backend.store(), erasure(batch, slot));
    check_rebuilt(backend);
    check_whole(backend.store());
}

TEST_CASE_TEMPLATE_DEFINE("an outcome that fails takes none of its neighbours with it", Backend,
                          store_group_failure) {
    Backend backend;
    auto& store = backend.store();
    constexpr std::uint64_t kThreads = 8;
    constexpr std::uint64_t kRounds = 20;
    std::vector<std::jthread> threads;
    std::atomic<int> recorded = 0, refused = 0, strange = 0;
    for (std::uint64_t t = 0; t < kThreads; ++t) {
        threads.emplace_back([&, t] {
            for (std::uint64_t i = 0; i < kRounds; ++i) {
                const bool bad = (t + i) % 4 == 0;
                auto mine =
                    outcome({decision(1000 * t + i)}, {batch({ordinary(1000 * t + 500 + i)})});
                if (bad) mine.records.push_back(erasure(1'000'000));
                const auto done = store.commit(std::move(mine));
                if (done && !bad && done->records[0].state == kNew &&
                    done->batches[0][0].state == kNew) {
                    ++recorded;
                } else if (bad && code_of(done) == "record-missing") {
                    ++refused;
                } else {
                    ++strange;
                }
            }
        });
    }
    threads.clear();
    CHECK(recorded == kThreads * kRounds * 3 / 4);
    CHECK(refused == kThreads * kRounds / 4);
    CHECK(strange == 0);
    CHECK(must(store.status(kPlatform)).decisions == kThreads * kRounds * 3 / 4);
    CHECK(must(store.status(kPlatform)).ordinary == kThreads * kRounds * 3 / 4);
    CHECK(must(store.status(kPlatform)).leaves == kThreads * kRounds * 3 / 2);
    // Those refused are not half known either.
    CHECK(put(store, decision(0)).state == kNew);
    CHECK(put_posts(store, {ordinary(500)})[0].state == kNew);
    check_whole(store);
}

TEST_CASE_TEMPLATE_DEFINE("of several outcomes each stands or falls by itself, in their order",
                          Backend, store_several) {
    Backend backend;
    auto& store = backend.store();
    std::vector<record::Outcome> several;
    for (std::uint64_t i = 0; i < 5; ++i) {
        several.push_back(outcome({decision(i)}, {batch({ordinary(100 + i)})}));
        if (i == 2) several.back().records.push_back(erasure(1'000'000));
    }
    const auto done = store.commit_each(std::move(several));
    REQUIRE(done.size() == 5);
    for (std::uint64_t i = 0; i < 5; ++i) {
        if (i == 2) {
            CHECK(code_of(done[i]) == "record-missing");
            continue;
        }
        REQUIRE(done[i].has_value());
        CHECK(done[i]->records[0].state == kNew);
        CHECK(done[i]->batches[0][0].state == kNew);
        CHECK(must(store.entry(done[i]->records[0].record)).index == 2 * (i < 2 ? i : i - 1));
    }
    CHECK(store.commit_each({}).empty());
    check_whole(store);
}

// Flags and cases about one post, each kind twice the same and once about no post, as they are kept.
using KeptFlags = std::vector<std::pair<record::RecordId, record::Draft>>;
inline KeptFlags put_flags(store::Store& store) {
    KeptFlags kept;
    for (const auto kind : {Kind::kFlag, Kind::kCase}) {
        auto about_none = flag(1, kind);
        about_none.tag = {};
        for (const auto& draft : {flag(1, kind), flag(1, kind), about_none}) {
            const auto answer = put(store, draft);
            CHECK(answer.state == kNew);  // nothing is known by its key
            kept.emplace_back(answer.record, draft);
        }
    }
    return kept;
}

// `gone`: the one that was erased, if one was.
inline void check_flags(store::Store& store, const KeptFlags& kept, record::RecordId gone = 0) {
    for (const auto& [id, draft] : kept) {
        const auto entry = must(store.entry(id));
        CHECK(entry.kind == draft.kind);
        CHECK(entry.tag == draft.tag);
        CHECK(entry.purpose.empty());
        CHECK(entry.leaf == draft.leaf);
        if (entry.index) CHECK(must(store.leaves(kPlatform, *entry.index, 1)).at(0) == draft.leaf);
        if (id == gone) CHECK(code_of(store.vault(id)) == "record-erased");
        else CHECK(must(store.vault(id)) == draft.vault);
    }
    for (const auto kind : {Kind::kFlag, Kind::kCase}) {
        std::uint64_t seen = 0;
        must(store.each_of(kPlatform, kind, 0, [&](const store::Entry& entry) {
            CHECK(entry.kind == kind);
            return ++seen > 0;
        }));
        CHECK(seen == kept.size() / 2);
    }
}

TEST_CASE_TEMPLATE_DEFINE("flags and cases are kept each for itself, and are no decisions", Backend,
                          store_flags) {
    Backend backend;
    (void)put(backend.store(), decision(1));
    const auto kept = put_flags(backend.store());
    for (int round = 0; round < 2; ++round) {
        auto& store = backend.store();
        CHECK(must(store.find(kPlatform, tag_of(1), true)).size() == 1);
        CHECK(must(store.told_about(kPlatform, tag_of(1))).empty());
        CHECK(must(store.status(kPlatform)).sealed == kept.size());
        CHECK(must(store.status(kPlatform)).decisions == 1);
        check_flags(store, kept);
        check_rebuilt(backend);
        check_whole(store);
        backend.reopen();
    }
}

TEST_CASE_TEMPLATE_DEFINE("what a flag holds can be held and erased, and its leaf stays", Backend,
                          store_flag_erasure) {
    Backend backend;
    const auto kept = put_flags(backend.store());
    const auto gone = kept[1].first;
    (void)put(backend.store(), about(Kind::kHold, gone));
    CHECK(code_of(backend.store().commit(outcome({erasure(gone)}))) == "record-conflict");
    (void)put(backend.store(), about(Kind::kRelease, gone));
    (void)put(backend.store(), erasure(gone));
    auto tick = outcome({});
    tick.sequence_sealed = true;
    (void)must(backend.store().commit(tick));
    for (int round = 0; round < 2; ++round) {
        auto& store = backend.store();
        CHECK(must(store.entry(gone)).index);
        check_flags(store, kept, gone);
        CHECK(must(store.status(kPlatform)).erased == 1);
        CHECK(code_of(store.commit(outcome({erasure(gone)}))) == "record-erased");
        check_rebuilt(backend);
        check_whole(store);
        backend.reopen();
    }
}

}  // namespace mizan::test
