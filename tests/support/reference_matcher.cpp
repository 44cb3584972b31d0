#include "reference_matcher.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <re2/re2.h>

namespace mizan::test {

namespace {

using policy::kNone;

constexpr std::uint64_t kBudget = 4'000'000;  // steps over one text

// Where the walk stands: before token `token`; `past` if the boundary before it has been taken.
struct Place {
    std::uint32_t token = 0;
    bool past = false;
    auto operator<=>(const Place&) const = default;
};

class Reference {
public:
    Reference(const policy::Policy& policy, const text::NormalText& text)
        : policy_(policy), text_(text) {
        size_ = static_cast<std::uint32_t>(text.tokens.size());
        for (std::uint32_t t = 0; t < size_; ++t) {
            pieces_.emplace_back();
            spell(t, t, 0, text::ReadingKind::kPlain, 0);
        }
        cover();
        guard();
    }

    ReferenceMatches run() {
        for (std::uint32_t i = 0; i < policy_.patterns.size(); ++i) {
            const auto& p = policy_.patterns[i];
            if (p.owner != policy::PatternOwner::kConstruct || !comparable(policy_, p)) continue;
            for (const auto& [first, end] : matches(p))
                out_.constructs.insert({p.owner_index, end});
            own_only_ = true;
            for (const auto& [first, end] : matches(p)) out_.own.insert({p.owner_index, end});
            own_only_ = false;
        }
        for (std::uint32_t i = 0; i < policy_.patterns.size(); ++i) {
            const auto& p = policy_.patterns[i];
            if (p.owner != policy::PatternOwner::kFrameCancel) continue;
            for (const auto& found : matches(p)) out_.cancels.emplace(p.owner_index, found);
        }
        return std::move(out_);
    }

private:
    struct Named {
        std::uint32_t term;
        std::uint32_t to;
        bool dropped = false;
    };

    // Every term that starts at `start`: word by word down the trie, by each way to read the next token.
    void spell(std::uint32_t start, std::uint32_t at, std::uint32_t node, text::ReadingKind reading,
               int depth) {
        if (at >= size_ || depth > 12) return;
        if (depth > 0 && text_.tokens[at].gap > text::Gap::kSpace) return;
        const auto step = [&](text::WordId word, std::uint32_t last, text::ReadingKind kind) {
            const auto next = depth == 0 ? policy_.root_child[word] : child(node, word);
            if (next == 0) return;
            const auto furthest = std::max(reading, kind);
            end(start, next, last, furthest);
            spell(start, last, next, furthest, depth + 1);
        };
        if (text_.tokens[at].word != text::kNoWord)
            step(text_.tokens[at].word, at + 1, text::ReadingKind::kPlain);
        for (const auto& r : text_.readings) {
            if (r.first == at) step(r.word, r.last, r.kind);
        }
    }
    std::uint32_t child(std::uint32_t node, text::WordId word) const {
        for (auto e = policy_.nodes[node].first_edge; e < policy_.nodes[node].last_edge; ++e) {
            if (policy_.trie_edges[e].word == word) return policy_.trie_edges[e].node;
        }
        return 0;
    }
    void end(std::uint32_t start, std::uint32_t node, std::uint32_t to, text::ReadingKind reading) {
        for (auto i = policy_.nodes[node].first_term; i < policy_.nodes[node].last_term; ++i) {
            const auto& term = policy_.terms[policy_.node_terms[i]];
            if (term.plain_only && reading != text::ReadingKind::kPlain) continue;
            if (text_.language != 0 && (term.homographs >> text_.language & 1)) continue;
            pieces_[start].push_back({policy_.node_terms[i], to});
        }
    }
    void cover() {
        for (std::uint32_t t = 0; t < size_; ++t) {
            for (const auto& outer : pieces_[t]) {
                if (!policy_.terms[outer.term].covers || outer.to - t < 2) continue;
                for (auto u = t; u < outer.to; ++u) {
                    for (auto& inner : pieces_[u]) {
                        const bool inside = inner.to <= outer.to && inner.to - u < outer.to - t;
                        if (inside) inner.dropped = true;
                    }
                }
            }
        }
    }
    void guard() {
        std::vector<Named*> drop;
        for (std::uint32_t g = 0; g < policy_.guards.size(); ++g) {
            std::vector<std::pair<std::uint32_t, std::uint32_t>> near;
            for (const auto& p : policy_.patterns) {
                if (p.owner != policy::PatternOwner::kGuard || p.owner_index != g) continue;
                const auto found = matches(p);
                near.insert(near.end(), found.begin(), found.end());
            }
            for (std::uint32_t t = 0; t < size_; ++t) {
                for (auto& n : pieces_[t]) {
                    if (policy_.terms[n.term].guard != g || n.dropped) continue;
                    const bool found = std::any_of(near.begin(), near.end(), [&](const auto& s) {
                        return touches(g, s, {t, n.to});
                    });
                    if (found == (policy_.guards[g].mode == policy::GuardMode::kUnless))
                        drop.push_back(&n);
                }
            }
        }
        for (auto* n : drop) n->dropped = true;
    }
    bool touches(std::uint32_t g, std::pair<std::uint32_t, std::uint32_t> span,
                 std::pair<std::uint32_t, std::uint32_t> term) const {
        if (policy_.guards[g].scope == policy::GuardScope::kOverlap)
            return span.first < term.second && term.first < span.second;
        const auto sentence = [&](std::uint32_t t) { return text_.tokens[t].sentence; };
        return sentence(span.first) <= sentence(term.second - 1) &&
               sentence(term.first) <= sentence(span.second - 1);
    }

