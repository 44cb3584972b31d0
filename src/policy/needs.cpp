#include "policy/needs.h"

#include <algorithm>
#include <map>
#include <unordered_map>
#include <utility>

#include "base/hash.h"
#include "policy/policy.h"

namespace mizan::policy {

namespace {

using Kinds = std::uint8_t;                            // bits of TermKind
using Need = std::vector<std::pair<SymbolId, Kinds>>;  // by symbol
using Row = std::vector<std::uint64_t>;

constexpr Kinds kAnyKind = 7;

struct RowHash {
    std::size_t operator()(const Row& row) const {
        return hash64(reinterpret_cast<const char*>(row.data()), row.size() * sizeof row[0]);
    }
};

void set(Row& row, std::uint32_t bit) { row[bit >> 6] |= std::uint64_t{1} << (bit & 63); }

void merge(Row& into, const std::uint64_t* row) {
    for (auto& word : into) word |= *row++;
}

// The kinds of term that carry this symbol into some position of the pattern.
Kinds kinds_of(const Pattern& pattern, SymbolId symbol) {
    const auto it = std::lower_bound(pattern.symbols.begin(), pattern.symbols.end(), symbol,
                                     [](const SymbolMask& m, SymbolId s) { return m.symbol < s; });
    if (it == pattern.symbols.end() || it->symbol != symbol) return kAnyKind;
    unsigned kinds = 0;
    for (std::size_t k = 0; k < pattern.kinds.size(); ++k) {
        if (pattern.kinds[k] & it->mask) kinds |= 1u << k;
    }
    return static_cast<Kinds>(kinds);
}

class Deriver {
public:
    explicit Deriver(const Policy& policy) : p_(policy), by_symbol_(policy.symbols) {}

    Needs run() {
        find_common();
        collect(PatternOwner::kConstruct);
        out_.construct_words = words_for(next_);
        next_ = static_cast<std::uint32_t>(
            64 * out_.construct_words);  // the other owners' needs begin a block of their own
        for (const auto owner :
             {PatternOwner::kFrameCue, PatternOwner::kFrameCancel, PatternOwner::kGuard})
            collect(owner);
        out_.row_words = words_for(next_);
        list();
        rows_of_terms();
        rows_of_places();
        return std::move(out_);
    }

private:
    static std::size_t words_for(std::size_t needs) {
        constexpr std::size_t kBits = 64 * Needs::kBlock;
        return (needs + kBits - 1) / kBits * Needs::kBlock;
    }
    std::uint32_t id(const Pattern& pattern, const std::vector<SymbolId>& symbols) {
        Need need;
        for (const auto s : symbols) need.emplace_back(s, kinds_of(pattern, s));
        return id(need);
    }
    std::uint32_t id(const Need& need) {
        const auto [it, fresh] = ids_.try_emplace(need, next_);
        if (!fresh) return it->second;
        for (const auto& [symbol, kinds] : need) by_symbol_[symbol].emplace_back(next_, kinds);
        common_need_.resize(next_ + 1, false);
        common_need_[next_] = is_common(need);
        return next_++;
    }

    // Symbols that a function word alone carries: many texts hold one.
    void find_common() {
        common_.assign(by_symbol_.size(), 0);
        for (text::WordId w = 1; w < p_.root_child.size(); ++w) {
            if (p_.root_child[w] == 0 || p_.vocabulary.languages(w) == 0) continue;
            const auto& node = p_.nodes[p_.root_child[w]];
            for (auto t = node.first_term; t < node.last_term; ++t) {
                const auto& term = p_.terms[p_.node_terms[t]];
                for (auto i = term.first_symbol; i < term.last_symbol; ++i)
                    common_[p_.term_symbols[i]] = 1;
            }
        }
    }
    bool is_common(const Need& need) const {
        return std::any_of(need.begin(), need.end(),
                           [&](const auto& n) { return common_[n.first] != 0; });
    }

    // A construct's claim binds a group that the text names, be it by a pronoun for one named before, unless the person
    // addressed has declared theirs.
    void add_group(const Pattern& pattern, std::vector<std::uint32_t>& needs) {
        if (pattern.owner != PatternOwner::kConstruct || pattern.addressee != 0) return;
        const auto group = p_.constructs[pattern.owner_index].group_concept;
        if (group != kNone) needs.push_back(id(Need{{group, kAnyKind}}));
    }

