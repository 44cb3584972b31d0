// One clause judges one claim. Private to this room.
#pragma once

#include <array>
#include <span>
#include <string_view>
#include <vector>

#include "match/claims.h"
#include "model/decision.h"
#include "model/post.h"
#include "policy/policy.h"
#include "text/normal_text.h"

namespace mizan::assess {

// What a condition may read.
struct Facts {
    const policy::Policy& policy;
    const Post& post;
    const text::NormalText& text;
    const match::Claims& claims;
    std::span<const Signal> scores;  // learned, of this post
};

// The frames that reach a claim, and what they make of it once some of them are set aside.
struct Framing {
    Framing() { clear(); }
    void clear() {
        winner.fill(policy::kNone);
        applying.clear();
        negations.clear();
        negated = false;
    }
    std::array<std::uint32_t, policy::kAxes> winner;  // hit that sets each axis, or kNone
    std::vector<std::uint32_t> applying;       // hits that reach the claim, cancelled ones included
    std::vector<match::TokenRange> negations;  // the cues that negate it, in text order
    bool negated = false;                      // by an odd number of them
};

// Which hits reach the claim; false if there are more than limits::kClaimFrames.
[[nodiscard]] bool reach(const Facts& facts, const match::FoundClaim& claim,
                         std::vector<std::uint32_t>& hits);

// Resolves the axes: the innermost reach wins, negation composes by parity. Frames of `ignored` are set aside.
void resolve(const Facts& facts, const match::FoundClaim& claim,
             const std::vector<std::uint32_t>& hits, const std::vector<std::uint32_t>& ignored,
             Framing& out);

enum class Truth : std::uint8_t {
    kFalse,
    kTrue,
    kUnknown
};  // unknown: a signal it needs is missing

// `claim` may be null for conditions on the post alone.
[[nodiscard]] Truth holds(const Facts& facts, const policy::Condition& condition,
                          const match::FoundClaim* claim, const Framing& framing);

struct Judgment {
    Finding finding = Finding::kNothingFound;
    Cause cause = Cause::kNone;
    std::string_view exception;
    UnclearBy unclear_by = UnclearBy::kNone;
};

// The clause's word on the claim: allow, then review, then what is missing, then doubt, then violates.
[[nodiscard]] Judgment judge(const Facts& facts, const policy::Clause& clause,
                             const match::FoundClaim& claim, const Framing& framing);

// Whether the clause speaks of this claim at all: its construct, whom it protects, its readings.
[[nodiscard]] bool concerns(const policy::Policy& policy, const policy::Clause& clause,
                            const match::FoundClaim& claim);

}  // namespace mizan::assess
