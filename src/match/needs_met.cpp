// Which patterns may match: those whose every need is met by some term of the text.
#include <algorithm>
#include <bit>

#include "match/steps.h"
#include "match/trie_walk.h"

namespace mizan::match {

namespace {

// Whole blocks of a fixed size, so that the compiler makes a few wide instructions of it.
void merge(std::uint64_t* met, const std::uint64_t* row, std::size_t words) {
    constexpr auto kBlock = policy::Needs::kBlock;
    for (std::size_t i = 0; i < words; i += kBlock) {
        for (std::size_t k = 0; k < kBlock; ++k) met[i + k] |= row[i + k];
    }
}

// 1 if all other needs are met. Without branches: which pattern fails by which need is hard to foretell.
std::uint64_t all_met(const std::uint64_t* met, const policy::Needs::Listed& listed) {
    std::uint64_t all = 1;
    for (const auto need : listed.others) all &= met[need >> 6] >> (need & 63);
    return all;
}

}  // namespace

void meet_by_words(const policy::Policy& policy, const text::NormalText& text, TokenRange tokens,
                   Scratch& scratch) {
    const auto& needs = policy.needs;
    scratch.met.assign(needs.row_words, 0);
    const auto add = [&, met = scratch.met.data()](std::uint32_t row) {
        merge(met, needs.rows.data() + row * needs.row_words, needs.construct_words);
    };
    const auto walk = [&](std::uint32_t first) {
        walk_trie(policy, text, first, tokens.last, scratch.steps, [&](const TrieStep& step) {
            const auto& at = needs.by_node[step.node];
            add(at.row);
            return at.deeper;
        });
    };
    if (!text.readings.empty()) {
        for (auto t = tokens.first; t < tokens.last; ++t) walk(t);
        return;
    }
    // Most texts have no other readings, and most words begin no longer term that goes on with the next word: few branches.
    const policy::Needs::Place* before = &needs.by_word[text::kNoWord];
    for (auto t = tokens.first; t < tokens.last; ++t) {
        const auto& token = text.tokens[t];
        const auto& place = needs.by_word[token.word];
        add(place.row);
        const bool longer = policy::may_have_child(policy, before->node, token.word);
        if (before->deeper & longer & (token.gap <= text::Gap::kSpace)) walk(t - 1);
        before = &place;
    }
}

void meet_by_edges(const policy::Policy& policy, Scratch& scratch) {
    const auto& needs = policy.needs;
    scratch.met.assign(needs.row_words, 0);
    for (const auto& e : scratch.lattice.edges()) {
        if (e.dropped) continue;
        const auto row = needs.term_row[e.term];
        if (row != 0)
            merge(scratch.met.data(), needs.rows.data() + row * needs.row_words, needs.row_words);
    }
}

void choose_patterns(const policy::Policy& policy, policy::PatternOwner owner, Scratch& scratch) {
    const auto& needs = policy.needs;
    const auto index = static_cast<std::size_t>(owner);
    scratch.candidates = needs.needless[index];
    const auto& heads = needs.heads[index];
    for (std::size_t w = 0; w < heads.size(); ++w) {
        for (auto left = heads[w] & scratch.met[w]; left != 0; left &= left - 1) {
            const auto need = 64 * w + static_cast<std::size_t>(std::countr_zero(left));
            for (auto i = needs.first_listed[need]; i < needs.first_listed[need + 1]; ++i) {
                const auto& listed = needs.listed[i];
                if (all_met(scratch.met.data(), listed) != 0 &&
                    policy.patterns[listed.pattern].owner == owner)
                    scratch.candidates.push_back(listed.pattern);
            }
        }
    }
    std::sort(scratch.candidates.begin(), scratch.candidates.end());
}

}  // namespace mizan::match
