#include "policy/needs.h"

#include <algorithm>
#include <map>
#include <span>
#include <unordered_map>
#include <utility>

#include "base/hash.h"
#include "policy/need_order.h"
#include "policy/policy.h"

namespace mizan::policy {

namespace {

using Kinds = std::uint8_t;                            // bits of TermKind
using Need = std::vector<std::pair<SymbolId, Kinds>>;  // by symbol
using Row = std::vector<std::uint32_t>;                // ids of the needs that are met, ascending

constexpr Kinds kAnyKind = 7;

struct RowHash {
    std::size_t operator()(const Row& row) const {
        return hash64(reinterpret_cast<const char*>(row.data()), row.size() * sizeof row[0]);
    }
};
struct NeedHash {
    std::size_t operator()(const Need& need) const {
        std::uint64_t h = need.size();
        for (const auto& [symbol, kinds] : need)
            h = fold_product(h ^ (std::uint64_t{symbol} << 8 | kinds), 0x9E3779B97F4A7C15ull);
        return h;
    }
};

// Every need that some pattern has, once.
class Catalogue {
public:
    std::uint32_t add(Need need) {
        const auto [it, fresh] =
            index_.try_emplace(std::move(need), static_cast<std::uint32_t>(needs_.size()));
        if (fresh) needs_.push_back(&it->first);
        return it->second;
    }
    [[nodiscard]] const Need& operator[](std::uint32_t index) const { return *needs_[index]; }
    [[nodiscard]] std::size_t size() const { return needs_.size(); }

private:
    std::unordered_map<Need, std::uint32_t, NeedHash> index_;
    std::vector<const Need*> needs_;
};

// The positions that take a term with this symbol.
std::uint64_t positions_of(const Pattern& pattern, SymbolId symbol) {
    const auto it = std::lower_bound(pattern.symbols.begin(), pattern.symbols.end(), symbol,
                                     [](const SymbolMask& m, SymbolId s) { return m.symbol < s; });
    return it == pattern.symbols.end() || it->symbol != symbol ? 0 : it->mask;
}

// The kinds of term that carry this symbol into some position of the pattern.
Kinds kinds_of(const Pattern& pattern, SymbolId symbol) {
    const auto positions = positions_of(pattern, symbol);
    if (positions == 0) return kAnyKind;
    unsigned kinds = 0;
    for (std::size_t k = 0; k < pattern.kinds.size(); ++k) {
        if (pattern.kinds[k] & positions) kinds |= 1u << k;
    }
    return static_cast<Kinds>(kinds);
}

struct Wish {
    std::uint32_t need = 0;       // of the catalogue
    std::uint64_t positions = 0;  // where a match meets it; 0 for anywhere in the text
};

// What one pattern needs, the likely rarest first.
struct Wanted {
    std::uint32_t pattern = 0;
    std::vector<Wish> wishes;
};

// Fills one table: first every pattern's needs, then list(), then rows.
class Filler {
public:
    Filler(const Policy& policy, const Catalogue& catalogue, NeedTable& table)
        : p_(policy),
          catalogue_(catalogue),
          t_(table),
          ids_(catalogue.size(), kNone),
          by_symbol_(policy.symbols) {}

    // The ids of the needs, old or new.
    std::vector<std::uint32_t> add(const Wanted& wanted) {
        std::vector<std::uint32_t> ids;
        for (const auto& wish : wanted.wishes) ids.push_back(id(wish.need));
        const auto owner = static_cast<std::size_t>(p_.patterns[wanted.pattern].owner);
        if (ids.empty()) t_.needless[owner].push_back(wanted.pattern);
        else by_head_[ids.front()].emplace_back(wanted.pattern, ids);
        return ids;
    }
    std::uint32_t id(std::uint32_t need) {
        auto& id = ids_[need];
        if (id != kNone) return id;
        id = next_++;
        for (const auto& [symbol, kinds] : catalogue_[need])
            by_symbol_[symbol].emplace_back(id, kinds);
        return id;
    }
    // What is added from now on stands behind the open words.
    void close() {
        t_.open_blocks = blocks();
        next_ = static_cast<std::uint32_t>(kBlockBits * t_.open_blocks);
    }

