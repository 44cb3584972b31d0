#include "policy/restricted.h"

#include <algorithm>

#include "base/sha256.h"

namespace mizan::policy {

const Concept* public_part(const Policy& policy, std::string_view path) {
    const auto* found = find_concept(policy, path);
    if (found == nullptr || !found->restricted) return found;
    for (auto c = found->parent; c != kNone; c = policy.concepts[c].parent) {
        const auto& ancestor = policy.concepts[c];
        if (!ancestor.restricted && !ancestor.title.empty()) return &ancestor;
    }
    return nullptr;
}

bool withholds(const Policy& policy, const Claim& claim) {
    return std::any_of(claim.concepts.begin(), claim.concepts.end(), [&](const ConceptUse& use) {
        const auto* found = find_concept(policy, use.concept_path);
        return found != nullptr && found->restricted;
    });
}

const RestrictedTerm* find_restricted(const Policy& policy, std::uint32_t term) {
    const auto& all = policy.restricted_terms;
    const auto it =
        std::lower_bound(all.begin(), all.end(), term,
                         [](const RestrictedTerm& r, std::uint32_t t) { return r.term < t; });
    return it != all.end() && it->term == term ? &*it : nullptr;
}

std::string hash_of(const RestrictedTerm& term) { return to_hex(sha256(term.line)); }

}  // namespace mizan::policy
