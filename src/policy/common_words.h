// The commonest words of some languages, folded, with about how many of a million words they are: for estimates of cost only,
// so that the order of magnitude is all that matters. Rounded from published counts, for English those of the British
// National Corpus (Leech, Rayson and Wilson 2001), "I" and "you" as often as people write them to one another.
#pragma once

#include <cstdint>
#include <string_view>

namespace mizan::policy {

struct CommonWord {
    std::string_view language;
    std::string_view word;
    std::uint32_t per_million = 0;
};

// clang-format off
inline constexpr CommonWord kCommonWords[] = {
    {"en", "the", 60000}, {"en", "of", 30000}, {"en", "and", 27000}, {"en", "to", 26000},
    {"en", "a", 22000}, {"en", "in", 19000}, {"en", "i", 15000}, {"en", "is", 12000},
    {"en", "it", 12000}, {"en", "that", 11000}, {"en", "you", 11000},
    {"de", "die", 30000}, {"de", "der", 30000}, {"de", "und", 25000}, {"de", "in", 17000},
    {"de", "ich", 15000}, {"de", "das", 13000}, {"de", "den", 12000}, {"de", "zu", 12000},
    {"de", "ist", 12000},
    {"fr", "de", 45000}, {"fr", "la", 28000}, {"fr", "le", 22000}, {"fr", "et", 20000},
    {"fr", "les", 18000}, {"fr", "a", 17000}, {"fr", "des", 13000}, {"fr", "en", 13000},
    {"es", "de", 50000}, {"es", "la", 35000}, {"es", "que", 30000}, {"es", "el", 25000},
    {"es", "en", 25000}, {"es", "y", 25000}, {"es", "a", 20000}, {"es", "los", 15000},
    {"pt", "de", 45000}, {"pt", "a", 35000}, {"pt", "o", 30000}, {"pt", "que", 28000},
    {"pt", "e", 28000}, {"pt", "do", 18000}, {"pt", "da", 17000}, {"pt", "em", 15000},
    {"it", "di", 30000}, {"it", "e", 25000}, {"it", "che", 22000}, {"it", "la", 20000},
    {"it", "il", 19000}, {"it", "un", 14000}, {"it", "a", 14000},
    {"nl", "de", 45000}, {"nl", "van", 22000}, {"nl", "het", 22000}, {"nl", "een", 22000},
    {"nl", "en", 20000}, {"nl", "in", 17000},
};
// clang-format on

}  // namespace mizan::policy
