// A policy that was handed in as files, not as a folder, made ready to decide: what a person tries out before anybody is judged by it.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "policy/source.h"
#include "service/load_policy.h"

namespace mizan::service {

struct HandedPolicy {
    LoadedPolicy loaded;      // without a policy if it has errors
    std::string diagnostics;  // all of them, warnings too: a JSON array (policy/diagnostic.h)
    std::size_t errors = 0;
};

// Compiles it. What it declares of learned scores is worked out by `model`, which may be null; files cannot bring one. Errors:
// kPolicyMissing without a policy.md; kPolicyLimit for more or larger files than a folder may have; kUsage for a file that no policy
// has. Pure, and slow: seconds for a large policy.
[[nodiscard]] Result<HandedPolicy> read_handed_policy(
    std::vector<policy::SourceFile> files, const std::shared_ptr<const score::Scorer>& model);

}  // namespace mizan::service
