// TypoIndex: which words are one mistake away from a word: one letter swapped with its neighbour, left out, put in or
// replaced. Words and their forms with one letter deleted share an index (the deletion neighbourhood of Bocek et al.'s
// FastSS); a bit set in front of it answers for nearly all other words. Immutable once built; thread-safe then.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "text/word_id.h"

namespace mizan::text {

class Vocabulary;

class TypoIndex {
public:
    static constexpr std::size_t kShortest = 6;
    static constexpr std::size_t kLongest = 24;

    // Adds a word; without effect unless it is kShortest to kLongest letters a-z.
    void add(WordId id, std::string_view word);
    void build();

    // Ids of words one mistake away from `word`, ascending, each once; fills `out` and gives their number. The first letter
    // must be right, unless it changed places with the second: people seldom miss it, and names differ in it.
    std::size_t find(const Vocabulary& vocabulary, std::string_view word,
                     std::span<WordId> out) const;

private:
    [[nodiscard]] bool maybe(std::uint64_t key) const {
        return (bits_[key >> shift_ >> 6] >> (key >> shift_ & 63) & 1) != 0;
    }

    std::vector<std::pair<std::uint64_t, WordId>> entries_;  // by key, then id
    std::vector<std::uint64_t> bits_;
    unsigned shift_ = 64;
};

// True if one of the four mistakes turns `a` into `b`; false if they are equal.
[[nodiscard]] bool one_mistake(std::string_view a, std::string_view b);

}  // namespace mizan::text
