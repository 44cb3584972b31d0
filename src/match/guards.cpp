// Guards: a term that counts only where, or everywhere but where, a pattern stands near it.
#include <algorithm>

#include "match/steps.h"

namespace mizan::match {

namespace {

// Which tokens of the window, or which sentences, the guard's patterns touch.
class Marks {
public:
    // `marks` is working memory.
    Marks(const text::NormalText& text, const Lattice& lattice, const policy::Guard& guard,
          std::vector<std::uint8_t>& marks)
        : text_(text),
          base_(lattice.cells().front().token),
          by_sentence_(guard.scope == policy::GuardScope::kSentence),
          marks_(marks) {
        // A window has at least as many cells as tokens or sentences.
        marks_.assign(lattice.cells().size(), 0);
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
    std::vector<std::uint8_t>& marks_;
};

Marks find_marks(const policy::Policy& policy, const text::NormalText& text, std::uint32_t guard,
                 Scratch& scratch) {
    Marks marks(text, scratch.lattice, policy.guards[guard], scratch.marks);
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
    auto& guarded = scratch.guarded;
    guarded.clear();
    for (std::uint32_t i = 0; i < edges.size(); ++i) {
        if (edges[i].guarded && !edges[i].dropped)
            guarded.emplace_back(policy.terms[edges[i].term].guard, i);
    }
    if (guarded.empty()) return;
    std::sort(guarded.begin(), guarded.end());
    meet_by_edges(policy, scratch);
    choose_others(policy, policy::PatternOwner::kGuard, scratch);
    // All guards read the same lattice, so the order in which they are applied never matters: the edges are dropped last.
    auto drop = guarded.begin();  // those to drop come to stand before it
    for (auto it = guarded.begin(); it != guarded.end();) {
        const auto guard = it->first;
        const bool unless = policy.guards[guard].mode == policy::GuardMode::kUnless;
        const Marks marks = find_marks(policy, text, guard, scratch);
        for (; it != guarded.end() && it->first == guard; ++it) {
            const auto& e = edges[it->second];
            if (marks.touched(scratch.lattice.tokens(e.from, e.to)) == unless) *drop++ = *it;
        }
    }
    for (auto it = guarded.begin(); it != drop; ++it) edges[it->second].dropped = true;
}

}  // namespace mizan::match
