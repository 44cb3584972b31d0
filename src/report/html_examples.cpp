// The examples of the page. Their text is hidden until somebody opens it, one by one: reading this page should harm nobody.

#include <fmt/format.h>

#include "report/figures.h"
#include "report/html_parts.h"
#include "report/markup.h"

namespace mizan::report {

namespace {

// Only our own words become class names.
std::string_view style_of(std::string_view finding) {
    for (const std::string_view known : {"violates", "unclear", "excused"}) {
        if (finding == known) return known;
    }
    return "plain";
}

void tag(std::string& out, std::string_view style, std::string_view text) {
    if (text.empty()) return;
    out.append(fmt::format("<span class=\"tag {}\">", style));
    append_escaped(out, text);
    out.append("</span>");
}

void write_text(std::string& out, const ExampleFinding& e) {
    out.append(
        "<details><summary>Show the text, which may be hateful<span class=\"veil\" "
        "aria-hidden=\"true\"></span></summary>\n");
    for (std::size_t i = 0; i < e.parts.size(); ++i) {
        out.append("<blockquote dir=\"auto\">");
        if (e.parts.size() > 1) {
            out.append("<span class=\"role\">");
            append_escaped(out, e.parts[i].role);
            out.append("</span>");
        }
        append_marked(out, e.parts[i].bytes, e.spans, static_cast<std::uint32_t>(i));
        out.append("</blockquote>\n");
    }
    out.append("</details>\n");
}

void write_example(std::string& out, const ExampleFinding& e) {
    out.append("<article>\n<h4>");
    tag(out, style_of(e.finding), e.exception.empty() ? e.finding : e.finding + ": " + e.exception);
    out.append("<span>");
    append_escaped(out, readable_group(e.group));
    out.append("</span>");
    tag(out, "plain", e.outcome);
    if (e.severity > 0) tag(out, "plain", fmt::format("severity {}", e.severity));
    out.append("</h4>\n<p>");
    append_escaped(out, e.reason);
    out.append("</p>\n");
    write_text(out, e);
    out.append("<p class=\"id\" style=\"margin:.75rem 0 0\">post ");
    append_escaped(out, e.id);
    out.append("</p>\n</article>\n");
}

}  // namespace

void write_examples(std::string& out, const std::vector<ExampleFinding>& examples) {
    if (examples.empty()) return;
    open_section(out, "examples", "Examples",
                 "The first findings of each clause in the order of the input: neither the worst "
                 "nor a sample to compute from. "
                 "The words that make the claim are marked.");
    const std::string* clause = nullptr;
    for (const auto& example : examples) {
        if (clause == nullptr || *clause != example.clause) {
            clause = &example.clause;
            out.append("<h3>");
            append_escaped(out,
                           example.clause_title.empty() ? example.clause : example.clause_title);
            out.append("</h3>\n");
        }
        write_example(out, example);
    }
    close_section(out);
}

}  // namespace mizan::report
