// Calibration: raw sums -> probabilities, by isotonic regression (pool adjacent violators; Zadrozny and Elkan, KDD 2002).
#pragma once

#include <cstdint>
#include <vector>

#include "score/model.h"

namespace mizan::learn {

struct Outcome {
    std::int32_t raw = 0;
    bool positive = false;
};

// Knots that do not fall, each the mean of 40 outcomes or more, smoothed as (positives + 1) / (all + 2); the last one only keeps the
// order of high sums. Empty if there are no outcomes.
[[nodiscard]] std::vector<score::Knot> fit_knots(std::vector<Outcome> outcomes);

// What is measured of a post that calibrates.
struct Measured {
    std::int32_t words = 0;  // the sum of its words alone
    std::uint16_t value = 0;
    bool positive = false;
};

// What the words alone say of a score. The floor leaves out four in five of the posts that are none. High is the lowest score
// such that of the posts at it or above, and of those at any score above it, no more than one in fifty and twenty are left out.
[[nodiscard]] score::Glance fit_glance(std::vector<Measured> posts);

}  // namespace mizan::learn
