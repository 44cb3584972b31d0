// Thresholds: which threshold of our scores flags as many texts as an old one did of another model's scores. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace mizan::service {

// With fewer texts on one side of a threshold than this, where the other lies is mostly chance.
inline constexpr std::uint64_t kFewTexts = 50;

// One text by both models.
struct ScorePair {
    double old = 0;          // 0..1
    std::uint16_t ours = 0;  // 0..10000
};

// A text is flagged if its score is the threshold or more.
struct ThresholdPick {
    double old = 0;  // the old threshold
    std::uint64_t flagged_old = 0;
    // Nothing if no text was flagged by the old one. Of the thresholds that flag as many texts, or where scores are equal the number that is
    // nearest, the roundest, and if there is room none that a text has: so "more than" and "at least" are the same.
    std::optional<std::uint16_t> ours;
    // Those that flag as many texts as the ends of the 95 % interval of the old flag rate (Wilson).
    std::uint16_t low = 0;
    std::uint16_t high = 0;
    std::uint64_t flagged_ours = 0;
    std::uint64_t flagged_both = 0;
    bool few = false;  // fewer than kFewTexts are flagged, or are not
};

[[nodiscard]] std::vector<ThresholdPick> pick_thresholds(std::span<const ScorePair> texts,
                                                         std::span<const double> old_thresholds);

}  // namespace mizan::service
