// Use cases: what a policy that was handed in would decide of some posts, and what it would change. Nothing is kept on record.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "service/load_policy.h"

namespace mizan::service {

inline constexpr std::size_t kTrialExamplesMost = 20;         // for each outcome, or kind of change
inline constexpr std::size_t kTrialExampleBytes = 64u << 10;  // a longer decision is no example
inline constexpr std::size_t kTrialRejectsShown = 5;          // all are counted

// The posts, each as JSON, and who is told after each of them how many are done; false from it: stop.
struct TrialPosts {
    std::vector<std::string> posts;
    std::size_t examples = 5;  // up to so many for each outcome, or kind of change
    std::function<bool(std::uint64_t done)> tick;
};

// {"policy","version","posts","rejected","outcomes":{...},"to_a_person","clauses":[{"clause","violates","unclear","excused"}],
// "examples":[decision],"rejects":[...]}; a clause counts where it finds anything, shadow ones too. Empty if it was stopped.
[[nodiscard]] std::string try_policy(const LoadedPolicy& policy, const TrialPosts& on);

// What diff.h reports of both, as JSON. Empty if it was stopped.
[[nodiscard]] std::string diff_policies(const LoadedPolicy& before, const LoadedPolicy& after,
                                        const TrialPosts& on);

}  // namespace mizan::service
