// Walks the windows of a text as the matcher does and gathers the terms of all of them.
#include <algorithm>
#include <map>
#include <tuple>

#include "base/limits.h"
#include "match/matcher.h"
#include "policy/restricted.h"
#include "service/explanation.h"

namespace mizan::service {

namespace {

TermMatch term_match(const policy::Policy& policy, const match::Lattice& lattice,
                     const match::Edge& edge) {
    const auto& term = policy.terms[edge.term];
    TermMatch out;
    out.tokens = lattice.tokens(edge.from, edge.to);
    if (term.concept_id != policy::kNone) out.path = policy.concepts[term.concept_id].path;
    out.kind = term.kind;
    out.reading = edge.reading;
    out.dropped = edge.dropped;
    if (const auto* line = policy::find_restricted(policy, edge.term); line != nullptr) {
        out.restricted = true;
        out.where = line->where;
        out.line = line->line;
        out.hash = policy::hash_of(*line);
    }
    return out;
}

}  // namespace

std::vector<TermMatch> find_terms(const policy::Policy& policy, const text::NormalText& text) {
    constexpr auto kWindow = static_cast<std::uint32_t>(limits::kWindowTokens);
    constexpr auto kStep = kWindow - static_cast<std::uint32_t>(limits::kWindowOverlap);
    const auto tokens = static_cast<std::uint32_t>(text.tokens.size());
    std::vector<TermMatch> out;
    // Neighbouring windows see the same terms where they overlap.
    std::map<std::tuple<std::uint32_t, std::uint32_t, std::uint32_t, text::ReadingKind>,
             std::size_t>
        seen;
    match::Scratch scratch;
    for (std::uint32_t first = 0;; first += kStep) {
        const auto last = std::min(tokens, first + kWindow);
        scratch.lattice.build(policy, text, {first, last});
        match::apply_guards(policy, text, scratch);
        for (const auto& edge : scratch.lattice.edges()) {
            auto match = term_match(policy, scratch.lattice, edge);
            const auto [it, fresh] = seen.try_emplace(
                {match.tokens.first, match.tokens.last, edge.term, edge.reading}, out.size());
            if (fresh) out.push_back(std::move(match));
            else out[it->second].dropped &= edge.dropped;
        }
        if (last == tokens) break;
    }
    std::stable_sort(out.begin(), out.end(), [](const TermMatch& a, const TermMatch& b) {
        return a.tokens.first < b.tokens.first;
    });
    return out;
}

}  // namespace mizan::service
