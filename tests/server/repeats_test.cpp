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
State do_at_once(Repeats& repeats, const std::string& key, std::size_t bytes = 1) {
    const auto begun = repeats.begin("key:a", key, kOne, kNow);
    if (begun.state == State::kFirst)
        repeats.settle("key:a", key, answer_of(200, std::string(bytes, 'x')));
    return begun.state;
}

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
    CHECK(repeats.begin("key:a", "k", kTwo, kNow + Repeats::kSeconds).state == State::kFirst);
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

TEST_CASE("what is kept is bounded in number and size; the oldest goes first") {
    Repeats repeats;
    for (std::size_t i = 0; i <= Repeats::kKeptMost; ++i)
        REQUIRE(do_at_once(repeats, std::to_string(i)) == State::kFirst);
    CHECK(do_at_once(repeats, "1") == State::kAgain);
    CHECK(do_at_once(repeats, "0") == State::kFirst);
    CHECK(do_at_once(repeats, "too long", Repeats::kAnswerBytes + 1) == State::kFirst);
    CHECK(do_at_once(repeats, "too long") == State::kFirst);
    const auto fit = Repeats::kKeptBytes / Repeats::kAnswerBytes;
    for (std::size_t i = 0; i <= fit; ++i)
        REQUIRE(do_at_once(repeats, "big" + std::to_string(i), Repeats::kAnswerBytes) ==
                State::kFirst);
    CHECK(do_at_once(repeats, "big" + std::to_string(fit)) == State::kAgain);
    CHECK(do_at_once(repeats, "big0") == State::kFirst);
    CHECK(do_at_once(repeats, "2") == State::kFirst);
}

TEST_CASE("only so many may be under way, and those are not forgotten") {
    Repeats repeats;
    for (std::size_t i = 0; i < Repeats::kUnderWayMost; ++i)
        REQUIRE(repeats.begin("key:a", std::to_string(i), kOne, kNow).state == State::kFirst);
    CHECK(repeats.begin("key:a", "more", kOne, kNow).state == State::kFull);
    CHECK(repeats.begin("key:a", "0", kOne, kNow + 2 * Repeats::kSeconds).state ==
          State::kUnderWay);
    repeats.settle("key:a", "0", answer_of(200, "done"));
    CHECK(repeats.begin("key:a", "more", kOne, kNow).state == State::kFirst);
}
