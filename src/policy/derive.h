// What follows from a policy's tables: the part that a bundle stores since it takes long to make (needs, which words a token
// expression matches), and the part made on every load (compiled token expressions, the trie's filter, the languages that all
// clauses serve).
#pragma once

#include "policy/policy.h"

namespace mizan::policy {

// Fills both parts, once the tables are complete. False if a token expression does not compile.
[[nodiscard]] bool derive_all(Policy& policy);

// Fills the part that is not stored. False if a token expression does not compile. The tables must have been validated.
[[nodiscard]] bool derive(Policy& policy);

}  // namespace mizan::policy
