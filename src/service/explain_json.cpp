// Each hand-over value as JSON: the same figures as explain_steps.cpp, for machines.
#include "base/json.h"
#include "model/json.h"
#include "service/claim_text.h"
#include "service/clause_text.h"
#include "service/explain.h"
#include "service/token_names.h"
#include "text/languages.h"

namespace mizan::service {

using json::Object;

std::string Explainer::step_json(ExplainStep step) const {
    if (!explanation_.inside && step < ExplainStep::kAssessment) return "null";
    switch (step) {
        case ExplainStep::kText: return text_json();
        case ExplainStep::kTokens: return tokens_json();
        case ExplainStep::kConcepts: return concepts_json();
        case ExplainStep::kClaims: return claims_json();
        case ExplainStep::kAssessment: return assessment_json();
        case ExplainStep::kDecision: break;
    }
    std::string out;
    append_json(out, decision_);
    return out;
}

std::string Explainer::text_json() const {
    std::string out;
    {
        Object o(out);
        o.text("language", text::languages()[text_.language].code);
        o.list("sentences", text_.sentences, [&](const text::Sentence& s) {
            Object(out)
                .range("tokens", s.first, s.last)
                .flag("question", s.question)
                .flag("exclamation", s.exclamation)
                .text("words", words({s.first, s.last}));
        });
        o.list("quotations", text_.quotations, [&](const text::Quotation& q) {
            Object(out).range("tokens", q.first, q.last).number("depth", q.depth);
        });
        o.list("readings", explanation_.readings, [&](const OtherReading& r) {
            Object reading(out);
            reading.range("tokens", r.tokens.first, r.tokens.last)
                .text("reading", text::name(r.kind));
            if (!r.word.empty()) reading.text("word", r.word);
        });
        o.flag("invalid_utf8", text_.invalid_utf8).flag("truncated", text_.truncated);
    }
    return out;
}

std::string Explainer::tokens_json() const {
    std::string out = "[";
    for (const auto& t : text_.tokens) {
        if (out.size() > 1) out.push_back(',');
        Object(out)
            .number("part", t.part)
            .range("bytes", t.begin, t.end)
            .number("sentence", t.sentence)
            .text("kind", kind_name(t.kind))
            .text("before", gap_name(t.gap))
            .flag("known", t.word != text::kNoWord)
            .text("flags", flag_names(t.flags))
            .text("word", text_.fold(t));
    }
    return out.append("]");
}

std::string Explainer::concepts_json() const {
    std::string out = "[";
    for (const auto& m : explanation_.terms) {
        if (out.size() > 1) out.push_back(',');
        Object o(out);
        o.range("tokens", m.tokens.first, m.tokens.last).text("words", words(m.tokens));
        if (!m.path.empty()) o.text("concept", m.path);
        o.text("kind", policy::name(m.kind))
            .text("reading", text::name(m.reading))
            .flag("dropped", m.dropped);
        if (m.restricted) o.flag("restricted", true);
        if (!m.line.empty()) o.text("where", m.where).text("line", m.line).text("sha256", m.hash);
    }
    return out.append("]");
}

std::string Explainer::claims_json() const {
    std::string out;
    {
        Object o(out);
        o.list("claims", claims_.claims, [&](const match::FoundClaim& c) {
            Object claim(out);
            claim.text("construct", policy_.constructs[c.construct].id)
                .text("pattern", policy_.patterns[c.pattern].where);
            if (c.group != policy::kNone) claim.text("group", policy_.concepts[c.group].path);
            claim.range("tokens", c.tokens.first, c.tokens.last)
                .text("reading", text::name(c.reading))
                .text("words", words(c.tokens));
        });
        o.list("frames", claims_.hits, [&](const match::FrameHit& h) {
            const auto& f = policy_.frames[h.frame];
            Object(out)
                .text("frame", f.id)
                .text("axis", policy::name(f.axis))
                .text("value", f.value)
                .text("scope", policy::name(h.scope))
                .range("cue", h.cue.first, h.cue.last)
                .range("reach", h.reach.first, h.reach.last)
                .flag("cancelled", h.cancelled);
        });
        o.flag("truncated", claims_.truncated);
    }
    return out;
}

std::string Explainer::assessment_json() const {
    const auto& d = decision_;
    std::string out;
    {
        Object o(out);
        o.text("lang", d.lang);
        o.list("clauses", d.clauses, [&](const ClauseFinding& f) {
            Object(out)
                .text("clause", f.clause)
                .text("state", f.state)
                .text("finding", mizan::name(f.finding))
                .text("exception", f.exception)
                .text("cause", mizan::name(f.cause))
                .text("unclear_by", mizan::name(f.unclear_by))
                .json_value("claim", f.claim < d.claims.size() ? std::to_string(f.claim) : "null");
        });
        o.list("scores", d.scores, [&](const ScoreUse& s) {
            Object(out).text("name", s.name).number("value", s.value);
        });
        o.text("coverage", mizan::name(d.coverage.level))
            .text("coverage_reason", d.coverage.reason);
        o.list("context_seen", d.context_seen,
               [&](std::string_view s) { json::append_string(out, s); });
        o.flag("truncated", d.truncated);
    }
    return out;
}

std::string Explainer::story_json() const {
    const auto& d = decision_;
    std::string out;
    {
        Object o(out);
        o.json_value("decision", step_json(ExplainStep::kDecision));
        o.list("parts", post_.parts, [&](const Part& p) {
            Object(out).text("role", mizan::name(p.role)).text("text", p.bytes);
        });
        o.list("clauses", d.clauses, [&](const ClauseFinding& f) {
            const auto& clause = policy_.clauses[f.clause_index];
            Object c(out);
            c.text("clause", f.clause)
                .text("title", f.title)
                .text("words", clause.prose)
                .text("finding", mizan::name(f.finding));
            if (f.unclear_by == UnclearBy::kDoubt)
                c.text("doubted_when", condition_text(policy_, clause.doubt));
            for (const auto& e : clause.allow) {
                if (e.id == f.exception)
                    c.text("exception", e.id)
                        .text("exception_when", condition_text(policy_, e.when));
            }
        });
        o.list("claims", d.claims, [&](const Claim& claim) {
            Object c(out);
            c.text("construct", claim.construct)
                .text("group", group_text(policy_, claim))
                .text("words", words_of(post_, claim));
            c.list("frames", claim.frames, [&](const FrameUse& use) {
                Object(out)
                    .text("frame", use.frame)
                    .text("cue", words_of(post_, use.cue))
                    .text("effect", use.effect)
                    .text("means", effect_text(use.effect));
            });
        });
        if (explanation_.inside) o.json_value("concepts", concepts_json());
    }
    return out;
}

}  // namespace mizan::service
