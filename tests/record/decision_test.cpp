// What is recorded of a decision.
#include "record/decision.h"

#include <doctest/doctest.h>

#include <string>

#include "base/json.h"
#include "record/leaf.h"

using namespace mizan;
using namespace mizan::record;

TEST_CASE("a decision's JSON is its id and a tail, whatever the id") {
    for (const std::string id :
         {"", "p1", "a\"b", "a\\", "\\\"", "\":\"", "{\"id\":\"x\"}", "\n"}) {
        std::string text = "{\"id\":";
        json::append_string(text, id);
        const std::string tail = R"(,"outcome":"allowed","note":"a\"b"})";
        CHECK(tail_of(text + tail) == tail);
        CHECK(from_tail(id, tail) == text + tail);
    }
    CHECK(tail_of("").empty());
    CHECK(tail_of("{}").empty());
    CHECK(tail_of("{\"id\":\"abc").empty());
    CHECK(tail_of("{\"id\":\"abc\\").empty());
}

TEST_CASE("a post is ordinary only if nothing at all was found and nobody is to act") {
    Decision plain;
    plain.finding = Finding::kNothingFound;
    plain.route = Route::kNone;
    CHECK(is_ordinary(plain));
    auto d = plain;
    d.finding = Finding::kUnclear;
    CHECK_FALSE(is_ordinary(d));
    d = plain;
    d.route = Route::kPerson;
    CHECK_FALSE(is_ordinary(d));
    d = plain;
    d.claims.emplace_back();
    CHECK_FALSE(is_ordinary(d));
    d = plain;
    d.clauses.emplace_back();
    CHECK_FALSE(is_ordinary(d));
    d = plain;
    d.actions.push_back({"remove", 0});
    CHECK_FALSE(is_ordinary(d));
    d = plain;
    d.truncated = true;
    CHECK_FALSE(is_ordinary(d));
    d = plain;
    d.outcome = mizan::Outcome::kUndecided;  // not covered: said by its tail and the batch's counts
    CHECK(is_ordinary(d));
}

TEST_CASE("a draft's leaf opens with what the vault keeps, and shows none of it") {
    Decision decision;
    decision.outcome = mizan::Outcome::kViolation;
    decision.clause = "name-calling";
    decision.route = Route::kAct;
    decision.lang = "en";
    decision.actions = {{"remove", 0}, {"strike", 1}};
    Setting setting;
    setting.policy = "garden@1";
    setting.activation = 4;
    setting.engine.fill(1);
    const Occasion occasion{Tag{{1}}, "feed", "p1", 3, "rescan/2", 1'800'000'000};
    const auto draft =
        decision_draft(setting, occasion, decision, "ann", "the input", "the decision");
    CHECK(draft.kind == Kind::kDecision);
    CHECK(draft.tag == occasion.tag);
    CHECK(draft.revision == 3);
    CHECK(draft.purpose == "rescan/2");
    CHECK(draft.outcome == "violation");
    CHECK(draft.clause == "name-calling");
    CHECK(draft.vault.source == "feed");
    CHECK(draft.vault.post == "p1");
    CHECK(draft.vault.input == "the input");
    CHECK(draft.vault.decision == "the decision");
    const auto text = leaf_text(5, draft.leaf);
    Leaf leaf;
    REQUIRE(read_leaf(text, leaf));
    CHECK(leaf.word("action") == "remove,strike");
    CHECK(leaf.word("outcome") == "violation");
    CHECK(leaf.number("activation") == 4);
    CHECK(leaf.number("automated_detection") == 1);
    CHECK(leaf.number("automated_decision") == 1);
    REQUIRE(draft.vault.salts.size() == 4);
    const std::string_view values[] = {"the input", "ann", "", "the decision"};
    for (std::size_t i = 0; i < 4; ++i) {
        CHECK(leaf.hash(kDecisionCommitments[i]) ==
              commit(draft.vault.salts[i], kDecisionCommitments[i], values[i]));
        for (std::size_t j = 0; j < i; ++j) CHECK(draft.vault.salts[i] != draft.vault.salts[j]);
    }
    for (const char* secret : {"ann", "the input", "the decision", "p1", "feed"})
        CHECK(text.find(secret) == text.npos);
    decision.route = Route::kPerson;
    decision.lang = {};
    const auto other = decision_draft(setting, occasion, decision, "ann", "", "");
    const auto other_text = leaf_text(5, other.leaf);
    REQUIRE(read_leaf(other_text, leaf));
    CHECK(leaf.number("automated_decision") == 0);
    CHECK(leaf.word("language") == "und");
    CHECK(leaf.hash("actor_commit") != commit(draft.vault.salts[1], "actor_commit", "ann"));
}

TEST_CASE("a policy's name is its title in plain letters and its version") {
    CHECK(policy_name("Hateful conduct", "ab12") == "hateful-conduct@ab12");
    CHECK(policy_name("  A -- B!  ", "1") == "a-b@1");
    CHECK(policy_name("\xC3\x89tude 7", "1") == "tude-7@1");
    CHECK(policy_name("", "1") == "policy@1");
    CHECK(policy_name("\xE6\x96\x87", "1") == "policy@1");
}

TEST_CASE("kinds have names of their own") {
    for (int i = 1; i <= 8; ++i) {
        const auto kind = static_cast<Kind>(i);
        CHECK_FALSE(name(kind).empty());
        for (int j = 1; j < i; ++j) CHECK(name(kind) != name(static_cast<Kind>(j)));
    }
}
