// Which patterns may match: those whose every need is met by some term of the text.
#include <algorithm>
#include <bit>

#include "match/steps.h"
#include "match/trie_walk.h"

namespace mizan::match {

namespace {

// scratch.met = the union of scratch.rows, in the first `words` words. A block of it stays in registers while all rows pass.
void merge_rows(const policy::Needs& needs, std::size_t words, Scratch& scratch) {
    static_assert(policy::Needs::kBlock == 4);
    scratch.met.assign(needs.row_words, 0);
    for (std::size_t w = 0; w < words; w += policy::Needs::kBlock) {
        std::uint64_t a = 0, b = 0, c = 0, d = 0;
        for (const auto row : scratch.rows) {
            const auto* const block = needs.rows.data() + row * needs.row_words + w;
            a |= block[0];
            b |= block[1];
            c |= block[2];
            d |= block[3];
        }
        auto* const met = scratch.met.data() + w;
        met[0] = a;
        met[1] = b;
        met[2] = c;
        met[3] = d;
    }
}

// Rows met by the terms of a text without other readings: one way leads through the trie from each word, and few words begin
// a longer term that goes on with the next.
void rows_of_plain(const policy::Policy& policy, const text::NormalText& text, TokenRange tokens,
                   std::vector<std::uint32_t>& rows) {
    const auto& needs = policy.needs;
    constexpr std::uint32_t kAhead = 8;
    const auto ask = [&](std::uint32_t t) {
        __builtin_prefetch(&needs.by_word[text.tokens[t].word]);
    };
    for (auto t = tokens.first; t < std::min(tokens.first + kAhead, tokens.last); ++t) ask(t);
    auto before = needs.by_word[text::kNoWord];
    for (auto t = tokens.first; t < tokens.last; ++t) {
        const auto& token = text.tokens[t];
        if (t + kAhead < tokens.last) ask(t + kAhead);
        const auto start = needs.by_word[token.word];
        if (start.place.row != 0) {
            __builtin_prefetch(needs.rows.data() + start.place.row * needs.row_words);
            rows.push_back(start.place.row);
        }
        const bool longer = policy::may_have_child(policy, before.node, token.word);
        const bool deeper = before.place.deeper != 0;
        const bool on = deeper & longer & (token.gap <= text::Gap::kSpace);
        auto node = on ? before.node : 0;
        for (auto end = t; node != 0; ++end) {
            node = policy::child(policy, node, text.tokens[end].word);
            const auto place = needs.by_node[node];
            rows.push_back(place.row);
            const bool further = place.deeper != 0 && end + 1 < tokens.last &&
                                 text.tokens[end + 1].gap <= text::Gap::kSpace;
            if (!further) break;
        }
        before = start;
    }
}

void rows_of_readings(const policy::Policy& policy, const text::NormalText& text, TokenRange tokens,
                      Scratch& scratch) {
    for (auto t = tokens.first; t < tokens.last; ++t) {
        walk_trie(policy, text, t, tokens.last, scratch.steps, [&](const TrieStep& step) {
            const auto at = policy.needs.by_node[step.node];
            scratch.rows.push_back(at.row);
            return at.deeper != 0;
        });
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
    scratch.rows.clear();
    if (text.readings.empty()) rows_of_plain(policy, text, tokens, scratch.rows);
    else rows_of_readings(policy, text, tokens, scratch);
    merge_rows(policy.needs, policy.needs.construct_words, scratch);
}

void meet_by_edges(const policy::Policy& policy, Scratch& scratch) {
    const auto& needs = policy.needs;
    scratch.rows.clear();
    for (const auto& e : scratch.lattice.edges()) {
        if (const auto row = needs.term_row[e.term]; row != 0 && !e.dropped)
            scratch.rows.push_back(row);
    }
    merge_rows(needs, needs.row_words, scratch);
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
