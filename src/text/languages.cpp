#include "text/languages.h"

#include <algorithm>

#include "text/language_words.h"
#include "text/vocabulary.h"

namespace mizan::text {

namespace {

constexpr Language kLanguages[] = {
    {"und", {}},        {"en", kEnglish},    {"es", kSpanish},    {"fr", kFrench},
    {"de", kGerman},    {"it", kItalian},    {"pt", kPortuguese}, {"nl", kDutch},
    {"pl", kPolish},    {"tr", kTurkish},    {"sv", kSwedish},    {"da", kDanish},
    {"no", kNorwegian}, {"fi", kFinnish},    {"ro", kRomanian},   {"cs", kCzech},
    {"hu", kHungarian}, {"id", kIndonesian}, {"vi", kVietnamese}, {"hi", kHindi},
    {"ur", {}},         {"ar", {}},          {"fa", {}},          {"he", {}},
    {"ru", {}},         {"uk", {}},          {"el", {}},          {"bn", {}},
    {"th", {}},         {"zh", {}},          {"ja", {}},          {"ko", {}},
};
static_assert(std::size(kLanguages) <= 32);
static_assert(kLanguages[1].code == "en");

}  // namespace

std::span<const Language> languages() { return kLanguages; }

std::uint8_t language_index(std::string_view code) {
    const auto primary = code.substr(0, code.find_first_of("-_"));
    for (std::size_t i = 1; i < std::size(kLanguages); ++i) {
        const auto known = kLanguages[i].code;
        const bool same = std::equal(
            primary.begin(), primary.end(), known.begin(), known.end(), [](char a, char b) {
                return (a >= 'A' && a <= 'Z' ? static_cast<char>(a | 32) : a) == b;
            });
        if (same) return static_cast<std::uint8_t>(i);
    }
    return 0;
}

void add_function_words(Vocabulary& vocabulary) {
    for (std::size_t i = 1; i < std::size(kLanguages); ++i) {
        for (const auto word : kLanguages[i].words) {
            vocabulary.mark_languages(vocabulary.add(word), 1u << i);
        }
    }
    for (const auto word : kEnglishHomographs)
        vocabulary.mark_languages(vocabulary.add(word), kHomographBit);
}

}  // namespace mizan::text
