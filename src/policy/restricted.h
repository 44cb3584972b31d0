// What may be told of restricted terms. The lexicon of coded words can be kept from the public, lest it teach how to evade
// it. Whoever may not see it must not learn from any text whether the term that matched was such a one: so everything here
// goes by concept, and treats the terms of a concept that holds a restricted one all alike.
#pragma once

#include <string>
#include <string_view>

#include "model/decision.h"
#include "policy/policy.h"

namespace mizan::policy {

// Stands in Claim::reading for a reading that is not told.
inline constexpr std::string_view kWithheld = "withheld";

// The public part of a concept's path: the concept of that path, if it holds no restricted term; else its nearest ancestor
// that holds none and has a title; null if there is none.
[[nodiscard]] const Concept* public_part(const Policy& policy, std::string_view path);

// Some word of the claim was found by a concept that holds restricted terms. How it was read (which disguise was seen
// through) would then tell what the lexicon has there.
[[nodiscard]] bool withholds(const Policy& policy, const Claim& claim);

// The lexicon line of a restricted term; null if the term is none.
[[nodiscard]] const RestrictedTerm* find_restricted(const Policy& policy, std::uint32_t term);

// SHA-256 of the lexicon line, hex: what names the term on record. For those who may see the line: a word is easily guessed.
[[nodiscard]] std::string hash_of(const RestrictedTerm& term);

}  // namespace mizan::policy
