// The page, section by section, in reading order. html_examples.cpp and html_tables.cpp write the longer ones.

#include "report/html.h"

#include <fmt/format.h>

#include "report/figures.h"
#include "report/html_parts.h"
#include "report/markup.h"

namespace mizan::report {

namespace {

std::uint64_t sum(const std::array<std::uint64_t, 3>& values) {
    return values[0] + values[1] + values[2];
}

std::uint64_t outcome(const Counters& c, Outcome o) {
    return sum(c.outcome_coverage[static_cast<std::size_t>(o)]);
}

std::uint64_t without_coverage(const Counters& c) {
    std::uint64_t n = 0;
    for (const auto& row : c.outcome_coverage)
        n += row[static_cast<std::size_t>(CoverageLevel::kNone)];
    return n;
}

void write_top(std::string& out, const Summary& s) {
    const auto& info = s.info;
    const auto title = info.policy_name.empty() ? std::string("Decisions under a policy")
                                                : escaped(info.policy_name);
    open_page(out, title, "report", title);
    out.append("<p class=\"lede\">What the engine found in ");
    out.append(fmt::format("{} posts, clause by clause and group by group",
                           thousands(s.counters().posts)));
    if (!info.made_at.empty()) out.append(fmt::format(", on {}", escaped(info.made_at)));
    out.append(". These are the engine’s findings. No person has confirmed them.</p>\n");
}

void write_nav(std::string& out, const Summary& s, bool examples) {
    const auto& c = s.counters();
    auto link = [&](bool there, std::string_view id, std::string_view text) {
        if (there) out.append(fmt::format("<li><a href=\"#{}\">{}</a></li>", id, text));
    };
    out.append("<nav aria-label=\"Sections\"><ul>");
    link(true, "outcomes", "Outcomes");
    link(!c.clauses.empty(), "clauses", "Clauses");
    link(!c.shadow.empty(), "shadow", "In shadow");
    link(!c.groups.empty() || !c.attributes.empty(), "groups", "Groups");
    link(c.posts > 0, "languages", "Languages");
    link(s.actors().size() > 0, "actors", "Actors");
    link(s.rejected() > 0, "rejected", "Rejected");
    link(examples, "examples", "Examples");
    link(true, "reading", "How to read this");
    link(true, "provenance", "Provenance");
    out.append("</ul></nav>\n</header>\n<main>\n");
}

void card(std::string& out, std::string_view term, std::uint64_t n, std::string_view remark) {
    out.append(fmt::format("<div><dt>{}</dt><dd>{}<small>{}</small></dd></div>\n", term,
                           thousands(n), remark));
}

void write_cards(std::string& out, const Summary& s) {
    const auto& c = s.counters();
    const auto violates = c.findings[static_cast<std::size_t>(Finding::kViolates)];
    const auto persons = c.routes[static_cast<std::size_t>(Route::kPerson)];
    const auto uncovered = without_coverage(c);
    const auto rate = s.info.elapsed_us == 0
                          ? std::string("decided")
                          : fmt::format("in {}: {} a second", duration(s.info.elapsed_us),
                                        thousands(per_second(c.posts, s.info.elapsed_us)));
    out.append("<dl class=\"cards\">\n");
    card(out, "Posts", c.posts, rate);
    card(out, "Found to violate", violates, percent(violates, c.posts) + " of posts, unconfirmed");
    card(out, "Sent to a person", persons, percent(persons, c.posts) + " of posts");
    card(out, "Not covered", uncovered,
         percent(uncovered, c.posts) + " of posts; not counted as clean");
    card(out, "Rejected", s.rejected(),
         percent(s.rejected(), c.posts + s.rejected()) + " of records read");
    out.append("</dl>\n");
}

void write_outcomes(std::string& out, const Counters& c) {
    constexpr std::string_view kStyles[] = {"violates", "unclear", "none", "excused"};
    constexpr std::string_view kMeanings[] = {
        "a clause is violated; the route says who acts", "waits for a person",
        "nothing in the policy forbids it, as far as it was covered",
        "could not be decided; the cause is below"};
    open_section(out, "outcomes", "Outcomes", {});
    append_bar(out,
               {{"violates", outcome(c, Outcome::kViolation)},
                {"unclear", outcome(c, Outcome::kReview)},
                {"excused", outcome(c, Outcome::kUndecided)},
                {"none", outcome(c, Outcome::kAllowed)}},
               c.posts);
    out.append(fmt::format(
        "<div class=\"wide\"><table><caption>Posts by outcome and by how much of the policy could "
        "be applied to them (coverage), of {} posts</caption>\n<thead><tr><th "
        "scope=\"col\">Outcome</th>"
        "<th scope=\"col\" class=\"n\">Posts</th><th scope=\"col\" class=\"n\">Share</th>"
        "<th scope=\"col\" class=\"n\">Full coverage</th><th scope=\"col\" class=\"n\">Partial</th>"
        "<th scope=\"col\" class=\"n\">None</th></tr></thead>\n<tbody>\n",
        thousands(c.posts)));
    for (std::size_t i = 0; i < c.outcome_coverage.size(); ++i) {
        const auto& row = c.outcome_coverage[i];
        out.append(
            fmt::format("<tr><th scope=\"row\"><i class=\"{0}\"></i>{1}<span "
                        "class=\"sub\">{2}</span></th>"
                        "<td class=\"n\">{3}</td><td class=\"n\">{4}</td>",
                        kStyles[i], name(static_cast<Outcome>(i)), kMeanings[i],
                        thousands(sum(row)), percent(sum(row), c.posts)));
        for (const auto n : row) append_count(out, n);
        out.append("</tr>\n");
    }
    out.append("</tbody></table></div>\n");
    write_causes(out, c);
    close_section(out);
}

void write_non_persons(std::string& out, const RunInfo& info) {
    if (info.non_person_clauses.empty()) return;
    open_section(out, "non-persons", "Clauses that protect what is no group of people",
                 "Policies of this kind protect people. These clauses protect something else; none "
                 "of them acts by itself.");
    out.append("<ul>\n");
    for (const auto& clause : info.non_person_clauses) {
        std::string protects;
        for (const auto& p : clause.protects)
            protects.append(protects.empty() ? "" : ", ").append(p);
        out.append(fmt::format("<li><strong>{}</strong> (<code>{}</code>) protects {}</li>\n",
                               escaped(clause.title), escaped(clause.id), escaped(protects)));
    }
    out.append("</ul>\n");
    close_section(out);
}

void write_reading(std::string& out) {
    open_section(out, "reading", "How to read this", {});
    out.append(
        "<p>A <strong>finding</strong> is what the engine says a post does under one clause. "
        "<em>Violates</em>: the clause "
        "forbids it and no exception applies. <em>Unclear</em>: something the clause asks for is "
        "missing or ambiguous, so "
        "a person must look. <em>Excused</em>: the words are there, and an exception of the clause "
        "applies, such as "
        "reporting or counter-speech.</p>\n"
        "<p>An <strong>outcome</strong> is what follows for the post. Unless a clause was granted "
        "the right to act alone, "
        "even a post that violates only goes to <em>review</em>.</p>\n"
        "<p><strong>Coverage</strong> says whether the policy could be applied: a post in a "
        "language that a clause does "
        "not speak is not covered, and silence about it proves nothing. Such posts stand in every "
        "denominator.</p>\n"
        "<p>A post can meet several clauses and concern several groups, so the rows of those "
        "tables may add up to more "
        "than the number of posts. A high count for a group tells how much hostility is aimed at "
        "it here, and not "
        "what its members do. Counts of findings are not error rates: how often the engine is "
        "right "
        "is measured on posts that people have judged, and cannot be read from this page.</p>\n");
    close_section(out);
}

void fact(std::string& out, std::string_view term, std::string_view value, bool code) {
    if (value.empty()) return;
    out.append(fmt::format("<dt>{}</dt><dd>{}", term, code ? "<code>" : ""));
    append_escaped(out, value);
    out.append(code ? "</code></dd>\n" : "</dd>\n");
}

void write_provenance(std::string& out, const RunInfo& info) {
    open_section(
        out, "provenance", "Provenance",
        "With these, the same posts give the same decisions, byte for byte, on any machine.");
    out.append("<dl class=\"facts\">\n");
    fact(out, "Policy", info.policy_name, false);
    fact(out, "Policy version", info.policy_version, true);
    fact(out, "Bundle", info.bundle_hash, true);
    fact(out, "Semantics level", std::to_string(info.semantics_level), false);
    fact(out, "Made by", info.tool, false);
    fact(out, "Made on", info.made_at, false);
    std::string inputs;
    for (const auto& input : info.inputs) inputs.append(inputs.empty() ? "" : ", ").append(input);
    fact(out, info.inputs.size() == 1 ? "Input" : "Inputs", inputs, true);
    out.append("</dl>\n");
    close_section(out);
}

}  // namespace

std::string to_html(const Summary& summary, const std::vector<ExampleFinding>& examples) {
    const auto& c = summary.counters();
    std::string out;
    write_top(out, summary);
    write_nav(out, summary, !examples.empty());
    write_cards(out, summary);
    write_non_persons(out, summary.info);
    write_outcomes(out, c);
    write_clauses(out, c);
    write_shadow(out, c);
    write_groups(out, c);
    write_languages(out, c);
    write_actors(out, summary.actors());
    write_rejects(out, summary);
    write_examples(out, examples);
    write_reading(out);
    write_provenance(out, summary.info);
    out.append(
        "</main>\n<footer>Written by Mizan. This file needs no network and holds no "
        "script.</footer>\n</body>\n</html>\n");
    return out;
}

}  // namespace mizan::report
