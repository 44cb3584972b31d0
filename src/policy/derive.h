// What a policy needs at run time and a bundle does not store: compiled token expressions, needs, the trie's filter,
// the languages that all clauses serve.
#pragma once

#include "policy/policy.h"

namespace mizan::policy {

// Fills the derived members. False if a token expression does not compile. The tables must have been validated.
[[nodiscard]] bool derive(Policy& policy);

}  // namespace mizan::policy