    void list() {
        t_.blocks = blocks();
        for (auto& row : t_.heads) row.assign(words(), 0);
        t_.first_listed.assign(64 * words() + 1, 0);
        std::uint32_t need = 0;
        for (const auto& [head, patterns] : by_head_) {
            for (; need <= head; ++need)
                t_.first_listed[need] = static_cast<std::uint32_t>(t_.listed.size());
            for (const auto& [pattern, needs] : patterns) {
                NeedTable::Listed listed{pattern, {}};
                listed.others.fill(head);
                std::copy_n(needs.begin() + 1, needs.size() - 1, listed.others.begin());
                t_.listed.push_back(listed);
                auto& heads = t_.heads[static_cast<std::size_t>(p_.patterns[pattern].owner)];
                heads[head / 64] |= std::uint64_t{1} << (head % 64);
            }
        }
        for (; need < t_.first_listed.size(); ++need)
            t_.first_listed[need] = static_cast<std::uint32_t>(t_.listed.size());
        (void)row_id({});
    }

    // The row of what these terms meet together.
    std::uint32_t row_of(std::span<const std::uint32_t> terms) {
        met_.clear();
        for (const auto t : terms) {
            const auto& term = p_.terms[t];
            for (auto i = term.first_symbol; i < term.last_symbol; ++i) {
                for (const auto& [need, kinds] : by_symbol_[p_.term_symbols[i]]) {
                    if (kinds >> static_cast<unsigned>(term.kind) & 1) met_.push_back(need);
                }
            }
        }
        std::sort(met_.begin(), met_.end());
        met_.erase(std::unique(met_.begin(), met_.end()), met_.end());
        return row_id(met_);
    }

private:
    static constexpr std::size_t kBlockBits = 64 * NeedTable::kBlock;
    [[nodiscard]] std::uint32_t blocks() const {
        return static_cast<std::uint32_t>((next_ + kBlockBits - 1) / kBlockBits);
    }
    [[nodiscard]] std::size_t words() const { return t_.blocks * NeedTable::kBlock; }

    std::uint32_t row_id(const Row& met) {
        const auto known = row_ids_.find(met);
        if (known != row_ids_.end()) return known->second;
        const auto id = static_cast<std::uint32_t>(t_.rows.size());
        row_ids_.emplace(met, id);
        auto need = met.begin();
        for (std::uint32_t b = 0; b < t_.blocks; ++b) {
            NeedTable::Block block;
            for (; need != met.end() && *need / kBlockBits == b; ++need)
                block.words[*need / 64 % NeedTable::kBlock] |= std::uint64_t{1} << (*need % 64);
            t_.rows.push_back(block_id(block));
        }
        return id;
    }
    std::uint32_t block_id(const NeedTable::Block& block) {
        const auto [it, fresh] =
            block_ids_.try_emplace(block.words, static_cast<std::uint32_t>(t_.pool.size()));
        if (fresh) t_.pool.push_back(block);
        return it->second;
    }

    const Policy& p_;
    const Catalogue& catalogue_;
    NeedTable& t_;
    std::vector<std::uint32_t> ids_;  // by need of the catalogue
    std::uint32_t next_ = 0;
    std::vector<std::vector<std::pair<std::uint32_t, Kinds>>>
        by_symbol_;  // needs that a symbol meets
    std::map<std::uint32_t, std::vector<std::pair<std::uint32_t, std::vector<std::uint32_t>>>>
        by_head_;
    std::unordered_map<Row, std::uint32_t, RowHash> row_ids_;
    std::map<decltype(NeedTable::Block::words), std::uint32_t> block_ids_;
    Row met_;
};

class Deriver {
public:
    explicit Deriver(const Policy& policy) : p_(policy), orders_(policy) {
        out_.orders.resize(policy.patterns.size());
    }

