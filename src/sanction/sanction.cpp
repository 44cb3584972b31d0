#include "sanction/sanction.h"

#include <algorithm>

#include "base/hash.h"
#include "sanction/reason.h"

namespace mizan::sanction {

namespace {

bool stronger(const ClauseFinding& a, const ClauseFinding& b) {
    const int of_a = strength(a.finding, a.cause, a.unclear_by);
    const int of_b = strength(b.finding, b.cause, b.unclear_by);
    if (of_a != of_b) return of_a > of_b;
    return a.severity > b.severity;
}

// The finding that decides; shadow findings are recorded and decide nothing.
const ClauseFinding* deciding(const Decision& decision) {
    const ClauseFinding* best = nullptr;
    for (const auto& f : decision.clauses) {
        if (f.state == "shadow") continue;
        if (best == nullptr || stronger(f, *best)) best = &f;
    }
    return best;
}

CoverageLevel level_for(const Coverage& coverage, std::string_view clause) {
    for (const auto& e : coverage.exceptions) {
        if (e.clause == clause) return e.level;
    }
    return coverage.level;
}

bool sees_nothing(const Coverage& coverage) {
    const auto none = [](const CoverageException& e) { return e.level == CoverageLevel::kNone; };
    return coverage.level == CoverageLevel::kNone &&
           std::all_of(coverage.exceptions.begin(), coverage.exceptions.end(), none);
}

void from_finding(const policy::Policy& policy, const ClauseFinding& f, Decision& d) {
    d.clause = f.clause;
    d.severity = f.severity;
    d.finding = f.finding;
    d.cause = f.cause;
    d.exception = f.exception;
    switch (f.finding) {
        case Finding::kViolates:
            d.outcome = Outcome::kViolation;
            // What the engine read only in part, or truncated, it does not act on alone.
            d.route = f.enforce_act && level_for(d.coverage, f.clause) == CoverageLevel::kFull &&
                              !d.truncated
                          ? Route::kAct
                          : Route::kPerson;
            for (const auto& step : policy.clauses[f.clause_index].actions)
                d.actions.push_back({step.action, step.argument});
            return;
        case Finding::kUnclear:
            d.outcome = f.cause == Cause::kNone ? Outcome::kReview : Outcome::kUndecided;
            d.route = f.cause == Cause::kNone ? Route::kPerson : undecided_route(f.cause, d.post);
            return;
        case Finding::kExcused:
        case Finding::kNothingFound:
            d.outcome = Outcome::kAllowed;
            d.route = Route::kNone;
            d.severity = 0;
            return;
    }
}

// Silence is not innocence: where no clause could see the post, or a limit was reached, the answer is undecided.
void admit_blindness(Decision& d) {
    if (d.outcome != Outcome::kAllowed) return;
    if (d.coverage.reason == kUnreadable) {
        d.cause = Cause::kBadInput;
    } else if (d.truncated) {
        d.cause = Cause::kTruncated;
    } else if (sees_nothing(d.coverage) && d.finding == Finding::kNothingFound) {
        d.cause = Cause::kNotCovered;
    } else {
        return;
    }
    d.outcome = Outcome::kUndecided;
    d.route = undecided_route(d.cause, d.post);
}

}  // namespace

Route undecided_route(Cause cause, std::string_view post) {
    switch (cause) {
        case Cause::kNotCovered:
            return hash64(post) % kUncoveredSample == 0 ? Route::kPerson : Route::kNone;
        case Cause::kContextMissing:
        case Cause::kSignalMissing:
        case Cause::kTruncated:
        case Cause::kBadInput: return Route::kPerson;
        case Cause::kNone: break;
    }
    return Route::kNone;
}

void decide(const policy::Policy& policy, Decision& d) {
    d.outcome = Outcome::kAllowed;
    d.finding = Finding::kNothingFound;
    d.route = Route::kNone;
    d.decided_by = DecidedBy::kEngine;
    d.cause = Cause::kNone;
    d.clause = d.exception = {};
    d.severity = 0;
    d.actions.clear();
    d.halted = d.folded = false;
    const auto* f = deciding(d);
    if (f != nullptr) from_finding(policy, *f, d);
    admit_blindness(d);
    write_reason(policy, f, d);
}

}  // namespace mizan::sanction
