// The small policy that fuzzers share: one of every kind of pattern, guard, frame, term option and condition.
#pragma once

#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "policy/compile.h"

namespace mizan::fuzz {

inline constexpr std::string_view kRules = R"(concept GROUP "people"
concept GROUP.a
concept GROUP.b
concept BAD
concept BAD.x
construct SAID(g: GROUP)
  g "is"? BAD
  g <2> BAD:slur
  BAD ..{1,2} g @emoji?
  g // BAD
  g @break ..1 BAD.x
construct ANY
  @mention @number
  /ro+s/ BAD
  "a" (BAD | "b"?) "c"{1,3}
  @hashtag @url
frame negated sets polarity=negated
  cue "not"
  scope claim | complement until BAD.x, comma
  cancelled by "really"
frame asked sets mood=question
  cue @question
  cue part title
  scope sentence | quotation | post | near 3 | previous sentence
signal score.x
guard NEAR only sentence
  "bed"
guard FAR unless overlap
  "bed" ..1 BAD
)";
inline constexpr std::string_view kTerms = R"([GROUP.a]
aa
aa bb
[GROUP.b]
bb
cab driver
[BAD]
bad | typos=yes
badness | typos=yes
moss | guard=NEAR kind=slur
slime mould | guard=FAR
bad bed | covers
aa bad
[BAD.x]
weed | kind=slur
we ed
gift | homograph=de
)";
inline constexpr std::string_view kText =
    "# T\n\n## S {#s}\n\n```rule\nclause s\n  protects anyone\n  detect SAID(g), ANY\n  severity "
    "1\n"
    "  allow negation: polarity=negated\n  review mood=question & kind=slur | group=GROUP.b | "
    "signal score.x > 5\n"
    "  ignore asked\n  needs target\n  action label, strike 1\n```\n\n"
    "```violates\nx\n```\n\n```allows\ny\n```\n";

inline const policy::Policy& small_policy() {
    static const auto policy = [] {
        std::vector<policy::SourceFile> files;
        files.push_back({"a.rules", std::string(kRules), policy::FileKind::kOther, {}});
        files.push_back({"lexicon/en/a.terms", std::string(kTerms), policy::FileKind::kOther, {}});
        files.push_back({"policy.md", std::string(kText), policy::FileKind::kOther, {}});
        auto compiled = policy::compile(policy::Source::from_files(std::move(files)));
        if (!compiled.policy) std::abort();
        return compiled.policy;
    }();
    return *policy;
}

}  // namespace mizan::fuzz
