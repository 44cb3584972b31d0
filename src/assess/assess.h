// Claims + context -> Assessment: every clause judges every claim; excuses and non-excuses are noted; coverage is said.
#pragma once

#include <vector>

#include "match/matcher.h"
#include "model/decision.h"
#include "model/post.h"
#include "policy/policy.h"
#include "text/normal_text.h"

namespace mizan::assess {

// Working memory of one worker, reused from post to post. After assess() it holds the hand-over values for explain.
struct Scratch {
    text::NormalText text;
    match::Claims claims;
    match::Scratch match;
    std::vector<policy::ConceptId> declared;
    std::vector<std::vector<std::uint32_t>> reached;  // by found claim: the hits that reach it
    std::vector<Claim> spare;                         // of posts before, to be filled anew
    std::vector<bool> asked;  // by clause: it reads one of the claims' constructs
};

// Fills `out`, whose views point into `policy` and `post`. Pure and deterministic; never sees the author's standing.
void assess(const policy::Policy& policy, const Post& post, Scratch& scratch, Assessment& out);

}  // namespace mizan::assess
