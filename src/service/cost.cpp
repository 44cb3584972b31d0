// Costs are estimates from the compiler's own word frequencies; what runs is measured by `mizan bench`.
#include "service/cost.h"

#include <algorithm>
#include <map>

#include "policy/bundle.h"

namespace mizan::service {

namespace {

// The first spelling of every literal symbol, found by walking the trie.
class LiteralNames {
public:
    explicit LiteralNames(const policy::Policy& policy) : policy_(policy) {
        for (text::WordId w = 1; w < policy.root_child.size(); ++w) {
            if (policy.root_child[w] != 0)
                walk(policy.root_child[w], std::string(policy.vocabulary.text(w)));
        }
    }
    [[nodiscard]] std::string of(policy::SymbolId symbol) const {
        if (symbol < policy_.concepts.size()) return policy_.concepts[symbol].path;
        const auto it = names_.find(symbol);
        return it == names_.end() ? "\"\"" : "\"" + it->second + "\"";
    }

private:
    // As deep as the longest term, at most limits::kTermWords.
    void walk(std::uint32_t node, const std::string& words) {
        const auto& n = policy_.nodes[node];
        for (auto i = n.first_term; i < n.last_term; ++i) {
            const auto& term = policy_.terms[policy_.node_terms[i]];
            for (auto s = term.first_symbol; s < term.last_symbol; ++s) {
                if (policy_.term_symbols[s] >= policy_.concepts.size())
                    names_.try_emplace(policy_.term_symbols[s], words);
            }
        }
        for (auto e = n.first_edge; e < n.last_edge; ++e) {
            const auto& edge = policy_.trie_edges[e];
            walk(edge.node, words + " " + std::string(policy_.vocabulary.text(edge.word)));
        }
    }

    const policy::Policy& policy_;
    std::map<policy::SymbolId, std::string> names_;
};

std::string owner_text(const policy::Policy& policy, const policy::Pattern& p) {
    switch (p.owner) {
        case policy::PatternOwner::kConstruct:
            return "construct " + policy.constructs[p.owner_index].id;
        case policy::PatternOwner::kFrameCue: return "cue of " + policy.frames[p.owner_index].id;
        case policy::PatternOwner::kFrameCancel:
            return "cancel of " + policy.frames[p.owner_index].id;
        case policy::PatternOwner::kGuard: return "guard " + policy.guards[p.owner_index].id;
    }
    return {};
}

// Frames are only looked for in texts that hold a claim.
std::string_view verdict_of(const policy::Pattern& p) {
    if (p.owner == policy::PatternOwner::kFrameCue || p.owner == policy::PatternOwner::kFrameCancel)
        return "after a claim";
    if (p.anchors.empty()) return "always tried";
    if (p.anchor_cost > kCostlyPerMillion) return "costly";
    return p.anchor_cost < kCheapPerMillion ? "cheap" : "fair";
}

int rank(const PatternCost& p) {
    if (p.verdict == "always tried") return 0;
    return p.verdict == "after a claim" ? 2 : 1;
}

}  // namespace

PolicyCost cost(const policy::Policy& policy) {
    PolicyCost out;
    const LiteralNames names(policy);
    for (const auto& p : policy.patterns) {
        auto& c = out.patterns.emplace_back();
        c.where = p.where;
        c.owner = owner_text(policy, p);
        c.positions = static_cast<std::uint32_t>(p.follow.size());
        c.longest = p.max_cells;
        for (const auto s : p.anchors) c.anchors.push_back(names.of(s));
        c.per_million = p.anchor_cost;
        c.verdict = verdict_of(p);
    }
    std::stable_sort(out.patterns.begin(), out.patterns.end(),
                     [](const PatternCost& a, const PatternCost& b) {
                         if (rank(a) != rank(b)) return rank(a) < rank(b);
                         if (a.per_million != b.per_million) return a.per_million > b.per_million;
                         return a.positions > b.positions;
                     });
    out.terms = policy.terms.size();
    out.spellings = static_cast<std::size_t>(
        std::count_if(policy.nodes.begin(), policy.nodes.end(),
                      [](const policy::TrieNode& n) { return n.first_term < n.last_term; }));
    out.words = policy.vocabulary.size();
    out.clauses = policy.clauses.size();
    out.bundle_bytes = policy::to_bundle(policy).size();
    return out;
}

}  // namespace mizan::service
