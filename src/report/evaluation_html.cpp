// The evaluation as a page: figures first, then the worst cells of each kind, the calibration plot, and posts that were decided
// wrongly.

#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>

#include "report/evaluation_parts.h"
#include "report/figures.h"
#include "report/html_parts.h"
#include "report/markup.h"

namespace mizan::report {

namespace {

constexpr std::size_t kShownCells = 30;
constexpr double kPlot = 400;  // width and height of the plot, in its own units

// A table whose first column names something and whose others are figures.
void open_figures(std::string& out, std::string_view caption,
                  std::initializer_list<std::string_view> names) {
    std::vector<Heading> headings;
    for (const auto name : names) headings.push_back({name, headings.empty() ? "" : "n"});
    open_table(out, caption, headings);
}

void figures_row(std::string& out, std::string_view name,
                 std::initializer_list<std::string> figures) {
    row_name(out, name, {});
    for (const auto& f : figures)
        out.append("<td class=\"n\">").append(f == "-" ? "–" : f).append("</td>");
    out.append("</tr>\n");
}

std::string at_prevalence(const learn::Counts& c, double prevalence) {
    if (c.positives() == 0 || c.negatives() == 0) return "-";
    return fmt::format("{:.0f} %", 100 * learn::precision_at(c, prevalence));
}

void write_top(std::string& out, const learn::Evaluation& e, const EvaluationInfo& info) {
    const auto title = info.policy.empty() ? std::string("A policy") : escaped(info.policy);
    open_page(out, title, "evaluation", fmt::format("How right is {}?", title));
    out.append(
        fmt::format("<p class=\"lede\">Decisions on {} labelled posts", thousands(e.all.posts())));
    out.append(
        ". Flagged means violation or review; the intervals are Wilson’s, at 95 %. Labels are "
        "people’s, and some are wrong.</p>\n</header>\n<main>\n");
}

void card(std::string& out, std::string_view term, const std::string& figure,
          std::string_view remark) {
    out.append(
        fmt::format("<div><dt>{}</dt><dd>{}<small>{}</small></dd></div>\n", term, figure, remark));
}

std::string percent_of(learn::Share s) {
    return s.whole == 0 ? "–" : fmt::format("{:.1f} %", 100 * learn::value(s));
}

void write_cards(std::string& out, const learn::Evaluation& e) {
    const auto& c = e.all.flagged;
    const auto kept = learn::Share{c.tn, c.negatives()};
    out.append("<dl class=\"cards\">\n");
    card(out, "Hate that is flagged", percent_of(learn::recall(c)),
         with_interval(learn::recall(c)));
    card(out, "Other posts left alone", percent_of(kept), with_interval(kept));
    card(out, "Macro-F1", f1_or_dash(c) == "-" ? "–" : f1_or_dash(c), "mean over both classes");
    card(out, "“Violation” that is hate", percent_of(learn::precision(e.all.acted)),
         with_interval(learn::precision(e.all.acted)));
    if (e.pairs.whole > 0)
        card(out, "Minimal pairs right", percent_of(e.pairs), with_interval(e.pairs));
    out.append("</dl>\n");
}

void write_sources(std::string& out, const learn::Evaluation& e) {
    open_section(
        out, "sources", "By source",
        "A set holds far more hate than a platform. The last columns say what share of flagged "
        "posts to expect to be hate where so many of all posts are.");
    open_figures(out, "Posts by the set they come from",
                 {"Source", "Posts", "Hate flagged", "Other flagged", "Macro-F1", "at 0.1 %",
                  "at 0.5 %", "at 1 %"});
    const auto line = [&](const learn::Cell& c) {
        figures_row(out, c.name,
                    {thousands(c.posts()), with_interval(learn::recall(c.flagged)),
                     with_interval(learn::false_positives(c.flagged)), f1_or_dash(c.flagged),
                     at_prevalence(c.flagged, 0.001), at_prevalence(c.flagged, 0.005),
                     at_prevalence(c.flagged, 0.01)});
    };
    for (const auto& c : e.by(learn::Dimension::kSource)) line(c);
    line(e.all);
    close_table(out);
    close_section(out);
}

// The data's own words, one post for each outcome of a set.
void write_uneven(std::string& out, const learn::Evaluation& e) {
    out.append("<ul>\n");
    for (const auto& s : e.swaps) {
        for (const auto& u : s.uneven) {
            out.append("<li>");
            for (const auto& [outcome, text] : u.decided)
                append_escaped(out, fmt::format("{}: {} ", outcome, text));
            out.append("<span class=\"sub\">");
            append_escaped(out, s.source + " · " + u.name);
            out.append("</span></li>\n");
        }
    }
    out.append("</ul>\n");
}

void write_swap_section(std::string& out, const learn::Evaluation& e) {
    if (e.swaps.empty()) return;
    open_section(out, "swaps", "Swapped groups",
                 "Posts of a set differ in the group they name, or in naming one, and should be "
                 "decided alike. The gap is that of the middle set, of 10,000.");
    open_figures(out, "Sets by the source they come from",
                 {"Source", "Sets", "Decided alike", "Gap of scores"});
    for (const auto& s : e.swaps)
        figures_row(out, s.source, {thousands(s.equal.whole), with_interval(s.equal), gaps_of(s)});
    close_table(out);
    if (std::any_of(e.swaps.begin(), e.swaps.end(),
                    [](const auto& s) { return !s.uneven.empty(); }))
        write_uneven(out, e);
    close_section(out);
}

void write_cells(std::string& out, const learn::Evaluation& e, learn::Dimension dimension) {
    const auto& cells = e.by(dimension);
    if (cells.empty() || (dimension == learn::Dimension::kLanguage && cells.size() < 2)) return;
    const auto word = learn::name(dimension);
    const auto id = std::string(word) + "s";
    open_section(out, id, fmt::format("By {}, worst first", word), {});
    open_figures(out,
                 cells.size() > kShownCells
                     ? fmt::format("The worst {} of {}", kShownCells, cells.size())
                     : fmt::format("All {}", cells.size()),
                 {word, "Posts", "Hate flagged", "Other flagged"});
    for (std::size_t i = 0; i < std::min(cells.size(), kShownCells); ++i) {
        const auto& c = cells[i];
        figures_row(out, c.name,
                    {thousands(c.posts()), with_interval(learn::recall(c.flagged)),
                     with_interval(learn::false_positives(c.flagged))});
    }
    close_table(out);
    close_section(out);
}

void write_clause_flags(std::string& out, const learn::Evaluation& e) {
    if (e.clauses.empty()) return;
    open_section(
        out, "clauses", "By clause",
        "Labels do not say which clause a post breaks, only whether it is hate. A clause about "
        "threats at anybody rightly flags posts that are no hate.");
    open_figures(out, "Posts that each clause flagged",
                 {"Clause", "Labelled hate", "Other", "Hate among them"});
    for (const auto& c : e.clauses)
        figures_row(
            out, c.clause,
            {thousands(c.hate), thousands(c.other), with_interval({c.hate, c.hate + c.other})});
    close_table(out);
    close_section(out);
}

// The patterns whose claims stand most often in posts that are no hate; how many made none at all.
void write_rule_use(std::string& out, const learn::Evaluation& e) {
    if (e.rules.empty()) return;
    auto rules = e.rules;
    std::stable_sort(rules.begin(), rules.end(),
                     [](const auto& a, const auto& b) { return a.other > b.other; });
    const auto silent = std::count_if(rules.begin(), rules.end(),
                                      [](const auto& r) { return r.hate + r.other == 0; });
    open_section(out, "rules", "By rule",
                 "A claim may be excused, so that its post is not flagged. What a pattern never "
                 "finds here it may "
                 "find elsewhere: its cases say what it is for.");
    open_figures(
        out,
        fmt::format(
            "{} of {} patterns of constructs made no claim. Those with most claims in posts that "
            "are no hate:",
            silent, rules.size()),
        {"Rule", "In hate", "In other posts", "Hate among them"});
    for (std::size_t i = 0; i < std::min(rules.size(), kShownCells) && rules[i].other > 0; ++i) {
        const auto& r = rules[i];
        figures_row(
            out, r.where,
            {thousands(r.hate), thousands(r.other), with_interval({r.hate, r.hate + r.other})});
    }
    close_table(out);
    close_section(out);
}

// Mean score against the share that is hate, with the interval as a line; on the diagonal the score is what it says.
void write_plot(std::string& out, const learn::Evaluation& e) {
    out.append(fmt::format(
        "<svg viewBox=\"-10 -10 {0} {0}\" role=\"img\" aria-label=\"Calibration plot; the table "
        "below holds its figures\" style=\"max-width:26rem;width:100%\">"
        "<rect x=\"0\" y=\"0\" width=\"{1}\" height=\"{1}\" fill=\"none\" "
        "stroke=\"currentColor\" stroke-opacity=\".3\"/>"
        "<path d=\"M0 {1}L{1} 0\" stroke=\"currentColor\" stroke-opacity=\".3\" "
        "stroke-dasharray=\"6 6\"/>",
        kPlot + 20, kPlot));
    for (const auto& bin : e.bins) {
        if (bin.posts == 0) continue;
        const auto i = learn::wilson({bin.hate, bin.posts});
        const double x =
            kPlot * static_cast<double>(bin.sum) / (10000 * static_cast<double>(bin.posts));
        const auto y = [](double share) { return kPlot * (1 - share); };
        out.append(fmt::format(
            "<path d=\"M{0:.1f} {1:.1f}V{2:.1f}\" stroke=\"currentColor\"/><circle cx=\"{0:.1f}\" "
            "cy=\"{3:.1f}\" r=\"5\" fill=\"currentColor\"/>",
            x, y(i.low), y(i.high), y(learn::value({bin.hate, bin.posts}))));
    }
    out.append("</svg>\n");
}

void write_queue_note(std::string& out, const QueueAnswer& q) {
    out.append(fmt::format(
        "<p>Where {:.0f} posts come in a day, {:.3g} % of them what a score speaks of, and people "
        "can look at {:.0f} for each clause:</p>\n<ul>\n",
        q.posts, 100 * q.prevalence, q.reviews));
    for (const auto& clause : q.clauses) {
        out.append("<li>");
        append_escaped(out, answer_of(clause));
        out.append("</li>\n");
    }
    out.append("</ul>\n");
}

void write_scores(std::string& out, const learn::Evaluation& e, const EvaluationInfo& info) {
    if (!e.with_scores) return;
    open_section(
        out, "scores", "The learned scores",
        "A calibrated score of 0.7 is right in seven of ten posts that have it. Across: the mean "
        "score of identity_attack; upwards: the share of those posts that is hate.");
    write_plot(out, e);
    open_figures(out, "identity_attack by tenths", {"Mean score", "Posts", "Share that is hate"});
    for (const auto& bin : e.bins) {
        if (bin.posts == 0) continue;
        figures_row(out,
                    fmt::format("{:.3f}", static_cast<double>(bin.sum) /
                                              (10000 * static_cast<double>(bin.posts))),
                    {thousands(bin.posts), with_interval({bin.hate, bin.posts})});
    }
    close_table(out);
    open_figures(
        out,
        fmt::format("identity_attack by source; above means {} of 10,000 and more", info.threshold),
        {"Source", "Area under the curve", "Hate above", "Other above"});
    const auto line = [&](const learn::Cell& c) {
        figures_row(
            out, c.name,
            {c.area ? fmt::format("{:.3f}", *c.area) : "-", with_interval(learn::recall(c.scored)),
             with_interval(learn::false_positives(c.scored))});
    };
    for (const auto& c : e.by(learn::Dimension::kSource)) line(c);
    line(e.all);
    close_table(out);
    if (info.queue) write_queue_note(out, *info.queue);
    close_section(out);
}

void write_mistakes(std::string& out, const learn::Evaluation& e, bool missed) {
    const auto mine = [&](const learn::Mistake& m) { return m.missed == missed; };
    if (std::none_of(e.mistakes.begin(), e.mistakes.end(), mine)) return;
    open_section(
        out, missed ? "missed" : "false-alarms",
        missed ? "Missed: labelled hate, not flagged" : "False alarms: flagged, not labelled hate",
        "A sample that is the same every time. The words are the data’s, and some of them hurt.");
    out.append("<ul>\n");
    for (const auto& m : e.mistakes) {
        if (!mine(m)) continue;
        out.append("<li>");
        append_escaped(out, m.text);
        out.append(" <span class=\"sub\">");
        append_escaped(out, m.set + " · " + m.id + " · " + m.outcome);
        if (!m.clause.empty()) append_escaped(out, " · " + m.clause);
        out.append("</span></li>\n");
    }
    out.append("</ul>\n");
    close_section(out);
}

}  // namespace

std::string to_html(const learn::Evaluation& e, const EvaluationInfo& info) {
    std::string out;
    write_top(out, e, info);
    write_cards(out, e);
    write_sources(out, e);
    write_swap_section(out, e);
    for (const auto d : {learn::Dimension::kBehaviour, learn::Dimension::kKind,
                         learn::Dimension::kGroup, learn::Dimension::kLanguage})
        write_cells(out, e, d);
    write_clause_flags(out, e);
    write_rule_use(out, e);
    write_scores(out, e, info);
    write_mistakes(out, e, true);
    write_mistakes(out, e, false);
    open_section(out, "provenance", "Provenance", {});
    out.append("<p>Policy version ");
    append_escaped(out, info.version);
    if (!info.model.empty()) out.append("; model of scores ").append(escaped(info.model));
    out.append(".</p>\n");
    close_section(out);
    return out.append(
        "</main>\n<footer>Written by Mizan. This file needs no network and holds no "
        "script.</footer>\n</body>\n</html>\n");
}

}  // namespace mizan::report
