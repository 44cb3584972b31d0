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

// Steps that do not fall, each over 40 outcomes or more, smoothed as (positives + 1) / (all + 2). Empty if there are none.
[[nodiscard]] std::vector<score::Step> fit_steps(std::vector<Outcome> outcomes);

}  // namespace mizan::learn
