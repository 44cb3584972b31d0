// The summary for a terminal.

#include <fmt/format.h>

#include <algorithm>

#include "base/utf8.h"
#include "report/figures.h"
#include "report/summary.h"

namespace mizan::report {

namespace {

constexpr std::string_view kBold = "\x1B[1m";
constexpr std::string_view kDim = "\x1B[2m";
constexpr std::string_view kPlain = "\x1B[0m";

// Names come from input: what could drive a terminal is replaced, what is too long is cut.
std::string cell(std::string_view s, std::size_t width) {
    std::string out;
    std::size_t used = 0;
    std::size_t last = 0;
    for (std::size_t at = 0; at < s.size();) {
        const auto d = utf8::decode(s, at);
        at += d.size;
        if (used == width) {
            out.resize(last);
            return out.append("…");
        }
        last = out.size();
        ++used;
        const auto c = d.code_point;
        const bool hostile = c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x200B && c <= 0x200F) ||
                             (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
        utf8::append(out, hostile ? 0xFFFD : c);
    }
    return out.append(width - used, ' ');
}

class Page {
public:
    explicit Page(const TextOptions& options)
        : colour_(options.colour), width_(std::max(options.width, 60u)) {}

    void heading(std::string_view title, std::string_view denominator) {
        out_.append("\n").append(style(kBold)).append(title).append(style(kPlain));
        if (!denominator.empty()) {
            out_.append(style(kDim)).append("  ").append(denominator).append(style(kPlain));
        }
        out_.push_back('\n');
    }
    void line(std::string_view text) { out_.append(text).push_back('\n'); }
    void note(std::string_view text) {
        out_.append(style(kDim)).append("  ").append(text).append(style(kPlain)).push_back('\n');
    }
    // A count with its share of `whole` and a bar.
    void row(std::string_view label, std::uint64_t n, std::uint64_t whole) {
        const auto labels = label_width();
        out_.append(
            fmt::format("  {}{:>13}  {:>8}", cell(label, labels), thousands(n), percent(n, whole)));
        const auto cells = width_ - labels - 27;
        if (const auto b = bar(n, whole, cells); !b.empty()) out_.append("  ").append(b);
        out_.push_back('\n');
    }
    // Violates, unclear and excused beside each other.
    void found(std::string_view label, const FindingCounts& c, std::string_view remark) {
        out_.append(fmt::format("  {}{:>13}{:>11}{:>11}", cell(label, label_width()),
                                thousands(c.violates), thousands(c.unclear), thousands(c.excused)));
        if (!remark.empty()) out_.append("  ").append(remark);
        out_.push_back('\n');
    }
    void found_head() {
        out_.append(style(kDim));
        out_.append(fmt::format("  {}{:>13}{:>11}{:>11}", cell("", label_width()), "violates",
                                "unclear", "excused"));
        out_.append(style(kPlain)).push_back('\n');
    }
    std::string take() { return std::move(out_); }

private:
    [[nodiscard]] std::string_view style(std::string_view code) const {
        return colour_ ? code : std::string_view{};
    }
    [[nodiscard]] std::size_t label_width() const { return width_ >= 76 ? 32 : 20; }

