#include "server/repeats.h"

#include <doctest/doctest.h>

#include <string>

using namespace mizan;
using namespace mizan::server;
using State = Repeats::State;

namespace {

constexpr std::uint64_t kNow = 1'790'000'000;

http::Response answer_of(int status, std::string body) {
    http::Response out;
    out.status = status;
    out.body = std::move(body);
    out.fields.emplace_back("Location", "/somewhere");
    return out;
}

const Sha256 kOne = sha256("one");
const Sha256 kTwo = sha256("two");

// The first of a key, done at once.
State do_at_once(Repeats& repeats, const std::string& key, std::size_t bytes = 1,
                 const std::string& who = "key:a") {
    const auto begun = repeats.begin(who, key, kOne, kNow);
    if (begun.state == State::kFirst)
        repeats.settle(who, key, answer_of(200, std::string(bytes, 'x')));
    return begun.state;
}

// Somebody else for each so many.
std::string who_of(std::size_t i, std::size_t each) { return "key:" + std::to_string(i / each); }

}  // namespace

TEST_CASE("the same request gets the same answer, another one none") {
    Repeats repeats;
    REQUIRE(repeats.begin("key:a", "k", kOne, kNow).state == State::kFirst);
    CHECK(repeats.begin("key:a", "k", kOne, kNow).state == State::kUnderWay);
    CHECK(repeats.begin("key:a", "k", kTwo, kNow).state == State::kOther);
    repeats.settle("key:a", "k", answer_of(201, "made"));
    const auto again = repeats.begin("key:a", "k", kOne, kNow + Repeats::kSeconds - 1);
    CHECK(again.state == State::kAgain);
    CHECK(again.answer.status == 201);
    CHECK(again.answer.body == "made");
    CHECK(again.answer.fields.at(0).second == "/somewhere");
    CHECK(repeats.begin("key:a", "k", kTwo, kNow).state == State::kOther);
    CHECK(repeats.begin("key:b", "k", kTwo, kNow).state == State::kFirst);  // of somebody else
    CHECK(repeats.begin("key:a", "K", kTwo, kNow).state == State::kFirst);
}

TEST_CASE("a key is free again after a day, or where the next time may go otherwise") {
    Repeats repeats;
    CHECK(do_at_once(repeats, "k") == State::kFirst);
    CHECK(repeats.begin("key:b", "k", kTwo, kNow + Repeats::kSeconds).state == State::kFirst);
    for (const int status : {429, 500, 503}) {
        const auto key = std::to_string(status);
        REQUIRE(repeats.begin("key:a", key, kOne, kNow).state == State::kFirst);
        repeats.settle("key:a", key, answer_of(status, "no"));
        CHECK(repeats.begin("key:a", key, kTwo, kNow).state == State::kFirst);
    }
    REQUIRE(repeats.begin("key:a", "409", kOne, kNow).state == State::kFirst);
    repeats.settle("key:a", "409", answer_of(409, "no"));
    CHECK(repeats.begin("key:a", "409", kOne, kNow).answer.status == 409);
}

TEST_CASE("what is kept of all is bounded in number and size; the oldest goes first") {
    Repeats repeats;
    const auto nth = [&](std::size_t i) {
        return do_at_once(repeats, std::to_string(i), 1, who_of(i, Repeats::kKeptEach));
    };
    for (std::size_t i = 0; i <= Repeats::kKeptMost; ++i) REQUIRE(nth(i) == State::kFirst);
    CHECK(nth(1) == State::kAgain);
    CHECK(nth(0) == State::kFirst);
    CHECK(do_at_once(repeats, "too long", Repeats::kAnswerBytes + 1) == State::kFirst);
    CHECK(do_at_once(repeats, "too long") == State::kFirst);
    const auto big = [&](std::size_t i) {
        return do_at_once(repeats, "big", Repeats::kAnswerBytes, who_of(i, 1));
    };
    const auto fit = Repeats::kKeptBytes / Repeats::kAnswerBytes;
    for (std::size_t i = 0; i <= fit; ++i) REQUIRE(big(i) == State::kFirst);
    CHECK(big(fit) == State::kAgain);
    CHECK(big(0) == State::kFirst);
    CHECK(nth(2) == State::kFirst);
}

TEST_CASE("who asks often pushes out their own answers, the oldest first, and no others'") {
    Repeats repeats;
    REQUIRE(do_at_once(repeats, "k", 1, "key:b") == State::kFirst);
    for (std::size_t i = 0; i <= Repeats::kKeptEach; ++i)
        REQUIRE(do_at_once(repeats, std::to_string(i)) == State::kFirst);
    CHECK(do_at_once(repeats, "1") == State::kAgain);
    CHECK(do_at_once(repeats, "0") == State::kFirst);
    CHECK(do_at_once(repeats, "1") == State::kFirst);  // "0" took its place
    for (std::size_t i = 0; i < 3 * Repeats::kKeptBytes / Repeats::kAnswerBytes; ++i)
        REQUIRE(do_at_once(repeats, "big" + std::to_string(i), Repeats::kAnswerBytes) ==
                State::kFirst);
    const auto last = 3 * Repeats::kKeptBytes / Repeats::kAnswerBytes - 1;
    CHECK(do_at_once(repeats, "big" + std::to_string(last)) == State::kAgain);
    CHECK(do_at_once(repeats, std::to_string(Repeats::kKeptEach)) == State::kFirst);
    CHECK(do_at_once(repeats, "k", 1, "key:b") == State::kAgain);
    CHECK(repeats.begin("key:b", "k", kTwo, kNow + Repeats::kSeconds).state == State::kFirst);
}

TEST_CASE("only so many of one may be under way, and those are not forgotten") {
    Repeats repeats;
    for (std::size_t i = 0; i < Repeats::kUnderWayEach; ++i)
        REQUIRE(repeats.begin("key:a", std::to_string(i), kOne, kNow).state == State::kFirst);
    CHECK(repeats.begin("key:a", "more", kOne, kNow).state == State::kFull);
    CHECK(do_at_once(repeats, "more", 1, "key:b") == State::kFirst);
    CHECK(repeats.begin("key:a", "0", kOne, kNow + 2 * Repeats::kSeconds).state ==
          State::kUnderWay);
    repeats.settle("key:a", "0", answer_of(200, "done"));
    CHECK(repeats.begin("key:a", "more", kOne, kNow).state == State::kFirst);
    CHECK(repeats.begin("key:a", "yet more", kOne, kNow).state == State::kFull);
    repeats.settle("key:a", "more", answer_of(503, "not now"));  // which is not kept
    CHECK(repeats.begin("key:a", "yet more", kOne, kNow).state == State::kFirst);
}

TEST_CASE("only so many of all may be under way") {
    Repeats repeats;
    for (std::size_t i = 0; i < Repeats::kUnderWayMost; ++i)
        REQUIRE(
            repeats.begin(who_of(i, Repeats::kUnderWayEach), std::to_string(i), kOne, kNow).state ==
            State::kFirst);
    CHECK(repeats.begin("key:z", "more", kOne, kNow).state == State::kFull);
    repeats.settle("key:0", "0", answer_of(200, "done"));
    CHECK(repeats.begin("key:z", "more", kOne, kNow).state == State::kFirst);
}
