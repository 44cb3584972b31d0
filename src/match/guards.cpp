// Guards: a term that counts only where, or everywhere but where, a pattern stands near it.
#include <algorithm>

#include "match/steps.h"

namespace mizan::match {

namespace {

// Which tokens of the window, or which sentences, the guard's patterns touch.
class Marks {
public:
    Marks(const text::NormalText& text, const Lattice& lattice, const policy::Guard& guard)
        : text_(text),
          base_(lattice.cells().front().token),
          by_sentence_(guard.scope == policy::GuardScope::kSentence) {
        marks_.assign(lattice.cells().size(),
                      0);  // a window has at least as many cells as tokens or sentences
    }
    void mark(TokenRange span) {
        for (auto i = index(span.first); i <= index(span.last - 1); ++i) marks_[i] = 1;
    }
    [[nodiscard]] bool touched(TokenRange term) const {
        for (auto i = index(term.first); i <= index(term.last - 1); ++i) {
            if (marks_[i]) return true;
        }
        return false;
    }

private:
    [[nodiscard]] std::uint32_t index(std::uint32_t token) const {
        return by_sentence_ ? text_.tokens[token].sentence - text_.tokens[base_].sentence
                            : token - base_;
    }
    const text::NormalText& text_;
    std::uint32_t base_;
    bool by_sentence_;
    std::vector<std::uint8_t> marks_;
};

Marks find_marks(const policy::Policy& policy, const text::NormalText& text, std::uint32_t guard,
                 Scratch& scratch) {
    Marks marks(text, scratch.lattice, policy.guards[guard]);
    for (const auto i : scratch.candidates) {
        const auto& p = policy.patterns[i];
        if (p.owner_index != guard) continue;
        scratch.run.run(p, scratch.lattice, [&](const Match& m) {
            marks.mark(scratch.lattice.tokens(m.front().from, m.back().to));
            return true;
        });
    }
    return marks;
}

}  // namespace

void apply_guards(const policy::Policy& policy, const text::NormalText& text, Scratch& scratch) {
    auto& edges = scratch.lattice.edges();
    if (std::none_of(edges.begin(), edges.end(), [](const Edge& e) { return e.guarded; })) return;
    meet_by_edges(policy, scratch);
    choose_patterns(policy, policy::PatternOwner::kGuard, scratch);
    // All guards read the same lattice, so the order in which they are applied never matters.
    std::vector<std::uint32_t> drop;
    for (std::uint32_t g = 0; g < policy.guards.size(); ++g) {
        const auto guarded = [&](const Edge& e) {
            return !e.dropped && policy.terms[e.term].guard == g;
        };
        if (std::none_of(edges.begin(), edges.end(), guarded)) continue;
        const auto marks = find_marks(policy, text, g, scratch);
        for (std::uint32_t i = 0; i < edges.size(); ++i) {
            if (!guarded(edges[i])) continue;
            const bool found = marks.touched(scratch.lattice.tokens(edges[i].from, edges[i].to));
            if (found == (policy.guards[g].mode == policy::GuardMode::kUnless)) drop.push_back(i);
        }
    }
    for (const auto i : drop) edges[i].dropped = true;
}

}  // namespace mizan::match
