// A pattern's tree -> its position automaton (Glushkov 1961), with the anchors that every match must contain.
#pragma once

#include "policy/builder.h"

namespace mizan::policy {

// How names inside one pattern are to be read.
struct PatternScope {
    const Named* parameter = nullptr;  // "g"
    ConceptId group = kNone;           // what g is taken from
    const Where* where = nullptr;      // a word that stands for g
};

// Compiles one line. Unknown names, size and emptiness become diagnostics; the result is usable in any case.
[[nodiscard]] Pattern compile_pattern(Builder& b, const PatternLine& line,
                                      const PatternScope& scope);

// Whether some match reaches its end without any of the positions `avoid`.
[[nodiscard]] bool ends_without(const Pattern& pattern, std::uint64_t avoid);

}  // namespace mizan::policy
