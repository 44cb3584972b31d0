// Guards: a term that counts only where, or everywhere but where, a pattern stands near it.
#include <algorithm>

#include "match/steps.h"

namespace mizan::match {

namespace {

bool overlap(TokenRange a, TokenRange b) { return a.first < b.last && b.first < a.last; }

std::uint32_t sentence_of(const text::NormalText& text, std::uint32_t token) {
    return token < text.tokens.size() ? text.tokens[token].sentence : 0xFFFFFFFF;
}

// Collects where the guard's patterns match.
void collect(const policy::Policy& policy, std::uint32_t guard, Scratch& scratch) {
    scratch.spans.clear();
    for (const auto i : scratch.candidates) {
        const auto& p = policy.patterns[i];
        if (p.owner_index != guard) continue;
        scratch.run.run(policy, p, scratch.lattice, [&](const Match& m) {
            scratch.spans.push_back(scratch.lattice.tokens(m.front().from, m.back().to));
            return true;
        });
    }
    std::sort(scratch.spans.begin(), scratch.spans.end(), [](TokenRange a, TokenRange b) { return a.first < b.first; });
}

bool near(const policy::Guard& guard, const text::NormalText& text, TokenRange term, const std::vector<TokenRange>& spans) {
    return std::any_of(spans.begin(), spans.end(), [&](TokenRange s) {
        if (guard.scope == policy::GuardScope::kOverlap) return overlap(s, term);
        return sentence_of(text, s.first) <= sentence_of(text, term.first) && sentence_of(text, term.first) <= sentence_of(text, s.last - 1);
    });
}

}  // namespace

void apply_guards(const policy::Policy& policy, const text::NormalText& text, Scratch& scratch) {
    auto& edges = scratch.lattice.edges();
    const bool any = std::any_of(edges.begin(), edges.end(), [&](const Edge& e) { return policy.terms[e.term].guard != policy::kNone; });
    if (!any) return;
    choose_patterns(policy, policy::PatternOwner::kGuard, scratch);
    // All guards read the same lattice, so the order in which they are applied never matters.
    std::vector<std::uint32_t> drop;
    for (std::uint32_t g = 0; g < policy.guards.size(); ++g) {
        const auto guarded = [&](const Edge& e) { return !e.dropped && policy.terms[e.term].guard == g; };
        if (std::none_of(edges.begin(), edges.end(), guarded)) continue;
        collect(policy, g, scratch);
        for (std::uint32_t i = 0; i < edges.size(); ++i) {
            if (!guarded(edges[i])) continue;
            const bool found = near(policy.guards[g], text, scratch.lattice.tokens(edges[i].from, edges[i].to), scratch.spans);
            if (found == (policy.guards[g].mode == policy::GuardMode::kUnless)) drop.push_back(i);
        }
    }
    for (const auto i : drop) edges[i].dropped = true;
    if (!drop.empty()) scratch.lattice.recount(policy);
}

}  // namespace mizan::match
