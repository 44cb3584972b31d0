// Frames: where their cues stand and which tokens each cue reaches.
#include <algorithm>

#include "base/limits.h"
#include "match/steps.h"

namespace mizan::match {

namespace {

constexpr std::uint32_t kQuotationReach =
    12;  // tokens that may stand between a cue and the quotation it speaks of
constexpr std::size_t kOpenQuotations =
    64;  // that began before the window and may still be open in it

class Reach {
public:
    Reach(const policy::Policy& policy, const text::NormalText& text, TokenRange window,
          const Lattice& lattice, Claims& out)
        : policy_(policy),
          text_(text),
          window_(window),
          lattice_(lattice),
          out_(out),
          limit_(out.hits.size() + limits::kWindowHits) {
        near_quotations();
    }

    // Appends a hit for each stretch of text that this scope gives the cue.
    void add(std::uint32_t frame, const policy::Scope& scope, TokenRange cue) {
        const auto s = sentence(cue.first);
        switch (scope.kind) {
            case policy::ScopeKind::kClaim: return push(frame, scope.kind, cue, cue);
            case policy::ScopeKind::kClause:
                return push(frame, scope.kind, cue,
                            {before(cue.first, s.first, scope, true),
                             after(cue.last, s.last, scope, true)});
            case policy::ScopeKind::kSentence: return push(frame, scope.kind, cue, s);
            case policy::ScopeKind::kQuotation: return quotations(frame, scope, cue);
            case policy::ScopeKind::kComplement:
                return push(frame, scope.kind, cue,
                            {cue.last, after(cue.last, s.last, scope, scope.until_comma)});
            case policy::ScopeKind::kPreceding:
                return push(frame, scope.kind, cue,
                            {before(cue.first, s.first, scope, scope.until_comma), cue.first});
            case policy::ScopeKind::kNextSentence: return neighbour(frame, scope, cue, 1);
            case policy::ScopeKind::kPreviousSentence: return neighbour(frame, scope, cue, -1);
            case policy::ScopeKind::kPost:
                return push(frame, scope.kind, cue,
                            {0, static_cast<std::uint32_t>(text_.tokens.size())});
            case policy::ScopeKind::kNear: {
                const auto first =
                    cue.first > s.first + scope.tokens ? cue.first - scope.tokens : s.first;
                return push(frame, scope.kind, cue,
                            {first, std::min(s.last, cue.last + scope.tokens)});
            }
        }
    }
    // A built-in cue reaches what it is: the question, the quotation, the part.
    void add_builtin(std::uint32_t frame, TokenRange cue) {
        push(frame, policy::ScopeKind::kSentence, cue, cue);
    }
    void add_quotations(std::uint32_t frame) {
        for (const auto& q : quotations_)
            push(frame, policy::ScopeKind::kQuotation, {q.first, q.last}, {q.first, q.last});
    }

private:
    void push(std::uint32_t frame, policy::ScopeKind kind, TokenRange cue, TokenRange reach) {
        if (reach.first >= reach.last) return;
        if (out_.hits.size() >= limit_) {
            out_.truncated = true;
            return;
        }
        out_.hits.push_back({frame, kind, cue, reach, false});
    }
    // Quotations that a cue of this window may speak of. They are sorted by first token.
    void near_quotations() {
        const auto& all = text_.quotations;
        const auto start = window_.first > kQuotationReach ? window_.first - kQuotationReach : 0;
        auto it =
            std::lower_bound(all.begin(), all.end(), start,
                             [](const text::Quotation& q, std::uint32_t t) { return q.first < t; });
        const auto back =
            std::min<std::size_t>(kOpenQuotations, static_cast<std::size_t>(it - all.begin()));
        for (auto open = it - static_cast<std::ptrdiff_t>(back); open != it; ++open) {
            if (open->last > start) quotations_.push_back({open->first, open->last});
        }
        for (; it != all.end() && it->first < window_.last + kQuotationReach; ++it)
            quotations_.push_back({it->first, it->last});
    }
    TokenRange sentence(std::uint32_t token) const {
        const auto& s = text_.sentences[text_.tokens[token].sentence];
        return {s.first, s.last};
    }
    bool ends_at(std::uint32_t token, const policy::Scope& scope, bool comma) const {
        const auto gap = text_.tokens[token].gap;
        if (gap >= text::Gap::kStrong || (comma && gap == text::Gap::kComma)) return true;
        return starts_until(token, scope);
    }
    bool starts_until(std::uint32_t token, const policy::Scope& scope) const {
        if (scope.until.empty() || token < window_.first || token >= window_.last) return false;
        const auto ends = [&](policy::SymbolId s) {
            return std::find(scope.until.begin(), scope.until.end(), s) != scope.until.end();
        };
        for (const auto& e : edges_at(token)) {
            if (e.dropped) continue;
            const auto first = policy_.term_symbols.begin() + policy_.terms[e.term].first_symbol;
            const auto last = policy_.term_symbols.begin() + policy_.terms[e.term].last_symbol;
            if (std::any_of(first, last, ends)) return true;
        }
        return false;
    }
    std::span<const Edge> edges_at(std::uint32_t token) const {
        // Cells are in token order: find the token's cell.
        const auto& cells = lattice_.cells();
        auto it =
            std::lower_bound(cells.begin(), cells.end(), token, [](const Cell& c, std::uint32_t t) {
                return c.token < t || (c.token == t && c.kind != CellKind::kToken);
            });
        if (it == cells.end() || it->token != token || it->kind != CellKind::kToken) return {};
        return lattice_.from(static_cast<std::uint32_t>(it - cells.begin()));
    }
    // What ends a reach can be seen only inside the window, so where something can, the reach ends with it at the latest.
    std::uint32_t after(std::uint32_t from, std::uint32_t stop, const policy::Scope& scope,
                        bool comma) const {
        if (!scope.until.empty()) stop = std::min(stop, window_.last);
        for (auto t = from; t < stop; ++t) {
            if (ends_at(t, scope, comma)) return t;
        }
        return std::max(from, stop);
    }
    std::uint32_t before(std::uint32_t from, std::uint32_t stop, const policy::Scope& scope,
                         bool comma) const {
        if (!scope.until.empty()) stop = std::max(stop, window_.first);
        for (auto t = from; t > stop; --t) {
            if (ends_at(t, scope, comma)) return t;
        }
        return stop;
    }
    // Quotations near the cue that it does not itself stand in: what somebody else said.
    void quotations(std::uint32_t frame, const policy::Scope& scope, TokenRange cue) {
        for (const auto& q : quotations_) {
            const bool inside = q.first <= cue.first && cue.last <= q.last;
            const bool close =
                q.first <= cue.last + kQuotationReach && cue.first <= q.last + kQuotationReach;
            if (!inside && close) push(frame, scope.kind, cue, {q.first, q.last});
        }
    }
    void neighbour(std::uint32_t frame, const policy::Scope& scope, TokenRange cue, int step) {
        const auto index = static_cast<std::int64_t>(text_.tokens[cue.first].sentence) + step;
        if (index < 0 || index >= static_cast<std::int64_t>(text_.sentences.size())) return;
        const auto& s = text_.sentences[static_cast<std::size_t>(index)];
        push(frame, scope.kind, cue, {s.first, s.last});
    }

