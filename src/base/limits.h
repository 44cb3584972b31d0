// Every limit on input has a name here; what happens at the limit is said beside it.
#pragma once

#include <cstddef>
#include <cstdint>

namespace mizan::limits {

inline constexpr std::size_t kLineBytes = 8u << 20;  // longer input line: rejected, line-too-long
inline constexpr std::size_t kRejectRawBytes =
    4096;  // longer record that is rejected: its rejects line shows so many bytes of it
inline constexpr std::size_t kTextBytes =
    4u << 20;  // longer text of one post: rejected, text-too-long
inline constexpr std::size_t kUnreadableShare =
    4;  // more than one character in so many is no text: a plain line or CSV row is rejected, binary-input; a post is
        // undecided, bad-input
inline constexpr std::size_t kWindowTokens =
    2048;  // longer part: assessed in overlapping windows of this many tokens
inline constexpr std::size_t kWindowOverlap = 256;  // tokens that neighbouring windows share
inline constexpr std::size_t kParts = 64;           // more parts in one post: rejected, field-type
inline constexpr std::size_t kClaims =
    64;  // more claims in one window: the rest are dropped, assessment marked truncated
inline constexpr std::size_t kPostClaims =
    256;  // more claims in one post: later windows are not read, marked truncated
inline constexpr std::size_t kWindowCues =
    512;  // more frame cues in one window: the rest are dropped, marked truncated
inline constexpr std::size_t kWindowHits = 2048;  // more stretches that cues reach: likewise
inline constexpr std::size_t kClaimFrames = 128;  // more frames that reach one claim: likewise
inline constexpr std::size_t kPronounCells =
    64;  // a pronoun's group is looked for at most this far back
inline constexpr std::size_t kTokenBytes =
    256;  // a longer folded word is cut for look-up (span stays whole)
inline constexpr std::size_t kReadings =
    64;  // more alternative readings in one window: the rest are dropped, marked truncated
inline constexpr std::size_t kQuoteDepth = 8;  // deeper nesting of quotations counts as this depth
inline constexpr std::size_t kPolicyFileBytes = 32u << 20;  // larger policy file: policy-limit
inline constexpr std::size_t kPolicyFiles = 4096;  // more files in a policy folder: policy-limit
inline constexpr std::size_t kPatternPositions =
    64;  // a pattern that expands to more: diagnostic pattern-too-large
inline constexpr std::size_t kTermWords = 12;  // a longer term: diagnostic term-too-long
inline constexpr std::uint32_t kScoreTokens =
    256;  // longer text: scored in overlapping windows of this many tokens, the highest counts
inline constexpr std::uint32_t kScoreOverlap = 64;       // tokens that neighbouring windows share
inline constexpr std::size_t kBundleBytes = 512u << 20;  // larger compiled policy: not read
inline constexpr std::size_t kModelBytes = 64u << 20;    // larger model file: not read
inline constexpr std::size_t kActors = 4096;  // counters of the top-actors sketch (Space-Saving)

}  // namespace mizan::limits
