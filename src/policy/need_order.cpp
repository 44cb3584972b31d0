#include "policy/need_order.h"

#include <algorithm>
#include <array>
#include <bit>

#include "base/limits.h"
#include "policy/automaton.h"

namespace mizan::policy {

namespace {

constexpr std::size_t kPositions = limits::kPatternPositions;
constexpr int kNever = -1;

std::size_t lowest(std::uint64_t positions) {
    return static_cast<std::size_t>(std::countr_zero(positions));
}

// By position: the most tokens between the start of what one of `from` takes and the start of what this one takes later in the
// same match; kNever if it takes nothing later. Positions lead to later ones only.
std::array<int, kPositions> farthest(const Pattern& pattern,
                                     const std::array<std::uint8_t, kPositions>& tokens,
                                     std::uint64_t from) {
    std::array<int, kPositions> most;
    most.fill(kNever);
    for (std::size_t p = 0; p < pattern.follow.size(); ++p) {
        const int here = std::max(most[p], (from >> p & 1) != 0 ? 0 : kNever);
        if (here == kNever) continue;
        for (auto next = pattern.follow[p]; next != 0; next &= next - 1)
            most[lowest(next)] = std::max(most[lowest(next)], here + tokens[p]);
    }
    return most;
}

bool leads_forward(const Pattern& pattern) {
    for (std::size_t p = 0; p < pattern.follow.size(); ++p) {
        if ((pattern.follow[p] & ((std::uint64_t{2} << p) - 1)) != 0) return false;
    }
    return true;
}

// Positions that take this built-in and nothing else.
std::uint64_t only(const Pattern& pattern, Builtin builtin) {
    auto others = pattern.gap;
    for (const auto& m : pattern.symbols) others |= m.mask;
    for (const auto& m : pattern.regexes) others |= m.mask;
    for (std::size_t b = 0; b < kBuiltins; ++b) {
        if (b != static_cast<std::size_t>(builtin)) others |= pattern.builtin[b];
    }
    return pattern.builtin[static_cast<std::size_t>(builtin)] & ~others;
}

bool always_takes(const Pattern& pattern, std::uint64_t positions) {
    return positions != 0 && !ends_without(pattern, positions);
}

}  // namespace

NeedOrders::NeedOrders(const Policy& policy) : words_(policy.symbols, 1) {
    // Children have greater numbers than their parents.
    std::vector<std::uint8_t> depth(policy.nodes.size(), 1);
    for (std::uint32_t n = 1; n < policy.nodes.size(); ++n) {
        const auto& node = policy.nodes[n];
        for (auto e = node.first_edge; e < node.last_edge; ++e)
            depth[policy.trie_edges[e].node] = static_cast<std::uint8_t>(depth[n] + 1);
        if (depth[n] == 1) continue;
        for (auto t = node.first_term; t < node.last_term; ++t) {
            const auto& term = policy.terms[policy.node_terms[t]];
            for (auto i = term.first_symbol; i < term.last_symbol; ++i) {
                auto& words = words_[policy.term_symbols[i]];
                words = std::max(words, depth[n]);
            }
        }
    }
}

NeedOrder NeedOrders::of(const Pattern& pattern, std::span<const PlacedNeed> needs) const {
    NeedOrder order;
    order.strong_break = always_takes(pattern, only(pattern, Builtin::kBreak));
    order.sentence_end =
        always_takes(pattern, only(pattern, Builtin::kSentenceEnd) & ~pattern.last);
    if (!leads_forward(pattern)) return order;
    std::array<std::uint8_t, kPositions> tokens;
    tokens.fill(1);
    for (const auto& m : pattern.symbols) {
        for (auto p = m.mask; p != 0; p &= p - 1)
            tokens[lowest(p)] = std::max(tokens[lowest(p)], words_[m.symbol]);
    }
    // within[i][j]: the most tokens from the start of a word for i to that of a later one for j; 0 if none comes later.
    std::array<std::array<int, NeedTable::kNeeds>, NeedTable::kNeeds> within{};
    for (std::size_t i = 0; i < needs.size(); ++i) {
        const auto most = farthest(pattern, tokens, needs[i].positions);
        for (std::size_t j = 0; j < needs.size(); ++j) {
            for (auto p = needs[j].positions; p != 0; p &= p - 1)
                within[i][j] = std::max(within[i][j], most[lowest(p)]);
        }
    }
    const auto before = [&](std::size_t i, std::size_t j) {
        return (needs[i].positions & needs[j].positions) == 0 && within[i][j] > 0 &&
               within[j][i] == 0;
    };
    std::vector<std::pair<unsigned, std::size_t>> places;  // (how many stand before it, need)
    for (std::size_t i = 0; i < needs.size(); ++i) {
        unsigned ahead = 0, behind = 0;
        for (std::size_t j = 0; j < needs.size(); ++j) {
            ahead += before(j, i);
            behind += before(i, j);
        }
        if (ahead + behind > 0) places.emplace_back(ahead, i);
    }
    std::sort(places.begin(), places.end());
    for (const auto& [ahead, i] : places) {
        for (std::size_t k = 0; k < order.count; ++k) {
            const auto j = places[k].second;
            if (before(j, i))
                order.within[order.count][k] =
                    static_cast<std::uint8_t>(std::min(within[j][i], NeedOrder::kAnyDistance));
        }
        order.needs[order.count++] = needs[i].need;
    }
    return order;
}

}  // namespace mizan::policy
