// The languages that identification can name, and its function words. Index 0 is "und".
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace mizan::text {

class Vocabulary;

struct Language {
    std::string_view code;  // BCP 47 primary subtag
    std::span<const std::string_view>
        words;  // frequent function words, folded; empty where the script says enough
};

[[nodiscard]] std::span<const Language> languages();  // [0] is {"und", {}}; at most 32
[[nodiscard]] std::uint8_t language_index(
    std::string_view code);  // of "en" or "en-GB"; 0 if unknown

inline constexpr std::uint32_t kHomographBit =
    1u << 0;  // English texts hold this word too, but it is none of theirs
inline constexpr std::uint32_t kEnglishBit = 1u << 1;  // English is language 1

// Adds every function word to the vocabulary with its language bits.
void add_function_words(Vocabulary& vocabulary);

}  // namespace mizan::text