    // All (first token, last token + 1) of the pattern's matches.
    std::set<std::pair<std::uint32_t, std::uint32_t>> matches(const policy::Pattern& p) {
        std::set<std::pair<std::uint32_t, std::uint32_t>> found;
        for (std::uint32_t t = 0; t <= size_ && !out_.gave_up; ++t) {
            for (const bool past : {false, true}) {
                std::set<std::pair<unsigned, Place>> seen;
                for (unsigned at = 0; at < p.follow.size(); ++at) {
                    if (p.first >> at & 1) walk(p, at, {t, past}, t, seen, found);
                }
            }
        }
        return found;
    }
    // Takes position `at` at this place in every way there is, and goes on.
    void walk(const policy::Pattern& p, unsigned at, Place place, std::uint32_t first,
              std::set<std::pair<unsigned, Place>>& seen,
              std::set<std::pair<std::uint32_t, std::uint32_t>>& found) {
        if (out_.gave_up || !seen.insert({at, place}).second) return;
        if (++steps_ > kBudget) {
            out_.gave_up = true;
            return;
        }
        for (const auto& next : takes(p, at, place)) {
            if ((p.last >> at & 1) && next.token > first) found.insert({first, next.token});
            for (unsigned to = 0; to < p.follow.size(); ++to) {
                if (p.follow[at] >> to & 1) walk(p, to, next, first, seen, found);
            }
        }
    }
    // Where the walk can stand once the position has taken something.
    std::vector<Place> takes(const policy::Pattern& p, unsigned at, Place place) {
        std::vector<Place> out;
        const auto asks = [&](policy::Builtin b) {
            return (p.builtin[static_cast<std::size_t>(b)] >> at & 1) != 0;
        };
        if (boundary(place)) {
            if (asks(*boundary(place))) out.push_back({place.token, true});
            return out;
        }
        if (place.token >= size_) return out;
        if (bare(p, at, place.token, asks)) out.push_back({place.token + 1, false});
        for (const auto& n : pieces_[place.token]) {
            if (own_only_ && foreign(n.term)) continue;
            if (!n.dropped && carries(p, at, n.term)) out.push_back({n.to, false});
        }
        return out;
    }
    // The break or the sentence's end that has yet to be taken here.
    std::optional<policy::Builtin> boundary(Place place) const {
        if (place.past || place.token == 0)
            return place.token == 0 && size_ == 0 && !place.past
                       ? std::optional(policy::Builtin::kSentenceEnd)
                       : std::nullopt;
        if (place.token == size_) return policy::Builtin::kSentenceEnd;
        const auto gap = text_.tokens[place.token].gap;
        if (gap == text::Gap::kSentence) return policy::Builtin::kSentenceEnd;
        if (gap == text::Gap::kStrong) return policy::Builtin::kBreak;
        return std::nullopt;
    }
    template <class Asks>
    bool bare(const policy::Pattern& p, unsigned at, std::uint32_t t, Asks asks) const {
        const auto& token = text_.tokens[t];
        if (p.gap >> at & 1) return true;
        using policy::Builtin;
        const Builtin kinds[] = {Builtin::kWord, Builtin::kNumber, Builtin::kEmoji,
                                 Builtin::kMention, Builtin::kUrl};
        if (asks(kinds[static_cast<std::size_t>(token.kind)])) return true;
        if ((token.flags & text::kHashtag) && asks(Builtin::kHashtag)) return true;
        for (const auto& r : p.regexes) {
            const auto word = text_.fold(token);
            if ((r.mask >> at & 1) &&
                re2::RE2::FullMatch(re2::StringPiece(word.data(), word.size()),
                                    "(?:" + policy_.regexes[r.symbol] + ")"))
                return true;
        }
        return false;
    }
    bool foreign(std::uint32_t t) const {
        const auto& term = policy_.terms[t];
        return term.concept_id != kNone && term.language != 0 && text_.language != 0 &&
               term.language != text_.language;
    }
    bool carries(const policy::Pattern& p, unsigned at, std::uint32_t t) const {
        const auto& term = policy_.terms[t];
        if (!(p.kinds[static_cast<std::size_t>(term.kind)] >> at & 1)) return false;
        for (const auto& m : p.symbols) {
            if (!(m.mask >> at & 1)) continue;
            for (auto i = term.first_symbol; i < term.last_symbol; ++i) {
                if (policy_.term_symbols[i] == m.symbol) return true;
            }
        }
        return false;
    }

