#include "text/evidence.h"

#include <algorithm>
#include <bit>
#include <tuple>

#include "text/languages.h"

namespace mizan::text {

namespace {

struct ScriptRange {
    char32_t first, last;
    Script script;
};

constexpr ScriptRange kRanges[] = {
    {0x0370, 0x03FF, Script::kGreek},   {0x0400, 0x052F, Script::kCyrillic},
    {0x0590, 0x05FF, Script::kHebrew},  {0x0600, 0x06FF, Script::kArabic},
    {0x0750, 0x077F, Script::kArabic},  {0x0900, 0x097F, Script::kDevanagari},
    {0x0980, 0x09FF, Script::kBengali}, {0x0E00, 0x0E7F, Script::kThai},
    {0x1F00, 0x1FFF, Script::kGreek},   {0x3040, 0x30FF, Script::kKana},
    {0x31F0, 0x31FF, Script::kKana},    {0x3400, 0x4DBF, Script::kHan},
    {0x4E00, 0x9FFF, Script::kHan},     {0xAC00, 0xD7AF, Script::kHangul},
    {0xF900, 0xFAFF, Script::kHan},     {0xFB50, 0xFDFF, Script::kArabic},
    {0xFE70, 0xFEFC, Script::kArabic},  {0xFF66, 0xFF9D, Script::kKana},
    {0x20000, 0x3FFFF, Script::kHan},
};

Script script_of(char32_t c) {
    const auto* it = std::find_if(std::begin(kRanges), std::end(kRanges),
                                  [&](const ScriptRange& r) { return c <= r.last; });
    return it != std::end(kRanges) && c >= it->first ? it->script : Script::kNone;
}

bool one_of(char32_t c, std::u32string_view set) {
    return set.find(c) != std::u32string_view::npos;
}

}  // namespace

void Evidence::add_letter(char32_t c) {
    const Script script = script_of(c);
    if (script == Script::kNone) return;
    scripts_ = true;
    ++letters_[static_cast<std::size_t>(script)];
    if (script == Script::kCyrillic) {
        ukrainian_ += one_of(c, U"іїєґІЇЄҐ") ? 1 : 0;
        russian_ += one_of(c, U"ыэъёЫЭЪЁ") ? 1 : 0;
    }
    if (script == Script::kArabic) {
        persian_ += one_of(c, U"پچژگکی") ? 1 : 0;
        urdu_ += one_of(c, U"ٹڈڑںےہھ") ? 1 : 0;
    }
}

std::uint8_t Evidence::by_script(Script script) const {
    const bool kana = letters_[static_cast<std::size_t>(Script::kKana)] > 0;
    switch (script) {
        case Script::kGreek: return language_index("el");
        case Script::kCyrillic: return language_index(ukrainian_ > russian_ ? "uk" : "ru");
        case Script::kHebrew: return language_index("he");
        case Script::kArabic: return language_index(urdu_ > 0 ? "ur" : persian_ > 0 ? "fa" : "ar");
        case Script::kDevanagari: return language_index("hi");
        case Script::kBengali: return language_index("bn");
        case Script::kThai: return language_index("th");
        case Script::kHan: return language_index(kana ? "ja" : "zh");
        case Script::kKana: return language_index("ja");
        case Script::kHangul: return language_index("ko");
        default: return 0;
    }
}

void Evidence::note_foreign(WordId id, std::uint32_t mask) {
    for (std::uint32_t left = mask; left != 0; left &= left - 1) {
        foreign_[static_cast<std::size_t>(std::countr_zero(left))].note(id);
    }
}

// Bytes first, for they are added 16 at a time.
void Evidence::count() {
    std::array<std::uint8_t, Vocabulary::kLanguages> sums{};
    static_assert(12 * std::tuple_size_v<decltype(words_)> < 256);
    for (std::size_t w = 0; w < waiting_; ++w) {
        const auto& points = vocabulary_.points(words_[w]);
        for (std::size_t i = 0; i < sums.size(); ++i)
            sums[i] = static_cast<std::uint8_t>(sums[i] + points[i]);
    }
    for (std::size_t i = 0; i < sums.size(); ++i) points_[i] += sums[i];
    waiting_ = 0;
}

std::uint32_t Evidence::distinct(std::uint8_t language) const {
    if ((kEnglishBit >> language & 1) != 0) return english_.count;
    return foreign_[language].count;
}

std::uint8_t Evidence::by_words(std::uint32_t words) const {
    constexpr std::uint32_t kDistinct = 2;  // different function words that are not English too
    constexpr std::uint32_t kLongText = 8;
    constexpr std::uint32_t kPoints = 24;
    constexpr std::uint8_t kEnglish = std::countr_zero(kEnglishBit);
    // English far ahead of every other, as in most texts of English, is told without asking which comes second.
    const std::uint32_t of_english = points_[kEnglish];
    std::int32_t near = 0;  // without branches, for several languages are compared at once
    for (const auto points : points_)
        near += static_cast<std::int32_t>(3 * points) >= static_cast<std::int32_t>(2 * of_english);
    if (english_.count >= 1 && near == 1) return kEnglish;  // near itself only
    std::uint8_t best = 0;
    std::uint32_t second = 0;
    for (std::uint8_t i = 1; i < Vocabulary::kLanguages; ++i) {
        if (points_[i] > points_[best]) {
            second = points_[best];
            best = i;
        } else {
            second = std::max(second, points_[i]);
        }
    }
    if (best == 0) return 0;
    const std::uint32_t points = points_[best];
    const std::uint32_t different = distinct(best);
    if (best == kEnglish) return different >= 1 && 2 * points > 3 * second ? best : std::uint8_t{0};
    // Its nearest kin has clearly fewer, and one word in twelve or more is a function word of this language.
    if (5 * points < 6 * second || points < words) return 0;
    const bool clear = different >= kDistinct && points >= 2 * of_english;
    // In a longer text one such word is enough where English is all but absent.
    const bool alone = different >= 1 && words >= kLongText && points >= 8 * of_english + kPoints;
    return clear || alone ? best : std::uint8_t{0};
}

std::uint8_t Evidence::language(std::uint32_t words, std::uint32_t latin_letters) {
    count();
    constexpr std::uint32_t kLetters = 2;
    if (!scripts_) return by_words(words);
    const auto* most = std::max_element(letters_.begin(), letters_.end());
    std::uint32_t all = 0;
    for (const auto n : letters_) all += n;
    if (*most >= kLetters && 2 * *most >= all && all > latin_letters) {
        return by_script(static_cast<Script>(most - letters_.begin()));
    }
    return by_words(words);
}

}  // namespace mizan::text
