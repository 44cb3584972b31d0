// Evidence: the function words and scripts seen in a text, and the language they speak for.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>

#include "text/languages.h"
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
    explicit Evidence(const Vocabulary& vocabulary) : vocabulary_(vocabulary) {}

    // A function word of some language.
    void add(WordId id) {
        if (waiting_ == words_.size()) count();
        words_[waiting_++] = id;
        const std::uint32_t mask = vocabulary_.languages(id);
        if (mask & kEnglishBit) english_.note(id);
        if ((mask & (kEnglishBit | kHomographBit)) == 0) note_foreign(id, mask);
    }

    void add_letter(char32_t c);  // beyond ASCII

    // True if letters beyond ASCII were seen in a script that counts.
    [[nodiscard]] bool other_scripts() const { return scripts_; }

    // The language that the text speaks for, given its words and its Latin letters; 0 if it does not say. Latin letters
    // matter only where other_scripts().
    [[nodiscard]] std::uint8_t language(std::uint32_t words, std::uint32_t latin_letters);

private:
    // Different words of one language that are not English too, counted up to 2.
    struct Distinct {
        std::uint32_t count = 0;
        WordId first = kNoWord;
        void note(WordId id) {
            if (count == 0) first = id;
            if (id != first || count == 0) count = std::min(count + 1, 2u);
        }
    };
    void note_foreign(WordId id, std::uint32_t mask);
    void count();
    [[nodiscard]] std::uint32_t distinct(std::uint8_t language) const;
    [[nodiscard]] std::uint8_t by_words(std::uint32_t words) const;
    [[nodiscard]] std::uint8_t by_script(Script script) const;

    // Words wait until there are enough of them to add up 32 languages at once; 20 words give a language at most 240 points.
    const Vocabulary& vocabulary_;
    std::array<WordId, 20> words_;
    std::size_t waiting_ = 0;
    std::array<std::uint32_t, Vocabulary::kLanguages> points_{};  // of the words counted so far
    Distinct english_;
    std::array<Distinct, Vocabulary::kLanguages> foreign_;
    bool scripts_ = false;
    std::array<std::uint32_t, static_cast<std::size_t>(Script::kCount)> letters_{};
    std::uint32_t persian_ = 0;  // letters of their own in Persian, Urdu, Ukrainian
    std::uint32_t urdu_ = 0;
    std::uint32_t ukrainian_ = 0;
    std::uint32_t russian_ = 0;
};

}  // namespace mizan::text
