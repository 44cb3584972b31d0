// A leaf that was promised is found where it is, and only the whole leaf of its own place.
#include "audit/find_leaf.h"

#include <doctest/doctest.h>

#include "audit/made_records.h"
#include "audit/memory_log.h"
#include "record/leaf.h"

using namespace mizan;
using namespace mizan::audit;

namespace {

std::string rest_numbered(std::uint64_t n) {
    return record::leaf_rest(record::LeafType::kSealed, 3600 * n,
                             {sha256(std::to_string(n)), Sha256{}, Sha256{}, Sha256{}, Sha256{}});
}

}  // namespace

TEST_CASE("a leaf is found by all that stands behind its index") {
    std::vector<std::string> rests;
    for (std::uint64_t i = 0; i < 300; ++i) rests.push_back(rest_numbered(i));
    MemoryLog log;
    auto entries = leaves_of(rests);
    entries[7] = "x" + entries[7];  // ends as promised, and is no leaf
    fill(log, entries);
    for (const std::uint64_t i : {0u, 255u, 256u, 299u}) {
        const auto found = find_leaf(log, trust_in_log(), rests[i]);
        REQUIRE(found);
        CHECK(found->report.holds());
        CHECK(found->index == i);
        CHECK(found->last_at == 3600 * 299);
        CHECK(found->seen_at() == 3600 * 299);
    }
    CHECK_FALSE(find_leaf(log, trust_in_log(), rests[7])->index);
    CHECK_FALSE(find_leaf(log, trust_in_log(), rest_numbered(300))->index);
    CHECK_FALSE(find_leaf(log, trust_in_log(), rests[3].substr(1))->index);
    CHECK_FALSE(find_leaf(log, trust_in_log(), "")->index);
    // A sealed record comes late: the one before it tells the time.
    auto mixed = rests;
    mixed[298] =
        record::leaf_rest(record::LeafType::kEvent, 5'000'000, {"reach", Sha256{}, Sha256{}});
    fill(log, leaves_of(mixed));
    CHECK(find_leaf(log, trust_in_log(), rests[3])->last_at == 5'000'000);
    fill(log, entries);
    // In a log that is not what was signed nothing found counts.
    log.files.at("tile/entries/000")[40] ^= 1;
    CHECK_FALSE(find_leaf(log, trust_in_log(), rests[256])->report.holds());
}
