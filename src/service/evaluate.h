// Use case: measure a policy, and the learned scores beside it, on labelled posts.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "learn/evaluation.h"
#include "policy/policy.h"
#include "score/scorer.h"

namespace mizan::service {

// Which rows of a folder are looked at.
enum class Portion : std::uint8_t {
    kSetAside,  // part 0: nothing was trained or tuned on it
    kTuning,    // all others
    kAll,
};

struct EvaluateRequest {
    std::string data;                 // folder of labelled sets; empty: none
    std::vector<std::string> suites;  // labelled files, of which every row is looked at
    std::string language = "en";      // empty: all
    Portion portion = Portion::kSetAside;
    std::uint16_t threshold = 5000;  // of identity_attack, from which a score alone would count
    std::size_t examples = 20;       // of mistakes of each kind
};

// A clause that holds posts for a person from a value of a learned score on.
struct ScoreClause {
    std::string clause;
    score::Label label = score::Label::kIdentityAttack;
    bool operator==(const ScoreClause&) const = default;
};
// By clause, each score once.
[[nodiscard]] std::vector<ScoreClause> clauses_held_by_scores(const policy::Policy& policy);

// Decides with the scorer's scores where the policy declares them. It may be null: then there are none. Errors: those of
// learn::read_dataset().
[[nodiscard]] Result<learn::Evaluation> evaluate(
    const std::shared_ptr<const policy::Policy>& policy,
    const std::shared_ptr<const score::Scorer>& scorer, const EvaluateRequest& request);

}  // namespace mizan::service
