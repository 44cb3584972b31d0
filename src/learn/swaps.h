// Swaps: sets of posts that differ in the group they name, or in naming one at all, and must be decided alike. What is counted
// is whether they were, whatever their label.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "learn/dataset.h"
#include "learn/judged.h"
#include "learn/measure.h"

namespace mizan::learn {

// A set whose posts were not all decided alike.
struct UnevenSwap {
    std::string name;
    std::vector<std::pair<std::string, std::string>>
        decided;  // each outcome and a post that got it
};

struct SwapFigures {
    std::string source;
    Share equal;  // sets whose posts all got the same outcome
    // By Label, over the sets of which every post has the score: the median of how far apart highest and lowest lie (of two in the
    // middle the upper), and of how many sets.
    std::array<std::optional<std::uint16_t>, score::kLabels> gaps{};
    std::array<std::uint64_t, score::kLabels> measured{};
    std::vector<UnevenSwap> uneven;  // the first by name
};

// Counts row after row. Not thread-safe.
class SwapTally {
public:
    // `examples`: uneven sets to keep of each source.
    explicit SwapTally(std::size_t examples) : examples_(examples) {}

    // A row that belongs to no swap is not counted.
    void add(const Row& row, const Judged& judged);
    // By source, in order of name; sets of one post are left out.
    [[nodiscard]] std::vector<SwapFigures> finish() &&;

private:
    struct Range {  // of one score over the posts of a set
        std::uint64_t posts = 0;
        std::uint16_t low = 0;
        std::uint16_t high = 0;
        void add(std::uint16_t value);
    };
    struct Set {
        std::uint64_t posts = 0;
        std::map<std::string, std::string> text_of;  // by outcome: the first post that got it
        std::array<Range, score::kLabels> scores{};
    };

    std::size_t examples_;
    std::map<std::string, std::map<std::string, Set>> sets_;  // by source and swap
};

}  // namespace mizan::learn
