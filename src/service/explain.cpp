// The story for people: what was decided, on which words, under which clause, and why nothing excused it (or what did).
#include "service/explain.h"

#include <algorithm>
#include <set>

#include "service/claim_text.h"
#include "service/clause_text.h"

namespace mizan::service {

namespace {

constexpr std::string_view kSteps[] = {"text",   "tokens",     "concepts",
                                       "claims", "assessment", "decision"};

Explanation explain(const policy::Policy& policy, const Decision& decision,
                    const text::NormalText& text) {
    Explanation out;
    out.decision = decision;
    out.terms = find_terms(policy, text);
    for (const auto& r : text.readings)
        out.readings.push_back({{r.first, r.last}, r.kind, policy.vocabulary.text(r.word)});
    return out;
}

// Which bytes of a part are words of a claim (2), else of a frame's cue (1), else neither (0).
std::vector<std::uint8_t> shades(const Decision& decision, std::uint32_t part, std::size_t size) {
    std::vector<std::uint8_t> out(size, 0);
    auto shade = [&](const Span& span, std::uint8_t value) {
        if (span.part != part) return;
        const auto end = std::min<std::size_t>(span.bytes.end, size);
        for (std::size_t i = span.bytes.begin; i < end; ++i) out[i] = std::max(out[i], value);
    };
    for (const auto& claim : decision.claims) {
        for (const auto& span : claim.spans) shade(span, 2);
        for (const auto& use : claim.frames) {
            if (!holds(use.cue, claim)) shade(use.cue, 1);
        }
    }
    return out;
}

// Words of one shade with nothing but blanks between are marked as one.
void fill_blanks(std::string_view bytes, std::vector<std::uint8_t>& shade) {
    for (std::size_t i = 1; i < bytes.size(); ++i) {
        if (shade[i] != 0 || shade[i - 1] == 0 || bytes[i] != ' ') continue;
        const auto end = bytes.find_first_not_of(' ', i);
        if (end == std::string_view::npos || shade[end] != shade[i - 1]) continue;
        std::fill(shade.begin() + static_cast<std::ptrdiff_t>(i),
                  shade.begin() + static_cast<std::ptrdiff_t>(end), shade[end]);
    }
}

std::string_view begin_of(const ExplainMarks& m, std::uint8_t shade) {
    return shade == 2 ? m.claim_begin : shade == 1 ? m.cue_begin : std::string_view();
}
std::string_view end_of(const ExplainMarks& m, std::uint8_t shade) {
    return shade == 2 ? m.claim_end : shade == 1 ? m.cue_end : std::string_view();
}

std::string marked(std::string_view bytes, const std::vector<std::uint8_t>& shade,
                   const ExplainMarks& marks) {
    std::string out;
    for (std::size_t i = 0; i < bytes.size();) {
        std::size_t end = i;
        while (end < bytes.size() && shade[end] == shade[i]) ++end;
        out.append(begin_of(marks, shade[i]))
            .append(shown(bytes.substr(i, end - i)))
            .append(end_of(marks, shade[i]));
        i = end;
    }
    return out;
}

std::string heading(const ExplainMarks& m, std::string_view text) {
    return std::string("\n")
        .append(m.heading_begin)
        .append(text)
        .append(m.heading_end)
        .append("\n");
}

std::string_view route_text(const Decision& d) {
    switch (d.route) {
        case Route::kAct: return "the engine may act without a person";
        case Route::kPerson: return "a person decides before anything is done";
        case Route::kNone: return "nothing is done";
    }
    return "";
}

std::string finding_text(const ClauseFinding& f) {
    std::string out(name(f.finding));
    if (!f.exception.empty()) out.append(" by ").append(f.exception);
    if (f.cause != Cause::kNone) out.append(", ").append(name(f.cause));
    return out;
}

}  // namespace

std::string_view name(ExplainStep step) { return kSteps[static_cast<std::size_t>(step)]; }

bool parse(std::string_view s, ExplainStep& out) {
    const auto it = std::find(std::begin(kSteps), std::end(kSteps), s);
    if (it == std::end(kSteps)) return false;
    out = static_cast<ExplainStep>(it - std::begin(kSteps));
    return true;
}

bool may_see(Reader reader, ExplainStep step) {
    return reader != Reader::kAuthor || step >= ExplainStep::kAssessment;
}

Explainer::Explainer(std::shared_ptr<const policy::Policy> policy, const Post& post, Reader reader,
                     std::shared_ptr<const score::Scorer> scorer)
    : post_(post),
      decider_(std::move(policy), std::move(scorer)),
      policy_(decider_.policy()),
      text_(decider_.scratch().text),
      claims_(decider_.scratch().claims),
      explanation_(told_to(reader, explain(policy_, decider_.decide(post), text_), policy_)),
      decision_(explanation_.decision) {}

std::string Explainer::words(match::TokenRange tokens) const {
    std::string out;
    for (auto t = tokens.first; t < std::min<std::size_t>(tokens.last, text_.tokens.size()); ++t) {
        if (t != tokens.first) out.push_back(' ');
        out.append(text_.fold(text_.tokens[t]));
    }
    return shown(out);
}

std::string Explainer::marked_post(const ExplainMarks& marks) const {
    std::string out;
    for (std::uint32_t i = 0; i < post_.parts.size(); ++i) {
        const auto& part = post_.parts[i];
        if (post_.parts.size() > 1) out.append("  [").append(mizan::name(part.role)).append("]\n");
        auto shade = shades(decision_, i, part.bytes.size());
        fill_blanks(part.bytes, shade);
        out.append(indented(marked(part.bytes, shade, marks), "  "));
    }
    return out;
}

std::string Explainer::clause_story(const ClauseFinding& f, const ExplainMarks& marks) const {
    const auto& clause = policy_.clauses[f.clause_index];
    std::string out = heading(marks, "The clause “" + shown(f.title) + "” (" +
                                         std::string(f.clause) + "): " + finding_text(f));
    out.append(indented(shown(clause.prose), "  | "));
    if (f.finding == Finding::kExcused) {
        for (const auto& e : clause.allow) {
            if (e.id == f.exception)
                out.append("  Its exception ")
                    .append(e.id)
                    .append(": when ")
                    .append(shown(condition_text(policy_, e.when)))
                    .append(".\n");
        }
    }
    if (f.claim < decision_.claims.size()) {
        out.append("  It rests on the statement ")
            .append(std::to_string(f.claim + 1))
            .append(".\n");
    }
    if (f.unclear_by == UnclearBy::kLanguage)
        out.append("  Its words are of another language than the text (")
            .append(decision_.lang)
            .append("), so it goes to a person.\n");
    if (f.unclear_by == UnclearBy::kDoubt)
        out.append("  It would violate, but goes to a person, as the clause says: when ")
            .append(shown(condition_text(policy_, clause.doubt)))
            .append(".\n");
    if (f.state != "live")
        out.append("  The clause is in the state ").append(f.state).append(".\n");
    return out;
}

std::string Explainer::concepts_story() const {
    std::string out;
    std::set<std::string> told;
    for (const auto& match : explanation_.terms) {
        if (match.dropped || match.path.empty()) continue;
        auto line = std::string("  ").append(match.path) + ": “" + words(match.tokens) + "”";
        if (match.kind != policy::TermKind::kNeutral)
            line.append(", ").append(policy::name(match.kind));
        if (match.reading != text::ReadingKind::kPlain)
            line.append(", read as ").append(text::name(match.reading));
        line.append(restricted_text(match)).append("\n");
        if (told.insert(line).second) out.append(line);
    }
    return out.empty() ? "  none\n" : out;
}

// Each score, and the words that raised it most: what a machine learnt, which is no reason by itself.
std::string Explainer::scores_story() const {
    constexpr std::size_t kWords = 4;
    std::string out;
    score::FeatureScratch scratch;
    for (const auto& s : decision_.scores) {
        out.append("  ").append(s.name).append(" ").append(std::to_string(s.value));
        const auto* const scorer = decider_.scorer();
        const auto label = score::find_label(s.name);
        if (explanation_.inside && scorer != nullptr && label) {
            std::string words;
            for (const auto& push :
                 scorer->pushes(text_, decider_.scratch().scores, *label, kWords, scratch)) {
                words.append(words.empty() ? ", raised by “" : ", “")
                    .append(shown(std::string(text_.fold(text_.tokens[push.token]))))
                    .append("”");
            }
            out.append(words);
        }
        out.append("\n");
    }
    return out;
}

std::string Explainer::coverage_story() const {
    const auto& c = decision_.coverage;
    std::string out = "  " + std::string(mizan::name(c.level));
    if (!c.reason.empty()) out.append(" (").append(c.reason).append(")");
    out.append(", language ").append(decision_.lang);
    for (const auto& e : c.exceptions) {
        out.append("; ").append(e.clause).append(": ").append(mizan::name(e.level));
        if (!e.reason.empty()) out.append(" (").append(e.reason).append(")");
    }
    if (decision_.truncated) out.append("; a limit was reached, so part of the text was not read");
    return out.append("\n");
}

std::string Explainer::story(const ExplainMarks& marks) const {
    const auto& d = decision_;
    std::string out(marks.heading_begin);
    out.append(mizan::name(d.outcome))
        .append(marks.heading_end)
        .append("\n  ")
        .append(shown(d.reason))
        .append("\n");
    out.append(heading(marks, "The post")).append(marked_post(marks));
    out.append(heading(marks, "What is said"));
    for (std::size_t i = 0; i < d.claims.size(); ++i) {
        auto text = claim_text(policy_, post_, d.claims[i], "     ");
        text.replace(0, 5, "  " + std::to_string(i + 1) + ". ");
        out.append(text);
    }
    if (d.claims.empty()) out.append("  nothing that a clause looks for\n");
    for (const auto& f : d.clauses) out.append(clause_story(f, marks));
    if (explanation_.inside)
        out.append(heading(marks, "Concepts that matched")).append(concepts_story());
    out.append(heading(marks, "What follows")).append("  ").append(route_text(d)).append("\n");
    for (const auto& a : d.actions) {
        out.append("  ")
            .append(d.route == Route::kAct ? "action " : "proposed action ")
            .append(a.name);
        if (a.argument != 0) out.append(" ").append(std::to_string(a.argument));
        out.append("\n");
    }
    if (!d.scores.empty())
        out.append(heading(marks, "Learned scores, of 10,000")).append(scores_story());
    out.append(heading(marks, "Coverage")).append(coverage_story());
    out.append(heading(marks, "Policy"))
        .append("  ")
        .append(shown(policy_.title))
        .append(", version ")
        .append(d.policy_version);
    return out.append(", semantics ").append(std::to_string(d.semantics_level)).append("\n");
}

}  // namespace mizan::service
