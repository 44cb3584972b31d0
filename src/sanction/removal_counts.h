// RemovalCounts: how many posts were to be removed without a person, minute by minute, for a day. Private to this room.
#pragma once

#include <array>
#include <cstdint>

namespace mizan::sanction {

// A value. Times are unix seconds and never go back.
class RemovalCounts {
public:
    void add(std::uint64_t now);

    [[nodiscard]] std::uint64_t last_hour(std::uint64_t now) const;
    [[nodiscard]] std::uint64_t last_ten_minutes(std::uint64_t now) const;
    // Of the 24 hours before the last ten minutes.
    [[nodiscard]] std::uint64_t day_before(std::uint64_t now) const;

private:
    static constexpr std::uint64_t kMinute = 60;
    static constexpr std::uint64_t kTen = 10;
    static constexpr std::uint64_t kHour = 60;
    static constexpr std::uint64_t kDay = 24 * 60;
    static constexpr std::uint64_t kBuckets = kDay + kTen;

    // Of `count` minutes, the last of which is that of `now`, less the latest `skipped`.
    [[nodiscard]] std::uint64_t sum(std::uint64_t now, std::uint64_t skipped,
                                    std::uint64_t count) const;

    std::array<std::uint32_t, kBuckets> buckets_{};  // by minute, round and round
    std::uint64_t minute_ = 0;                       // the latest that was counted in
};

}  // namespace mizan::sanction
