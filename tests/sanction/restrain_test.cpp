// What a brake and an actor's cap make of a decision, and of which they make nothing.
#include "sanction/restrain.h"

#include <doctest/doctest.h>

#include "model/json.h"
#include "record/decision.h"
#include "sanction/actor_cap.h"
#include "sanction/sanction.h"

using namespace mizan;
using namespace mizan::sanction;

namespace {

constexpr std::uint64_t kStart = 1'790'000'000;

Decision acting(std::vector<Action> actions) {
    Decision d;
    d.post = "p1";
    d.outcome = Outcome::kViolation;
    d.finding = Finding::kViolates;
    d.route = Route::kAct;
    d.clause = "belittling";
    d.actions = std::move(actions);
    d.reason = "Violates the clause “Belittling”: a statement, and no exception applies.";
    return d;
}

std::string actions_of(const Decision& d) {
    std::string out;
    for (const auto& a : d.actions)
        out.append(a.name).append(a.argument == 0 ? " " : ":" + std::to_string(a.argument) + " ");
    return out;
}

std::string halted(std::vector<Action> actions) {
    auto d = acting(std::move(actions));
    halt(d);
    return (d.halted ? "halted: " : "") + actions_of(d);
}

Decision undecided(Cause cause) {
    Decision d;
    d.post = "p1";
    d.outcome = Outcome::kUndecided;
    d.finding = Finding::kUnclear;
    d.cause = cause;
    d.route = Route::kPerson;
    d.reason = "May violate the clause “Gloating”: a statement; a person decides, because x.";
    return d;
}

std::string json(const Decision& d) {
    std::string out;
    append_json(out, d);
    return out;
}

}  // namespace

TEST_CASE("a limit stands once for all that cannot be undone; what can be stays; no strike") {
    CHECK(halted({{"remove", 0}, {"strike", 1}}) == "halted: limit ");
    CHECK(halted({{"label", 0}, {"suspend", 7}, {"remove", 0}, {"hold-evidence", 0}}) ==
          "halted: label limit hold-evidence ");
    CHECK(halted({{"ask-delete", 0}}) == "halted: limit ");
    CHECK(halted({{"label", 0}, {"strike", 1}}) == "label strike:1 ");
    CHECK(halted({}) == "");
}

TEST_CASE("only what is done without a person is halted") {
    auto for_a_person = acting({{"remove", 0}});
    for_a_person.route = Route::kPerson;
    auto by_a_person = acting({{"remove", 0}});
    by_a_person.decided_by = DecidedBy::kPerson;
    for (auto* d : {&for_a_person, &by_a_person}) {
        const auto before = json(*d);
        CHECK_FALSE(removes(*d));
        halt(*d);
        CHECK(json(*d) == before);
    }
}

TEST_CASE("a decision says that it was halted or folded, and nothing where it was not") {
    auto d = acting({{"remove", 0}});
    CHECK(json(d).find("brake") == std::string::npos);
    CHECK(json(d).find("folded") == std::string::npos);
    halt(d);
    CHECK(json(d).find(R"("actions":[{"name":"limit"}],"brake":"on","coverage":)") !=
          std::string::npos);
    CHECK(d.route == Route::kAct);
    CHECK(d.reason ==
          "Violates the clause “Belittling”: a statement, and no exception applies; removals under "
          "this clause are halted, so it is only limited.");
    auto u = undecided(Cause::kContextMissing);
    fold(u);
    CHECK(json(u).find(R"("actions":[],"folded":true,"coverage":)") != std::string::npos);
    CHECK(u.route == Route::kNone);
    CHECK(u.outcome == Outcome::kUndecided);
    CHECK(u.reason ==
          "May violate the clause “Gloating”: a statement; no person was asked, because x.");
}

TEST_CASE("one writer writes what was folded anew, and after it what was not") {
    auto u = undecided(Cause::kNotCovered);
    u.finding = Finding::kNothingFound;
    u.route = Route::kNone;
    auto folded = u;
    folded.folded = true;
    DecisionWriter writer;
    for (const auto* d : {&u, &folded, &u, &folded}) {
        std::string out;
        writer.append(out, *d);
        CHECK(out == json(*d));
    }
}

