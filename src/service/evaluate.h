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
#include "score/scorer.h"

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
    std::optional<double> area;  // under the curve of identity_attack; none for a set of one side
};

struct Evaluation {
    std::vector<SetFigures> sets;  // by name
    SetFigures all;
    // By Label, over the rows that say something of it; none where they or the model say nothing.
    std::array<std::optional<double>, score::kLabels> areas{};
    bool with_scores = false;
    std::size_t unscored = 0;
};

// Decides with the scorer's scores where the policy declares them. It may be null: then there are none. Errors: those of
// learn::read_dataset().
[[nodiscard]] Result<Evaluation> evaluate(const std::shared_ptr<const policy::Policy>& policy,
                                          const std::shared_ptr<const score::Scorer>& scorer,
                                          const EvaluateRequest& request);

}  // namespace mizan::service
