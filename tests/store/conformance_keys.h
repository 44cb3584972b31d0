// Conformance of stores: keys, answers, revisions, purposes, platforms. See conformance.h.
#pragma once

#include "store/history.h"

namespace mizan::test {

using enum record::AnswerState;

TEST_CASE_TEMPLATE_DEFINE("a key that comes again gets its old answer", Backend, store_same_key) {
    Backend backend;
    const auto first = put(backend.store(), decision(1));
    CHECK(first.state == kNew);
    CHECK(first.record == 1);
    CHECK_FALSE(first.in_batch);
    auto other = decision(1);
    other.vault.input = "something else";
    for (int round = 0; round < 2; ++round) {
        const auto again = put(backend.store(), decision(1));
        CHECK(again.state == kKnown);
        CHECK(again.record == first.record);
        const auto conflict = put(backend.store(), other);
        CHECK(conflict.state == kConflict);
        CHECK(conflict.record == first.record);
        CHECK(must(backend.store().status(kPlatform)).records == 1);
        CHECK(must(backend.store().vault(1)).input == contents_of(1, 0));
        backend.reopen();
    }
    // Twice in one outcome: the first counts.
    const auto twice = must(backend.store().commit(outcome({decision(2), decision(2)}))).records;
    CHECK(twice[0].state == kNew);
    CHECK(twice[1].state == kKnown);
    CHECK(twice[1].record == twice[0].record);
    other.tag = tag_of(3);
    const auto differ = must(backend.store().commit(outcome({decision(3), other}))).records;
    CHECK(differ[1].state == kConflict);
    // Another answer of the engine about the same contents is no conflict: the old one holds.
    auto later = decision(1);
    later.vault.decision = "decided differently";
    later.outcome = "allowed";
    CHECK(put(backend.store(), later).state == kKnown);
    CHECK(must(backend.store().vault(1)).decision == decision(1).vault.decision);
    check_whole(backend.store());
}

TEST_CASE_TEMPLATE_DEFINE("what is told is recorded once for each key", Backend, store_told) {
    Backend backend;
    const auto decided = put(backend.store(), decision(1));
    const auto first = put(backend.store(), told(1, "event/a", "10 views"));
    CHECK(first.state == kNew);
    for (int round = 0; round < 2; ++round) {
        CHECK(put(backend.store(), told(1, "event/a", "10 views")).state == kKnown);
        const auto conflict = put(backend.store(), told(2, "event/a", "20 views"));
        CHECK(conflict.state == kConflict);
        CHECK(conflict.record == first.record);
        backend.reopen();
    }
    const auto second = put(backend.store(), told(1, "event/b", "20 views"));
    CHECK(second.state == kNew);
    CHECK(put(backend.store(), told(2, "event/c", "5 views")).state == kNew);
    const auto about = must(backend.store().told_about(kPlatform, tag_of(1)));
    REQUIRE(about.size() == 2);
    CHECK(about[0].id == first.record);
    CHECK(about[0].outcome == "reach");
    CHECK(about[0].index == 1);
    CHECK(about[1].id == second.record);
    CHECK(must(backend.store().told_about("another", tag_of(1))).empty());
    // It is no decision: the one in force stays.
    const auto found = must(backend.store().find(kPlatform, tag_of(1), true));
    REQUIRE(found.size() == 1);
    CHECK(found[0].record == decided.record);
    const auto before = backend.views();
    must(backend.store().rebuild_views());
    CHECK(backend.views() == before);
    // Erased as any record is; then its key is known, and no more.
    must(backend.store().commit(outcome({erasure(first.record)})));
    CHECK(code_of(backend.store().vault(first.record)) == "record-erased");
    CHECK(put(backend.store(), told(1, "event/a", "10 views")).state == kErased);
    check_whole(backend.store());
}

TEST_CASE_TEMPLATE_DEFINE("an ordinary post is recorded once", Backend, store_batches) {
    Backend backend;
    auto other = ordinary(2);
    other.input = sha256("something else");
    const auto first = put_posts(backend.store(), {ordinary(1), ordinary(2), ordinary(1), other});
    CHECK(first[0].state == kNew);
    CHECK(first[0].in_batch);
    CHECK(first[1].state == kNew);
    CHECK(first[2].state == kKnown);
    CHECK(first[2].record == first[0].record);
    CHECK(first[2].slot == first[0].slot);
    CHECK(first[2].in_batch);
    CHECK(first[3].state == kConflict);
    CHECK(first[3].slot == first[1].slot);
    for (int round = 0; round < 2; ++round) {
        const auto again = put_posts(backend.store(), {other, ordinary(1)});
        CHECK(again[0].state == kConflict);
        CHECK(again[0].slot == first[1].slot);
        CHECK(again[1].state == kKnown);
        CHECK(again[1].record == first[0].record);
        CHECK(again[1].slot == first[0].slot);
        CHECK(must(backend.store().status(kPlatform)).ordinary == 2);
        CHECK(must(backend.store().status(kPlatform)).leaves == 1);
        backend.reopen();
    }
    const auto mixed = put_posts(backend.store(), {ordinary(1), ordinary(3)});
    CHECK(mixed[0].state == kKnown);
    CHECK(mixed[1].state == kNew);
    const auto frame = must(backend.store().frame(mixed[1].record));
    const auto view = must(record::FrameView::read(frame.bytes));
    REQUIRE(view.size() == 1);
    CHECK(view.slot(mixed[1].slot).tag == tag_of(3));
    // Two batches of one outcome know each other.
    const auto both =
        must(backend.store().commit(outcome({}, {batch({ordinary(4)}), batch({ordinary(4)})})));
    CHECK(both.batches[0][0].state == kNew);
    CHECK(both.batches[1][0].state == kKnown);
    CHECK(must(backend.store().commit(outcome({}, {batch({})}))).batches.at(0).empty());
    check_whole(backend.store());
}

TEST_CASE_TEMPLATE_DEFINE("a post that was ordinary and is no more, and the other way round",
                          Backend, store_ordinary_full) {
    Backend backend;
    const auto slot = put_posts(backend.store(), {ordinary(1)})[0];
    const auto record = put(backend.store(), decision(2));
    for (int round = 0; round < 2; ++round) {
        const auto full = put(backend.store(), decision(1));
        CHECK(full.state == kKnown);
        CHECK(full.in_batch);
        CHECK(full.record == slot.record);
        const auto plain = put_posts(backend.store(), {ordinary(2)})[0];
        CHECK(plain.state == kKnown);
        CHECK_FALSE(plain.in_batch);
        CHECK(plain.record == record.record);
        backend.reopen();
    }
    auto other = decision(1);
    other.vault.input = "something else";
    CHECK(put(backend.store(), other).state == kConflict);
    auto other_plain = ordinary(2);
    other_plain.input = sha256("something else");
    CHECK(put_posts(backend.store(), {other_plain})[0].state == kConflict);
    // Both in one outcome: records come before batches.
    const auto both = must(backend.store().commit(outcome({decision(3)}, {batch({ordinary(3)})})));
    CHECK(both.records[0].state == kNew);
    CHECK(both.batches[0][0].state == kKnown);
    CHECK(both.batches[0][0].record == both.records[0].record);
}

inline std::vector<std::string> told(const std::vector<store::Found>& found) {
    std::vector<std::string> out;
    for (const auto& f : found) {
        out.push_back(std::to_string(f.record) + (f.in_batch ? "b" : "") + " r" +
                      std::to_string(f.revision) + " " + f.purpose +
                      (f.in_force ? " in force" : "") + (f.erased ? " erased" : ""));
    }
    return out;
}

TEST_CASE_TEMPLATE_DEFINE("a later revision supersedes, an earlier one that comes late does not",
                          Backend, store_revisions) {
    using Lines = std::vector<std::string>;
    Backend backend;
    auto& store = backend.store();
    CHECK(put(store, decision(1, 1)).record == 1);
    CHECK(put(store, decision(1, 3)).record == 2);
    CHECK(put(store, decision(1, 2)).record == 3);
    CHECK(must(store.entry(1)).supersedes == 0);
    CHECK(must(store.entry(2)).supersedes == 1);
    CHECK(must(store.entry(3)).supersedes == 0);
    CHECK(told(must(store.find(kPlatform, tag_of(1), true))) ==
          Lines{"1 r1 moderation", "2 r3 moderation in force", "3 r2 moderation"});
    // Through batches.
    CHECK(put_posts(store, {ordinary(1, 4)})[0].record == 4);
    CHECK(put(store, decision(1, 5)).record == 5);
    CHECK(must(store.entry(5)).supersedes == 4);
    CHECK(put_posts(store, {ordinary(1, 0)})[0].state == kNew);
    CHECK(told(must(backend.store().find(kPlatform, tag_of(1), true))) ==
          Lines{"1 r1 moderation", "2 r3 moderation", "3 r2 moderation", "4b r4 moderation",
                "5 r5 moderation in force", "6b r0 moderation"});
    CHECK(told(must(store.find(kPlatform, tag_of(1), false))).size() == 4);
    CHECK(must(store.find(kPlatform, tag_of(2), true)).empty());
    // A full decision about an older revision than that of a batch.
    (void)put_posts(store, {ordinary(7, 2)});
    CHECK(must(store.entry(put(store, decision(7, 1)).record)).supersedes == 0);
    CHECK(told(must(store.find(kPlatform, tag_of(7), true))) ==
          Lines{"7b r2 moderation in force", "8 r1 moderation"});
    // Several revisions in one batch.
    const auto several = put_posts(store, {ordinary(8, 2), ordinary(8, 0), ordinary(8, 1)});
    CHECK(several[0].slot == 2);
    CHECK(several[1].slot == 0);
    CHECK(several[2].slot == 1);
    check_whole(store);
}

TEST_CASE_TEMPLATE_DEFINE("a decision for another purpose supersedes the one before", Backend,
                          store_purposes) {
    using Lines = std::vector<std::string>;
    Backend backend;
    auto& store = backend.store();
    CHECK(put(store, decision(1)).state == kNew);
    CHECK(put(store, decision(1, 0, "rescan/2")).state == kNew);
    CHECK(put(store, decision(1, 0, "rescan/2")).state == kKnown);
    CHECK(must(store.entry(2)).supersedes == 1);
    CHECK(must(store.entry(2)).purpose == "rescan/2");
    CHECK(put_posts(store, {ordinary(1)}, "rescan/3")[0].state == kNew);
    CHECK(put_posts(store, {ordinary(1)}, "rescan/3")[0].state == kKnown);
    CHECK(put_posts(store, {ordinary(1)}, "rescan/4")[0].state == kNew);
    CHECK(told(must(store.find(kPlatform, tag_of(1), true))) ==
          Lines{"1 r0 moderation", "2 r0 rescan/2", "3b r0 rescan/3", "4b r0 rescan/4 in force"});
    CHECK(must(store.status(kPlatform)).decisions == 2);
    check_whole(store);
}

TEST_CASE_TEMPLATE_DEFINE("platforms do not know of each other", Backend, store_platforms) {
    Backend backend;
    CHECK(must(backend.store().platforms()).empty());
    CHECK(must(backend.store().status("nobody")).records == 0);
    // The same tags on purpose: a key is of its platform.
    CHECK(put(backend.store(), decision(1), "b").state == kNew);
    CHECK(put(backend.store(), decision(1, 2), "a").state == kNew);
    CHECK(put(backend.store(), decision(1, 0), "a").state == kNew);
    CHECK(put_posts(backend.store(), {ordinary(2)}, record::kFirst, "a")[0].state == kNew);
    CHECK(put_posts(backend.store(), {ordinary(2)}, record::kFirst, "b")[0].state == kNew);
    CHECK(put(backend.store(), decision(2, 5), "a").state == kNew);
    CHECK(put_posts(backend.store(), {ordinary(1, 7)}, record::kFirst, "a")[0].state == kNew);
    for (int round = 0; round < 2; ++round) {
        auto& store = backend.store();
        CHECK(must(store.platforms()) == std::vector<std::string>{"a", "b"});
        CHECK(must(store.status("a")).leaves == 5);
        CHECK(must(store.status("b")).leaves == 2);
        CHECK(must(store.status("b")).ordinary == 1);
        CHECK(told(must(store.find("b", tag_of(1), true))) ==
              std::vector<std::string>{"1 r0 moderation in force"});
        CHECK(told(must(store.find("b", tag_of(2), true))) ==
              std::vector<std::string>{"5b r0 moderation in force"});
        CHECK(must(store.entry(1)).index == 0u);
        CHECK(must(store.entry(2)).index == 0u);
        CHECK(must(store.entry_at("b", 1)).id == 5);
        CHECK(code_of(store.entry_at("b", 2)) == "record-missing");
        CHECK(must(store.entry(6)).supersedes == 4);
        const auto views = backend.views();
        must(store.rebuild_views());
        CHECK(backend.views() == views);
        backend.reopen();
    }
    check_whole(backend.store());
    // A platform of which only the log's state is known has no records.
    auto bare = outcome({}, {}, "c");
    bare.log.emplace();
    (void)must(backend.store().commit(bare));
    CHECK(must(backend.store().status("c")).records == 0);
    CHECK(must(backend.store().status("c")).sealed == 0);
    CHECK(must(backend.store().last_at("c")) == 0);
}

TEST_CASE_TEMPLATE_DEFINE("what was recorded can be asked for, byte for byte", Backend,
                          store_contents) {
    Backend backend;
    auto draft = decision(1);
    draft.vault.input = std::string("\0\xFF'\"\n;--", 8);
    draft.vault.post = std::string("a\0b", 3);
    draft.vault.source = "";
    draft.vault.decision = std::string(100'000, 'd');
    (void)put(backend.store(), draft);
    auto posts = batch({ordinary(5), ordinary(6)});
    posts.tails.push_back({"another tail", record::kNotCovered});
    posts.posts[1].tail = 1;
    const auto answers = must(backend.store().commit(outcome({}, {posts}))).batches[0];
    (void)put(backend.store(), activation("test@1"));
    (void)put(backend.store(), activation("test@2"));
    for (int round = 0; round < 2; ++round) {
        auto& store = backend.store();
        CHECK(must(store.vault(1)) == draft.vault);
        const auto entry = must(store.entry(1));
        CHECK(entry.platform == kPlatform);
        CHECK(entry.kind == record::Kind::kDecision);
        CHECK(entry.tag == draft.tag);
        CHECK(entry.leaf == draft.leaf);
        CHECK_FALSE(entry.lost);
        const auto frame = must(store.frame(2));
        const auto view = must(record::FrameView::read(frame.bytes));
        const auto tails = must(view.tails());
        for (std::size_t i = 0; i < 2; ++i) {
            const auto slot = view.slot(answers[i].slot);
            CHECK(slot.tag == posts.posts[i].tag);
            CHECK(slot.views == posts.posts[i].views);
            const auto& tail = tails.at(slot.tail);
            CHECK(tail.text == posts.tails[i].text);
            CHECK(tail.coverage == posts.tails[i].coverage);
            CHECK(slot.commitment ==
                  record::commit(*frame.salts.salt(answers[i].slot), record::kPostField,
                                 record::post_value(posts.posts[i].input, sha256(tail.text))));
        }
        CHECK(must(store.activation(kPlatform))->id == 4);
        CHECK_FALSE(must(store.activation("nobody")));
        for (const record::RecordId id : {0u, 5u, 1'000'000u}) {
            CHECK(code_of(store.entry(id)) == "record-missing");
            CHECK(code_of(store.vault(id)) == "record-missing");
            CHECK(code_of(store.frame(id)) == "record-missing");
            CHECK_FALSE(must(store.is_held(id)));
        }
        CHECK(code_of(store.frame(1)) == "record-missing");
        backend.reopen();
    }
}

TEST_CASE_TEMPLATE_DEFINE("a batch of more than a frame holds becomes several", Backend,
                          store_large_batch) {
    Backend backend;
    constexpr std::size_t kPosts = record::kFrameSlots + 2;
    std::vector<record::OrdinaryPost> posts;
    for (std::size_t i = 0; i + 1 < kPosts; ++i) posts.push_back(ordinary(i));
    posts.push_back(ordinary(0));  // repeats one in the frame before
    const auto answers = put_posts(backend.store(), posts);
    CHECK(answers[0].record == 1);
    CHECK(answers[kPosts - 2].record == 2);
    CHECK(answers[kPosts - 2].state == kNew);
    CHECK(answers[kPosts - 1].state == kKnown);
    CHECK(answers[kPosts - 1].record == 1);
    CHECK(answers[kPosts - 1].slot == answers[0].slot);
    CHECK(must(backend.store().status(kPlatform)).ordinary == record::kFrameSlots + 1);
    CHECK(must(backend.store().status(kPlatform)).leaves == 2);
    backend.reopen();
    CHECK(put_posts(backend.store(), {posts[record::kFrameSlots]})[0].state == kKnown);
    check_whole(backend.store());
}

}  // namespace mizan::test