    Needs run() {
        fill_constructs();
        fill_others();
        return std::move(out_);
    }

private:
    Wish wish(const Pattern& pattern, const std::vector<SymbolId>& symbols) {
        Need need;
        Wish wish;
        for (const auto s : symbols) {
            need.emplace_back(s, kinds_of(pattern, s));
            wish.positions |= positions_of(pattern, s);
        }
        wish.need = catalogue_.add(std::move(need));
        return wish;
    }
    Wanted wanted_by(std::uint32_t index) {
        const auto& pattern = p_.patterns[index];
        Wanted wanted{index, {}};
        auto& wishes = wanted.wishes;
        if (!pattern.anchors.empty()) wishes.push_back(wish(pattern, pattern.anchors));
        for (const auto& symbols : pattern.required) wishes.push_back(wish(pattern, symbols));
        // A construct's claim binds a group that the text names, be it by a pronoun for one named before, unless the person
        // addressed has declared theirs.
        if (pattern.owner == PatternOwner::kConstruct && pattern.addressee == 0) {
            const auto group = p_.constructs[pattern.owner_index].group_concept;
            if (group != kNone) wishes.push_back({catalogue_.add({{group, kAnyKind}}), 0});
        }
        if (wishes.size() > NeedTable::kNeeds) wishes.resize(NeedTable::kNeeds);
        return wanted;
    }

    void list(Filler& filler, const Wanted& wanted) {
        const auto ids = filler.add(wanted);
        std::vector<PlacedNeed> placed;
        for (std::size_t i = 0; i < ids.size(); ++i)
            placed.push_back({ids[i], wanted.wishes[i].positions});
        out_.orders[wanted.pattern] = orders_.of(p_.patterns[wanted.pattern], placed);
    }

    void fill_constructs() {
        std::vector<Wanted> all;
        std::vector<std::uint32_t> wished;  // by need: how many patterns have it
        for (std::uint32_t i = 0; i < p_.patterns.size(); ++i) {
            if (p_.patterns[i].owner != PatternOwner::kConstruct) continue;
            all.push_back(wanted_by(i));
            wished.resize(catalogue_.size(), 0);
            for (const auto& wish : all.back().wishes) ++wished[wish.need];
        }
        const auto gate = static_cast<std::uint32_t>(
            std::max_element(wished.begin(), wished.end()) - wished.begin());
        const auto closed = std::stable_partition(all.begin(), all.end(), [&](const Wanted& w) {
            return std::none_of(w.wishes.begin(), w.wishes.end(),
                                [&](const Wish& wish) { return wish.need == gate; });
        });
        Filler filler(p_, catalogue_, out_.constructs);
        if (!wished.empty()) out_.constructs.gate = filler.id(gate);
        const auto add = [&](const Wanted& w) { list(filler, w); };
        std::for_each(all.begin(), closed, add);
        filler.close();
        std::for_each(closed, all.end(), add);
        filler.list();
        rows_of_places(filler);
    }

    void fill_others() {
        std::vector<Wanted> all;
        for (std::uint32_t i = 0; i < p_.patterns.size(); ++i) {
            if (p_.patterns[i].owner != PatternOwner::kConstruct) all.push_back(wanted_by(i));
        }
        Filler filler(p_, catalogue_, out_.others);
        for (const auto& w : all) list(filler, w);
        filler.close();
        filler.list();
        for (std::uint32_t t = 0; t < p_.terms.size(); ++t)
            out_.term_row.push_back(filler.row_of({&t, 1}));
    }

    // Children have greater numbers than their parents, so one pass backwards sees what lies deeper.
    void rows_of_places(Filler& filler) {
        out_.by_node.resize(p_.nodes.size());
        std::vector<std::uint8_t> any(p_.nodes.size(), 0);  // at the node or deeper
        for (auto n = static_cast<std::uint32_t>(p_.nodes.size()); n-- > 0;) {
            const auto& node = p_.nodes[n];
            auto& place = out_.by_node[n];
            bool deeper = false;
            for (auto e = node.first_edge; e < node.last_edge; ++e)
                deeper = deeper || any[p_.trie_edges[e].node];
            const auto row =
                filler.row_of(std::span(p_.node_terms)
                                  .subspan(node.first_term, node.last_term - node.first_term));
            place.bits = row << 1 | (deeper ? 1u : 0u);
            any[n] = deeper || row != 0;
        }
    }

    const Policy& p_;
    NeedOrders orders_;
    Needs out_;
    Catalogue catalogue_;
};

}  // namespace

Needs derive_needs(const Policy& policy) { return Deriver(policy).run(); }

}  // namespace mizan::policy