    const policy::Policy& policy_;
    const text::NormalText& text_;
    std::uint32_t size_ = 0;
    std::vector<std::vector<Named>> pieces_;  // by first token
    bool own_only_ = false;                   // pass no word of another language than the text's
    std::uint64_t steps_ = 0;
    ReferenceMatches out_;
};

}  // namespace

ReferenceMatches reference_matches(const policy::Policy& policy, const text::NormalText& text) {
    return Reference(policy, text).run();
}

bool takes_back(const text::NormalText& text, const match::FrameHit& hit,
                std::pair<std::uint32_t, std::uint32_t> cancel) {
    const auto begin = std::min(hit.cue.first, hit.reach.first);
    const auto end = std::max(hit.cue.last, hit.reach.last);
    for (auto t = cancel.first; t < cancel.second; ++t) {
        const bool between = begin <= t && t < end;
        const bool after = t >= end && text.tokens[t].sentence == text.tokens[end - 1].sentence;
        if (between || after) return true;
    }
    return false;
}

bool comparable(const policy::Policy& policy, const policy::Pattern& pattern) {
    if ((pattern.pronoun | pattern.addressee) != 0) return false;
    if (policy.constructs[pattern.owner_index].group_concept == kNone) return true;
    std::uint64_t seen = 0;  // positions that can be reached past no group
    std::uint64_t next = pattern.first & ~pattern.group;
    while ((next & ~seen) != 0) {
        const auto fresh = next & ~seen;
        seen |= fresh;
        for (unsigned at = 0; at < pattern.follow.size(); ++at) {
            if (fresh >> at & 1) next |= pattern.follow[at] & ~pattern.group;
        }
    }
    return (seen & pattern.last) == 0;
}

}  // namespace mizan::test
