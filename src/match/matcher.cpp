#include "match/matcher.h"

#include <algorithm>
#include <tuple>

#include "base/limits.h"
#include "match/steps.h"

namespace mizan::match {

namespace {

// One look at each word: a claim needs at least one word of each kind that some construct's pattern asks for.
bool may_hold_claim(const policy::Policy& policy, const text::NormalText& text) {
    // A construct whose every word is optional has no anchor: its clause may find a claim in any text.
    const auto construct = [&](std::uint32_t i) {
        return policy.patterns[i].owner == policy::PatternOwner::kConstruct;
    };
    if (std::any_of(policy.unanchored.begin(), policy.unanchored.end(), construct)) return true;
    std::uint64_t met = 0;
    for (const auto& token : text.tokens) met |= policy.word_needs[token.word];
    for (const auto& reading : text.readings) met |= policy.word_needs[reading.word];
    return std::any_of(policy.construct_needs.begin(), policy.construct_needs.end(),
                       [&](std::uint64_t needs) { return (needs & ~met) == 0; });
}

bool any_present(const Lattice& lattice, const std::vector<policy::SymbolId>& symbols) {
    return std::any_of(symbols.begin(), symbols.end(),
                       [&](policy::SymbolId s) { return lattice.has(s); });
}

auto key(const FoundClaim& c) {
    return std::tie(c.tokens.first, c.tokens.last, c.construct, c.group_tokens.first,
                    c.group_tokens.last, c.group, c.reading, c.pattern);
}

// Several patterns, or neighbouring windows, may find the same claim: the one that needed the plainest reading stays.
void unify(Claims& out) {
    std::sort(out.claims.begin(), out.claims.end(),
              [](const FoundClaim& a, const FoundClaim& b) { return key(a) < key(b); });
    const auto same = [](const FoundClaim& a, const FoundClaim& b) {
        return a.construct == b.construct && a.tokens == b.tokens && a.group == b.group &&
               a.group_tokens == b.group_tokens;
    };
    out.claims.erase(std::unique(out.claims.begin(), out.claims.end(), same), out.claims.end());
    const auto hit_key = [](const FrameHit& h) {
        return std::tuple(h.frame, h.cue.first, h.cue.last, h.scope, h.reach.first, h.reach.last);
    };
    // Where one window saw what cancels a frame and its neighbour did not, the one that saw it stays.
    std::sort(out.hits.begin(), out.hits.end(), [&](const FrameHit& a, const FrameHit& b) {
        return std::tuple(hit_key(a), !a.cancelled) < std::tuple(hit_key(b), !b.cancelled);
    });
    out.hits.erase(
        std::unique(out.hits.begin(), out.hits.end(),
                    [&](const FrameHit& a, const FrameHit& b) { return hit_key(a) == hit_key(b); }),
        out.hits.end());
    // A reach that one window's edge cut short is void if the whole of it, as the next window saw it, is cancelled.
    for (std::size_t i = out.hits.size(); i-- > 1;) {
        const auto& whole = out.hits[i];
        auto& cut = out.hits[i - 1];
        const bool same_start = cut.frame == whole.frame && cut.cue == whole.cue &&
                                cut.scope == whole.scope && cut.reach.first == whole.reach.first;
        if (same_start && whole.cancelled) cut.cancelled = true;
    }
}

void find_in_window(const policy::Policy& policy, const text::NormalText& text,
                    std::span<const Part> parts, TokenRange window,
                    std::span<const policy::ConceptId> declared, Scratch& scratch, Claims& out) {
    scratch.lattice.build(policy, text, window);
    apply_guards(policy, text, scratch);
    const auto before = out.claims.size();
    find_claims(policy, text, declared, scratch, out);
    if (out.claims.size() > before) find_frames(policy, text, parts, window, scratch, out);
}

}  // namespace

void choose_patterns(const policy::Policy& policy, policy::PatternOwner owner, Scratch& scratch) {
    scratch.candidates.clear();
    scratch.stamp.resize(policy.patterns.size(), 0);
    if (++scratch.round == 0) {  // after 2^32 rounds stamps would lie
        std::fill(scratch.stamp.begin(), scratch.stamp.end(), 0);
        scratch.round = 1;
    }
    auto consider = [&](std::uint32_t i) {
        const auto& p = policy.patterns[i];
        if (p.owner != owner || scratch.stamp[i] == scratch.round) return;
        scratch.stamp[i] = scratch.round;
        const bool all = std::all_of(p.required.begin(), p.required.end(), [&](const auto& r) {
            return any_present(scratch.lattice, r);
        });
        if (all) scratch.candidates.push_back(i);
    };
    for (const auto s : scratch.lattice.symbols()) {
        for (const auto i : policy.anchored[s]) consider(i);
    }
    for (const auto i : policy.unanchored) consider(i);
    std::sort(scratch.candidates.begin(), scratch.candidates.end());
}

void find(const policy::Policy& policy, const text::NormalText& text, std::span<const Part> parts,
          std::span<const policy::ConceptId> declared, Scratch& scratch, Claims& out) {
    out.clear();
    if (!may_hold_claim(policy, text)) return;
    const auto tokens = static_cast<std::uint32_t>(text.tokens.size());
    constexpr auto kStep =
        static_cast<std::uint32_t>(limits::kWindowTokens - limits::kWindowOverlap);
    for (std::uint32_t first = 0;; first += kStep) {
        const auto last = std::min<std::uint32_t>(
            tokens, first + static_cast<std::uint32_t>(limits::kWindowTokens));
        find_in_window(policy, text, parts, {first, last}, declared, scratch, out);
        if (last == tokens) break;
        if (out.claims.size() >= limits::kPostClaims) {
            out.truncated = true;
            break;
        }
    }
    unify(out);
}

}  // namespace mizan::match
