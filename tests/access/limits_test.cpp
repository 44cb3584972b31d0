// What holds back who asks too often: rates, and wrong attempts to log in. No clock: times are given.
#include <doctest/doctest.h>

#include <atomic>
#include <thread>
#include <vector>

#include "access/guesses.h"
#include "access/rate_limiter.h"

using namespace mizan::access;

namespace {

// As many wrong attempts as go through until one has to wait.
unsigned wrong_ones(Guesses& guesses, const Guesses::Attempt& attempt, std::uint64_t now,
                    unsigned most = 1000) {
    unsigned out = 0;
    while (out < most && guesses.begin(attempt, now) == 0) {
        ++out;
        if (guesses.fail(attempt, now) > 0) break;
    }
    return out;
}

}  // namespace

TEST_CASE("a bucket lets its burst through and then its rate") {
    RateLimiter limiter;
    const std::uint64_t now = 1'790'000'000'000;
    for (int i = 0; i < 5; ++i) CHECK(limiter.take("a", now, 2, 5));
    CHECK_FALSE(limiter.take("a", now, 2, 5));
    CHECK(limiter.take("b", now, 2, 5));
    CHECK_FALSE(limiter.take("a", now + 499, 2, 5));
    CHECK(limiter.take("a", now + 500, 2, 5));
    CHECK_FALSE(limiter.take("a", now + 500, 2, 5));
    CHECK_FALSE(limiter.take("a", now, 2, 5));  // a clock that goes back gives nothing
    for (int i = 0; i < 5; ++i) CHECK(limiter.take("a", now + 1'000'000, 2, 5));
    CHECK_FALSE(limiter.take("a", now + 1'000'000, 2, 5));
}

