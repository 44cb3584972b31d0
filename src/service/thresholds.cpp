#include "service/thresholds.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include "learn/measure.h"
#include "perspective/request.h"

namespace mizan::service {

namespace {

using perspective::kOne;

// The roundest number that is more than `below` and at most `top`, less than `top` if there is one; of equals the one nearest the middle.
std::uint16_t roundest(int below, int top) {
    const int last = top - below > 1 ? top - 1 : top;
    const int middle = (below + 1 + last) / 2;
    for (const int step : {1000, 500, 100, 50, 10, 5}) {
        const int nearest = (middle + step / 2) / step * step;
        if (nearest > below && nearest <= last) return static_cast<std::uint16_t>(nearest);
    }
    return static_cast<std::uint16_t>(middle);
}

// Thresholds by how many texts they flag.
class Ranked {
public:
    explicit Ranked(std::span<const ScorePair> texts) {
        for (const auto& text : texts) scores_.push_back(text.ours);
        std::ranges::sort(scores_, std::greater<>());
    }
    // The threshold that flags `count` texts, or the number that is nearest; of equals the higher.
    [[nodiscard]] std::uint16_t flagging(std::uint64_t count) const {
        if (count >= scores_.size()) return 0;
        if (count == 0) return above(0);
        // What stands at the cut is flagged whole or not at all.
        const auto cut = scores_[count - 1];
        const auto equal = std::ranges::equal_range(scores_, cut, std::greater<>());
        const auto before = static_cast<std::uint64_t>(equal.begin() - scores_.begin());
        const auto after = static_cast<std::uint64_t>(equal.end() - scores_.begin());
        return above(after - count < count - before || before == 0 ? after : before);
    }
    [[nodiscard]] std::uint64_t flagged_by(std::uint16_t threshold) const {
        const auto end = std::ranges::upper_bound(scores_, threshold, std::greater<>());
        return static_cast<std::uint64_t>(end - scores_.begin());
    }

private:
    // One that flags the first `count` and no more; the scores on both sides of it differ.
    [[nodiscard]] std::uint16_t above(std::uint64_t count) const {
        const int top = count == 0 ? kOne + 1 : scores_[count - 1];
        const int below = count == scores_.size() ? -1 : scores_[count];
        return std::min(roundest(below, top), kOne);
    }

    std::vector<std::uint16_t> scores_;  // highest first
};

std::uint64_t texts_of(double share, std::uint64_t all) {
    return static_cast<std::uint64_t>(std::llround(share * static_cast<double>(all)));
}

ThresholdPick pick(std::span<const ScorePair> texts, const Ranked& ranked, double old) {
    ThresholdPick out;
    out.old = old;
    const auto flagged = [&](const ScorePair& text) { return text.old >= old; };
    out.flagged_old = static_cast<std::uint64_t>(std::ranges::count_if(texts, flagged));
    out.few = out.flagged_old < kFewTexts || texts.size() - out.flagged_old < kFewTexts;
    if (out.flagged_old == 0) return out;
    const auto ours = ranked.flagging(out.flagged_old);
    const auto rate = learn::wilson({out.flagged_old, texts.size()});
    out.ours = ours;
    out.low = std::min(ours, ranked.flagging(texts_of(rate.high, texts.size())));
    out.high = std::max(ours, ranked.flagging(texts_of(rate.low, texts.size())));
    out.flagged_ours = ranked.flagged_by(ours);
    out.flagged_both = static_cast<std::uint64_t>(std::ranges::count_if(
        texts, [&](const ScorePair& text) { return flagged(text) && text.ours >= ours; }));
    return out;
}

}  // namespace

std::vector<ThresholdPick> pick_thresholds(std::span<const ScorePair> texts,
                                           std::span<const double> old_thresholds) {
    const Ranked ranked(texts);
    std::vector<ThresholdPick> out;
    for (const double old : old_thresholds) out.push_back(pick(texts, ranked, old));
    return out;
}

}  // namespace mizan::service
