#include "model/table.h"

#include <algorithm>
#include <array>

#include "base/json.h"
#include "base/utf8.h"

namespace mizan {

namespace {

// A spreadsheet takes such a field for a formula. A plain negative number is none.
bool looks_like_formula(std::string_view s) {
    if (s.empty()) return false;
    const auto first = static_cast<unsigned char>(s[0]);
    if (first < 0x20) return true;
    if (first == '-' && s.size() > 1 && s.find_first_not_of("0123456789", 1) == s.npos)
        return false;
    return std::string_view("=+-@").find(s[0]) != std::string_view::npos;
}

void append_field(std::string& out, std::string_view s) {
    const bool formula = looks_like_formula(s);
    if (!formula && s.find_first_of(",\"\r\n") == s.npos) {
        out.append(s);
        return;
    }
    out.push_back('"');
    if (formula) out.push_back('\'');
    for (const char c : s) {
        if (c == '"') out.push_back('"');
        out.push_back(c);
    }
    out.push_back('"');
}

bool is_shown(char32_t c) {
    const bool control = c < 0x20 || (c >= 0x7F && c < 0xA0);
    const bool moves_text = (c >= 0x200B && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E) ||
                            (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF;
    return !control && !moves_text;
}

// Appends exactly `width` code points of s: cut with an ellipsis or filled with spaces.
void append_cell(std::string& out, std::string_view s, std::size_t width) {
    std::size_t used = 0;
    std::size_t last = out.size();
    for (std::size_t at = 0; at < s.size();) {
        const auto decoded = utf8::decode(s, at);
        at += decoded.size;
        if (used == width) {
            out.resize(last);
            out.append("…");
            return;
        }
        last = out.size();
        ++used;
        utf8::append(out,
                     decoded.valid && is_shown(decoded.code_point) ? decoded.code_point : 0xFFFD);
    }
    out.append(width - used, ' ');
}

std::string_view colour_of(Outcome outcome) {
    switch (outcome) {
        case Outcome::kViolation: return "\x1B[31m";
        case Outcome::kReview: return "\x1B[33m";
        case Outcome::kAllowed: return "\x1B[32m";
        case Outcome::kUndecided: return "\x1B[35m";
    }
    return "";
}

struct Columns {
    std::size_t id, outcome, clause, severity, group, reason;
};

// Two spaces stand between columns.
Columns layout(unsigned width) {
    const std::size_t whole = std::max(width, 60u);
    Columns c{whole >= 100 ? 20u : 12u, 9, whole >= 100 ? 18u : 12u, 3, 0, 0};
    c.group = whole >= 120 ? 24 : 0;  // "GROUP.religion.christian"
    const auto taken =
        c.id + c.outcome + c.clause + c.severity + 8 + (c.group > 0 ? c.group + 2 : 0);
    c.reason = whole - taken;
    return c;
}

void append_cells(std::string& out, const Columns& c, const std::array<std::string_view, 6>& cells,
                  std::string_view colour) {
    append_cell(out, cells[0], c.id);
    out.append("  ").append(colour);
    append_cell(out, cells[1], c.outcome);
    out.append(colour.empty() ? "  " : "\x1B[0m  ");
    append_cell(out, cells[2], c.clause);
    out.append("  ");
    append_cell(out, cells[3], c.severity);
    out.append("  ");
    if (c.group > 0) {
        append_cell(out, cells[4], c.group);
        out.append("  ");
    }
    append_cell(out, cells[5], c.reason);
    while (out.ends_with(' ')) out.pop_back();
    out.push_back('\n');
}

}  // namespace

std::string_view deciding_group(const Decision& decision) {
    for (const auto& found : decision.clauses) {
        if (found.clause == decision.clause && found.claim < decision.claims.size()) {
            return decision.claims[found.claim].group;
        }
    }
    return {};
}

void append_csv_header(std::string& out) {
    out.append("id,outcome,finding,route,clause,exception,severity,group,lang,reason\n");
}

void append_csv(std::string& out, const Decision& d) {
    auto field = [&out](std::string_view s) {
        append_field(out, s);
        out.push_back(',');
    };
    field(d.post);
    field(name(d.outcome));
    field(name(d.finding));
    field(name(d.route));
    field(d.clause);
    field(d.exception);
    json::append_int(out, d.severity);
    out.push_back(',');
    field(deciding_group(d));
    field(d.lang);
    append_field(out, d.reason);
    out.push_back('\n');
}

void append_table_header(std::string& out, const TableStyle& style) {
    append_cells(out, layout(style.width), {"id", "outcome", "clause", "sev", "group", "reason"},
                 {});
}

void append_table_row(std::string& out, const Decision& d, const TableStyle& style) {
    const char severity[2] = {static_cast<char>('0' + std::min<unsigned>(d.severity, 9)), '\0'};
    append_cells(out, layout(style.width),
                 {d.post, name(d.outcome), d.clause.empty() ? "-" : d.clause,
                  d.severity > 0 ? severity : "-", deciding_group(d), d.reason},
                 style.colour ? colour_of(d.outcome) : std::string_view{});
}

}  // namespace mizan
