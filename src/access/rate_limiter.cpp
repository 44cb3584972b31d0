#include "access/rate_limiter.h"

#include <algorithm>

namespace mizan::access {

bool RateLimiter::take(std::string_view key, std::uint64_t now_ms, std::uint32_t rate_per_s,
                       std::uint32_t burst) {
    constexpr std::uint64_t kToken = 1000;
    const std::uint64_t rate = std::min(rate_per_s, kMost);  // thousandths of tokens a millisecond
    const std::uint64_t full = kToken * std::min(burst, kMost);
    auto& shard = shards_[SecretHash()(key) % kShards];
    const std::lock_guard hold(shard.lock);
    auto& bucket = shard.buckets.at(key);
    if (now_ms > bucket.at_ms) {
        const auto elapsed = now_ms - bucket.at_ms;
        const bool refilled = rate > 0 && elapsed > bucket.missing / rate;
        bucket.missing = refilled ? 0 : bucket.missing - std::min(bucket.missing, elapsed * rate);
        bucket.at_ms = now_ms;
    }
    bucket.missing = std::min(bucket.missing, full);  // it may have had a larger burst before
    if (bucket.missing + kToken > full) return false;
    bucket.missing += kToken;
    return true;
}

std::size_t RateLimiter::size() {
    std::size_t out = 0;
    for (auto& shard : shards_) {
        const std::lock_guard hold(shard.lock);
        out += shard.buckets.size();
    }
    return out;
}

}  // namespace mizan::access
