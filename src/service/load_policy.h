// Use case: get a policy ready to run, from its folder (through the cache of compiled bundles) or from a bundle file.
#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "policy/policy.h"

namespace mizan::service {

struct LoadedPolicy {
    std::shared_ptr<const policy::Policy> policy;
    std::string
        note;  // something the operator should know (a damaged cache entry was rebuilt); may be empty
};

// `path` is a policy folder or a bundle file. A folder is read and hashed; if `cache_dir` holds a bundle of that very
// version it is used, else the folder is compiled and the bundle written there (best effort). An empty `cache_dir` means no
// cache. Errors: kPolicyMissing; kPolicyInvalid, whose message shows the diagnostics; for a bundle file kBundleCorrupt, kBundleVersion.
[[nodiscard]] Result<LoadedPolicy> load_policy(const std::string& path,
                                               const std::string& cache_dir);

// $MIZAN_CACHE, else $XDG_CACHE_HOME/mizan, else $HOME/.cache/mizan, else empty.
[[nodiscard]] std::string default_cache_dir();

}  // namespace mizan::service
