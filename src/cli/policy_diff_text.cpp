// Tables for people.
#include "cli/policy_diff_text.h"

#include <algorithm>

namespace mizan::cli {

namespace {

using service::DiffCounts;
using service::DiffExample;
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

std::string list(const std::vector<std::string>& items) {
    std::string out;
    for (const auto& i : items) out.append(out.empty() ? "" : ", ").append(i);
    return out.empty() ? "none" : out;
}

// "route person -> act, severity 2 -> 4": what differs where the outcome does not.
std::string details_text(const DiffSide& before, const DiffSide& after) {
    std::string out;
    const auto add = [&](std::string_view what, const std::string& a, const std::string& b) {
        if (a == b) return;
        out.append(out.empty() ? "" : "; ").append(what).append(" ");
        out.append(a).append(" -> ").append(b);
    };
    add("route", std::string(name(before.route)), std::string(name(after.route)));
    add("severity", std::to_string(before.severity), std::to_string(after.severity));
    add("actions", list(before.actions), list(after.actions));
    return out;
}

// "allowed -> violation (belittling)"; where outcome, clause and exception stay, what else became of it.
std::string change_text(const DiffSide& before, const DiffSide& after) {
    const auto a = side_text(before);
    const auto b = side_text(after);
    if (before.outcome != after.outcome) return a + " -> " + b;
    const auto details = details_text(before, after);
    const auto head = a == b ? a : a + " -> " + b;
    return details.empty() ? head : head + ": " + details;
}

std::string examples_text(const DiffReport& r, const Paint& p) {
    std::string out;
    auto examples = r.examples;
    std::stable_sort(examples.begin(), examples.end(), [](const auto& a, const auto& b) {
        return std::pair(a.before.outcome, a.after.outcome) <
               std::pair(b.before.outcome, b.after.outcome);
    });
    for (const auto& e : examples) {
        out.append("  ").append(p.bold).append(change_text(e.before, e.after)).append(p.end);
        out.append("  ")
            .append(printable(e.id))
            .append("\n    ")
            .append(printable(e.text))
            .append("\n");
    }
    return out.empty() ? "  none\n" : out;
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

}  // namespace mizan::cli
