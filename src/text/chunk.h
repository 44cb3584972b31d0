// Chunk: the letters, digits and symbols of a few neighbouring tokens, and the known words they may stand for.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "text/normal_text.h"

namespace mizan::text {

// A known word that a chunk may stand for. ReadingKind::kPlain is not used.
struct Guess {
    WordId word = kNoWord;
    ReadingKind kind = ReadingKind::kLeet;
};

struct Unit;

class Chunk {
public:
    static constexpr std::size_t kItems = 48;    // a longer chunk has no readings
    static constexpr std::size_t kGuesses = 32;  // further known words are dropped

    // Reads bytes [begin, end) of the part's text; once for each Chunk. False if they cannot stand for another word: too long, or nothing but
    // plain letters.
    bool read(std::string_view text, std::size_t begin, std::size_t end);

    // Looks up what the chunk may stand for; `budget` is the number of look-ups left and goes down.
    void guess(const Vocabulary& vocabulary, std::int64_t& budget);

    [[nodiscard]] const Guess* begin() const { return guesses_.data(); }
    [[nodiscard]] const Guess* end() const { return guesses_.data() + count_; }

private:
    enum class Origin : std::uint8_t { kLetter, kLeet, kSign, kHyphen, kMask };
    struct Item {
        Origin origin = Origin::kLetter;
        std::uint8_t size = 0;  // bytes of `plain`
        char plain[6] = {};
        char first = 0;   // letter it stands for as leet or lookalike; 0: none
        char second = 0;  // another such letter; 0: none
        char mark = 0;    // the symbol, if ASCII
    };
    struct Text {
        std::array<char, 6 * kItems> bytes;
        std::size_t size = 0;
        std::array<std::size_t, 2> wild{};  // where wildcards stand
        std::size_t wilds = 0;
        [[nodiscard]] std::string_view view() const { return {bytes.data(), size}; }
        void put(char c) { bytes[size++] = c; }
    };

    void add_item(char32_t cp, const Unit& unit);
    [[nodiscard]] Text spell(unsigned variant, bool wild_masks, bool wild_signs) const;
    [[nodiscard]] ReadingKind kind(bool masked) const;
    void look_up(std::string_view word, ReadingKind kind);
    void look_up_collapsed(std::string_view word, ReadingKind kind);
    void look_up_wild(Text& text);
    [[nodiscard]] bool may_be_wild() const;

    std::array<Item, kItems> items_;
    std::size_t size_ = 0;
    std::size_t letters_ = 0;
    std::size_t ascii_letters_ = 0;
    std::size_t foreign_ = 0;     // letters that do not fold to ASCII
    std::size_t lookalikes_ = 0;  // of these, those that look like ASCII letters
    std::size_t digits_ = 0;
    std::size_t signs_ = 0;  // symbols that are leet
    std::size_t masks_ = 0;
    std::size_t stops_ = 0;  // of these, full stops
    std::size_t hyphens_ = 0;
    std::size_t ambiguous_ = 0;
    const Vocabulary* vocabulary_ = nullptr;
    std::int64_t* budget_ = nullptr;
    std::array<Guess, kGuesses> guesses_;
    std::size_t count_ = 0;
};

// The letter that a digit or symbol stands for, or its other one; c itself if none.
[[nodiscard]] char leet_letter(char c, bool second);

// Writes `word` with letters that stand `least` times or more in a row written `to` times; gives the size.
std::size_t collapse(std::string_view word, std::size_t least, std::size_t to, char* out);

}  // namespace mizan::text
