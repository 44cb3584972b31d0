// Expectations from policy.md and cases/*.jsonl, run against the compiled policy.
#include "service/test_policy.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "base/limits.h"
#include "match/lattice.h"
#include "service/claim_text.h"
#include "service/decide.h"
#include "service/example_post.h"
#include "service/post_line.h"

namespace mizan::service {

namespace {

using policy::kAnyClause;

// ---- reading

std::string place(const policy::Source& source, policy::Loc loc) {
    const auto p = source.position(loc.file, loc.begin);
    return source.path(loc.file) + ":" + std::to_string(p.line) + ":" + std::to_string(p.column);
}

std::string_view expect_of(policy::Expect expect) {
    switch (expect) {
        case policy::Expect::kViolates: return "violates";
        case policy::Expect::kAllows: return "allows";
        case policy::Expect::kReview: return "review";
    }
    return "";
}

// ---- running

struct Found {
    Finding finding = Finding::kNothingFound;
    Cause cause = Cause::kNone;
    std::string_view exception;
    std::string_view clause;
};

bool is_harm(Finding f) { return f == Finding::kViolates || f == Finding::kUnclear; }

// What the clause found; for "*" the first clause that violates, else the first that is unclear.
Found found_by(const Decision& decision, std::string_view clause) {
    Found out;
    for (const auto& f : decision.clauses) {
        const Found here{f.finding, f.cause, f.exception, f.clause};
        if (f.clause == clause) return here;
        if (clause != kAnyClause || !is_harm(f.finding)) continue;
        if (out.finding != Finding::kViolates &&
            (f.finding == Finding::kViolates || out.clause.empty()))
            out = here;
    }
    return out;
}

bool meets(const Expectation& e, const Found& found) {
    if (e.expect == "violates") return found.finding == Finding::kViolates;
    if (e.expect == "review") return found.finding == Finding::kUnclear;
    if (e.expect == "nothing-found") return found.finding == Finding::kNothingFound;
    if (e.expect == "allows") return !is_harm(found.finding);
    return found.finding == Finding::kExcused &&
           (e.exception.empty() || e.exception == found.exception);
}

std::string got_text(const Expectation& e, const Found& found) {
    std::string out(name(found.finding));
    if (!found.exception.empty()) out.append(" (").append(found.exception).append(")");
    if (found.cause != Cause::kNone) out.append(" (").append(name(found.cause)).append(")");
    if (e.clause == kAnyClause && !found.clause.empty()) out.append(", by ").append(found.clause);
    return out;
}

// The policy with its retired clauses live again; null if it has none. What they decided stays tested.
std::shared_ptr<const policy::Policy> revived(const policy::Policy& policy) {
    const auto is_retired = [](const policy::Clause& c) {
        return c.state == policy::ClauseState::kRetired;
    };
    if (std::none_of(policy.clauses.begin(), policy.clauses.end(), is_retired)) return nullptr;
    auto out = std::make_shared<policy::Policy>(policy);
    for (auto& c : out->clauses) {
        if (is_retired(c)) c.state = policy::ClauseState::kLive;
    }
    return out;
}

class Runner {
public:
    Runner(const std::shared_ptr<const policy::Policy>& policy,
           const std::shared_ptr<const score::Scorer>& scorer)
        : decider_(policy, scorer), revived_(revived(*policy), scorer) {
        for (const auto& c : policy->clauses) clauses_.emplace(c.id, c.state);
    }

