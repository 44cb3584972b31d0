// Each hand-over value as text for people.
#include "model/json.h"
#include "service/claim_text.h"
#include "service/explain.h"
#include "service/token_names.h"
#include "text/languages.h"

namespace mizan::service {

namespace {

std::string cell(std::string_view text, std::size_t width) {
    return std::string(text).append(width > text.size() ? width - text.size() : 1, ' ');
}
std::string cell(std::size_t n, std::size_t width) { return cell(std::to_string(n), width); }

std::string range(std::uint32_t first, std::uint32_t last) {
    return std::to_string(first) + ".." + std::to_string(last);
}

}  // namespace

std::string Explainer::step(ExplainStep step) const {
    if (!explanation_.inside && step < ExplainStep::kAssessment)
        return "not shown to this reader\n";
    switch (step) {
        case ExplainStep::kText: return text_step();
        case ExplainStep::kTokens: return tokens_step();
        case ExplainStep::kConcepts: return concepts_step();
        case ExplainStep::kClaims: return claims_step();
        case ExplainStep::kAssessment: return assessment_step();
        case ExplainStep::kDecision: break;
    }
    std::string out;
    append_json(out, decision_);
    return out.append("\n");
}

std::string Explainer::text_step() const {
    std::string out = "language " + std::string(text::languages()[text_.language].code) + "\n";
    for (const auto& s : text_.sentences) {
        out.append("sentence ")
            .append(range(s.first, s.last))
            .append(s.question ? " question" : "");
        out.append(s.exclamation ? " exclamation" : "")
            .append(": ")
            .append(words({s.first, s.last}))
            .append("\n");
    }
    for (const auto& q : text_.quotations) {
        out.append("quotation ")
            .append(range(q.first, q.last))
            .append(" depth ")
            .append(std::to_string(q.depth));
        out.append(": ").append(words({q.first, q.last})).append("\n");
    }
    for (const auto& r : explanation_.readings) {
        out.append("reading ")
            .append(range(r.tokens.first, r.tokens.last))
            .append(" ")
            .append(text::name(r.kind))
            .append(": ")
            .append(words(r.tokens));
        if (!r.word.empty()) out.append(" -> ").append(r.word);
        out.append("\n");
    }
    if (text_.invalid_utf8) out.append("some bytes are not UTF-8\n");
    if (text_.truncated) out.append("a limit was reached\n");
    return out;
}

std::string Explainer::tokens_step() const {
    std::string out = "token part bytes      sentence kind     before    known flags     word\n";
    for (std::size_t i = 0; i < text_.tokens.size(); ++i) {
        const auto& t = text_.tokens[i];
        out.append(cell(i, 6))
            .append(cell(t.part, 5))
            .append(cell(range(t.begin, t.end), 11))
            .append(cell(t.sentence, 9));
        out.append(cell(kind_name(t.kind), 9))
            .append(cell(gap_name(t.gap), 10))
            .append(cell(t.word == text::kNoWord ? "no" : "yes", 6));
        out.append(cell(flag_names(t.flags), 10)).append(shown(text_.fold(t))).append("\n");
    }
    return out;
}

std::string Explainer::concepts_step() const {
    std::string out =
        "tokens     reading   kind     dropped concept                        words\n";
    for (const auto& m : explanation_.terms) {
        out.append(cell(range(m.tokens.first, m.tokens.last), 11))
            .append(cell(text::name(m.reading), 10));
        out.append(cell(policy::name(m.kind), 9)).append(cell(m.dropped ? "yes" : "no", 8));
        out.append(cell(m.path.empty() ? std::string_view("(words)") : m.path, 31))
            .append(words(m.tokens))
            .append(restricted_text(m))
            .append("\n");
    }
    return out;
}

std::string Explainer::claims_step() const {
    std::string out;
    for (std::size_t i = 0; i < claims_.claims.size(); ++i) {
        const auto& c = claims_.claims[i];
        out.append("claim ")
            .append(std::to_string(i + 1))
            .append(" ")
            .append(policy_.constructs[c.construct].id);
        if (c.group != policy::kNone) out.append(" group ").append(policy_.concepts[c.group].path);
        if (c.group_declared) out.append(" (declared)");
        else if (c.group != policy::kNone)
            out.append(" at ").append(range(c.group_tokens.first, c.group_tokens.last));
        out.append(", tokens ")
            .append(range(c.tokens.first, c.tokens.last))
            .append(", reading ")
            .append(text::name(c.reading));
        out.append(", by ").append(policy_.patterns[c.pattern].where).append("\n");
        for (auto u = c.first_use; u < c.last_use; ++u) {
            const auto& use = claims_.uses[u];
            out.append("  ")
                .append(cell(range(use.tokens.first, use.tokens.last), 9))
                .append(cell(text::name(use.reading), 9));
            out.append(words(use.tokens));
            const auto concept_id =
                use.term == policy::kNone ? policy::kNone : policy_.terms[use.term].concept_id;
            if (concept_id != policy::kNone)
                out.append(" = ").append(policy_.concepts[concept_id].path);
            out.append("\n");
        }
    }
    for (const auto& h : claims_.hits) {
        const auto& f = policy_.frames[h.frame];
        out.append("frame ")
            .append(f.id)
            .append(" ")
            .append(policy::name(f.axis))
            .append("=")
            .append(f.value)
            .append(", cue ");
        out.append(range(h.cue.first, h.cue.last))
            .append(" “")
            .append(words(h.cue))
            .append("”, ")
            .append(policy::name(h.scope));
        out.append(" ")
            .append(range(h.reach.first, h.reach.last))
            .append(h.cancelled ? ", cancelled" : "")
            .append("\n");
    }
    if (claims_.truncated) out.append("a limit was reached\n");
    return out.empty() ? "no claim\n" : out;
}

std::string Explainer::assessment_step() const {
    const auto& d = decision_;
    std::string out = "language " + std::string(d.lang) + "\n";
    for (const auto& f : d.clauses) {
        out.append("clause ").append(f.clause).append(" (").append(f.state).append("): ").append(
            mizan::name(f.finding));
        if (!f.exception.empty()) out.append(", exception ").append(f.exception);
        if (f.cause != Cause::kNone) out.append(", cause ").append(mizan::name(f.cause));
        if (f.claim < d.claims.size())
            out.append(", by claim ").append(std::to_string(f.claim + 1));
        else out.append(", by a signal");
        out.append("\n");
    }
    for (std::size_t i = 0; i < d.claims.size(); ++i) {
        out.append("claim ")
            .append(std::to_string(i + 1))
            .append(" ")
            .append(claim_text(policy_, post_, d.claims[i], ""));
    }
    out.append(coverage_story().replace(0, 1, "coverage"));
    for (const auto& s : d.scores)
        out.append("score ")
            .append(s.name)
            .append(" ")
            .append(std::to_string(s.value))
            .append("\n");
    for (const auto seen : d.context_seen) out.append("context ").append(seen).append("\n");
    return out;
}

}  // namespace mizan::service
