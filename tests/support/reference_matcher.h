// A naive matcher to compare the fast one with: no anchors, no early leave, no bit-parallel words, no windows. It tries every
// pattern from every cell and walks every path, one position at a time.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <tuple>

#include "match/claims.h"
#include "model/post.h"
#include "policy/policy.h"
#include "text/normal_text.h"

namespace mizan::test {

// What both matchers can be held to: which construct's pattern ends at which token. (Which of several ways led there, and
// so which words are cited, is the fast matcher's choice.)
struct ReferenceMatches {
    std::set<std::pair<std::uint32_t, std::uint32_t>> constructs;  // construct, last token + 1
    std::set<std::pair<std::uint32_t, std::uint32_t>> own;  // those that need no foreign word
    // Frame, (first token, last token + 1): where what cancels it stands.
    std::multimap<std::uint32_t, std::pair<std::uint32_t, std::uint32_t>> cancels;
    bool gave_up = false;  // the text asks for more steps than the budget; nothing can be said
};

// Whether a cancelling match at [first, last) takes the hit back: some of it stands in the hit's cue or reach, between the
// two, or after them in the sentence where the later one ends.
[[nodiscard]] bool takes_back(const text::NormalText& text, const match::FrameHit& hit,
                              std::pair<std::uint32_t, std::uint32_t> cancel);

// All matches of the patterns that are comparable().
[[nodiscard]] ReferenceMatches reference_matches(const policy::Policy& policy,
                                                 const text::NormalText& text);

// Whether every match of this construct's pattern is a claim: not where a pronoun or a declared group must be bound first,
// nor where some way through the pattern names no group.
[[nodiscard]] bool comparable(const policy::Policy& policy, const policy::Pattern& pattern);

}  // namespace mizan::test