    const policy::Policy& policy_;
    const text::NormalText& text_;
    TokenRange window_;
    const Lattice& lattice_;
    Claims& out_;
    std::size_t limit_;
    std::vector<TokenRange> quotations_;
};

// Runs the patterns of this owner that belong to a frame of which wanted(frame) holds.
template <class Wanted> void collect(const policy::Policy& policy, policy::PatternOwner owner,
                                     Scratch& scratch, Claims& out, Wanted wanted) {
    choose_others(policy, owner, scratch);
    for (const auto i : scratch.candidates) {
        const auto& p = policy.patterns[i];
        if (!wanted(p.owner_index)) continue;
        scratch.run.run(p, scratch.lattice, [&](const Match& m) {
            if (scratch.cues.size() >= limits::kWindowCues) {
                out.truncated = true;
                return false;
            }
            scratch.cues.push_back({p.owner_index,
                                    policy::ScopeKind::kClaim,
                                    scratch.lattice.tokens(m.front().from, m.back().to),
                                    {},
                                    false});
            return true;
        });
    }
}

void add_builtin_cues(const policy::Policy& policy, const text::NormalText& text,
                      std::span<const Part> parts, TokenRange window, Reach& reach) {
    const auto first = text.tokens[window.first].sentence;
    const auto last = text.tokens[window.last - 1].sentence;
    for (std::uint32_t f = 0; f < policy.frames.size(); ++f) {
        const auto& frame = policy.frames[f];
        if (frame.cue_quotation) reach.add_quotations(f);
        if (!frame.cue_question && frame.cue_roles == 0) continue;
        for (auto i = first; i <= last; ++i) {
            const auto& s = text.sentences[i];
            if (s.first >= s.last) continue;
            const auto part = text.tokens[s.first].part;
            const bool role = part < parts.size() &&
                              (frame.cue_roles >> static_cast<unsigned>(parts[part].role) & 1);
            if (role || (frame.cue_question && s.question)) reach.add_builtin(f, {s.first, s.last});
        }
    }
}

// Where what cancels the hit may stand: from the beginning of its cue or its reach, whichever comes first, to the end of the
// sentence in which the later of the two ends. "It is wrong, but true" takes the frame back after the cue; a word before
// both ("I agree that it is wrong to say ...") speaks of the whole and takes nothing back.
TokenRange breath(const text::NormalText& text, const FrameHit& hit) {
    const auto last = std::max(hit.cue.last, hit.reach.last);
    return {std::min(hit.cue.first, hit.reach.first),
            text.sentences[text.tokens[last - 1].sentence].last};
}

void cancel(const policy::Policy& policy, const text::NormalText& text, Scratch& scratch,
            Claims& out, std::size_t first_hit) {
    if (out.hits.size() == first_hit) return;
    scratch.cues.clear();
    const auto is_hit = [&](std::uint32_t frame) {
        return std::any_of(out.hits.begin() + static_cast<std::ptrdiff_t>(first_hit),
                           out.hits.end(), [&](const FrameHit& h) { return h.frame == frame; });
    };
    collect(policy, policy::PatternOwner::kFrameCancel, scratch, out, is_hit);
    for (const auto& c : scratch.cues) {
        for (auto i = first_hit; i < out.hits.size(); ++i) {
            auto& h = out.hits[i];
            if (h.frame != c.frame || h.cancelled) continue;
            const auto within = breath(text, h);
            h.cancelled = c.cue.first < within.last && within.first < c.cue.last;
        }
    }
}

}  // namespace

void find_frames(const policy::Policy& policy, const text::NormalText& text,
                 std::span<const Part> parts, TokenRange window, Scratch& scratch, Claims& out) {
    scratch.cues.clear();
    meet_by_edges(policy, scratch);
    collect(policy, policy::PatternOwner::kFrameCue, scratch, out,
            [](std::uint32_t) { return true; });
    Reach reach(policy, text, window, scratch.lattice, out);
    const auto first_hit = out.hits.size();
    for (const auto& cue : scratch.cues) {
        for (const auto& scope : policy.frames[cue.frame].scopes)
            reach.add(cue.frame, scope, cue.cue);
    }
    add_builtin_cues(policy, text, parts, window, reach);
    cancel(policy, text, scratch, out, first_hit);
}

}  // namespace mizan::match
