// The page's tables.

#include <fmt/format.h>

#include <algorithm>

#include "report/figures.h"
#include "report/html_parts.h"
#include "report/markup.h"

namespace mizan::report {

namespace {

constexpr std::size_t kShownRows = 15;  // the rest of a long table waits behind "more"
constexpr std::size_t kShownActors = 15;

void bar_cell(std::string& out, std::initializer_list<Piece> pieces, std::uint64_t whole) {
    out.append("<td class=\"chart\" aria-hidden=\"true\">");
    append_bar(out, pieces, whole);
    out.append("</td></tr>\n");
}

void finding_cells(std::string& out, const FindingCounts& c, std::uint64_t largest) {
    append_count(out, c.violates);
    append_count(out, c.unclear);
    append_count(out, c.excused);
    bar_cell(out, {{"violates", c.violates}, {"unclear", c.unclear}, {"excused", c.excused}},
             largest);
}

void write_legend(std::string& out) {
    out.append(
        "<ul class=\"legend\" aria-hidden=\"true\"><li><i class=\"violates\"></i>violates</li>"
        "<li><i class=\"unclear\"></i>unclear</li><li><i "
        "class=\"excused\"></i>excused</li></ul>\n");
}

std::string clause_remark(const std::string& id, const ClauseCounts& clause) {
    std::string remark = id;
    if (clause.state == "canary") remark.append(" · canary");
    for (const auto& [exception, n] :
         ranked(clause.excused_by, [](std::uint64_t v) { return v; })) {
        remark.append(fmt::format(" · {} excused by {}", thousands(n), exception));
    }
    return remark;
}

void clause_table(std::string& out, const ByName<ClauseCounts>& clauses, std::uint64_t posts) {
    const auto rows = ranked(clauses, [](const ClauseCounts& c) { return c.found.total(); });
    open_table(
        out,
        fmt::format("Posts per clause and finding, of {} posts. A post can meet several clauses.",
                    thousands(posts)),
        {{"Clause", ""}, {"Violates", "n"}, {"Unclear", "n"}, {"Excused", "n"}, {"", "chart"}});
    for (const auto& [id, clause] : rows) {
        row_name(out, clause.title.empty() ? id : clause.title, clause_remark(id, clause));
        finding_cells(out, clause.found, rows.front().second.found.total());
    }
    close_table(out);
    write_legend(out);
}

// A group's path without its first step; an attribute as words.
std::string readable(bool path, std::string name) {
    if (path) return readable_group(name);
    std::replace(name.begin(), name.end(), '_', ' ');
    return name;
}

void group_table(std::string& out, std::string_view what, const ByName<FindingCounts>& counts,
                 bool paths) {
    if (counts.empty()) return;
    const auto rows = ranked(counts, [](const FindingCounts& c) { return c.total(); });
    const auto caption = fmt::format(
        "Posts by {} that a finding concerns; each post counts once a row, by its strongest "
        "finding",
        what);
    open_table(out, caption,
               {{paths ? "Group" : "Protected attribute", ""},
                {"Violates", "n"},
                {"Unclear", "n"},
                {"Excused", "n"},
                {"", "chart"}});
    for (const auto& [name, c] : rows) {
        row_name(out, readable(paths, name), {});
        finding_cells(out, c, rows.front().second.total());
    }
    close_table(out);
}

using LanguageRow = std::pair<std::string, std::uint64_t>;

void language_rows(std::string& out, const Counters& c, const std::vector<LanguageRow>& rows,
                   std::size_t from, std::size_t to) {
    open_table(
        out,
        fmt::format(
            "Posts by identified language, of {} posts, and how many of them were found to violate",
            thousands(c.posts)),
        {{"Language", ""},
         {"Posts", "n"},
         {"Share", "n"},
         {"Violates", "n"},
         {"Of the language", "n"},
         {"", "chart"}});
    for (std::size_t i = from; i < to; ++i) {
        const auto& [lang, posts] = rows[i];
        const auto* found = c.language_findings.find(lang);
        const auto n = found == nullptr ? 0 : *found;
        row_name(out, lang == "und" ? "und (not identified)" : lang, {});
        append_count(out, posts);
        out.append(fmt::format("<td class=\"n\">{}</td>", percent(posts, c.posts)));
        append_count(out, n);
        out.append(fmt::format("<td class=\"n\">{}</td>", percent(n, posts)));
        bar_cell(out, {{"violates", n}, {"none", posts - std::min(n, posts)}}, rows.front().second);
    }
    close_table(out);
}

}  // namespace

void open_table(std::string& out, std::string_view caption, const std::vector<Heading>& headings) {
    out.append("<div class=\"wide\"><table><caption>")
        .append(caption)
        .append("</caption>\n<thead><tr>");
    for (const auto& h : headings) {
        out.append("<th scope=\"col\"");
        if (!h.style.empty()) out.append(fmt::format(" class=\"{}\"", h.style));
        // A column of bars repeats the figures beside it.
        out.append(h.style == "chart" ? " aria-hidden=\"true\">" : ">")
            .append(h.text)
            .append("</th>");
    }
    out.append("</tr></thead>\n<tbody>\n");
}

void close_table(std::string& out) { out.append("</tbody></table></div>\n"); }

void row_name(std::string& out, std::string_view title, std::string_view remark) {
    out.append("<tr><th scope=\"row\">");
    append_escaped(out, title);
    if (!remark.empty()) {
        out.append("<span class=\"sub\">");
        append_escaped(out, remark);
        out.append("</span>");
    }
    out.append("</th>");
}

void open_page(std::string& out, std::string_view title, std::string_view kind,
               std::string_view heading) {
    out.append(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<meta name=\"robots\" content=\"noindex\">\n"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
        "'unsafe-inline'\">\n");
    out.append(fmt::format("<title>{} · Mizan {}</title>\n<style>{}</style>\n</head>\n<body>\n",
                           title, kind, style_sheet()));
    out.append(fmt::format(
        "<header class=\"top\">\n<p class=\"eyebrow\">Mizan {}</p>\n<h1>{}</h1>\n", kind, heading));
}

void open_section(std::string& out, std::string_view id, std::string_view title,
                  std::string_view note) {
    out.append(
        fmt::format("<section aria-labelledby=\"{0}\">\n<h2 id=\"{0}\">{1}</h2>\n", id, title));
    if (!note.empty()) out.append(fmt::format("<p class=\"note\">{}</p>\n", note));
}

void close_section(std::string& out) { out.append("</section>\n"); }

void append_count(std::string& out, std::uint64_t n) {
    out.append(n == 0 ? "<td class=\"n zero\">" : "<td class=\"n\">")
        .append(thousands(n))
        .append("</td>");
}

void write_causes(std::string& out, const Counters& c) {
    std::string causes;
    for (std::size_t i = 1; i < c.causes.size(); ++i) {
        if (c.causes[i] == 0) continue;
        causes.append(causes.empty() ? "" : ", ");
        causes.append(fmt::format("{}: {}", name(static_cast<Cause>(i)), thousands(c.causes[i])));
    }
    if (!causes.empty()) {
        out.append(fmt::format("<p class=\"note\">Why posts were unclear or undecided: {}.</p>\n",
                               causes));
    }
    if (c.truncated > 0) {
        out.append(
            fmt::format("<p class=\"note\">{} posts reached a limit and were read in part.</p>\n",
                        thousands(c.truncated)));
    }
}

void write_clauses(std::string& out, const Counters& c) {
    if (c.clauses.empty()) return;
    open_section(out, "clauses", "Clauses", {});
    clause_table(out, c.clauses, c.posts);
    close_section(out);
}

void write_shadow(std::string& out, const Counters& c) {
    if (c.shadow.empty()) return;
    open_section(out, "shadow", "Clauses in shadow",
                 "Being tried out. What they find is recorded here and has no effect on any post.");
    clause_table(out, c.shadow, c.posts);
    close_section(out);
}

void write_groups(std::string& out, const Counters& c) {
    if (c.groups.empty() && c.attributes.empty()) return;
    open_section(out, "groups", "Who it is aimed at",
                 "The groups that the findings concern. The numbers say what was said about them, "
                 "not what they did.");
    group_table(out, "protected attribute", c.attributes, false);
    group_table(out, "group", c.groups, true);
    write_legend(out);
    close_section(out);
}

void write_languages(std::string& out, const Counters& c) {
    if (c.posts == 0) return;
    open_section(out, "languages", "Languages", {});
    const auto rows = ranked(c.languages, [](std::uint64_t v) { return v; });
    language_rows(out, c, rows, 0, std::min(rows.size(), kShownRows));
    if (rows.size() > kShownRows) {
        out.append(fmt::format("<details class=\"more\"><summary>{} more languages</summary>\n",
                               rows.size() - kShownRows));
        language_rows(out, c, rows, kShownRows, rows.size());
        out.append("</details>\n");
    }
    close_section(out);
}

void write_actors(std::string& out, const SpaceSaving& actors) {
    const auto top = actors.top(kShownActors);
    if (top.empty()) return;
    open_section(out, "actors", "Actors with the most findings",
                 "Unconfirmed. These are counts of the engine’s findings, which may be wrong, and "
                 "no ground for a sanction: only "
                 "decisions that a person confirmed can be.");
    const auto accuracy =
        actors.exact()
            ? std::string("The counts are exact.")
            : fmt::format(
                  "Counted with {} counters; an actor who is missing has at most {} such posts.",
                  thousands(actors.capacity()), thousands(actors.error_bound()));
    const auto caption = fmt::format(
        "Authors by posts with the finding “violates”, of {} such posts with a known author. {}",
        thousands(actors.total()), accuracy);
    const bool exact = actors.exact();
    if (exact) open_table(out, caption, {{"Author", ""}, {"Posts", "n"}, {"", "chart"}});
    if (!exact) {
        open_table(out, caption,
                   {{"Author", ""}, {"At least", "n"}, {"At most", "n"}, {"", "chart"}});
    }
    for (const auto& entry : top) {
        row_name(out, entry.key, {});
        if (!exact) append_count(out, entry.count - entry.error);
        append_count(out, entry.count);
        bar_cell(out, {{"none", entry.count}}, top.front().count);
    }
    close_table(out);
    close_section(out);
}

void write_rejects(std::string& out, const Summary& s) {
    if (s.rejected() == 0) return;
    const auto read = s.counters().posts + s.rejected();
    open_section(out, "rejected", "Rejected records",
                 "Read and not decided: they stand in no other figure of this page.");
    open_table(out, fmt::format("Records by reason, of {} records read", thousands(read)),
               {{"Reason", ""}, {"Records", "n"}, {"Share", "n"}, {"", "chart"}});
    for (const auto& [code, n] : ranked(s.counters().rejects, [](std::uint64_t v) { return v; })) {
        row_name(out, code, {});
        append_count(out, n);
        out.append(fmt::format("<td class=\"n\">{}</td>", percent(n, read)));
        bar_cell(out, {{"none", n}}, s.rejected());
    }
    close_table(out);
    close_section(out);
}

}  // namespace mizan::report
