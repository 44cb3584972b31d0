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

bool is_set(const std::vector<std::uint64_t>& met, std::uint32_t need) {
    return (met[need >> 6] >> (need & 63) & 1) != 0;
}

}  // namespace

void meet_by_words(const policy::Policy& policy, const text::NormalText& text, TokenRange tokens,
                   Scratch& scratch) {
    const auto& needs = policy.needs;
    scratch.met.assign(needs.row_words, 0);
    auto* const met = scratch.met.data();
    const auto add = [&](std::uint32_t row) {
        if (row != 0) merge(met, needs.rows.data() + row * needs.row_words, needs.construct_words);
    };
    const bool readings = !text.readings.empty();
    for (auto t = tokens.first; t < tokens.last; ++t) {
        const auto& place = needs.by_word[text.tokens[t].word];
        if (!readings) {  // most texts, and most of their words begin no longer term
            add(place.row);
            if (!place.deeper || t + 1 >= tokens.last) continue;
            const auto& next = text.tokens[t + 1];
            if (next.gap > text::Gap::kSpace ||
                !policy::may_have_child(policy, place.node, next.word))
                continue;
        }
        walk_trie(policy, text, t, tokens.last, scratch.steps, [&](const TrieStep& step) {
            const auto& at = needs.by_node[step.node];
            add(at.row);
            return at.deeper;
        });
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
                if (policy.patterns[listed.pattern].owner != owner) continue;
                const auto first = needs.others.begin() + listed.first;
                const auto last = needs.others.begin() + listed.last;
                if (std::all_of(first, last, [&](auto n) { return is_set(scratch.met, n); }))
                    scratch.candidates.push_back(listed.pattern);
            }
        }
    }
    std::sort(scratch.candidates.begin(), scratch.candidates.end());
}

}  // namespace mizan::match
