#include "assess/judge.h"

#include <algorithm>

#include "base/limits.h"

namespace mizan::assess {

namespace {

bool within(match::TokenRange inner, match::TokenRange outer) {
    return outer.first <= inner.first && inner.last <= outer.last;
}

bool reaches(const match::FrameHit& hit, const match::FoundClaim& claim) {
    if (hit.scope == policy::ScopeKind::kClaim) return within(hit.cue, claim.tokens);
    return within(claim.tokens, hit.reach);
}

bool ignored_frame(const std::vector<std::uint32_t>& ignored, std::uint32_t frame) {
    return std::find(ignored.begin(), ignored.end(), frame) != ignored.end();
}

Truth compare(std::int64_t a, policy::Compare op, std::int64_t b) {
    bool r = false;
    switch (op) {
        case policy::Compare::kEqual: r = a == b; break;
        case policy::Compare::kNotEqual: r = a != b; break;
        case policy::Compare::kLess: r = a < b; break;
        case policy::Compare::kLessEqual: r = a <= b; break;
        case policy::Compare::kGreater: r = a > b; break;
        case policy::Compare::kGreaterEqual: r = a >= b; break;
    }
    return r ? Truth::kTrue : Truth::kFalse;
}

Truth truth(bool b) { return b ? Truth::kTrue : Truth::kFalse; }

Truth signal(const Facts& facts, const policy::Atom& atom) {
    for (const auto signals : {std::span<const Signal>(facts.post.signals), facts.scores}) {
        for (const auto& s : signals) {
            if (s.name == facts.policy.signals[atom.index])
                return compare(s.value, atom.compare, atom.number);
        }
    }
    return Truth::kUnknown;
}

bool axis_is(const Facts& facts, const policy::Atom& atom, const Framing& framing) {
    if (atom.index == static_cast<std::uint32_t>(policy::Axis::kPolarity) && atom.text == "negated")
        return framing.negated;
    const auto hit = framing.winner[atom.index];
    return hit != policy::kNone &&
           facts.policy.frames[facts.claims.hits[hit].frame].value == atom.text;
}

bool frame_applies(const Facts& facts, std::uint32_t frame, const Framing& framing) {
    return std::any_of(framing.applying.begin(), framing.applying.end(), [&](std::uint32_t h) {
        return facts.claims.hits[h].frame == frame && !facts.claims.hits[h].cancelled;
    });
}

Truth test(const Facts& facts, const policy::Atom& atom, const match::FoundClaim* claim,
           const Framing& framing) {
    switch (atom.test) {
        case policy::Test::kAxis: return truth(claim && axis_is(facts, atom, framing));
        case policy::Test::kFrame: return truth(frame_applies(facts, atom.index, framing));
        case policy::Test::kLanguage: return truth(facts.text.language == atom.index);
        case policy::Test::kSurface: return truth(facts.post.surface == atom.text);
        case policy::Test::kMentions: return truth(!facts.post.mentions.empty());
        case policy::Test::kReply: return truth(!facts.post.reply_to.empty());
        case policy::Test::kSignal: return signal(facts, atom);
        case policy::Test::kRole: {
            if (!claim) return Truth::kFalse;
            const auto part = facts.text.tokens[claim->tokens.first].part;
            return truth(part < facts.post.parts.size() &&
                         static_cast<std::uint32_t>(facts.post.parts[part].role) == atom.index);
        }
        case policy::Test::kReading:
            return truth(claim && static_cast<std::uint32_t>(claim->reading) == atom.index);
        case policy::Test::kKind: return truth(claim && (claim->kinds >> atom.index & 1));
        case policy::Test::kGroup:
            return truth(claim && facts.policy.is_or_under(claim->group, atom.index));
    }
    return Truth::kFalse;
}

Truth conjunction(const Facts& facts, const policy::Conjunction& all,
                  const match::FoundClaim* claim, const Framing& framing) {
    auto result = Truth::kTrue;
    for (const auto& atom : all.atoms) {
        auto t = test(facts, atom, claim, framing);
        if (atom.negate && t != Truth::kUnknown) t = truth(t == Truth::kFalse);
        if (t == Truth::kFalse) return t;
        if (t == Truth::kUnknown) result = t;
    }
    return result;
}

bool has(const Post& post, policy::Need need) {
    switch (need) {
        case policy::Need::kTarget:
            return !post.target.empty() || !post.mentions.empty() || !post.reply_to.empty();
        case policy::Need::kThread: return !post.reply_to.empty();
        case policy::Need::kImage:
            return std::any_of(post.parts.begin(), post.parts.end(),
                               [](const Part& p) { return p.kind == PartKind::kMediaRef; });
        case policy::Need::kSeries:
            return false;  // arrives with the actors room; until then such clauses never decide alone
    }
    return false;
}

// Whether an odd number of cues stand in the text: one that reaches the claim by several scopes or frames, or that
// overlaps another, negates once.
bool odd(std::vector<match::TokenRange>& cues) {
    std::sort(cues.begin(), cues.end(),
              [](match::TokenRange a, match::TokenRange b) { return a.first < b.first; });
    bool result = false;
    std::uint32_t end = 0;
    for (const auto cue : cues) {
        if (cue.first >= end) result = !result;
        end = std::max(end, cue.last);
    }
    return result;
}

}  // namespace

bool reach(const Facts& facts, const match::FoundClaim& claim, std::vector<std::uint32_t>& hits) {
    hits.clear();
    for (std::uint32_t i = 0; i < facts.claims.hits.size(); ++i) {
        if (!reaches(facts.claims.hits[i], claim)) continue;
        if (hits.size() == limits::kClaimFrames) return false;
        hits.push_back(i);
    }
    return true;
}

void resolve(const Facts& facts, const match::FoundClaim& claim,
             const std::vector<std::uint32_t>& hits, const std::vector<std::uint32_t>& ignored,
             Framing& out) {
    out.clear();
    const bool negatable = facts.policy.constructs[claim.construct].negatable;
    for (const auto h : hits) {
        const auto& hit = facts.claims.hits[h];
        const auto& frame = facts.policy.frames[hit.frame];
        if (ignored_frame(ignored, hit.frame) ||
            (frame.axis == policy::Axis::kPolarity && !negatable))
            continue;
        out.applying.push_back(h);
        if (hit.cancelled) continue;
        auto& winner = out.winner[static_cast<std::size_t>(frame.axis)];
        auto size = [&](std::uint32_t i) {
            return facts.claims.hits[i].reach.last - facts.claims.hits[i].reach.first;
        };
        if (winner == policy::kNone || size(h) < size(winner)) winner = h;
        if (frame.axis == policy::Axis::kPolarity && frame.value == "negated")
            out.negations.push_back(hit.cue);
    }
    out.negated = odd(out.negations);
}

Truth holds(const Facts& facts, const policy::Condition& condition, const match::FoundClaim* claim,
            const Framing& framing) {
    auto result = Truth::kFalse;
    for (const auto& all : condition.any) {
        const auto t = conjunction(facts, all, claim, framing);
        if (t == Truth::kTrue) return t;
        if (t == Truth::kUnknown) result = t;
    }
    return result;
}

Judgment judge(const Facts& facts, const policy::Clause& clause, const match::FoundClaim& claim,
               const Framing& framing) {
    bool unknown = false;
    for (const auto& exception : clause.allow) {
        const auto t = holds(facts, exception.when, &claim, framing);
        if (t == Truth::kTrue) return {Finding::kExcused, Cause::kNone, exception.id};
        unknown |= t == Truth::kUnknown;
    }
    if (unknown) return {Finding::kUnclear, Cause::kSignalMissing, {}};
    const auto review = holds(facts, clause.review, &claim, framing);
    if (review == Truth::kTrue) return {Finding::kUnclear, Cause::kNone, {}, UnclearBy::kFraming};
    const bool when_unknown = holds(facts, clause.when, nullptr, {}) == Truth::kUnknown;
    if (review == Truth::kUnknown || when_unknown)
        return {Finding::kUnclear, Cause::kSignalMissing, {}};
    const bool missing = std::any_of(clause.needs.begin(), clause.needs.end(),
                                     [&](policy::Need n) { return !has(facts.post, n); });
    if (missing) return {Finding::kUnclear, Cause::kContextMissing, {}};
    if (claim.foreign) return {Finding::kUnclear, Cause::kNone, {}, UnclearBy::kLanguage};
    if (holds(facts, clause.doubt, nullptr, {}) == Truth::kTrue)
        return {Finding::kUnclear, Cause::kNone, {}, UnclearBy::kDoubt};
    return {Finding::kViolates, Cause::kNone, {}};
}

bool concerns(const policy::Policy& policy, const policy::Clause& clause,
              const match::FoundClaim& claim) {
    if (clause.plain_only && claim.reading != text::ReadingKind::kPlain) return false;
    const bool detected =
        std::any_of(clause.detects.begin(), clause.detects.end(), [&](const policy::Detect& d) {
            return d.construct == claim.construct &&
                   (d.group == policy::kNone || policy.is_or_under(claim.group, d.group));
        });
    if (!detected) return false;
    if (clause.protects_anyone) return true;
    if (claim.group == policy::kNone) return false;
    const auto attribute = policy.concepts[claim.group].attribute;
    return attribute != policy::kNone && (clause.protects >> attribute & 1);
}

}  // namespace mizan::assess
