// Use case: measure a policy, and the learned scores beside it, on labelled posts.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "learn/dataset.h"
#include "learn/measure.h"
#include "policy/policy.h"
#include "score/model.h"

namespace mizan::service {

// Which rows are looked at.
enum class Portion : std::uint8_t {
    kSetAside,  // part 0: nothing was trained or tuned on it
    kTuning,    // all others
    kAll,
};

struct EvaluateRequest {
    std::string data;
    std::string language = "en";
    Portion portion = Portion::kSetAside;
    std::uint16_t threshold = 5000;  // of identity_attack, from which a score alone would count
};

// Positive means labelled hate. A set without hate, or with nothing else, has one side only.
struct SetFigures {
    std::string set;
    learn::Counts flagged;  // violation or review
    learn::Counts acted;    // violation
    learn::Counts
        scored;  // identity_attack at or above the threshold; rows without a score count as below
    double area = 0.5;  // under the curve of identity_attack
};

struct Evaluation {
    std::vector<SetFigures> sets;  // by name
    SetFigures all;
    std::array<double, score::kLabels> areas{};  // by Label, over the rows that say something of it
    bool with_scores = false;
    std::size_t unscored = 0;
};

// `model` may be null: then there are no scores. Errors: those of learn::read_dataset().
[[nodiscard]] Result<Evaluation> evaluate(const std::shared_ptr<const policy::Policy>& policy,
                                          std::shared_ptr<const score::Model> model,
                                          const EvaluateRequest& request);

}  // namespace mizan::service
