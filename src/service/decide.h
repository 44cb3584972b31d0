// Use case: decide one post. A Decider is one worker's engine; the policy is shared.
#pragma once

#include <memory>

#include "assess/assess.h"
#include "model/decision.h"
#include "model/post.h"
#include "policy/policy.h"
#include "score/scorer.h"

namespace mizan::service {

class Decider {
public:
    // `scorer` may be null: then there are no learned scores.
    explicit Decider(std::shared_ptr<const policy::Policy> policy,
                     std::shared_ptr<const score::Scorer> scorer = nullptr)
        : policy_(std::move(policy)), scorer_(std::move(scorer)) {}

    // The decision, valid until the next call; its views point into the policy and the post. The caller may restrain it. Not
    // thread-safe: one Decider a thread.
    Decision& decide(const Post& post);

    // The hand-over values of the last decide(), for explain.
    [[nodiscard]] const assess::Scratch& scratch() const { return scratch_; }
    [[nodiscard]] const policy::Policy& policy() const { return *policy_; }
    [[nodiscard]] const score::Scorer* scorer() const { return scorer_.get(); }

private:
    std::shared_ptr<const policy::Policy> policy_;
    std::shared_ptr<const score::Scorer> scorer_;
    assess::Scratch scratch_;
    Decision decision_;
};

}  // namespace mizan::service
