// Walks the trie of terms over the words of a text, plain or by other readings. Private to this room.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "base/limits.h"
#include "match/claims.h"
#include "policy/trie.h"

namespace mizan::match {

// A way that a term, or its beginning, stands in the text: up to `token`, at `node` of the trie.
struct TrieStep {
    std::uint32_t node = 0;
    std::uint32_t token = 0;                                // the first one after it
    text::ReadingKind reading = text::ReadingKind::kPlain;  // the furthest that was needed
    std::uint8_t depth = 1;
};

// Calls f(word, last token + 1, reading kind) for every way to read a word at `token`.
template <class F> void each_word(const text::NormalText& text, std::uint32_t token, F f) {
    if (text.tokens[token].word != text::kNoWord)
        f(text.tokens[token].word, token + 1, text::ReadingKind::kPlain);
    if (text.readings.empty()) return;
    for (auto it = text.readings_from(token); it != text.readings.end() && it->first == token; ++it)
        f(it->word, it->last, it->kind);
}

// Visits every step of the terms that start at token `start`, within tokens before `last`; visit(step) says whether to go on
// from there. `stack` is working memory. Depth is bounded by the longest term.
template <class Visit> void walk_trie(const policy::Policy& policy, const text::NormalText& text,
                                      std::uint32_t start, std::uint32_t last,
                                      std::vector<TrieStep>& stack, Visit visit) {
    stack.clear();
    each_word(text, start, [&](text::WordId w, std::uint32_t end, text::ReadingKind kind) {
        if (const auto node = policy.word_starts[w].node; node != 0 && end <= last)
            stack.push_back({node, end, kind, 1});
    });
    while (!stack.empty()) {
        const auto step = stack.back();
        stack.pop_back();
        if (!visit(step) || step.token >= last || step.depth >= limits::kTermWords) continue;
        if (text.tokens[step.token].gap > text::Gap::kSpace) continue;
        each_word(text, step.token, [&](text::WordId w, std::uint32_t end, text::ReadingKind kind) {
            const auto next = policy::child(policy, step.node, w);
            if (next == 0 || end > last) return;
            stack.push_back({next, end, std::max(step.reading, kind),
                             static_cast<std::uint8_t>(step.depth + 1)});
        });
    }
}

}  // namespace mizan::match
