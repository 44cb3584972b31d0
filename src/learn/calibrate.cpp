#include "learn/calibrate.h"

#include <algorithm>

namespace mizan::learn {

namespace {

constexpr std::uint64_t kLeast = 40;

// By how much a score may rise above what was measured in the highest pool: in it only the order of posts is known.
constexpr std::uint64_t kTopRise = 500;
constexpr std::uint64_t kTopShare = 20;  // one in so many of that pool lies above the last knot

struct Pool {
    std::int64_t sum = 0;  // of raw sums
    std::uint64_t positives = 0;
    std::uint64_t all = 0;
    [[nodiscard]] std::uint64_t value() const { return (positives + 1) * 10000 / (all + 2); }
    [[nodiscard]] std::int32_t mean() const {
        return static_cast<std::int32_t>(sum / static_cast<std::int64_t>(all));
    }
    void take(const Pool& next) {
        sum += next.sum;
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
        if (out.empty() || (out.back().all >= kLeast && !same)) out.push_back({});
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

std::vector<score::Knot> fit_knots(std::vector<Outcome> outcomes) {
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
    std::vector<score::Knot> knots;
    const auto put = [&](std::int32_t raw, std::uint64_t value) {
        const bool rises = knots.empty() || raw > knots.back().raw;
        if (rises) knots.push_back({raw, static_cast<std::uint16_t>(value)});
    };
    for (const auto& pool : pools) put(pool.mean(), pool.value());
    if (!pools.empty())
        put(outcomes[outcomes.size() - 1 - pools.back().all / kTopShare].raw,
            std::min<std::uint64_t>(pools.back().value() + kTopRise, 10000));
    return knots;
}

score::Glance fit_glance(std::vector<Measured> posts) {
    constexpr std::size_t kLost = 50;
    constexpr std::size_t kSpare = 20;
    std::vector<std::int32_t> others;
    for (const auto& p : posts) {
        if (!p.positive) others.push_back(p.words);
    }
    if (others.empty()) return {};
    const auto nth = others.begin() + static_cast<std::ptrdiff_t>(others.size() * 4 / 5);
    std::nth_element(others.begin(), nth, others.end());
    score::Glance out{.floor = *nth, .high = score::Glance::kNever};
    std::sort(posts.begin(), posts.end(),
              [](const Measured& a, const Measured& b) { return a.value > b.value; });
    std::size_t lost = 0;
    for (std::size_t i = 0; i < posts.size(); ++i) {
        lost += posts[i].words < out.floor ? 1 : 0;
        if (i + 1 < posts.size() && posts[i + 1].value == posts[i].value) continue;
        if (lost * kLost > i + 1 + kSpare * kLost) break;
        out.high = posts[i].value;
    }
    return out;
}

}  // namespace mizan::learn
