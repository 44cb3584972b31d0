// Which patterns may match: those whose every need is met by some term of the text.
#include <algorithm>
#include <array>
#include <bit>

#include "match/steps.h"
#include "match/trie_walk.h"

namespace mizan::match {

namespace {

// Adds words [first, last) of scratch.rows to scratch.met. A block of it stays in registers while all rows pass.
void merge_rows(const policy::NeedTable& table, std::size_t first, std::size_t last,
                Scratch& scratch) {
    static_assert(policy::NeedTable::kBlock == 4);
    for (std::size_t w = first; w < last; w += policy::NeedTable::kBlock) {
        std::uint64_t a = 0, b = 0, c = 0, d = 0;
        for (const auto row : scratch.rows) {
            const auto* const block = table.row(row) + w;
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
                   Scratch& scratch) {
    const auto& needs = policy.needs;
    const auto push = [&](std::uint32_t row, std::uint32_t token) {
        scratch.rows.push_back(row);
        scratch.row_tokens.push_back(token);
    };
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
            __builtin_prefetch(needs.constructs.row(start.place.row));
            push(start.place.row, t);
        }
        const bool longer = policy::may_have_child(policy, before.node, token.word);
        const bool deeper = before.place.deeper != 0;
        const bool on = deeper & longer & (token.gap <= text::Gap::kSpace);
        auto node = on ? before.node : 0;
        for (auto end = t; node != 0; ++end) {
            node = policy::child(policy, node, text.tokens[end].word);
            const auto place = needs.by_node[node];
            push(place.row, t);
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
            scratch.row_tokens.push_back(t);
            return at.deeper != 0;
        });
    }
}

// 1 if all other needs are met. Without branches: which pattern fails by which need is hard to foretell.
std::uint64_t all_met(const std::uint64_t* met, const policy::NeedTable::Listed& listed) {
    std::uint64_t all = 1;
    for (const auto need : listed.others) all &= met[need >> 6] >> (need & 63);
    return all;
}

// Calls f(pattern) for those of one owner that the first `words` of scratch.met leave nothing to need.
template <class F> void each_possible(const policy::NeedTable& table, policy::PatternOwner owner,
                                      std::size_t words, const Scratch& scratch, F f) {
    const auto* const met = scratch.met.data();
    const auto* const heads = table.heads[static_cast<std::size_t>(owner)].data();
    for (std::size_t w = 0; w < words; ++w) {
        for (auto left = heads[w] & met[w]; left != 0; left &= left - 1) {
            const auto need = 64 * w + static_cast<std::size_t>(std::countr_zero(left));
            for (auto i = table.first_listed[need]; i < table.first_listed[need + 1]; ++i) {
                if (all_met(met, table.listed[i]) != 0) f(table.listed[i].pattern);
            }
        }
    }
}

// Whether the words that meet these needs stand in their order somewhere. Windows of more words than a mask has bits are not
// asked.
bool in_order(const policy::Needs& needs, const policy::NeedOrder& order, TokenRange tokens,
              const Scratch& scratch) {
    if (tokens.last - tokens.first > 64) return true;
    std::array<int, policy::NeedTable::kNeeds> earliest{};
    for (std::size_t k = 0; k < order.count; ++k) {
        std::uint64_t at = 0;
        for (std::size_t i = 0; i < scratch.rows.size(); ++i) {
            const std::uint64_t met = needs.constructs.meets(scratch.rows[i], order.needs[k]);
            at |= met << (scratch.row_tokens[i] - tokens.first);
        }
        if (at == 0) return false;
        earliest[k] = std::countr_zero(at);
        const int latest = 63 - std::countl_zero(at);
        for (unsigned before = order.after[k]; before != 0; before &= before - 1) {
            if (earliest[static_cast<std::size_t>(std::countr_zero(before))] >= latest)
                return false;
        }
    }
    return true;
}

}  // namespace

void choose_constructs(const policy::Policy& policy, const text::NormalText& text,
                       TokenRange tokens, Scratch& scratch) {
    const auto& needs = policy.needs;
    const auto& table = needs.constructs;
    scratch.rows.clear();
    scratch.row_tokens.clear();
    if (text.readings.empty()) rows_of_plain(policy, text, tokens, scratch);
    else rows_of_readings(policy, text, tokens, scratch);
    scratch.met.resize(table.words);
    merge_rows(table, 0, table.open_words, scratch);
    auto words = table.open_words;
    if (words > 0 && (scratch.met[table.gate >> 6] >> (table.gate & 63) & 1) != 0) {
        merge_rows(table, words, table.words, scratch);
        words = table.words;
    }
    scratch.candidates = table.needless[static_cast<std::size_t>(policy::PatternOwner::kConstruct)];
    each_possible(table, policy::PatternOwner::kConstruct, words, scratch,
                  [&](std::uint32_t pattern) {
                      if (in_order(needs, needs.orders[pattern], tokens, scratch))
                          scratch.candidates.push_back(pattern);
                  });
    std::sort(scratch.candidates.begin(), scratch.candidates.end());
}

void meet_by_edges(const policy::Policy& policy, Scratch& scratch) {
    const auto& table = policy.needs.others;
    scratch.rows.clear();
    for (const auto& e : scratch.lattice.edges()) {
        if (const auto row = policy.needs.term_row[e.term]; row != 0 && !e.dropped)
            scratch.rows.push_back(row);
    }
    scratch.met.resize(table.words);
    merge_rows(table, 0, table.words, scratch);
}

void choose_others(const policy::Policy& policy, policy::PatternOwner owner, Scratch& scratch) {
    const auto& table = policy.needs.others;
    scratch.candidates = table.needless[static_cast<std::size_t>(owner)];
    each_possible(table, owner, table.words, scratch, [&](std::uint32_t pattern) {
        if (policy.patterns[pattern].owner == owner) scratch.candidates.push_back(pattern);
    });
    std::sort(scratch.candidates.begin(), scratch.candidates.end());
}

}  // namespace mizan::match