    bool colour_;
    std::size_t width_;
    std::string out_;
};

void write_head(Page& page, const Summary& s) {
    const auto& c = s.counters();
    std::string line = fmt::format("{} posts decided", thousands(c.posts));
    if (s.info.elapsed_us > 0) {
        line += fmt::format(" in {} ({} posts/s)", duration(s.info.elapsed_us),
                            thousands(per_second(c.posts, s.info.elapsed_us)));
    }
    line += fmt::format(", {} records rejected", thousands(s.rejected()));
    page.line(line);
    if (!s.info.policy_version.empty()) {
        page.line(fmt::format("policy {}{}{}, semantics {}", s.info.policy_name,
                              s.info.policy_name.empty() ? "" : " ",
                              s.info.policy_version.substr(0, 12), s.info.semantics_level));
    }
}

void write_non_persons(Page& page, const RunInfo& info) {
    if (info.non_person_clauses.empty()) return;
    page.heading("Clauses that protect what is no group of people", "none of them acts by itself");
    for (const auto& clause : info.non_person_clauses) {
        std::string protects;
        for (const auto& p : clause.protects)
            protects.append(protects.empty() ? "" : ", ").append(p);
        page.line(
            fmt::format("  {}protects {}", cell(clause.id, 32), cell(protects, protects.size())));
    }
}

void write_outcomes(Page& page, const Counters& c) {
    const auto denominator = fmt::format("of {} posts", thousands(c.posts));
    page.heading("Outcome", denominator);
    for (std::size_t o = 0; o < c.outcome_coverage.size(); ++o) {
        std::uint64_t n = 0;
        for (const auto v : c.outcome_coverage[o]) n += v;
        page.row(name(static_cast<Outcome>(o)), n, c.posts);
    }
    page.heading("Coverage", denominator + "; \"none\" is no acquittal");
    for (std::size_t level = 0; level < 3; ++level) {
        std::uint64_t n = 0;
        for (const auto& row : c.outcome_coverage) n += row[level];
        page.row(name(static_cast<CoverageLevel>(level)), n, c.posts);
    }
    page.heading("Finding", denominator);
    for (std::size_t f = 0; f < c.findings.size(); ++f) {
        page.row(name(static_cast<Finding>(f)), c.findings[f], c.posts);
    }
    page.heading("Route", denominator);
    for (std::size_t r = 0; r < c.routes.size(); ++r) {
        page.row(name(static_cast<Route>(r)), c.routes[r], c.posts);
    }
    if (c.truncated > 0)
        page.note(fmt::format("{} posts reached a limit and were cut", thousands(c.truncated)));
}

void write_clauses(Page& page, std::string_view title, const ByName<ClauseCounts>& clauses) {
    if (clauses.empty()) return;
    page.heading(title, "posts per clause; a post can be in several");
    page.found_head();
    for (const auto& [id, clause] :
         ranked(clauses, [](const ClauseCounts& c) { return c.found.total(); })) {
        page.found(id, clause.found, clause.state == "live" ? std::string_view{} : clause.state);
        for (const auto& [exception, n] :
             ranked(clause.excused_by, [](std::uint64_t v) { return v; })) {
            page.note(
                fmt::format("  {} excused by {}", thousands(n), cell(exception, exception.size())));
        }
    }
}

void write_groups(Page& page, const Counters& c) {
    auto total = [](const FindingCounts& f) { return f.total(); };
    if (!c.attributes.empty()) {
        page.heading("Protected attribute", "posts, by the strongest finding about it");
        page.found_head();
        for (const auto& [name, counts] : ranked(c.attributes, total)) page.found(name, counts, {});
    }
    if (!c.groups.empty()) {
        page.heading("Group", "posts, by the strongest finding about it");
        page.found_head();
        for (const auto& [name, counts] : ranked(c.groups, total))
            page.found(readable_group(name), counts, {});
    }
}

void write_languages(Page& page, const Counters& c) {
    page.heading("Language", "posts with finding \"violates\" of all posts in the language");
    for (const auto& [lang, posts] : ranked(c.languages, [](std::uint64_t v) { return v; })) {
        const auto* found = c.language_findings.find(lang);
        const auto n = found == nullptr ? 0 : *found;
        page.row(fmt::format("{}  ({} posts)", lang, thousands(posts)), n, posts);
    }
}

void write_actors(Page& page, const Summary& s, std::size_t shown) {
    const auto top = s.actors().top(shown);
    if (top.empty()) return;
    page.heading("Actors",
                 "by posts with finding \"violates\"; the engine's findings, confirmed by nobody");
    for (const auto& actor : top) {
        const auto error = actor.error == 0
                               ? std::string()
                               : fmt::format(" (at most {} too many)", thousands(actor.error));
        page.line(fmt::format("  {}{:>13}{}", cell(actor.key, 32), thousands(actor.count), error));
    }
    if (s.actors().exact()) {
        page.note("These counts are exact.");
    } else {
        page.note(
            fmt::format("Counted with {} counters: an actor not listed has at most {} such posts.",
                        thousands(s.actors().capacity()), thousands(s.actors().error_bound())));
    }
}

void write_rejects(Page& page, const Summary& s) {
    if (s.rejected() == 0) return;
    const auto records = s.counters().posts + s.rejected();
    page.heading("Rejected", fmt::format("of {} records read; not decided, in no figure above",
                                         thousands(records)));
    for (const auto& [code, n] : s.counters().rejects.sorted()) page.row(code, n, records);
}

}  // namespace

std::string to_text(const Summary& summary, const TextOptions& options) {
    Page page(options);
    const auto& c = summary.counters();
    write_head(page, summary);
    write_non_persons(page, summary.info);
    if (c.posts > 0) {
        write_outcomes(page, c);
        write_clauses(page, "Clause", c.clauses);
        write_clauses(page, "Clause in shadow (recorded, no action)", c.shadow);
        write_groups(page, c);
        write_languages(page, c);
        write_actors(page, summary, options.actors);
    }
    write_rejects(page, summary);
    return page.take();
}

}  // namespace mizan::report
