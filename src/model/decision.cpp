#include "model/decision.h"

namespace mizan {

std::string_view name(Outcome v) {
    constexpr std::string_view kNames[] = {"violation", "review", "allowed", "undecided"};
    return kNames[static_cast<std::size_t>(v)];
}
std::string_view name(Finding v) {
    constexpr std::string_view kNames[] = {"violates", "excused", "nothing-found", "unclear"};
    return kNames[static_cast<std::size_t>(v)];
}
std::string_view name(Route v) {
    constexpr std::string_view kNames[] = {"act", "person", "none"};
    return kNames[static_cast<std::size_t>(v)];
}
std::string_view name(DecidedBy v) { return v == DecidedBy::kEngine ? "engine" : "person"; }
std::string_view name(Cause v) {
    constexpr std::string_view kNames[] = {
        "", "context-missing", "signal-missing", "not-covered", "truncated", "bad-input"};
    return kNames[static_cast<std::size_t>(v)];
}
std::string_view name(UnclearBy v) {
    constexpr std::string_view kNames[] = {"", "framing", "language", "doubt", "suspicion"};
    return kNames[static_cast<std::size_t>(v)];
}

int strength(Finding finding, Cause cause, UnclearBy by) {
    switch (finding) {
        case Finding::kViolates: return 5;
        case Finding::kUnclear:
            if (cause != Cause::kNone) return 2;
            return by == UnclearBy::kLanguage || by == UnclearBy::kDoubt ? 4 : 3;
        case Finding::kExcused: return 1;
        case Finding::kNothingFound: return 0;
    }
    return 0;
}

std::string_view name(CoverageLevel v) {
    constexpr std::string_view kNames[] = {"full", "partial", "none"};
    return kNames[static_cast<std::size_t>(v)];
}

void Decision::clear() {
    platform = post = clause = exception = lang = score_model = policy_version = bundle_hash = {};
    outcome = Outcome::kAllowed;
    finding = Finding::kNothingFound;
    route = Route::kNone;
    decided_by = DecidedBy::kEngine;
    cause = Cause::kNone;
    severity = 0;
    claims.clear();
    clauses.clear();
    actions.clear();
    coverage.level = CoverageLevel::kFull;
    coverage.reason = {};
    coverage.exceptions.clear();
    context_seen.clear();
    scores.clear();
    semantics_level = 0;
    truncated = halted = folded = false;
    author_strikes = post_views = 0;
    reason.clear();
}

}  // namespace mizan
