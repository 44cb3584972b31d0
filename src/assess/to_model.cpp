#include "assess/to_model.h"

#include <algorithm>

#include "text/spans.h"

namespace mizan::assess {

namespace {

bool reads(const policy::Policy& policy, const policy::Condition& condition, std::uint32_t frame) {
    const auto& f = policy.frames[frame];
    for (const auto& all : condition.any) {
        for (const auto& a : all.atoms) {
            const bool by_axis = a.test == policy::Test::kAxis &&
                                 a.index == static_cast<std::uint32_t>(f.axis) && a.text == f.value;
            if (by_axis || (a.test == policy::Test::kFrame && a.index == frame)) return true;
        }
    }
    return false;
}

}  // namespace

Span ToModel::span(match::TokenRange tokens) const {
    if (tokens.first >= tokens.last) return {};
    const auto& first = facts_.text.tokens[tokens.first];
    const auto& last = facts_.text.tokens[tokens.last - 1];
    // A span stays within one part: across parts it is cut at the first one's end.
    const auto size = static_cast<std::uint32_t>(facts_.post.parts[first.part].bytes.size());
    return {first.part, {first.begin, last.part == first.part ? last.end : size}, {}, {}};
}

void ToModel::write_axes(const Framing& framing, Claim& out) const {
    auto value = [&](policy::Axis axis) -> std::string_view {
        const auto hit = framing.winner[static_cast<std::size_t>(axis)];
        return hit == policy::kNone
                   ? std::string_view()
                   : std::string_view(facts_.policy.frames[facts_.claims.hits[hit].frame].value);
    };
    out.polarity = framing.negated ? "negated" : "affirmed";
    out.stance = value(policy::Axis::kStance);
    out.holder = value(policy::Axis::kHolder);
    out.mood = value(policy::Axis::kMood);
    out.speaker = value(policy::Axis::kSpeaker);
    out.referent = value(policy::Axis::kReferent);
    out.genre = value(policy::Axis::kGenre);
}

void ToModel::write_words(const match::FoundClaim& claim, Claim& out) const {
    out.spans.clear();
    out.concepts.clear();
    for (auto i = claim.first_use; i < claim.last_use; ++i) {
        const auto& use = facts_.claims.uses[i];
        out.spans.push_back(span(use.tokens));
        if (use.term == policy::kNone) continue;
        const auto& term = facts_.policy.terms[use.term];
        if (term.concept_id == policy::kNone) continue;
        out.concepts.push_back({facts_.policy.concepts[term.concept_id].path,
                                policy::name(term.kind), out.spans.back()});
    }
}

std::string_view ToModel::effect(const policy::Clause& clause, const match::FrameHit& hit,
                                 std::uint32_t index, const Framing& framing,
                                 const Judgment& judgment) const {
    const auto& frame = facts_.policy.frames[hit.frame];
    if (hit.cancelled) return "cancelled";
    if (std::find(clause.ignore.begin(), clause.ignore.end(), hit.frame) != clause.ignore.end())
        return "no-excuse";
    const auto winner = framing.winner[static_cast<std::size_t>(frame.axis)];
    const bool same_value =
        winner != policy::kNone &&
        facts_.policy.frames[facts_.claims.hits[winner].frame].value == frame.value;
    if (winner != index && !same_value) return "outweighed";
    const bool to_review = reads(facts_.policy, clause.review, hit.frame);
    if (judgment.finding == Finding::kExcused) {
        bool allowed = false;
        for (const auto& e : clause.allow) {
            const bool read = reads(facts_.policy, e.when, hit.frame);
            if (read && e.id == judgment.exception) return "excuses";
            allowed |= read;
        }
        if (to_review || allowed) return "not-asked";
    }
    if (judgment.unclear_by == UnclearBy::kFraming && to_review) return "to-review";
    return "no-bearing";
}

// One entry a cue and effect: a cue with several scopes is told once, by the scope that reached the claim most closely.
void ToModel::write_frames(const policy::Clause& clause, const std::vector<std::uint32_t>& hits,
                           const Framing& framing, const Judgment& judgment, Claim& out) const {
    out.frames.clear();
    for (std::size_t i = 0; i < hits.size(); ++i) {
        const auto& hit = facts_.claims.hits[hits[i]];
        const auto& frame = facts_.policy.frames[hit.frame];
        bool closer = false;
        for (const auto other : hits) {
            const auto& o = facts_.claims.hits[other];
            const bool same = other != hits[i] && o.frame == hit.frame && o.cue == hit.cue;
            const auto size = [](const match::FrameHit& h) { return h.reach.last - h.reach.first; };
            closer |= same && (size(o) < size(hit) || (size(o) == size(hit) && other < hits[i]));
        }
        if (closer) continue;
        out.frames.push_back({frame.id, policy::name(frame.axis), frame.value,
                              policy::name(hit.scope),
                              effect(clause, hit, hits[i], framing, judgment), span(hit.cue)});
    }
}

void count_units(const Post& post, std::vector<Claim>& claims) {
    std::size_t spans = 0;
    for (const auto& c : claims) spans += 1 + c.spans.size() + c.concepts.size() + c.frames.size();
    std::vector<Span*> all;
    all.reserve(spans);
    for (auto& c : claims) {
        all.push_back(&c.target);
        for (auto& s : c.spans) all.push_back(&s);
        for (auto& u : c.concepts) all.push_back(&u.span);
        for (auto& f : c.frames) all.push_back(&f.cue);
    }
    std::vector<Span> of_part;
    of_part.reserve(spans);
    for (std::uint32_t part = 0; part < post.parts.size(); ++part) {
        of_part.clear();
        for (const auto* s : all) {
            if (s->part == part) of_part.push_back(*s);
        }
        if (of_part.empty()) continue;
        text::SpanMapper(post.parts[part].bytes, part).map(of_part);
        std::size_t next = 0;
        for (auto* s : all) {
            if (s->part == part) *s = of_part[next++];
        }
    }
}

void ToModel::write(const policy::Clause& clause, const match::FoundClaim& claim,
                    const std::vector<std::uint32_t>& hits, const Framing& framing,
                    const Judgment& judgment, Claim& out) const {
    const auto& p = facts_.policy;
    out.construct = p.constructs[claim.construct].id;
    out.group = claim.group == policy::kNone ? std::string_view()
                                             : std::string_view(p.concepts[claim.group].path);
    const auto attribute =
        claim.group == policy::kNone ? policy::kNone : p.concepts[claim.group].attribute;
    out.attribute = attribute == policy::kNone ? std::string_view()
                                               : std::string_view(p.attributes[attribute].id);
    out.reading = text::name(claim.reading);
    out.target = span(claim.group_tokens);
    write_axes(framing, out);
    write_words(claim, out);
    write_frames(clause, hits, framing, judgment, out);
}

}  // namespace mizan::assess