    TestResult run(Expectation expectation) {
        TestResult out;
        out.expectation = std::move(expectation);
        const auto& e = out.expectation;
        if (e.clause != kAnyClause && !clauses_.contains(e.clause)) {
            out.got = "no such clause";
            out.why = "the policy has no clause “" + e.clause + "”\n";
            return out;
        }
        if (const auto read = line_.read(e.post, e.where, post_); !read) {
            out.got = "not a post";
            out.why = to_string(read.error()) + "\n";
            return out;
        }
        for (const auto& part : post_.parts)
            out.text.append(out.text.empty() ? "" : " / ").append(part.bytes);
        const auto clause = clauses_.find(e.clause);
        const bool retired =
            clause != clauses_.end() && clause->second == policy::ClauseState::kRetired;
        auto& decider = retired ? revived_ : decider_;
        const auto& decision = decider.decide(post_);
        const auto found = found_by(decision, e.clause);
        out.passed = meets(e, found);
        out.got = got_text(e, found);
        out.why = why(decider, decision);
        return out;
    }

private:
    std::string why(const Decider& decider, const Decision& decision) {
        std::string out = decision.reason + "\n";
        for (const auto& claim : decision.claims)
            out.append(claim_text(decider.policy(), post_, claim, "  "));
        if (decision.claims.empty()) out.append(concepts(decider));
        return out;
    }
    // Nothing was claimed: the concepts that stand in the text show what a pattern could have used.
    std::string concepts(const Decider& decider) {
        const auto& policy = decider.policy();
        const auto& text = decider.scratch().text;
        const auto tokens = std::min<std::size_t>(text.tokens.size(), limits::kWindowTokens);
        lattice_.build(policy, text, {0, static_cast<std::uint32_t>(tokens)});
        std::string out;
        for (const auto& edge : lattice_.edges()) {
            const auto& term = policy.terms[edge.term];
            if (edge.dropped || term.concept_id == policy::kNone) continue;
            const auto range = lattice_.tokens(edge.from, edge.to);
            out.append(out.empty() ? "  no claim; concepts in the text: " : ", ");
            out.append(policy.concepts[term.concept_id].path).append(" “");
            for (auto t = range.first; t < range.last; ++t) {
                if (t != range.first) out.push_back(' ');
                out.append(text.fold(text.tokens[t]));
            }
            out.append("”");
        }
        if (out.empty()) out = "  no claim, and no concept of the lexicon stands in the text";
        return out + "\n";
    }

    Decider decider_;
    Decider revived_;  // for what speaks of a retired clause; of no policy if there is none
    PostLine line_;
    Post post_;
    match::Lattice lattice_;
    std::map<std::string_view, policy::ClauseState> clauses_;
};

}  // namespace

std::vector<Expectation> example_expectations(const policy::Source& source,
                                              const std::vector<policy::Example>& examples) {
    std::vector<Expectation> out;
    for (const auto& e : examples) {
        out.push_back({place(source, e.loc),
                       {},
                       e.clause,
                       example_post(e),
                       std::string(expect_of(e.expect)),
                       {}});
    }
    return out;
}

Expectations expectations(const policy::Source& source,
                          const std::vector<policy::Example>& examples) {
    Expectations out{example_expectations(source, examples), {}};
    auto cases = policy::read_cases(source);
    out.faults = std::move(cases.faults);
    PostLine reader;
    Post post;
    for (auto& c : cases.all) {
        std::string line(source.text(c.loc));
        if (auto read = reader.read(line, c.where, post); !read) {
            out.faults.push_back({std::move(read.error()), c.loc});
            continue;
        }
        out.all.push_back({std::move(c.where), std::move(c.name), std::move(c.clause),
                           std::move(line), std::move(c.expect), std::move(c.exception)});
    }
    std::stable_sort(out.faults.begin(), out.faults.end(), [](const auto& a, const auto& b) {
        return std::tie(a.loc.file, a.loc.begin) < std::tie(b.loc.file, b.loc.begin);
    });
    return out;
}

TestReport run(const std::shared_ptr<const policy::Policy>& policy,
               std::vector<Expectation> expectations,
               const std::shared_ptr<const score::Scorer>& scorer) {
    TestReport report;
    Runner runner(policy, scorer);
    for (auto& e : expectations) {
        report.results.push_back(runner.run(std::move(e)));
        ++(report.results.back().passed ? report.passed : report.failed);
    }
    return report;
}

}  // namespace mizan::service