    void collect(PatternOwner owner) {
        for (std::uint32_t i = 0; i < p_.patterns.size(); ++i) {
            const auto& pattern = p_.patterns[i];
            if (pattern.owner != owner) continue;
            std::vector<std::uint32_t> needs;
            if (!pattern.anchors.empty()) needs.push_back(id(pattern, pattern.anchors));
            for (const auto& r : pattern.required) needs.push_back(id(pattern, r));
            add_group(pattern, needs);
            // The compiler named the rarest first, by an estimate; what no function word meets is rarer still.
            std::stable_partition(needs.begin(), needs.end(),
                                  [&](std::uint32_t n) { return !common_need_[n]; });
            if (needs.empty()) out_.needless[static_cast<std::size_t>(owner)].push_back(i);
            else by_head_[needs.front()].emplace_back(i, std::move(needs));
        }
    }

    void list() {
        for (auto& row : out_.heads) row.assign(out_.row_words, 0);
        out_.first_listed.assign(64 * out_.row_words + 1, 0);
        std::uint32_t need = 0;
        for (const auto& [head, patterns] : by_head_) {
            for (; need <= head; ++need)
                out_.first_listed[need] = static_cast<std::uint32_t>(out_.listed.size());
            for (const auto& [pattern, needs] : patterns) {
                Needs::Listed listed{pattern, {}};
                listed.others.fill(head);
                // What were left out would only let more through.
                std::copy_n(needs.begin() + 1, std::min(needs.size() - 1, Needs::kOthers),
                            listed.others.begin());
                out_.listed.push_back(listed);
                set(out_.heads[static_cast<std::size_t>(p_.patterns[pattern].owner)], head);
            }
        }
        for (; need < out_.first_listed.size(); ++need)
            out_.first_listed[need] = static_cast<std::uint32_t>(out_.listed.size());
    }

    std::uint32_t row_id(const Row& row) {
        const auto [it, fresh] =
            row_ids_.try_emplace(row, static_cast<std::uint32_t>(row_ids_.size()));
        if (fresh) out_.rows.insert(out_.rows.end(), row.begin(), row.end());
        return it->second;
    }
    const std::uint64_t* row(std::uint32_t id) const {
        return out_.rows.data() + id * out_.row_words;
    }

    void rows_of_terms() {
        (void)row_id(Row(out_.row_words, 0));
        Row met;
        for (const auto& term : p_.terms) {
            met.assign(out_.row_words, 0);
            for (auto i = term.first_symbol; i < term.last_symbol; ++i) {
                for (const auto& [need, kinds] : by_symbol_[p_.term_symbols[i]]) {
                    if (kinds >> static_cast<unsigned>(term.kind) & 1) set(met, need);
                }
            }
            out_.term_row.push_back(row_id(met));
        }
    }

    // The row of the terms that end at a node.
    std::uint32_t row_at(const TrieNode& node) {
        if (node.first_term == node.last_term) return 0;
        const auto first = out_.term_row[p_.node_terms[node.first_term]];
        if (node.last_term - node.first_term == 1) return first;
        Row met(row(first), row(first) + out_.row_words);
        for (auto t = node.first_term + 1; t < node.last_term; ++t)
            merge(met, row(out_.term_row[p_.node_terms[t]]));
        return row_id(met);
    }

    // Children have greater numbers than their parents, so one pass backwards sees what lies deeper.
    void rows_of_places() {
        out_.by_node.resize(p_.nodes.size());
        std::vector<std::uint8_t> any(p_.nodes.size(), 0);  // at the node or deeper
        for (auto n = static_cast<std::uint32_t>(p_.nodes.size()); n-- > 0;) {
            const auto& node = p_.nodes[n];
            auto& place = out_.by_node[n];
            bool deeper = false;
            for (auto e = node.first_edge; e < node.last_edge; ++e)
                deeper = deeper || any[p_.trie_edges[e].node];
            place.row = row_at(node) & 0x7FFFFFFF;
            place.deeper = deeper ? 1 : 0;
            const auto* const met = row(place.row);
            any[n] = deeper || std::any_of(met, met + out_.construct_words,
                                           [](std::uint64_t w) { return w != 0; });
        }
        for (const auto node : p_.root_child)
            out_.by_word.push_back({node, node == 0 ? Needs::Place{} : out_.by_node[node]});
    }

    const Policy& p_;
    Needs out_;
    std::map<Need, std::uint32_t> ids_;
    std::uint32_t next_ = 0;
    std::vector<std::vector<std::pair<std::uint32_t, Kinds>>>
        by_symbol_;  // needs that a symbol meets
    std::map<std::uint32_t, std::vector<std::pair<std::uint32_t, std::vector<std::uint32_t>>>>
        by_head_;
    std::vector<std::uint8_t> common_;  // by symbol
    std::vector<bool> common_need_;     // by need
    std::unordered_map<Row, std::uint32_t, RowHash> row_ids_;
};

}  // namespace

Needs derive_needs(const Policy& policy) { return Deriver(policy).run(); }

}  // namespace mizan::policy
