// bytes -> NormalText: folding (case, width, marks, zero-width and bidi controls), words, sentences, quotations,
// hashtags, alternative readings, language. Pure; linear in the text; thread-safe (all state is in the arguments).
#pragma once

#include <span>

#include "model/post.h"
#include "text/normal_text.h"

namespace mizan::text {

// Fills `out` from the parts that hold text (url and media-ref parts give no words). `declared_lang` is the platform's
// word for the language (may be empty); it decides only where the text itself does not say otherwise.
void normalize(std::span<const Part> parts, std::string_view declared_lang,
               const Vocabulary& vocabulary, NormalText& out);

// Folds a policy's term into words exactly as normalize() folds a post's: {"anti", "semitic"}. Used by the policy compiler,
// so that a term and the text it is meant for can never be cut differently.
[[nodiscard]] std::vector<std::string> fold_term(std::string_view term);

}  // namespace mizan::text
