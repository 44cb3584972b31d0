// Use case: what a policy costs to run: each pattern's anchor, how often that stands in text, and the sizes of the whole.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "policy/policy.h"

namespace mizan::service {

// From this many occurrences per million words on (one word in fifty), an anchor no longer keeps a pattern cheap.
inline constexpr std::uint64_t kCostlyPerMillion = 20000;
// Below this many a pattern hardly ever runs.
inline constexpr std::uint64_t kCheapPerMillion = 1000;

struct PatternCost {
    std::string where;                 // "constructs.rules:12:3"
    std::string owner;                 // "construct DEHUMANISED", "cue of condemned", ...
    std::uint32_t positions = 0;       // of at most limits::kPatternPositions
    std::uint32_t longest = 0;         // cells of the longest match
    std::vector<std::string> anchors;  // concepts' paths and "literal words"
    std::uint64_t per_million = 0;     // estimated occurrences of its anchors per million words
    std::string_view verdict;          // "cheap", "fair", "costly", "always tried", "after a claim"
};

struct PolicyCost {
    std::vector<PatternCost> patterns;  // dearest first; then by place
    std::size_t terms = 0;
    std::size_t spellings = 0;
    std::size_t words = 0;
    std::size_t clauses = 0;
    std::size_t bundle_bytes = 0;
};

// Pure.
[[nodiscard]] PolicyCost cost(const policy::Policy& policy);

}  // namespace mizan::service
