#include "report/space_saving.h"

#include <doctest/doctest.h>

#include <map>
#include <string>

using mizan::report::SpaceSaving;

namespace {

// A fixed sequence of numbers, skewed: small ones are far more common.
struct Stream {
    std::uint64_t state;
    std::uint64_t next(std::uint64_t n) {
        state = state * 6364136223846793005ull + 1442695040888963407ull;
        const auto a = (state >> 33) % n;
        state = state * 6364136223846793005ull + 1442695040888963407ull;
        return (state >> 33) % (a + 1);
    }
};

}  // namespace

TEST_CASE("the promises of the sketch hold against exact counts, for many sizes and streams") {
    for (const std::size_t capacity : {1u, 2u, 7u, 50u, 400u}) {
        for (std::uint64_t seed = 1; seed <= 5; ++seed) {
            SpaceSaving sketch(capacity);
            std::map<std::string, std::uint64_t> exact;
            Stream stream{seed};
            std::uint64_t n = 0;
            for (int i = 0; i < 5000; ++i) {
                const auto key = "k" + std::to_string(stream.next(300));
                const auto times = 1 + stream.next(3);
                sketch.add(key, times);
                exact[key] += times;
                n += times;
            }
            REQUIRE(sketch.total() == n);
            REQUIRE(sketch.size() == std::min(capacity, exact.size()));
            REQUIRE(sketch.error_bound() <= n / capacity);
            std::map<std::string, SpaceSaving::Entry> found;
            std::uint64_t sum = 0;
            for (const auto& entry : sketch.top(capacity)) {
                found[entry.key] = entry;
                sum += entry.count;
                REQUIRE(entry.count >= exact[entry.key]);
                REQUIRE(entry.count - entry.error <= exact[entry.key]);
                REQUIRE(entry.error <= n / capacity);
            }
            REQUIRE(sum == n);
            for (const auto& [key, count] : exact) {
                if (count > sketch.error_bound()) REQUIRE(found.count(key) == 1);
            }
            if (exact.size() <= capacity) REQUIRE(sketch.exact());
        }
    }
}

TEST_CASE("up to its capacity the sketch is exact and sorted by count, then by name") {
    SpaceSaving sketch(4);
    for (const char* key : {"d", "b", "a", "c", "b", "a"}) sketch.add(key);
    const auto top = sketch.top(3);
    REQUIRE(top.size() == 3);
    CHECK(top[0] == SpaceSaving::Entry{"a", 2, 0});
    CHECK(top[1] == SpaceSaving::Entry{"b", 2, 0});
    CHECK(top[2] == SpaceSaving::Entry{"c", 1, 0});
    CHECK(sketch.exact());
    CHECK(sketch.error_bound() == 0);
}

TEST_CASE(
    "of equal counters the one that has stood longest gives way, and the newcomer takes its count "
    "as error") {
    SpaceSaving sketch(2);
    sketch.add("a");
    sketch.add("b");
    sketch.add("c");
    const auto top = sketch.top(2);
    CHECK(top[0] == SpaceSaving::Entry{"c", 2, 1});
    CHECK(top[1] == SpaceSaving::Entry{"b", 1, 0});
    CHECK_FALSE(sketch.exact());
}

TEST_CASE("a copy counts on by itself") {
    SpaceSaving first(2);
    first.add("a");
    SpaceSaving second = first;
    second.add("b");
    second.add("c");
    CHECK(first.size() == 1);
    CHECK(second.top(1)[0].key == "c");
    first = second;
    first.add("a", 9);
    CHECK(first.top(1)[0].key == "a");
    CHECK(second.top(1)[0].key == "c");
    SpaceSaving third = std::move(first);
    third.add("a");
    CHECK(third.top(1)[0].count == 11);
}
