// Use case: get a policy ready to run, from its folder (through the cache of compiled bundles) or from a bundle file.
#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "policy/policy.h"
#include "score/scorer.h"

namespace mizan::service {

struct LoadedPolicy {
    std::shared_ptr<const policy::Policy> policy;
    std::shared_ptr<const score::Scorer> scorer;  // null: the policy has no model of scores
    std::string
        note;  // something the operator should know (a damaged cache entry was rebuilt); may be empty
};

// `path` is a policy folder or a bundle file. A folder is read and hashed; if `cache_dir` holds a bundle of that very
// version it is used, else the folder is compiled and the bundle written there (best effort). An empty `cache_dir` means no
// cache. A folder that declares learned scores has their model in its file scores/en.model; a bundle has none. Errors:
// kModelCorrupt, kModelVersion, kFileRead for it; kPolicyMissing; kPolicyInvalid, whose message shows the diagnostics; for a bundle file kBundleCorrupt, kBundleVersion.
[[nodiscard]] Result<LoadedPolicy> load_policy(const std::string& path,
                                               const std::string& cache_dir);

// The same without the model of scores, for who makes one.
[[nodiscard]] Result<LoadedPolicy> load_policy_alone(const std::string& path,
                                                     const std::string& cache_dir);

// A model of scores by itself. Errors: kFileRead, kModelCorrupt, kModelVersion, with the path.
[[nodiscard]] Result<std::shared_ptr<const score::Model>> load_model(const std::string& path);

// The scorer of a policy folder; null if the policy declares no learned score or has no model. Errors: as load_model().
[[nodiscard]] Result<std::shared_ptr<const score::Scorer>> load_scorer(
    const std::shared_ptr<const policy::Policy>& policy, const std::string& folder);

// $MIZAN_CACHE, else $XDG_CACHE_HOME/mizan, else $HOME/.cache/mizan, else empty.
[[nodiscard]] std::string default_cache_dir();

}  // namespace mizan::service
