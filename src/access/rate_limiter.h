// RateLimiter: how often each key or address may ask: a bucket of tokens each, filled at a steady rate.
#pragma once

#include <array>
#include <cstdint>
#include <mutex>
#include <string_view>

#include "access/bounded_table.h"

namespace mizan::access {

// Thread-safe; a call takes well under a microsecond. Holds at most kEntries buckets: then one that was not used for long goes, which is
// full again by then unless there are more busy askers than buckets.
class RateLimiter {
public:
    static constexpr std::size_t kEntries = 65'536;
    static constexpr std::uint32_t kMost = 1'000'000;  // higher rates and bursts count as this

    // True: go on, and a token is taken. `burst` is what a bucket holds; 0 lets nothing through. A clock that goes back fills nothing.
    [[nodiscard]] bool take(std::string_view key, std::uint64_t now_ms, std::uint32_t rate_per_s,
                            std::uint32_t burst);
    [[nodiscard]] std::size_t size();

private:
    struct Bucket {
        std::uint64_t missing = 0;  // thousandths of tokens: an empty one is full
        std::uint64_t at_ms = 0;
    };
    static constexpr std::size_t kShards = 16;  // so that threads seldom meet
    struct Shard {
        std::mutex lock;
        BoundedTable<Bucket> buckets{kEntries / kShards};
    };
    std::array<Shard, kShards> shards_;
};

}  // namespace mizan::access
