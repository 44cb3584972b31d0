// Constructs -> claims: binds the group (named, by a pronoun, or declared) and notes the words that make the claim.
#include <algorithm>

#include "base/limits.h"
#include "match/steps.h"

namespace mizan::match {

namespace {

struct Binding {
    policy::ConceptId group = policy::kNone;
    TokenRange tokens;
    bool declared = false;
    bool ok = false;
};

bool carries(const policy::Policy& policy, const Edge& edge, policy::SymbolId symbol) {
    if (edge.dropped) return false;
    const auto& t = policy.terms[edge.term];
    for (auto i = t.first_symbol; i < t.last_symbol; ++i) {
        if (policy.term_symbols[i] == symbol) return true;
    }
    return false;
}

// The group last mentioned before the pronoun, at most `sentences` back.
Binding resolve_pronoun(const policy::Policy& policy, const policy::Pattern& pattern,
                        const policy::Construct& construct, const Lattice& lattice,
                        std::uint32_t cell) {
    std::uint32_t sentences = 0;
    const auto stop =
        cell > limits::kPronounCells ? cell - static_cast<std::uint32_t>(limits::kPronounCells) : 0;
    for (std::uint32_t c = cell; c-- > stop;) {
        if (lattice.cells()[c].kind == CellKind::kSentenceEnd &&
            ++sentences > pattern.pronoun_sentences)
            return {};
        const Edge* best = nullptr;  // the longest; of equals one of the text's language
        for (const auto& e : lattice.from(c)) {
            if (!carries(policy, e, construct.group_concept) || e.to > cell) continue;
            if (best == nullptr || e.to > best->to ||
                (e.to == best->to && best->foreign && !e.foreign))
                best = &e;
        }
        if (best == nullptr) continue;
        return {policy.terms[best->term].concept_id, lattice.tokens(best->from, best->to), false,
                true};
    }
    return {};
}

Binding bind(const policy::Policy& policy, const policy::Pattern& pattern,
             const policy::Construct& construct, const Lattice& lattice,
             std::span<const policy::ConceptId> declared, const Match& match) {
    if (construct.group_concept == policy::kNone) return {policy::kNone, {}, false, true};
    for (const auto& s : match) {
        const auto bit = 1ull << s.position;
        if ((pattern.group & bit) && s.edge != policy::kNone) {
            return {policy.terms[lattice.edges()[s.edge].term].concept_id,
                    lattice.tokens(s.from, s.to), false, true};
        }
        if (pattern.pronoun & bit)
            return resolve_pronoun(policy, pattern, construct, lattice, s.from);
        if (!(pattern.addressee & bit)) continue;
        const auto known = std::find_if(declared.begin(), declared.end(), [&](policy::ConceptId d) {
            return policy.is_or_under(d, construct.group_concept);
        });
        if (known != declared.end()) return {*known, {}, true, true};
    }
    return {};
}

void add_uses(const policy::Policy& policy, const policy::Pattern& pattern, const Lattice& lattice,
              const Match& match, Claims& out, FoundClaim& claim) {
    claim.first_use = static_cast<std::uint32_t>(out.uses.size());
    for (const auto& s : match) {
        if (!(pattern.cited >> s.position & 1)) continue;
        TermUse use{lattice.tokens(s.from, s.to), policy::kNone, text::ReadingKind::kPlain};
        if (s.edge != policy::kNone) {
            const auto& e = lattice.edges()[s.edge];
            use.term = e.term;
            use.reading = e.reading;
            claim.reading = std::max(claim.reading, e.reading);
            claim.kinds = static_cast<std::uint8_t>(
                claim.kinds | 1u << static_cast<unsigned>(policy.terms[e.term].kind));
            claim.foreign |= e.foreign;
        }
        out.uses.push_back(use);
    }
    claim.last_use = static_cast<std::uint32_t>(out.uses.size());
}

}  // namespace

void find_claims(const policy::Policy& policy, std::span<const policy::ConceptId> declared,
                 Scratch& scratch, Claims& out) {
    const auto limit = std::min(out.claims.size() + limits::kClaims, limits::kPostClaims);
    for (const auto i : scratch.constructs) {
        const auto& pattern = policy.patterns[i];
        const auto& construct = policy.constructs[pattern.owner_index];
        scratch.run.run(pattern, scratch.lattice, [&](const Match& match) {
            const auto binding = bind(policy, pattern, construct, scratch.lattice, declared, match);
            if (!binding.ok) return true;
            if (out.claims.size() >= limit) {
                out.truncated = true;
                return false;
            }
            FoundClaim claim;
            claim.construct = pattern.owner_index;
            claim.pattern = i;
            claim.group = binding.group;
            claim.group_declared = binding.declared;
            claim.group_tokens = binding.tokens;
            claim.tokens = scratch.lattice.tokens(match.front().from, match.back().to);
            add_uses(policy, pattern, scratch.lattice, match, out, claim);
            out.claims.push_back(claim);
            return true;
        });
    }
}

}  // namespace mizan::match
