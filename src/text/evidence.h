// Evidence: the function words and scripts seen in a text, and the language they speak for.
#pragma once

#include <array>
#include <bit>
#include <cstdint>

#include "text/vocabulary.h"

namespace mizan::text {

// Scripts that say something about the language. Latin is not counted.
enum class Script : std::uint8_t {
    kNone,
    kGreek,
    kCyrillic,
    kHebrew,
    kArabic,
    kDevanagari,
    kBengali,
    kThai,
    kHan,
    kKana,
    kHangul,
    kCount
};

class Evidence {
public:
    // A word that the languages of `mask` use as a function word; mask may be 0.
    void add(WordId id, std::uint32_t mask) {
        if (mask == 0) return;
        constexpr std::uint32_t kEnglishToo =
            3;  // bits of English and of its homographs, see languages.h
        const std::uint32_t languages = mask & ~1u;
        const std::uint32_t others = languages & (languages - 1);
        const bool foreign = (mask & kEnglishToo) == 0;
        const bool exclusive = others == 0 && (mask & 1) == 0;
        const std::uint32_t points = exclusive ? 12 : (others & (others - 1)) == 0 ? 6 : 3;
        for (std::uint32_t left = languages; left != 0; left &= left - 1) {
            const auto i = static_cast<std::size_t>(std::countr_zero(left));
            Score& s = scores_[i];
            if ((touched_ & 1u << i) == 0) s.points = s.distinct = 0;
            touched_ |= 1u << i;
            s.points += points;
            if (foreign || i == 1) s.note(id);
        }
    }

    void add_letter(char32_t c);  // beyond ASCII

    // True if letters beyond ASCII were seen in a script that counts.
    [[nodiscard]] bool other_scripts() const { return scripts_; }

    // The language that the text speaks for, given its words and its Latin letters; 0 if it does not say. Latin letters
    // matter only where other_scripts().
    [[nodiscard]] std::uint8_t language(std::uint32_t words, std::uint32_t latin_letters) const;

private:
    struct Score {
        std::uint32_t points;
        std::uint32_t distinct;  // different words that are not English too, counted up to 2
        WordId first;
        void note(WordId id) {
            if (distinct == 0) {
                first = id;
                distinct = 1;
            } else if (id != first) {
                distinct = 2;
            }
        }
    };
    [[nodiscard]] std::uint8_t by_words(std::uint32_t words) const;
    [[nodiscard]] std::uint8_t by_script(Script script) const;

    std::array<Score, 32> scores_;  // valid where touched_ has the bit
    std::uint32_t touched_ = 0;
    bool scripts_ = false;
    std::array<std::uint32_t, static_cast<std::size_t>(Script::kCount)> letters_{};
    std::uint32_t persian_ = 0;  // letters of their own in Persian, Urdu, Ukrainian
    std::uint32_t urdu_ = 0;
    std::uint32_t ukrainian_ = 0;
    std::uint32_t russian_ = 0;
};

}  // namespace mizan::text
