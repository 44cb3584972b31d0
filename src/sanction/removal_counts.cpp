#include "sanction/removal_counts.h"

#include <algorithm>

namespace mizan::sanction {

void RemovalCounts::add(std::uint64_t now) {
    const auto minute = std::max(now / kMinute, minute_);
    // What lies between was empty.
    const auto passed = std::min(minute - minute_, kBuckets);
    for (std::uint64_t i = 0; i < passed; ++i) buckets_[(minute - i) % kBuckets] = 0;
    minute_ = minute;
    ++buckets_[minute % kBuckets];
}

std::uint64_t RemovalCounts::sum(std::uint64_t now, std::uint64_t skipped,
                                 std::uint64_t count) const {
    const auto minute = std::max(now / kMinute, minute_);
    std::uint64_t out = 0;
    for (auto ago = skipped; ago < skipped + count && ago <= minute; ++ago) {
        const auto m = minute - ago;
        if (m <= minute_ && minute_ - m < kBuckets) out += buckets_[m % kBuckets];
    }
    return out;
}

std::uint64_t RemovalCounts::last_hour(std::uint64_t now) const { return sum(now, 0, kHour); }
std::uint64_t RemovalCounts::last_ten_minutes(std::uint64_t now) const { return sum(now, 0, kTen); }
std::uint64_t RemovalCounts::day_before(std::uint64_t now) const { return sum(now, kTen, kDay); }

}  // namespace mizan::sanction
