#include "notify/outbox.h"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include "support/scratch_folder.h"

namespace mizan::notify {

namespace {

template <class T> T must(Result<T> result) {
    if (!result) FAIL(to_string(result.error()));
    return *std::move(result);
}
void must(const Result<void>& result) {
    if (!result) FAIL(to_string(result.error()));
}

Webhook hook(std::string_view id, std::vector<std::string> topics, std::string_view platform = {}) {
    Webhook w;
    w.id = id;
    w.url = "https://example.org/" + w.id;
    w.topics = std::move(topics);
    w.platform = platform;
    w.made_at = 1;
    return w;
}

Happened decision(std::uint64_t record, std::string_view post, std::vector<std::string> asked,
                  std::uint32_t revision = 0) {
    Happened h;
    h.record = record;
    h.at = 1000;
    h.topic = "decision.made";
    h.post = post;
    h.revision = revision;
    h.is_decision = true;
    for (auto& name : asked) h.asked.push_back({std::move(name), 0});
    return h;
}

Happened told(std::uint64_t record, std::uint64_t about, std::string_view action, bool confirmed,
              std::string_view as_of) {
    Happened h;
    h.record = record;
    h.at = 1000;
    h.topic = confirmed ? "action.confirmed" : "action.failed";
    h.about = about;
    h.action = action;
    h.confirmed = confirmed;
    h.as_of = as_of;
    return h;
}

struct Box {
    test::ScratchFolder folder;
    std::unique_ptr<Outbox> outbox = must(Outbox::open(folder / "outbox.db"));
    void reopen() {
        outbox.reset();
        outbox = must(Outbox::open(folder / "outbox.db"));
    }
    std::string states() {
        std::string out;
        for (const auto& a : must(outbox->actions("p", {}, 0, 100)))
            out.append(std::to_string(a.record) + " " + a.name + " ")
                .append(name(a.state))
                .append("\n");
        return out;
    }
    void take(const std::vector<Happened>& all) { must(outbox->take("p", all)); }
};

}  // namespace

TEST_CASE("each webhook is told what it wants, once") {
    Box box;
    must(box.outbox->add_webhook(hook("all", {"decision.made", "policy.activated"})));
    must(box.outbox->add_webhook(hook("other", {"decision.made"}, "q")));
    box.take({decision(1, "a", {}), decision(2, "b", {})});
    CHECK(must(box.outbox->taken_up_to("p")) == 2);
    box.reopen();
    CHECK(must(box.outbox->taken_up_to("p")) == 2);
    const auto all = must(box.outbox->deliveries("all", {}, 0, 10));
    REQUIRE(all.size() == 2);
    CHECK(message_id(all[1]) == "p.1.decision.made");
    CHECK(must(box.outbox->deliveries("other", {}, 0, 10)).empty());
    CHECK(box.outbox->deliveries("none", {}, 0, 10).error().code == Code::kWebhookMissing);
    struct stat info{};
    REQUIRE(::stat((box.folder / "outbox.db").c_str(), &info) == 0);
    CHECK((info.st_mode & 0777) == 0600);
}

TEST_CASE("a message is due until it was delivered, and dead after the last attempt") {
    Box box;
    must(box.outbox->add_webhook(hook("w", {"decision.made"})));
    box.take({decision(1, "a", {})});
    CHECK_FALSE(must(box.outbox->due(999, {})).has_value());
    const std::vector<std::string> busy{"w"};
    CHECK_FALSE(must(box.outbox->due(1000, busy)).has_value());
    std::uint64_t now = 1000;
    for (unsigned attempt = 1; attempt <= kAttempts; ++attempt) {
        const auto due = must(box.outbox->due(now, {}));
        REQUIRE(due.has_value());
        CHECK(due->attempts == attempt - 1);
        must(box.outbox->attempted(due->id, now, attempt % 2 == 0 ? 500 : 0, "trouble", attempt));
        CHECK_FALSE(must(box.outbox->due(now, {})).has_value());
        now += 5000;
    }
    CHECK_FALSE(must(box.outbox->due(now + 1'000'000, {})).has_value());
    CHECK(must(box.outbox->deliveries("w", DeliveryState::kDead, 0, 10)).size() == 1);
    CHECK(must(box.outbox->figures()).dead == 1);
    CHECK(must(box.outbox->resend_dead("w", now)) == 1);
    const auto again = must(box.outbox->due(now, {}));
    REQUIRE(again.has_value());
    must(box.outbox->attempted(again->id, now, 204, {}, 0));
    CHECK(must(box.outbox->deliveries("w", DeliveryState::kDelivered, 0, 10)).size() == 1);
    must(box.outbox->tick(now + kKeepDelivered + 1));
    CHECK(must(box.outbox->deliveries("w", {}, 0, 10)).empty());
}

TEST_CASE("webhooks are served in turn") {
    Box box;
    must(box.outbox->add_webhook(hook("w1", {"decision.made"})));
    must(box.outbox->add_webhook(hook("w2", {"decision.made"})));
    box.take({decision(1, "a", {}), decision(2, "b", {}), decision(3, "c", {})});
    std::string order;
    for (int i = 0; i < 4; ++i) order += must(box.outbox->due(1000, {}))->webhook + " ";
    CHECK((order == "w2 w1 w2 w1 " || order == "w1 w2 w1 w2 "));
}

TEST_CASE("an action is asked for until the platform answers") {
    Box box;
    must(box.outbox->add_webhook(hook("w", {"action.asked"})));
    box.take({decision(1, "a", {"remove"})});
    CHECK(box.states() == "1 remove asked\n");
    std::uint64_t now = 1000;
    for (std::uint64_t ask = 2; ask <= kAskAtMost; ++ask) {
        must(box.outbox->tick(now));  // not yet
        const auto row = must(box.outbox->actions("p", {}, 0, 1)).front();
        CHECK(row.asks == ask - 1);
        now = row.next_at;
        must(box.outbox->tick(now));
    }
    CHECK(must(box.outbox->deliveries("w", {}, 0, 100)).size() == kAskAtMost);
    now += 1'000'000;
    must(box.outbox->tick(now));
    CHECK(box.states() == "1 remove overdue\n");
    must(box.outbox->tick(now + 1'000'000));
    CHECK(must(box.outbox->deliveries("w", {}, 0, 100)).size() == kAskAtMost);
    box.take({told(2, 1, "remove", true, "2026-01-01T00:00:00Z")});
    CHECK(box.states() == "1 remove confirmed\n");
}

TEST_CASE("what is told later counts, in whatever order it comes") {
    const auto confirmed = told(2, 1, "remove", true, "2026-01-02T00:00:00Z");
    const auto failed = told(3, 1, "remove", false, "2026-01-01T00:00:00Z");
    for (const bool swapped : {false, true}) {
        Box box;
        box.take({decision(1, "a", {"remove"})});
        box.take(swapped ? std::vector{failed, confirmed} : std::vector{confirmed, failed});
        CHECK(box.states() == "1 remove confirmed\n");
    }
}

TEST_CASE("a later decision withdraws, undoes or carries on") {
    Box box;
    SUBCASE("what was not done is withdrawn") {
        box.take({decision(1, "a", {"remove"}), decision(2, "a", {"limit"}, 1)});
        CHECK(box.states() == "1 remove withdrawn\n2 limit asked\n");
    }
    SUBCASE("what was done is undone") {
        box.take({decision(1, "a", {"remove"}), told(2, 1, "remove", true, "t"),
                  decision(3, "a", {}, 1)});
        CHECK(box.states() == "1 remove superseded\n1 undo-remove asked\n");
        box.take({told(4, 1, "undo-remove", true, "u")});
        CHECK(box.states() == "1 remove superseded\n1 undo-remove confirmed\n");
    }
    SUBCASE("what was done and is wanted again is done") {
        box.take({decision(1, "a", {"remove"}), told(2, 1, "remove", true, "t"),
                  decision(3, "a", {"remove"}, 1)});
        CHECK(box.states() == "1 remove superseded\n3 remove confirmed\n");
    }
    SUBCASE("a batch that clears the post does as well") {
        Happened batch;
        batch.record = 3;
        batch.at = 1000;
        batch.cleared = {{"a", 1}, {"b", 0}};
        box.take({decision(1, "a", {"remove"}), told(2, 1, "remove", true, "t"), batch});
        CHECK(box.states() == "1 remove superseded\n1 undo-remove asked\n");
    }
    SUBCASE("a decision about an earlier revision asks for nothing") {
        box.take({decision(1, "a", {"remove"}, 2), decision(2, "a", {"limit"}, 1)});
        CHECK(box.states() == "1 remove asked\n2 limit withdrawn\n");
    }
    SUBCASE("another post is another matter") {
        box.take({decision(1, "a", {"remove"}), decision(2, "b", {})});
        CHECK(box.states() == "1 remove asked\n");
    }
}

TEST_CASE("what is told late, or erased, changes no more than it must") {
    Box box;
    SUBCASE("an undo that is asked for stays so when the post is edited once more") {
        box.take({decision(1, "a", {"remove"}), told(2, 1, "remove", true, "t"),
                  decision(3, "a", {}, 1), decision(4, "a", {}, 2)});
        CHECK(box.states() == "1 remove superseded\n1 undo-remove asked\n");
        box.take({decision(5, "a", {"remove"}, 3)});
        CHECK(box.states() == "1 remove superseded\n1 undo-remove withdrawn\n5 remove asked\n");
    }
    SUBCASE("what was done late counts for the decision that asks for the same") {
        box.take({decision(1, "a", {"remove"}), decision(2, "a", {"remove"}, 1),
                  told(3, 1, "remove", true, "t")});
        CHECK(box.states() == "1 remove withdrawn\n2 remove confirmed\n");
    }
    SUBCASE("what is told of a decision that no longer stands asks for nothing again") {
        box.take({decision(1, "a", {"remove"}), told(2, 1, "remove", true, "t"),
                  decision(3, "a", {}, 1), told(4, 1, "remove", false, "u")});
        must(box.outbox->tick(10'000));
        CHECK(box.states() == "1 remove superseded\n1 undo-remove asked\n");
    }
    SUBCASE("what was erased is asked for no more") {
        Happened erased;
        erased.record = 2;
        erased.at = 1000;
        erased.erased = 1;
        box.take({decision(1, "a", {"remove"}), erased});
        CHECK(box.states() == "1 remove moot\n");
    }
    SUBCASE("what was withdrawn and done nevertheless is undone") {
        box.take({decision(1, "a", {"remove"}), decision(2, "a", {}, 1),
                  told(3, 1, "remove", true, "t")});
        CHECK(box.states() == "1 remove withdrawn\n1 undo-remove asked\n");
    }
}

TEST_CASE("nothing is asked for against what is gone") {
    Box box;
    Happened gone;
    gone.record = 2;
    gone.at = 1000;
    gone.post = "a";
    gone.post_gone = true;
    auto by_author = decision(3, "b", {"remove"});
    by_author.author = "x";
    Happened author;
    author.record = 4;
    author.at = 1000;
    author.author = "x";
    author.author_gone = true;
    auto later = decision(5, "c", {"remove"});
    later.author = "x";
    box.take({decision(1, "a", {"remove"}), gone, by_author, author, later});
    CHECK(box.states() == "1 remove moot\n3 remove moot\n5 remove moot\n");
}

TEST_CASE("webhooks are kept, changed and removed") {
    Box box;
    for (std::size_t i = 0; i < kWebhooks; ++i)
        must(box.outbox->add_webhook(hook("w" + std::to_string(i), {"decision.made"})));
    CHECK(box.outbox->add_webhook(hook("more", {"decision.made"})).error().code ==
          Code::kStateConflict);
    Secret secret{};
    secret.fill(7);
    must(box.outbox->rotate("w1", secret, 5000));
    must(box.outbox->pause("w2", true));
    must(box.outbox->remove_webhook("w3"));
    box.reopen();
    CHECK(must(box.outbox->webhooks()).size() == kWebhooks - 1);
    const auto rotated = must(box.outbox->webhook("w1"));
    CHECK(rotated.secret == secret);
    CHECK(rotated.old_secret == Secret{});
    CHECK(rotated.old_until == 5000 + kOldSecretFor);
    CHECK(must(box.outbox->webhook("w2")).paused);
    CHECK(box.outbox->webhook("w3").error().code == Code::kWebhookMissing);
}

}  // namespace mizan::notify
