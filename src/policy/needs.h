// Needs: what must stand in a text before a pattern can match there; the cheap test that comes before any automaton.
//
// A need is a set of (symbol, kinds of term). A term meets it by carrying one of the symbols and being of one of its kinds.
// Every match of a pattern meets all of the pattern's needs, so a text whose terms leave one unmet has no match; the converse
// does not follow. A row is a set of needs as bits. Derived from a policy's tables on load, never stored; immutable then.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace mizan::policy {

struct Policy;

struct Needs {
    // What the terms that end at a place of the trie meet. 8 bytes at the start of a word: there is one look at each word.
    struct Place {
        std::uint32_t row : 31 = 0;    // met by the terms that end here
        std::uint32_t deeper : 1 = 0;  // a term that goes on from here meets a construct's need
    };
    struct Start {
        std::uint32_t node = 0;  // 0: no term begins so
        Place place;
    };
    // A pattern and its other needs; where there are fewer, the one that it is listed under again.
    static constexpr std::size_t kOthers = 4;
    struct Listed {
        std::uint32_t pattern = 0;
        std::array<std::uint32_t, kOthers> others{};
    };
    static constexpr std::size_t kOwners = 4;  // values of PatternOwner

    static constexpr std::size_t kBlock = 4;  // rows are made of whole blocks of words

    std::size_t row_words = 0;  // words of 64 bits in a row
    std::size_t construct_words =
        0;  // of these the first hold every need of a construct; whole blocks
    std::vector<std::uint64_t> rows;      // row r at r * row_words; row 0 is empty
    std::vector<std::uint32_t> term_row;  // by term
    std::vector<Start> by_word;
    std::vector<Place> by_node;

    // Each pattern is listed under one of its needs, the rarest as far as the compiler can tell.
    std::array<std::vector<std::uint64_t>, kOwners>
        heads;  // by owner: a row of the needs that list something
    std::vector<std::uint32_t>
        first_listed;  // by need: [first_listed[n], first_listed[n + 1]) of `listed`
    std::vector<Listed> listed;
    std::array<std::vector<std::uint32_t>, kOwners>
        needless;  // by owner: patterns that need nothing
};

[[nodiscard]] Needs derive_needs(const Policy& policy);

}  // namespace mizan::policy
