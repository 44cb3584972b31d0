// The model's decision, whose views end with the post, -> a copy that owns its text.
#include "api/convert.h"

namespace mizan::api {

namespace {

std::string text(std::string_view s) { return std::string(s); }

Range to_public(const mizan::Range& r) { return {r.begin, r.end}; }

Span to_public(const mizan::Span& s) {
    return {s.part, to_public(s.bytes), to_public(s.code_points), to_public(s.utf16)};
}

Claim to_public(const mizan::Claim& c) {
    Claim out;
    out.construct = c.construct;
    out.group = c.group;
    out.attribute = c.attribute;
    out.reading = c.reading;
    out.polarity = c.polarity;
    out.stance = c.stance;
    out.holder = c.holder;
    out.mood = c.mood;
    out.speaker = c.speaker;
    out.referent = c.referent;
    out.genre = c.genre;
    out.target = to_public(c.target);
    for (const auto& s : c.spans) out.spans.push_back(to_public(s));
    for (const auto& u : c.concepts)
        out.concepts.push_back({text(u.concept_path), text(u.kind), to_public(u.span)});
    for (const auto& f : c.frames) {
        out.frames.push_back({text(f.frame), text(f.axis), text(f.value), text(f.scope),
                              text(f.effect), to_public(f.cue)});
    }
    return out;
}

ClauseFinding to_public(const mizan::ClauseFinding& f, std::size_t claims) {
    ClauseFinding out;
    out.clause = f.clause;
    out.title = f.title;
    out.state = f.state;
    out.finding = static_cast<Finding>(f.finding);
    out.exception = f.exception;
    out.cause = static_cast<Cause>(f.cause);
    out.unclear_by = static_cast<UnclearBy>(f.unclear_by);
    out.claim = f.claim < claims ? f.claim : ClauseFinding::kNoClaim;
    out.severity = f.severity;
    out.may_act = f.enforce_act;
    return out;
}

void assessment_to_public(const mizan::Assessment& a, Decision& out) {
    out.platform = a.platform;
    out.post = a.post;
    out.lang = a.lang;
    for (const auto& c : a.claims) out.claims.push_back(to_public(c));
    for (const auto& f : a.clauses) out.clauses.push_back(to_public(f, a.claims.size()));
    out.coverage.level = static_cast<CoverageLevel>(a.coverage.level);
    out.coverage.reason = a.coverage.reason;
    for (const auto& e : a.coverage.exceptions) {
        out.coverage.exceptions.push_back(
            {text(e.clause), static_cast<CoverageLevel>(e.level), text(e.reason)});
    }
    out.context_seen.assign(a.context_seen.begin(), a.context_seen.end());
    for (const auto& s : a.scores) out.scores.push_back({text(s.name), s.value});
    out.score_model = a.score_model;
    out.policy_version = a.policy_version;
    out.bundle_hash = a.bundle_hash;
    out.semantics_level = a.semantics_level;
    out.truncated = a.truncated;
}

}  // namespace

Decision to_public(const mizan::Decision& d) {
    Decision out;
    assessment_to_public(d, out);
    out.outcome = static_cast<Outcome>(d.outcome);
    out.finding = static_cast<Finding>(d.finding);
    out.route = static_cast<Route>(d.route);
    out.decided_by = static_cast<DecidedBy>(d.decided_by);
    out.cause = static_cast<Cause>(d.cause);
    out.clause = d.clause;
    out.exception = d.exception;
    out.severity = d.severity;
    for (const auto& a : d.actions) out.actions.push_back({text(a.name), a.argument});
    out.reason = d.reason;
    return out;
}

}  // namespace mizan::api
