#include "policy/derive.h"

#include <algorithm>
#include <map>

#include <re2/re2.h>

namespace mizan::policy {

namespace {

bool compile_regexes(Policy& policy) {
    RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(1 << 20);
    policy.compiled_regexes.clear();
    for (const auto& r : policy.regexes) {
        policy.compiled_regexes.push_back(std::make_shared<const RE2>(r, options));
        if (!policy.compiled_regexes.back()->ok()) return false;
    }
    return true;
}

// Each distinct set of symbols that some construct's pattern requires one of gets a bit; past 63 sets they share bits, which
// only makes the filter let more through.
class Needs {
public:
    std::uint64_t bit(const std::vector<SymbolId>& symbols) {
        const auto [it, fresh] = bits_.try_emplace(symbols, 1ull << (bits_.size() % 63));
        return it->second;
    }
    void mark(std::vector<std::uint64_t>& by_symbol) const {
        for (const auto& [symbols, bit] : bits_) {
            for (const auto s : symbols) by_symbol[s] |= bit;
        }
    }

private:
    std::map<std::vector<SymbolId>, std::uint64_t> bits_;
};

void add_terms(const Policy& p, std::uint32_t node, const std::vector<std::uint64_t>& by_symbol,
               std::uint64_t& needs) {
    const auto& n = p.nodes[node];
    for (auto t = n.first_term; t < n.last_term; ++t) {
        const auto& term = p.terms[p.node_terms[t]];
        for (auto i = term.first_symbol; i < term.last_symbol; ++i)
            needs |= by_symbol[p.term_symbols[i]];
    }
}

// By node: the needs of all terms at or below it. Children have greater numbers, so one pass backwards is enough.
std::vector<std::uint64_t> needs_below(const Policy& p,
                                       const std::vector<std::uint64_t>& by_symbol) {
    std::vector<std::uint64_t> below(p.nodes.size(), 0);
    for (std::size_t i = p.nodes.size(); i-- > 0;) {
        add_terms(p, static_cast<std::uint32_t>(i), by_symbol, below[i]);
        for (auto e = p.nodes[i].first_edge; e < p.nodes[i].last_edge; ++e)
            below[i] |= below[p.trie_edges[e].node];
    }
    return below;
}

void derive_needs(Policy& p) {
    Needs needs;
    p.construct_needs.clear();
    for (const auto& pattern : p.patterns) {
        if (pattern.owner != PatternOwner::kConstruct) continue;
        std::uint64_t all = pattern.anchors.empty() ? 0 : needs.bit(pattern.anchors);
        for (const auto& r : pattern.required) all |= needs.bit(r);
        p.construct_needs.push_back(all);
    }
    std::sort(p.construct_needs.begin(), p.construct_needs.end());
    p.construct_needs.erase(std::unique(p.construct_needs.begin(), p.construct_needs.end()),
                            p.construct_needs.end());

    std::vector<std::uint64_t> by_symbol(p.anchored.size(), 0);
    needs.mark(by_symbol);
    const auto below = needs_below(p, by_symbol);
    p.word_needs.assign(p.root_child.size(), 0);
    for (std::size_t w = 0; w < p.root_child.size(); ++w) {
        if (p.root_child[w] != 0) p.word_needs[w] = below[p.root_child[w]];
    }
}

}  // namespace

bool derive(Policy& policy) {
    derive_needs(policy);
    return compile_regexes(policy);
}

}  // namespace mizan::policy
