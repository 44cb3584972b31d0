// What an engine says of its policy, and a check that reports all that is wrong with a policy's source.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "mizan/result.h"

namespace mizan::api {

struct ClauseInfo {
    std::string id;  // "dehumanisation"
    std::string title;
    std::string prose;          // the text people read, in Markdown
    std::string state;          // "live", "shadow", "canary", "retired"
    std::uint8_t severity = 0;  // 1..5
};

struct PolicyInfo {
    std::string title;
    std::string version;      // SHA-256 of the canonical source, 64 hex digits
    std::string bundle_hash;  // SHA-256 of the compiled policy, 64 hex digits
    std::uint32_t semantics_level = 0;
    std::size_t terms = 0;            // spellings in the lexicon, inflected forms included
    std::vector<ClauseInfo> clauses;  // in policy order
};

// Compiles the policy in `folder` and gives every diagnostic, warnings too; none: all is well. Thread-safe.
// Errors: policy-missing, file-read, policy-limit. An invalid policy is no Error here: see the diagnostics.
[[nodiscard]] Result<std::vector<Diagnostic>> check_policy(const std::string& folder);

}  // namespace mizan::api
