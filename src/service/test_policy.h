// Use case: run a policy's examples and cases, and say of each failure what was expected, what came, and why.
#pragma once

#include <string>
#include <vector>

#include "policy/compile.h"
#include "score/scorer.h"

namespace mizan::service {

// One expectation: a post, the clause it speaks of, and what that clause must find.
struct Expectation {
    std::string where;  // "policy.md:40:1" or "cases/threats.jsonl:7"
    std::string name;   // a case's own name; may be empty
    std::string clause;
    std::string post;       // JSON of the post
    std::string expect;     // "violates", "allows", "review" (unclear), "excused", "nothing-found"
    std::string exception;  // for excused; may be empty: any
};

struct TestResult {
    Expectation expectation;
    bool passed = false;
    std::string text;  // of all parts, for a person
    std::string got;   // "excused (counter-speech)"
    std::string why;   // the decision's reason and the claims, for a person
};

struct TestReport {
    std::vector<TestResult> results;  // in order of source
    std::size_t passed = 0;
    std::size_t failed = 0;
};

struct Expectations {
    std::vector<Expectation> all;
    std::vector<policy::CaseFault>
        faults;  // lines of case files that can not be read, in order of source
};

// Examples of policy.md and all lines of cases/*.jsonl. A case line is {"clause","expect","text" or a whole post's fields,
// "name"?,"exception"?}. Faults: what policy::read_cases tells, and what a post may lack (kTextMissing, kFieldType, ...).
[[nodiscard]] Expectations expectations(const policy::Source& source,
                                        const std::vector<policy::Example>& examples);

// Only the examples, in their order; can not fail.
[[nodiscard]] std::vector<Expectation> example_expectations(
    const policy::Source& source, const std::vector<policy::Example>& examples);

// Runs them against a compiled policy. What speaks of a retired clause is run as if that were live.
[[nodiscard]] TestReport run(const std::shared_ptr<const policy::Policy>& policy,
                             std::vector<Expectation> expectations,
                             const std::shared_ptr<const score::Scorer>& scorer = nullptr);

}  // namespace mizan::service
