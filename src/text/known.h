// When a plain word counts as known, so that no other reading of it is sought.
#pragma once

#include <algorithm>
#include <string_view>

#include "text/languages.h"
#include "text/vocabulary.h"

namespace mizan::text {

// A function word of other languages only, of three letters or fewer, is not known: "ver-min" is no Spanish. Nor is a
// single letter, "a" and "I" apart. `languages` is the word's mask in the vocabulary.
[[nodiscard]] inline bool is_known(WordId id, std::size_t size, std::uint32_t languages) {
    if (id == kNoWord) return false;
    if (size > 3) return true;
    return languages == 0 ? size > 1 : (languages & kEnglishBit) != 0;
}

[[nodiscard]] inline bool is_known(WordId id, std::string_view word, const Vocabulary& vocabulary) {
    if (word.size() == 1) return word == "a" || word == "i";
    return is_known(id, word.size(), id == kNoWord ? 0 : vocabulary.languages(id));
}

[[nodiscard]] inline bool ascii_only(std::string_view s) {
    return std::all_of(s.begin(), s.end(),
                       [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

}  // namespace mizan::text
