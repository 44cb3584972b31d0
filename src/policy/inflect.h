// English inflection for lexicon terms and literals: regular forms only; irregular ones are written out with forms=.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mizan::policy {

enum class Inflection : unsigned char { kUninflected, kNoun, kVerb, kAdjective };

[[nodiscard]] bool parse(std::string_view s, Inflection& out);  // "none", "noun", "verb", "adj"

// The term and its regular forms, the term first. Of several words a noun inflects the last ("no-go zone" -> "no-go zones"),
// a verb the first ("burn down" -> "burned down"). Words outside a-z are given back unchanged.
[[nodiscard]] std::vector<std::string> inflect(std::string_view term, Inflection inflection);

}  // namespace mizan::policy
