// Public post and decision -> the model's views of them.
#include "api/convert.h"
#include "model/json.h"

namespace mizan::api {

namespace {

mizan::Range to_model(const Range& r) { return {r.begin, r.end}; }

mizan::Span to_model(const Span& s) {
    return {s.part, to_model(s.bytes), to_model(s.code_points), to_model(s.utf16)};
}

mizan::Claim to_model(const Claim& c) {
    mizan::Claim out;
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
    out.target = to_model(c.target);
    for (const auto& s : c.spans) out.spans.push_back(to_model(s));
    for (const auto& u : c.concepts)
        out.concepts.push_back({u.concept_path, u.kind, to_model(u.span)});
    for (const auto& f : c.frames)
        out.frames.push_back({f.frame, f.axis, f.value, f.scope, f.effect, to_model(f.cue)});
    return out;
}

mizan::ClauseFinding to_model(const ClauseFinding& f) {
    mizan::ClauseFinding out;
    out.clause = f.clause;
    out.title = f.title;
    out.state = f.state;
    out.finding = static_cast<mizan::Finding>(f.finding);
    out.exception = f.exception;
    out.cause = static_cast<mizan::Cause>(f.cause);
    out.unclear_by = static_cast<mizan::UnclearBy>(f.unclear_by);
    out.claim = f.claim;
    out.severity = f.severity;
    out.enforce_act = f.may_act;
    return out;
}

void assessment_to_model(const Decision& d, mizan::Assessment& out) {
    out.platform = d.platform;
    out.post = d.post;
    out.lang = d.lang;
    for (const auto& c : d.claims) out.claims.push_back(to_model(c));
    for (const auto& f : d.clauses) out.clauses.push_back(to_model(f));
    out.coverage.level = static_cast<mizan::CoverageLevel>(d.coverage.level);
    out.coverage.reason = d.coverage.reason;
    for (const auto& e : d.coverage.exceptions) {
        out.coverage.exceptions.push_back(
            {e.clause, static_cast<mizan::CoverageLevel>(e.level), e.reason});
    }
    out.context_seen.assign(d.context_seen.begin(), d.context_seen.end());
    for (const auto& s : d.scores) out.scores.push_back({s.name, s.value});
    out.score_model = d.score_model;
    out.policy_version = d.policy_version;
    out.bundle_hash = d.bundle_hash;
    out.semantics_level = d.semantics_level;
    out.truncated = d.truncated;
}

}  // namespace

void to_model(const Post& post, mizan::Post& out) {
    out.clear();
    out.platform = post.platform;
    out.id = post.id;
    out.author = post.author;
    out.created_at = post.created_at;
    out.lang = post.lang;
    out.surface = post.surface;
    out.reply_to = post.reply_to;
    out.target = post.target;
    out.mentions.assign(post.mentions.begin(), post.mentions.end());
    for (const auto& p : post.parts) {
        out.parts.push_back({static_cast<mizan::PartKind>(p.kind),
                             static_cast<mizan::PartRole>(p.role), p.text, p.provenance});
    }
    for (const auto& s : post.signals) {
        out.signals.push_back(
            {s.name, s.source, s.version, s.value, {s.values.begin(), s.values.end()}, s.asked_at});
    }
    out.has_reach = post.reach.has_value();
    if (post.reach) out.reach = {post.reach->views, post.reach->as_of};
}

mizan::Decision to_model(const Decision& d) {
    mizan::Decision out;
    assessment_to_model(d, out);
    out.outcome = static_cast<mizan::Outcome>(d.outcome);
    out.finding = static_cast<mizan::Finding>(d.finding);
    out.route = static_cast<mizan::Route>(d.route);
    out.decided_by = static_cast<mizan::DecidedBy>(d.decided_by);
    out.cause = static_cast<mizan::Cause>(d.cause);
    out.clause = d.clause;
    out.exception = d.exception;
    out.severity = d.severity;
    for (const auto& a : d.actions) out.actions.push_back({a.name, a.argument});
    out.reason = d.reason;
    return out;
}

std::string Decision::to_json() const {
    std::string out;
    append_json(out, to_model(*this));
    return out;
}

}  // namespace mizan::api
