#include "match/matcher.h"

#include <algorithm>
#include <tuple>

#include "base/limits.h"
#include "match/steps.h"

namespace mizan::match {

namespace {

auto key(const FoundClaim& c) {
    return std::tie(c.tokens.first, c.tokens.last, c.construct, c.group_tokens.first,
                    c.group_tokens.last, c.group, c.foreign, c.reading, c.pattern);
}

// Several patterns, or neighbouring windows, may find the same claim: one made of words of
// the text's own language stays; of these the one that needed the plainest reading.
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
    choose_constructs(policy, text, window, scratch);
    if (scratch.candidates.empty()) return;
    scratch.constructs.swap(scratch.candidates);
    for (const auto i : scratch.constructs) {  // found in memory while the lattice is built
        const auto& pattern = policy.patterns[i];
        __builtin_prefetch(pattern.symbols.data());
        __builtin_prefetch(pattern.follow.data());
        __builtin_prefetch(pattern.builtin.data());
    }
    scratch.lattice.build(policy, text, window);
    apply_guards(policy, text, scratch);
    const auto before = out.claims.size();
    find_claims(policy, declared, scratch, out);
    if (out.claims.size() > before) find_frames(policy, text, parts, window, scratch, out);
}

}  // namespace

void find(const policy::Policy& policy, const text::NormalText& text, std::span<const Part> parts,
          std::span<const policy::ConceptId> declared, Scratch& scratch, Claims& out) {
    out.clear();
    if (text.tokens.empty()) return;
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
