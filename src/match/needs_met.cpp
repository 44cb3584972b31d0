// Which patterns may match: those whose every need is met by some term of the text.
#include <algorithm>
#include <bit>

#include "match/steps.h"
#include "match/trie_walk.h"

namespace mizan::match {

namespace {

void merge(std::vector<std::uint64_t>& met, const std::uint64_t* row, std::size_t words) {
    for (std::size_t i = 0; i < words; ++i) met[i] |= row[i];
}

bool is_set(const std::vector<std::uint64_t>& met, std::uint32_t need) {
    return (met[need >> 6] >> (need & 63) & 1) != 0;
}

}  // namespace

void meet_by_words(const policy::Policy& policy, const text::NormalText& text, TokenRange tokens,
                   Scratch& scratch) {
    const auto& needs = policy.needs;
    scratch.met.assign(needs.row_words, 0);
    const auto add = [&](std::uint32_t row) {
        if (row != 0)
            merge(scratch.met, needs.rows.data() + row * needs.row_words, needs.construct_words);
    };
    for (auto t = tokens.first; t < tokens.last; ++t) {
        const auto& place = needs.by_word[text.tokens[t].word];
        if (text.readings.empty() && !place.deeper) {
            add(place.row);
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
        if (!e.dropped)
            merge(scratch.met, needs.rows.data() + needs.term_row[e.term] * needs.row_words,
                  needs.row_words);
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
