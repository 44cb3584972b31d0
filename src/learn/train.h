// Training: labelled posts -> a model of scores. Deterministic: one thread, a fixed order, basic arithmetic only, so that the
// same data, policy and settings give the same bytes.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "learn/dataset.h"
#include "policy/policy.h"
#include "score/model.h"

namespace mizan::learn {

struct TrainSettings {
    unsigned log2_rows = 19;
    unsigned least_posts = 5;  // a feature of fewer posts weighs nothing
    unsigned epochs = 6;
    double rate = 0.1;        // of AdaGrad
    double shrink = 1e-3;     // L2, on rows that a post touches
    unsigned frequent = 15;   // a word seen in so many posts is read whole only
    bool share_alike = true;  // use sets whose licence is share-alike
};

// Whether the model may know of the row: to train on, or to calibrate.
[[nodiscard]] inline bool is_used(const Row& row, const TrainSettings& settings) {
    return row.part != kSetAside && (settings.share_alike || !row.share_alike);
}

// Called after each pass over the data with its number and the mean loss. May be empty.
using OnEpoch = std::function<void(unsigned, double)>;

// Uses no row of kSetAside. `rows` are of the model's language.
[[nodiscard]] score::Model train(const std::shared_ptr<const policy::Policy>& policy,
                                 const std::vector<Row>& rows, std::string language,
                                 const TrainSettings& settings, const OnEpoch& on_epoch);

}  // namespace mizan::learn
