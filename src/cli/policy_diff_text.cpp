// Tables for people and one JSON object for machines, of the same figures.
#include "cli/policy_diff_text.h"

#include <algorithm>

#include "base/json.h"

namespace mizan::cli {

namespace {

using service::DiffCounts;
using service::DiffReport;
using service::DiffSide;

std::string left(std::string_view text, std::size_t width) {
    return std::string(text).append(width > text.size() ? width - text.size() : 0, ' ');
}
std::string right(std::uint64_t n, std::size_t width) {
    const auto text = std::to_string(n);
    return std::string(width > text.size() ? width - text.size() : 0, ' ').append(text);
}

std::string transitions_text(const DiffReport& r) {
    std::string out;
    for (std::size_t i = 0; i < service::kOutcomes; ++i) {
        for (std::size_t j = 0; j < service::kOutcomes; ++j) {
            if (i == j || r.transitions[i][j] == 0) continue;
            const auto change = std::string(name(static_cast<Outcome>(i))) + " -> " +
                                std::string(name(static_cast<Outcome>(j)));
            out.append("  ")
                .append(left(change, 24))
                .append(right(r.transitions[i][j], 10))
                .append("\n");
        }
    }
    return out.empty() ? "  none\n" : out;
}

std::string counts_text(std::string_view what, const report::ByName<DiffCounts>& by_name) {
    std::size_t width = what.size();
    const auto items = by_name.sorted();
    for (const auto& [name, c] : items) width = std::max(width, name.size());
    std::string out =
        "  " + left(what, width) + "      before       after      gained     dropped\n";
    for (const auto& [name, c] : items) {
        out.append("  ")
            .append(left(name, width))
            .append(right(c.before, 12))
            .append(right(c.after, 12));
        out.append(right(c.gained, 12)).append(right(c.dropped, 12)).append("\n");
    }
    return items.empty() ? "  none\n" : out;
}

std::string side_text(const DiffSide& s) {
    std::string out(name(s.outcome));
    if (!s.clause.empty()) out.append(" (").append(s.clause);
    if (!s.exception.empty()) out.append(", ").append(s.exception);
    return s.clause.empty() ? out : out.append(")");
}

std::string examples_text(const DiffReport& r, const Paint& p) {
    std::string out;
    auto examples = r.examples;
    std::stable_sort(examples.begin(), examples.end(), [](const auto& a, const auto& b) {
        return std::pair(a.before.outcome, a.after.outcome) <
               std::pair(b.before.outcome, b.after.outcome);
    });
    for (const auto& e : examples) {
        out.append("  ")
            .append(p.bold)
            .append(side_text(e.before))
            .append(" -> ")
            .append(side_text(e.after))
            .append(p.end);
        out.append("  ")
            .append(printable(e.id))
            .append("\n    ")
            .append(printable(e.text))
            .append("\n");
    }
    return out.empty() ? "  none\n" : out;
}

void append_counts(std::string& out, std::string_view key, std::string_view what,
                   const report::ByName<DiffCounts>& by_name) {
    out.append(",\"").append(key).append("\":[");
    for (const auto& [name, c] : by_name.sorted()) {
        out.append(out.ends_with('[') ? "{\"" : ",{\"").append(what).append("\":");
        json::append_string(out, name);
        out.append(",\"before\":")
            .append(std::to_string(c.before))
            .append(",\"after\":")
            .append(std::to_string(c.after));
        out.append(",\"gained\":")
            .append(std::to_string(c.gained))
            .append(",\"dropped\":")
            .append(std::to_string(c.dropped));
        out.append("}");
    }
    out.append("]");
}

void append_side(std::string& out, std::string_view key, const DiffSide& s) {
    out.append(",\"").append(key).append("\":{\"outcome\":\"").append(name(s.outcome));
    out.append("\",\"route\":\"").append(name(s.route)).append("\"");
    for (const auto& [field, value] :
         {std::pair("clause", &s.clause), std::pair("exception", &s.exception)}) {
        if (value->empty()) continue;
        out.append(",\"").append(field).append("\":");
        json::append_string(out, *value);
    }
    out.append("}");
}

void append_transitions(std::string& out, const DiffReport& r) {
    out.append(",\"transitions\":[");
    for (std::size_t i = 0; i < service::kOutcomes; ++i) {
        for (std::size_t j = 0; j < service::kOutcomes; ++j) {
            if (r.transitions[i][j] == 0) continue;
            out.append(out.ends_with('[') ? "{" : ",{")
                .append("\"before\":\"")
                .append(name(static_cast<Outcome>(i)));
            out.append("\",\"after\":\"").append(name(static_cast<Outcome>(j)));
            out.append("\",\"posts\":").append(std::to_string(r.transitions[i][j])).append("}");
        }
    }
    out.append("]");
}

}  // namespace

std::string diff_text(const DiffReport& r, const policy::Policy& before,
                      const policy::Policy& after, const Paint& p) {
    auto heading = [&](std::string_view text) {
        return std::string("\n").append(p.bold).append(text).append(p.end).append("\n");
    };
    std::string out = "old  " + before.version + "  " + printable(before.title) + "\nnew  " +
                      after.version + "  " + printable(after.title) + "\n";
    out.append(heading("Posts"));
    out.append("  decided       ")
        .append(right(r.posts, 12))
        .append("\n  no change     ")
        .append(right(r.unchanged, 12));
    out.append("\n  changed       ").append(right(r.posts - r.unchanged, 12));
    out.append("\n  new findings  ")
        .append(right(r.new_decisions, 12))
        .append("   violation or review, where it was neither");
    out.append("\n  dropped       ")
        .append(right(r.dropped_decisions, 12))
        .append("   and the other way round");
    if (r.rejected > 0) out.append("\n  not posts     ").append(right(r.rejected, 12));
    out.append("\n").append(heading("Outcomes that change")).append(transitions_text(r));
    out.append(heading("By clause (posts in which it is violated or unclear, shadow clauses too)"))
        .append(counts_text("clause", r.clauses));
    out.append(heading("By group")).append(counts_text("group", r.groups));
    out.append(heading("For reviewers")).append("  before").append(right(r.reviewer_before, 12));
    out.append("\n  after ").append(right(r.reviewer_after, 12)).append("\n");
    return r.examples.empty() ? out : out.append(heading("Examples")).append(examples_text(r, p));
}

std::string diff_json(const DiffReport& r, const policy::Policy& before,
                      const policy::Policy& after) {
    std::string out = "{\"old\":\"" + before.version + "\",\"new\":\"" + after.version + "\"";
    const std::pair<const char*, std::uint64_t> figures[] = {
        {"posts", r.posts},
        {"rejected", r.rejected},
        {"unchanged", r.unchanged},
        {"changed", r.posts - r.unchanged},
        {"new_decisions", r.new_decisions},
        {"dropped_decisions", r.dropped_decisions},
        {"reviewer_before", r.reviewer_before},
        {"reviewer_after", r.reviewer_after}};
    for (const auto& [key, n] : figures)
        out.append(",\"").append(key).append("\":").append(std::to_string(n));
    append_transitions(out, r);
    append_counts(out, "clauses", "clause", r.clauses);
    append_counts(out, "groups", "group", r.groups);
    out.append(",\"examples\":[");
    for (const auto& e : r.examples) {
        out.append(out.ends_with('[') ? "{\"id\":" : ",{\"id\":");
        json::append_string(out, e.id);
        out.append(",\"text\":");
        json::append_string(out, e.text);
        append_side(out, "before", e.before);
        append_side(out, "after", e.after);
        out.append("}");
    }
    return out.append("]}\n");
}

}  // namespace mizan::cli
