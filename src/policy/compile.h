// The policy compiler: source -> a checked, immutable Policy, or diagnostics that say all that is wrong at once.
#pragma once

#include <memory>
#include <vector>

#include "policy/ast.h"
#include "policy/policy.h"
#include "policy/source.h"

namespace mizan::policy {

struct Compiled {
    std::shared_ptr<const Policy> policy;  // null if there is any error
    std::vector<Example> examples;         // of policy.md, in order
    Diagnostics diagnostics;               // sorted
};

// Pure: same source, same policy, byte for byte. Thread-safe.
[[nodiscard]] Compiled compile(const Source& source);

}  // namespace mizan::policy
