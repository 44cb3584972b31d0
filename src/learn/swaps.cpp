#include "learn/swaps.h"

#include <algorithm>

namespace mizan::learn {

namespace {

std::optional<std::uint16_t> median(std::vector<std::uint16_t> values) {
    if (values.empty()) return std::nullopt;
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

}  // namespace

void SwapTally::Range::add(std::uint16_t value) {
    low = posts == 0 ? value : std::min(low, value);
    high = posts == 0 ? value : std::max(high, value);
    ++posts;
}

void SwapTally::add(const Row& row, const Judged& judged) {
    if (row.swap.empty()) return;
    auto& set = sets_[row.set][row.swap];
    ++set.posts;
    set.text_of.try_emplace(judged.outcome, row.text);
    for (std::size_t l = 0; l < score::kLabels; ++l) {
        if (judged.scored[l]) set.scores[l].add(judged.scores[l]);
    }
}

std::vector<SwapFigures> SwapTally::finish() && {
    std::vector<SwapFigures> out;
    for (auto& [source, sets] : sets_) {
        SwapFigures figures;
        figures.source = source;
        std::array<std::vector<std::uint16_t>, score::kLabels> gaps;
        for (auto& [name, set] : sets) {
            if (set.posts < 2) continue;
            ++figures.equal.whole;
            if (set.text_of.size() == 1) ++figures.equal.part;
            else if (figures.uneven.size() < examples_)
                figures.uneven.push_back({name, {set.text_of.begin(), set.text_of.end()}});
            for (std::size_t l = 0; l < score::kLabels; ++l) {
                const auto& range = set.scores[l];
                if (range.posts == set.posts)
                    gaps[l].push_back(static_cast<std::uint16_t>(range.high - range.low));
            }
        }
        for (std::size_t l = 0; l < score::kLabels; ++l) {
            figures.measured[l] = gaps[l].size();
            figures.gaps[l] = median(std::move(gaps[l]));
        }
        if (figures.equal.whole > 0) out.push_back(std::move(figures));
    }
    return out;
}

}  // namespace mizan::learn
