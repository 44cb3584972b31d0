// Needs: what must stand in a text before a pattern can match there; the cheap test that comes before any automaton.
//
// A need is a set of (symbol, kinds of term). A term meets it by carrying one of the symbols and being of one of its kinds.
// Every match of a pattern meets all of the pattern's needs, some of them in a known order, so a text whose terms leave one
// unmet has no match; the converse does not follow. A row is a set of needs as bits. Follows from a policy's other tables and is
// stored with them; immutable then.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace mizan::policy {

struct Policy;

// The needs of some owners' patterns, and the rows of what meets them.
struct NeedTable {
    static constexpr std::size_t kNeeds =
        5;  // of one pattern; what were left out would only let more through
    static constexpr std::size_t kBlock = 8;   // words of 64 bits; a row is made of whole blocks
    static constexpr std::size_t kOwners = 4;  // values of PatternOwner

    // A pattern and its other needs; where there are fewer, the one that it is listed under again.
    struct Listed {
        std::uint32_t pattern = 0;
        std::array<std::uint32_t, kNeeds - 1> others{};
        template <class A> void archive(A& a) { a(pattern, others); }
    };

    struct alignas(64) Block {
        std::array<std::uint64_t, kBlock> words{};
        // Most words are 0: a mask tells which are not. It takes eight bytes, so that what is read never takes much more room than
        // what it is read from.
        template <class A> void archive(A& a) {
            std::uint64_t used = 0;
            for (std::size_t i = 0; i < kBlock; ++i) used |= std::uint64_t{words[i] != 0} << i;
            a(used);
            for (std::size_t i = 0; i < kBlock; ++i) {
                if ((used >> i & 1) != 0) a(words[i]);
            }
        }
    };

    std::uint32_t blocks = 0;  // in a row
    // Many rows have blocks alike, and most blocks of a rare word's row are empty: each stands once, so that what is often read
    // stays near. A row is `blocks` indices into `pool`, known by the place of its first; row 0 is empty, and so is block 0.
    std::vector<std::uint32_t> rows;
    std::vector<Block> pool;
    // The need that most patterns share, mostly that a group be named. A row's first `open_blocks` hold it and all needs of
    // the patterns that go without it: where it is unmet, nothing beyond them counts.
    std::uint32_t gate = 0;
    std::uint32_t open_blocks = 0;

    // Each pattern is listed under one of its needs, the rarest as far as the compiler can tell.
    std::array<std::vector<std::uint64_t>, kOwners>
        heads;                                // by owner: a row of the needs that list something
    std::vector<std::uint32_t> first_listed;  // by need: [first_listed[n], first_listed[n + 1])
    std::vector<Listed> listed;
    std::array<std::vector<std::uint32_t>, kOwners>
        needless;  // by owner: patterns that need nothing

    [[nodiscard]] std::size_t needs() const { return std::size_t{64} * kBlock * blocks; }

    template <class A> void archive(A& a) {
        a(blocks, rows, pool, gate, open_blocks, heads, first_listed, listed, needless);
    }
};

// What the test knows of a pattern beyond its needs: which of them are met in what order, how far apart, across what.
struct NeedOrder {
    static constexpr int kAnyDistance = 63;  // tokens; from here on only the order counts

    std::uint8_t count = 0;     // of needs that some other stands before or after
    bool strong_break = false;  // every match spans one
    bool sentence_end = false;  // every match spans one
    std::array<std::uint32_t, NeedTable::kNeeds> needs{};
    // within[k][j], j < k: some word that meets need k starts 1 to so many tokens after one that meets need j; 0: no order.
    std::array<std::array<std::uint8_t, NeedTable::kNeeds>, NeedTable::kNeeds> within{};

    template <class A> void archive(A& a) { a(count, strong_break, sentence_end, needs, within); }
};

// What the terms that end at a place of the trie meet.
struct NeedPlace {
    std::uint32_t bits = 0;

    [[nodiscard]] std::uint32_t row() const { return bits >> 1; }  // of Needs::constructs
    [[nodiscard]] bool deeper() const { return (bits & 1) != 0; }  // a longer term meets something

    template <class A> void archive(A& a) { a(bits); }
};

// The same for what begins with a word. 8 bytes: there is one look at each word.
struct NeedStart {
    std::uint32_t node = 0;  // 0: no term begins so
    NeedPlace place;
};

struct Needs {
    NeedTable constructs;  // asked of the words, before there is a lattice
    std::vector<NeedPlace> by_node;

    NeedTable others;                     // of frames and guards; asked of a lattice's edges
    std::vector<std::uint32_t> term_row;  // by term: of `others`

    std::vector<NeedOrder> orders;  // by pattern

    template <class A> void archive(A& a) { a(constructs, by_node, others, term_row, orders); }
};

[[nodiscard]] Needs derive_needs(const Policy& policy);

}  // namespace mizan::policy
