// Claims + context -> Assessment: every clause judges every claim; excuses and non-excuses are noted; coverage is said.
#pragma once

#include <vector>

#include "match/matcher.h"
#include "model/decision.h"
#include "model/post.h"
#include "policy/policy.h"
#include "score/scorer.h"
#include "text/normal_text.h"

namespace mizan::assess {

// Working memory of one worker, reused from post to post. After assess() it holds the hand-over values for explain.
struct Scratch {
    text::NormalText text;
    match::Claims claims;
    match::Scratch match;
    std::vector<policy::ConceptId> declared;
    score::FeatureScratch features;
    score::Scores scores;
    std::vector<Signal> signals;                      // the scores that the policy declares
    std::vector<std::vector<std::uint32_t>> reached;  // by found claim: the hits that reach it
    std::vector<Claim> spare;                         // of posts before, to be filled anew
    std::vector<bool> asked;  // by clause: it reads one of the claims' constructs
};

// Fills `out`, whose views point into `policy`, the scorer's model and `post`. `scorer` may be null: then there are no scores. A score is
// read where the policy declares its signal, as far as the policy's bounds ask; one that comes with the post, as in a replay, counts
// instead. Pure and deterministic; never sees the author's standing.
void assess(const policy::Policy& policy, const score::Scorer* scorer, const Post& post,
            Scratch& scratch, Assessment& out);

}  // namespace mizan::assess
