// Any text, by a small policy with one of every pattern: the fast matcher agrees with the naive reference.

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>

#include "policy/compile.h"
#include "../tests/support/agreement.h"
#include "../tests/support/reference_matcher.cpp"  // one source of truth; fuzzers link no test code

using namespace mizan;

namespace {

constexpr std::string_view kRules = R"(concept GROUP "people"
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
guard NEAR only sentence
  "bed"
guard FAR unless overlap
  "bed" ..1 BAD
)";
constexpr std::string_view kTerms = R"([GROUP.a]
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
constexpr std::string_view kText =
    "# T\n\n## S {#s}\n\n```rule\nclause s\n  protects anyone\n  detect SAID(g), ANY\n  severity 1\n```\n\n"
    "```violates\nx\n```\n\n```allows\ny\n```\n";

const policy::Policy& policy_once() {
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

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    const auto result = test::compare_matchers(policy_once(), text);
    if (!result.difference.empty()) {
        std::fputs(result.difference.c_str(), stderr);
        std::abort();
    }
    return 0;
}
