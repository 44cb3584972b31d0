#include "policy/derive.h"

#include <re2/re2.h>

#include <algorithm>
#include <numeric>

#include "policy/trie.h"

namespace mizan::policy {

namespace {

[[nodiscard]] bool compile_regexes(Policy& policy) {
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

void match_words(Policy& policy) {
    policy.word_regexes.assign(policy.vocabulary.size() + 1, 0);
    for (std::size_t r = 0; r < policy.compiled_regexes.size(); ++r) {
        for (text::WordId w = 1; w <= policy.vocabulary.size(); ++w) {
            const auto word = policy.vocabulary.text(w);
            if (RE2::FullMatch(re2::StringPiece(word.data(), word.size()),
                               *policy.compiled_regexes[r]))
                policy.word_regexes[w] |= std::uint64_t{1} << r;
        }
    }
}

void derive_word_starts(Policy& p) {
    p.word_starts.clear();
    p.word_starts.reserve(p.root_child.size());
    for (const auto node : p.root_child)
        p.word_starts.push_back({node, node == 0 ? NeedPlace{} : p.needs.by_node[node]});
}

void derive_by_path(Policy& p) {
    p.by_path.resize(p.concepts.size());
    std::iota(p.by_path.begin(), p.by_path.end(), ConceptId{0});
    std::stable_sort(p.by_path.begin(), p.by_path.end(), [&](ConceptId a, ConceptId b) {
        return p.concepts[a].path < p.concepts[b].path;
    });
}

// One bit in sixteen or fewer is set, so most words that do not go on are told from it alone.
void derive_trie_filter(Policy& p) {
    unsigned log2 = 10;
    while ((std::size_t{1} << log2) < 16 * p.trie_edges.size()) ++log2;
    p.trie_filter_shift = 64 - log2;
    p.trie_filter.assign((std::size_t{1} << log2) / 64, 0);
    for (std::uint32_t n = 0; n < p.nodes.size(); ++n) {
        for (auto e = p.nodes[n].first_edge; e < p.nodes[n].last_edge; ++e) {
            const auto bit = trie_filter_bit(p, n, p.trie_edges[e].word);
            p.trie_filter[bit >> 6] |= std::uint64_t{1} << (bit & 63);
        }
    }
}

void derive_trie_steps(Policy& p) {
    unsigned log2 = 4;
    while (3 * (std::size_t{1} << log2) < 4 * p.trie_edges.size()) ++log2;
    p.trie_step_shift = 64 - log2;
    p.trie_steps.assign(std::size_t{1} << log2, {});
    const auto mask = p.trie_steps.size() - 1;
    for (std::uint32_t n = 0; n < p.nodes.size(); ++n) {
        for (auto e = p.nodes[n].first_edge; e < p.nodes[n].last_edge; ++e) {
            const auto& edge = p.trie_edges[e];
            auto slot = trie_step_slot(p, n, edge.word);
            while (p.trie_steps[slot].to.node != 0) slot = (slot + 1) & mask;
            p.trie_steps[slot] = {n, edge.word, {edge.node, p.needs.by_node[edge.node]}};
        }
    }
}

void derive_trie_terms(Policy& p) {
    p.trie_terms.clear();
    for (const auto t : p.node_terms) {
        const auto& term = p.terms[t];
        p.trie_terms.push_back({t, term.homographs, term.first_symbol, term.last_symbol, term.kind,
                                term.plain_only, term.covers, term.guard != kNone,
                                term.concept_id == kNone ? std::uint8_t{0} : term.language});
    }
}

void derive_readers(Policy& p) {
    p.detected_by.assign(p.constructs.size(), {});
    p.suspecting.clear();
    for (std::uint32_t c = 0; c < p.clauses.size(); ++c) {
        if (!p.clauses[c].suspect.any.empty()) p.suspecting.push_back(c);
        for (const auto& detect : p.clauses[c].detects) {
            auto& clauses = p.detected_by[detect.construct];
            if (clauses.empty() || clauses.back() != c) clauses.push_back(c);
        }
    }
}

std::uint32_t languages_served(const Policy& p) {
    bool any = false;
    std::uint32_t served = ~std::uint32_t{0};
    for (const auto& clause : p.clauses) {
        if (clause.state == ClauseState::kRetired) continue;
        any = true;
        served &= clause.languages;
    }
    return any ? served : 0;
}

std::string latest_in_force_from(const Policy& p) {
    std::string out;
    for (const auto& clause : p.clauses) {
        if (clause.state != ClauseState::kRetired) out = std::max(out, clause.in_force_from);
    }
    return out;
}

}  // namespace

bool derive(Policy& policy) {
    derive_by_path(policy);
    derive_trie_filter(policy);
    derive_trie_steps(policy);
    derive_word_starts(policy);
    derive_readers(policy);
    policy.served = languages_served(policy);
    policy.all_in_force_from = latest_in_force_from(policy);
    derive_trie_terms(policy);
    return compile_regexes(policy);
}

bool derive_all(Policy& policy) {
    policy.needs = derive_needs(policy);
    if (!derive(policy)) return false;
    match_words(policy);
    return true;
}

}  // namespace mizan::policy
