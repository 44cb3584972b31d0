// Use case: decide one post. A Decider is one worker's engine; the policy is shared.
#pragma once

#include <memory>

#include "assess/assess.h"
#include "model/decision.h"
#include "model/post.h"
#include "policy/policy.h"

namespace mizan::service {

class Decider {
public:
    explicit Decider(std::shared_ptr<const policy::Policy> policy) : policy_(std::move(policy)) {}

    // The decision, valid until the next call; its views point into the policy and the post. Not thread-safe: one Decider
    // a thread.
    const Decision& decide(const Post& post);

    // The hand-over values of the last decide(), for explain.
    [[nodiscard]] const assess::Scratch& scratch() const { return scratch_; }
    [[nodiscard]] const policy::Policy& policy() const { return *policy_; }

private:
    std::shared_ptr<const policy::Policy> policy_;
    assess::Scratch scratch_;
    Decision decision_;
};

}  // namespace mizan::service
