#include "policy/parse.h"

#include "base/utf8.h"

namespace mizan::policy {

namespace {

// Where a file is not UTF-8, its words can not be what the author meant: one diagnostic, at the first place.
void check_utf8(const Source& source, std::uint32_t file, Diagnostics& diagnostics) {
    const std::string_view text = source.files()[file].text;
    for (std::size_t i = 0; i < text.size();) {
        const auto d = utf8::decode(text, i);
        if (!d.valid) {
            const auto at = static_cast<std::uint32_t>(i);
            diagnostics.add(Diag::kNotUtf8, {file, at, at + d.size}, "this byte is not UTF-8",
                            "save the file as UTF-8");
            return;
        }
        i += d.size;
    }
}

}  // namespace

std::string_view trim(std::string_view s) {
    while (!s.empty() && (s.front() == ' ' || s.front() == '\t')) s.remove_prefix(1);
    while (!s.empty() && (s.back() == ' ' || s.back() == '\t')) s.remove_suffix(1);
    return s;
}

Ast parse(const Source& source, Diagnostics& diagnostics) {
    Ast ast;
    for (std::uint32_t file = 0; file < source.files().size(); ++file) {
        const auto& f = source.files()[file];
        check_utf8(source, file, diagnostics);
        const Loc whole{file, 0, static_cast<std::uint32_t>(f.text.size())};
        switch (f.kind) {
            case FileKind::kMarkdown: parse_markdown(source, file, ast, diagnostics); break;
            case FileKind::kRules:
                parse_statements(lex(source, whole, diagnostics), ast, diagnostics);
                break;
            case FileKind::kTerms: parse_terms(source, file, ast, diagnostics); break;
            case FileKind::kCases:  // read below, all at once
            case FileKind::kOther: break;
        }
    }
    ast.cases = read_cases(source).all;  // a line that is none is told by whoever runs them
    return ast;
}

}  // namespace mizan::policy
