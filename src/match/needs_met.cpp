// Which patterns may match: those whose every need is met by some term of the text.
#include <algorithm>
#include <array>
#include <bit>

#include "match/steps.h"
#include "match/trie_walk.h"

namespace mizan::match {

namespace {

// Adds blocks [first, last) of scratch.rows to scratch.met. A block of it stays in registers while all rows pass.
void merge_rows(const policy::NeedTable& table, std::size_t first, std::size_t last,
                Scratch& scratch) {
    for (std::size_t b = first; b < last; ++b) {
        std::array<std::uint64_t, policy::NeedTable::kBlock> met{};
        for (const auto& at : scratch.rows) {
            const auto& block = table.pool[table.rows[at.row + b]].words;
#pragma GCC unroll 8
            for (std::size_t i = 0; i < met.size(); ++i) met[i] |= block[i];
        }
        std::copy(met.begin(), met.end(),
                  scratch.met.begin() + static_cast<std::ptrdiff_t>(b * met.size()));
    }
}

// Rows met by the terms of a text without other readings: one way leads through the trie from each word, and few words begin
// a longer term that goes on with the next. The first pass is without branches, for which words it would stop at nobody
// foretells.
void rows_of_plain(const policy::Policy& policy, const text::NormalText& text, TokenRange tokens,
                   Scratch& scratch) {
    const std::size_t count = tokens.last - tokens.first;
    scratch.rows.resize(count);
    scratch.longer.resize(count);
    auto* row = scratch.rows.data();
    auto* longer = scratch.longer.data();
    auto before = policy.word_starts[text::kNoWord];
    for (auto t = tokens.first; t < tokens.last; ++t) {
        const auto& token = text.tokens[t];
        const auto start = policy.word_starts[token.word];
        *row = {start.place.row(), t};
        row += start.place.row() != 0;
        *longer = t;
        longer += static_cast<unsigned>(before.place.deeper()) &
                  static_cast<unsigned>(token.gap <= text::Gap::kSpace) &
                  static_cast<unsigned>(policy::may_have_child(policy, before.node, token.word));
        before = start;
    }
    scratch.rows.resize(static_cast<std::size_t>(row - scratch.rows.data()));
    scratch.longer.resize(static_cast<std::size_t>(longer - scratch.longer.data()));
    // What is read next is fetched while the rest is looked up.
    for (const auto second : scratch.longer) {
        const auto node = policy.word_starts[text.tokens[second - 1].word].node;
        __builtin_prefetch(policy.trie_steps.data() +
                           policy::trie_step_slot(policy, node, text.tokens[second].word));
    }
    for (const auto& at : scratch.rows)
        __builtin_prefetch(policy.needs.constructs.rows.data() + at.row);
    for (const auto second : scratch.longer) {
        auto node = policy.word_starts[text.tokens[second - 1].word].node;
        for (auto t = second;; ++t) {
            const auto [next, place] = policy::step(policy, node, text.tokens[t].word);
            if (next == 0) break;
            node = next;
            if (place.row() != 0) scratch.rows.push_back({place.row(), second - 1});
            const bool further = place.deeper() && t + 1 < tokens.last &&
                                 text.tokens[t + 1].gap <= text::Gap::kSpace;
            if (!further) break;
        }
    }
}

void rows_of_readings(const policy::Policy& policy, const text::NormalText& text, TokenRange tokens,
                      Scratch& scratch) {
    scratch.rows.clear();
    for (auto t = tokens.first; t < tokens.last; ++t) {
        walk_trie(policy, text, t, tokens.last, scratch.steps, [&](const TrieStep& step) {
            const auto at = policy.needs.by_node[step.node];
            if (at.row() != 0) scratch.rows.push_back({at.row(), t});
            return at.deeper();
        });
    }
}

// 1 if all other needs are met. Without branches: which pattern fails by which need is hard to foretell.
std::uint64_t all_met(const std::uint64_t* met, const policy::NeedTable::Listed& listed) {
    std::uint64_t all = 1;
    for (const auto need : listed.others) all &= met[need >> 6] >> (need & 63);
    return all;
}

// Calls f(pattern) for those of one owner that the first `blocks` of scratch.met leave nothing to need. Words of met
// behind them may be another text's: what has a need there needs the gate as well, and the gate is then unmet.
template <class F> void each_possible(const policy::NeedTable& table, policy::PatternOwner owner,
                                      std::size_t blocks, const Scratch& scratch, F f) {
    const auto* const met = scratch.met.data();
    const auto* const heads = table.heads[static_cast<std::size_t>(owner)].data();
    for (std::size_t w = 0; w < blocks * policy::NeedTable::kBlock; ++w) {
        for (auto left = heads[w] & met[w]; left != 0; left &= left - 1) {
            const auto need = 64 * w + static_cast<std::size_t>(std::countr_zero(left));
            for (auto i = table.first_listed[need]; i < table.first_listed[need + 1]; ++i) {
                if (all_met(met, table.listed[i]) != 0) f(table.listed[i].pattern);
            }
        }
    }
}

// Bits 1 to `distance` places above each of these; distance at least 1.
std::uint64_t above(std::uint64_t bits, unsigned distance) {
    bits <<= 1;
    for (unsigned have = 1; have < distance;) {
        const auto more = std::min(have, distance - have);
        bits |= bits << more;
        have += more;
    }
    return bits;
}

// What stands between the words of a window.
struct Breaks {
    bool strong = false;
    bool sentence = false;
};

Breaks breaks_in(const text::NormalText& text, TokenRange tokens) {
    Breaks out;
    for (auto t = tokens.first + 1; t < tokens.last; ++t) {
        out.strong |= text.tokens[t].gap == text::Gap::kStrong;
        out.sentence |= text.tokens[t].gap == text::Gap::kSentence;
    }
    return out;
}

// The places of the rows that meet the need, as bits from `base` on.
std::uint64_t places_that_meet(const policy::NeedTable& table, std::uint32_t need,
                               const std::vector<MetRow>& rows, std::uint32_t base) {
    constexpr std::uint32_t kBlock = policy::NeedTable::kBlock;
    const auto* const blocks = table.rows.data() + need / (64 * kBlock);
    const auto* const pool = table.pool.data();
    const auto word = need / 64 % kBlock;
    std::uint64_t places = 0;
    for (const auto& r : rows) {
        const auto met = pool[blocks[r.row]].words[word] >> (need & 63) & 1;
        places |= met << (r.place - base);
    }
    return places;
}

// Whether what meets these needs stands in its order and, unless `far` says that distances do not count, near enough. Rows tell
// places from `base` on, fewer than a mask has bits.
bool in_order(const policy::NeedTable& table, const policy::NeedOrder& order,
              const std::vector<MetRow>& rows, std::uint32_t base, bool far) {
    std::array<std::uint64_t, policy::NeedTable::kNeeds> at{};
    for (std::size_t k = 0; k < order.count; ++k) {
        at[k] = places_that_meet(table, order.needs[k], rows, base);
        for (std::size_t j = 0; j < k; ++j) {
            const unsigned within = order.within[k][j];
            if (within == 0) continue;
            const auto reach = above(at[j], far ? policy::NeedOrder::kAnyDistance : within);
            if ((reach & at[k]) == 0) return false;
        }
    }
    return true;
}

constexpr std::size_t kMaskBits = 64;

}  // namespace

void choose_constructs(const policy::Policy& policy, const text::NormalText& text,
                       TokenRange tokens, Scratch& scratch) {
    const auto& needs = policy.needs;
    const auto& table = needs.constructs;
    if (text.readings.empty()) rows_of_plain(policy, text, tokens, scratch);
    else rows_of_readings(policy, text, tokens, scratch);
    scratch.met.resize(table.blocks * policy::NeedTable::kBlock);
    merge_rows(table, 0, table.open_blocks, scratch);
    auto blocks = table.open_blocks;
    if (blocks > 0 && (scratch.met[table.gate >> 6] >> (table.gate & 63) & 1) != 0) {
        merge_rows(table, blocks, table.blocks, scratch);
        blocks = table.blocks;
    }
    scratch.candidates = table.needless[static_cast<std::size_t>(policy::PatternOwner::kConstruct)];
    const bool ordered = tokens.last - tokens.first <= kMaskBits;
    const auto breaks = breaks_in(text, tokens);
    const bool far = !text.readings.empty();  // a reading may take several words for one
    each_possible(
        table, policy::PatternOwner::kConstruct, blocks, scratch, [&](std::uint32_t pattern) {
            const auto& order = needs.orders[pattern];
            if ((order.strong_break && !breaks.strong) || (order.sentence_end && !breaks.sentence))
                return;
            if (!ordered || in_order(table, order, scratch.rows, tokens.first, far))
                scratch.candidates.push_back(pattern);
        });
    std::sort(scratch.candidates.begin(), scratch.candidates.end());
}

void meet_by_edges(const policy::Policy& policy, Scratch& scratch) {
    const auto& table = policy.needs.others;
    scratch.rows.clear();
    for (const auto& e : scratch.lattice.edges()) {
        if (const auto row = policy.needs.term_row[e.term]; row != 0 && !e.dropped)
            scratch.rows.push_back({row, e.from});
    }
    scratch.met.resize(table.blocks * policy::NeedTable::kBlock);
    merge_rows(table, 0, table.blocks, scratch);
}

void choose_others(const policy::Policy& policy, policy::PatternOwner owner, Scratch& scratch) {
    const auto& table = policy.needs.others;
    scratch.candidates = table.needless[static_cast<std::size_t>(owner)];
    // Places are cells here, of which breaks are some: distances do not count.
    const bool ordered = scratch.lattice.cells().size() <= kMaskBits;
    each_possible(table, owner, table.blocks, scratch, [&](std::uint32_t pattern) {
        if (policy.patterns[pattern].owner != owner) return;
        if (!ordered || in_order(table, policy.needs.orders[pattern], scratch.rows, 0, true))
            scratch.candidates.push_back(pattern);
    });
    std::sort(scratch.candidates.begin(), scratch.candidates.end());
}

}  // namespace mizan::match