TEST_CASE("what was folded is no ordinary post: it has a record of its own") {
    auto u = undecided(Cause::kNotCovered);
    u.finding = Finding::kNothingFound;
    fold(u);
    CHECK_FALSE(record::is_ordinary(u));
    u.folded = false;
    CHECK(record::is_ordinary(u));
}

TEST_CASE(
    "never is a post kept from people that addresses somebody, was flagged, or has no author") {
    const auto u = undecided(Cause::kContextMissing);
    Post post;
    post.author = "a1";
    CHECK(may_fold(post, u));
    post.reply_to = "p0";
    post.signals.push_back({"score.flagged", "s", "1", 5, {}, {}});
    CHECK(may_fold(post, u));
    auto addressed = post;
    addressed.target = "amal";
    CHECK_FALSE(may_fold(addressed, u));
    auto mentioning = post;
    mentioning.mentions = {"noor"};
    CHECK_FALSE(may_fold(mentioning, u));
    for (const auto* name : {"flag", "flags", "flag.partner"}) {
        auto flagged = post;
        flagged.signals.push_back({name, "partner", "1", 0, {}, {}});
        CHECK_FALSE(may_fold(flagged, u));
    }
    auto nobody = post;
    nobody.author = {};
    CHECK_FALSE(may_fold(nobody, u));
}

TEST_CASE("only what is undecided and for a person can be kept from one") {
    Post post;
    post.author = "a1";
    auto review = undecided(Cause::kNone);
    review.outcome = Outcome::kReview;
    auto nobodys = undecided(Cause::kNotCovered);
    nobodys.route = Route::kNone;
    for (auto* d : {&review, &nobodys}) {
        const auto before = json(*d);
        CHECK_FALSE(may_fold(post, *d));
        fold(*d);
        CHECK(json(*d) == before);
    }
}

TEST_CASE("who goes on with an undecided post, by its cause") {
    for (const auto cause :
         {Cause::kContextMissing, Cause::kSignalMissing, Cause::kTruncated, Cause::kBadInput})
        CHECK(undecided_route(cause, "p1") == Route::kPerson);
    int people = 0;
    for (int i = 0; i < 10'000; ++i)
        people += undecided_route(Cause::kNotCovered, "p" + std::to_string(i)) == Route::kPerson;
    CHECK(people > 50);
    CHECK(people < 200);
}

TEST_CASE(
    "an actor has so many posts an hour, which begins with the first, and others have theirs") {
    ActorCap cap(3);
    for (int i = 0; i < 3; ++i)
        CHECK_FALSE(cap.is_past(7, kStart + 1000u * static_cast<unsigned>(i)));
    CHECK(cap.is_past(7, kStart + 3000));
    CHECK_FALSE(cap.is_past(8, kStart + 3000));
    CHECK(cap.is_past(7, kStart + ActorCap::kSeconds - 1));
    CHECK_FALSE(cap.is_past(7, kStart + ActorCap::kSeconds));
}

TEST_CASE("with no cap every post is for a person") {
    ActorCap cap(0);
    for (int i = 0; i < 1000; ++i) CHECK_FALSE(cap.is_past(7, kStart));
}

TEST_CASE("an actor for whom there is no place is a person's, and gets one when an hour is over") {
    ActorCap cap(1);
    constexpr std::uint64_t kStep = ActorCap::kPlaces / ActorCap::kWays;  // all in the same places
    for (std::uint64_t a = 0; a < ActorCap::kWays; ++a) CHECK_FALSE(cap.is_past(a * kStep, kStart));
    for (int i = 0; i < 10; ++i) CHECK_FALSE(cap.is_past(100 * kStep, kStart + 1));
    for (std::uint64_t a = 0; a < ActorCap::kWays; ++a) CHECK(cap.is_past(a * kStep, kStart + 1));
    CHECK_FALSE(cap.is_past(100 * kStep, kStart + ActorCap::kSeconds));
    CHECK(cap.is_past(100 * kStep, kStart + ActorCap::kSeconds));
}