TEST_CASE("the rate is exact over time: nothing is lost by rounding") {
    RateLimiter limiter;
    std::uint64_t taken = 0;
    for (std::uint64_t ms = 1; ms <= 100'000; ++ms) taken += limiter.take("a", ms, 7, 3) ? 1u : 0u;
    CHECK(taken >= 700);
    CHECK(taken <= 703);
}

TEST_CASE("rates and bursts at their ends do as they say") {
    RateLimiter limiter;
    constexpr auto kMax = ~std::uint32_t{0};
    CHECK_FALSE(limiter.take("none", 1000, 10, 0));
    CHECK(limiter.take("once", 1000, 0, 1));
    CHECK_FALSE(limiter.take("once", ~std::uint64_t{0}, 0, 1));
    CHECK(limiter.take("much", 0, kMax, kMax));
    CHECK(limiter.take("much", ~std::uint64_t{0}, kMax, kMax));
    for (int i = 0; i < 50; ++i) CHECK(limiter.take("less", 1000, 1, 100));
    CHECK_FALSE(limiter.take("less", 1000, 1, 2));  // the burst was made smaller: what was taken
    CHECK(limiter.take("less", 2000, 1, 2));        // beyond it is not held against anybody
}

TEST_CASE("the number of buckets is bounded, and one in use stays") {
    RateLimiter limiter;
    CHECK(limiter.take("busy", 1, 0, 100'000));
    for (std::size_t i = 0; i < 2 * RateLimiter::kEntries; ++i) {
        CHECK(limiter.take("x" + std::to_string(i), 1, 1, 1));
        if (i % 64 == 0) CHECK(limiter.take("busy", 1, 0, 100'000));
    }
    CHECK(limiter.size() <= RateLimiter::kEntries);
    unsigned left = 0;
    while (limiter.take("busy", 1, 0, 100'000)) ++left;
    CHECK(left == 100'000 - 1 - 2 * RateLimiter::kEntries / 64);
}

TEST_CASE("threads together take no more than there is") {
    RateLimiter limiter;
    std::atomic<unsigned> taken = 0;
    std::vector<std::thread> threads;
    for (int t = 0; t < 2; ++t)
        threads.emplace_back([&] {
            for (int i = 0; i < 5000; ++i) {
                if (limiter.take("shared", 1, 1, 1000)) ++taken;
                (void)limiter.take("own" + std::to_string(i), 1, 1, 1);
            }
        });
    for (auto& thread : threads) thread.join();
    CHECK(taken == 1000);
}

TEST_CASE("ten wrong attempts on an account from an address lock that pair alone") {
    Guesses guesses;
    const std::uint64_t now = 1'790'000'000;
    CHECK(wrong_ones(guesses, {"ann", "192.0.2.1"}, now) == Guesses::kOfPair);
    CHECK(guesses.begin({"ann", "192.0.2.1"}, now) == 60);
    CHECK(guesses.begin({"ann", "192.0.2.1"}, now + 59) == 1);
    CHECK(guesses.begin({"ann", "192.0.2.2"}, now) == 0);
    CHECK(guesses.begin({"ben", "192.0.2.1"}, now) == 0);
    CHECK(guesses.begin({"ann", "192.0.2.1"}, now + 60) == 0);
}

TEST_CASE("waits double up to an hour, and a day of peace forgets them") {
    Guesses guesses;
    const Guesses::Attempt attempt{"ann", "192.0.2.1"};
    std::uint64_t now = 1'790'000'000;
    for (const std::uint64_t wait : {60u, 120u, 240u, 480u, 960u, 1920u, 3600u, 3600u, 3600u}) {
        CHECK(wrong_ones(guesses, attempt, now) == Guesses::kOfPair);
        CHECK(guesses.begin(attempt, now) == wait);
        now += wait;
        now += Guesses::kWindow;  // so that the address as such is not locked
    }
    now += Guesses::kForgotten;
    CHECK(wrong_ones(guesses, attempt, now) == Guesses::kOfPair);
    CHECK(guesses.begin(attempt, now) == 60);
}

TEST_CASE("wrong attempts are forgotten after a quarter of an hour") {
    Guesses guesses;
    const Guesses::Attempt attempt{"ann", "192.0.2.1"};
    const std::uint64_t now = 1'790'000'000;
    CHECK(wrong_ones(guesses, attempt, now, 9) == 9);
    CHECK(wrong_ones(guesses, attempt, now + Guesses::kWindow, 9) == 9);
    CHECK(guesses.begin(attempt, now + Guesses::kWindow) == 0);
}

TEST_CASE("thirty wrong attempts from an address lock it, whatever the account") {
    Guesses guesses;
    const std::uint64_t now = 1'790'000'000;
    unsigned wrong = 0;
    for (int i = 0; i < 100; ++i)
        wrong += wrong_ones(guesses, {"name" + std::to_string(i), "192.0.2.1"}, now, 1);
    CHECK(wrong == Guesses::kOfAddress);
    CHECK(guesses.begin({"ann", "192.0.2.1"}, now) == 60);
    CHECK(guesses.begin({"ann", "192.0.2.2"}, now) == 0);
}

TEST_CASE("many addresses together lock an account, but not for where it was logged into before") {
    Guesses guesses;
    const std::uint64_t now = 1'790'000'000;
    unsigned wrong = 0;
    for (int i = 0; i < 200; ++i)
        wrong += wrong_ones(guesses, {"ann", "198.51.100." + std::to_string(i)}, now, 1);
    CHECK(wrong == Guesses::kOfAccount);
    CHECK(guesses.begin({"ann", "192.0.2.1"}, now) == 60);
    CHECK(guesses.begin({"ann", "192.0.2.1", true}, now) == 0);
    guesses.succeed({"ann", "192.0.2.1", true});
    CHECK(guesses.begin({"ann", "192.0.2.9"}, now) == 60);  // still
    guesses.forget("ann");
    CHECK(guesses.begin({"ann", "192.0.2.9"}, now) == 0);
}

TEST_CASE("attempts under way count, right ones are taken back") {
    Guesses guesses;
    const Guesses::Attempt attempt{"ann", "192.0.2.1"};
    const std::uint64_t now = 1'790'000'000;
    for (unsigned i = 0; i < Guesses::kOfPair; ++i) CHECK(guesses.begin(attempt, now) == 0);
    CHECK(guesses.begin(attempt, now) == 1);  // none of them has been looked at yet
    guesses.take_back(attempt);
    CHECK(guesses.begin(attempt, now) == 0);
    guesses.succeed(attempt);
    for (unsigned i = 0; i < Guesses::kOfPair; ++i) CHECK(guesses.begin(attempt, now) == 0);
    // A right one in between does not give an address new attempts on others' accounts.
    Guesses other;
    unsigned wrong = 0;
    for (int i = 0; i < 100; ++i) {
        wrong += wrong_ones(other, {"ann", "192.0.2.1"}, now, 1);
        const Guesses::Attempt own{"mallory", "192.0.2.1"};
        if (other.begin(own, now) == 0) other.succeed(own);
    }
    CHECK(wrong == Guesses::kOfPair);
}

TEST_CASE("IPv6 addresses count by their first half, IPv4 ones in either form are the same") {
    CHECK(address_group("192.0.2.1") == "192.0.2.1");
    CHECK(address_group("::ffff:192.0.2.1") == "192.0.2.1");
    CHECK(address_group("2001:db8:1:2:3:4:5:6") == "2001:db8:1:2::/64");
    CHECK(address_group("2001:db8:1:2::9") == "2001:db8:1:2::/64");
    CHECK(address_group("2001:db8:1:3::9") != "2001:db8:1:2::/64");
    CHECK(address_group("") == "");
    CHECK(address_group(std::string(1000, 'x')).size() == 64);
}
