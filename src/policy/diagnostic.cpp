#include "policy/diagnostic.h"

#include <algorithm>
#include <tuple>

#include "base/json.h"
#include "policy/source.h"

namespace mizan::policy {

namespace {

struct CodeInfo {
    std::string_view slug;
    Severity severity;
};

constexpr CodeInfo kCodes[] = {
#define X(enumerator, slug, severity) {slug, Severity::severity},
#include "policy/diagnostic_codes.inc"
#undef X
};

// "  12 | the line\n     |     ^^^^ message\n"
void append_excerpt(std::string& out, const Source& source, Loc loc, std::string_view message) {
    const auto begin = source.position(loc.file, loc.begin);
    const auto line = source.line(loc.file, begin.line);
    const auto number = std::to_string(begin.line);
    const std::string margin(number.size() + 2, ' ');
    out.append(" ").append(number).append(" | ").append(line).append("\n").append(margin).append(
        "| ");
    std::size_t width = 0;  // code points before the place, so that the carets stand under it
    const auto upto = std::min<std::size_t>(begin.column_bytes, line.size());
    for (std::size_t i = 0; i < upto; ++i) {
        if (line[i] == '\t') {
            out.push_back('\t');
        } else if ((static_cast<unsigned char>(line[i]) & 0xC0) != 0x80) {
            out.push_back(' ');
        }
    }
    const std::size_t stop = std::min<std::size_t>(line.size(), upto + (loc.end - loc.begin));
    for (std::size_t i = upto; i < stop; ++i)
        width += (static_cast<unsigned char>(line[i]) & 0xC0) != 0x80;
    out.append(std::max<std::size_t>(width, 1), '^');
    if (!message.empty()) out.append(" ").append(message);
    out.append("\n");
}

void append_place(std::string& out, const Source& source, Loc loc) {
    const auto p = source.position(loc.file, loc.begin);
    out.append(source.path(loc.file))
        .append(":")
        .append(std::to_string(p.line))
        .append(":")
        .append(std::to_string(p.column));
}

void append_json_place(std::string& out, const Source& source, Loc loc) {
    const auto begin = source.position(loc.file, loc.begin);
    const auto end = source.position(loc.file, loc.end);
    out.append("\"file\":");
    json::append_string(out, source.path(loc.file));
    out.append(",\"line\":");
    json::append_int(out, begin.line);
    out.append(",\"column\":");
    json::append_int(out, begin.column);
    out.append(",\"end_line\":");
    json::append_int(out, end.line);
    out.append(",\"end_column\":");
    json::append_int(out, end.column);
}

}  // namespace

std::string_view name(Diag code) { return kCodes[static_cast<std::size_t>(code)].slug; }
Severity severity(Diag code) { return kCodes[static_cast<std::size_t>(code)].severity; }

Diagnostic& Diagnostics::add(Diag code, Loc loc, std::string message, std::string hint) {
    overflow_ = {};
    std::tuple key{code, loc.file, loc.begin, loc.end, message};
    if (told_.contains(key)) return overflow_;
    (severity(code) == Severity::kError ? errors_ : warnings_)++;
    if (all_.size() >= kMaxDiagnostics) {
        ++dropped_;
        return overflow_;
    }
    told_.insert(std::move(key));
    all_.push_back({code, loc, std::move(message), {}, std::move(hint), {}});
    return all_.back();
}

void Diagnostics::sort() {
    std::stable_sort(all_.begin(), all_.end(), [](const Diagnostic& a, const Diagnostic& b) {
        return std::tie(a.loc.file, a.loc.begin, a.code) <
               std::tie(b.loc.file, b.loc.begin, b.code);
    });
}

std::string to_text(const Diagnostic& d, const Source& source, bool colour) {
    const bool error = severity(d.code) == Severity::kError;
    std::string out;
    append_place(out, source, d.loc);
    out.append(": ");
    if (colour) out.append(error ? "\x1b[1;31m" : "\x1b[1;33m");
    out.append(error ? "error[" : "warning[").append(name(d.code)).append("]");
    if (colour) out.append("\x1b[0m");
    out.append(": ").append(d.message).append("\n");
    append_excerpt(out, source, d.loc, {});
    for (const auto& label : d.labels) {
        out.append("  at ");
        append_place(out, source, label.loc);
        out.append(":\n");
        append_excerpt(out, source, label.loc, label.message);
    }
    if (!d.hint.empty()) out.append("  hint: ").append(d.hint).append("\n");
    if (!d.fix.empty()) out.append("  fix: write \"").append(d.fix).append("\"\n");
    return out;
}

std::string to_json(const Diagnostics& diagnostics, const Source& source) {
    std::string out = "[";
    for (const auto& d : diagnostics.all()) {
        if (out.size() > 1) out.append(",");
        out.append("{\"code\":");
        json::append_string(out, name(d.code));
        out.append(severity(d.code) == Severity::kError ? ",\"severity\":\"error\","
                                                        : ",\"severity\":\"warning\",");
        append_json_place(out, source, d.loc);
        out.append(",\"message\":");
        json::append_string(out, d.message);
        out.append(",\"labels\":[");
        for (std::size_t i = 0; i < d.labels.size(); ++i) {
            out.append(i ? ",{" : "{");
            append_json_place(out, source, d.labels[i].loc);
            out.append(",\"message\":");
            json::append_string(out, d.labels[i].message);
            out.append("}");
        }
        out.append("]");
        if (!d.hint.empty()) {
            out.append(",\"hint\":");
            json::append_string(out, d.hint);
        }
        if (!d.fix.empty()) {
            out.append(",\"fix\":");
            json::append_string(out, d.fix);
        }
        out.append("}");
    }
    return out.append("]");
}

}  // namespace mizan::policy
