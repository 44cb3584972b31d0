#include "learn/calibrate.h"

#include <algorithm>

namespace mizan::learn {

namespace {

constexpr std::uint64_t kLeast = 40;

struct Pool {
    std::int32_t raw = 0;  // the lowest
    std::uint64_t positives = 0;
    std::uint64_t all = 0;
    [[nodiscard]] std::uint64_t value() const { return (positives + 1) * 10000 / (all + 2); }
    void take(const Pool& next) {
        positives += next.positives;
        all += next.all;
    }
};

// Outcomes of the same raw sum are never parted; what is left at the end joins the pool before.
std::vector<Pool> by_raw(const std::vector<Outcome>& sorted) {
    std::vector<Pool> out;
    for (std::size_t i = 0; i < sorted.size(); ++i) {
        const auto& o = sorted[i];
        const bool same = i > 0 && sorted[i - 1].raw == o.raw;
        if (out.empty() || (out.back().all >= kLeast && !same)) out.push_back({o.raw, 0, 0});
        out.back().take({o.raw, o.positive ? 1u : 0u, 1});
    }
    if (out.size() > 1 && out.back().all < kLeast) {
        const auto rest = out.back();
        out.pop_back();
        out.back().take(rest);
    }
    return out;
}

}  // namespace

std::vector<score::Step> fit_steps(std::vector<Outcome> outcomes) {
    std::sort(outcomes.begin(), outcomes.end(), [](const Outcome& a, const Outcome& b) {
        return a.raw != b.raw ? a.raw < b.raw : a.positive < b.positive;
    });
    std::vector<Pool> pools;
    for (const auto& pool : by_raw(outcomes)) {
        pools.push_back(pool);
        while (pools.size() > 1 && pools[pools.size() - 2].value() >= pools.back().value()) {
            pools[pools.size() - 2].take(pools.back());
            pools.pop_back();
        }
    }
    std::vector<score::Step> steps;
    for (const auto& pool : pools)
        steps.push_back({pool.raw, static_cast<std::uint16_t>(pool.value())});
    return steps;
}

}  // namespace mizan::learn
