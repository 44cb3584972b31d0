// Lexicon files: [CONCEPT | options] opens a section, then one term a line: term | key=value key=value
#include "policy/parse.h"

namespace mizan::policy {

namespace {

constexpr std::string_view kEveryday = "everyday";  // [everyday]: words that no reading may replace

struct LineView {
    std::string_view head;  // before '|', trimmed
    Loc head_loc;
    Loc options_loc;  // after '|', may be empty
};

LineView split(std::string_view line, std::uint32_t file, std::uint32_t begin) {
    LineView v;
    const auto bar = line.find('|');
    const auto head = line.substr(0, bar);
    v.head = trim(head);
    const auto at =
        begin + static_cast<std::uint32_t>(v.head.empty() ? 0 : v.head.data() - line.data());
    v.head_loc = {file, at, at + static_cast<std::uint32_t>(v.head.size())};
    const auto end = begin + static_cast<std::uint32_t>(line.size());
    v.options_loc = {
        file, bar == std::string_view::npos ? end : begin + static_cast<std::uint32_t>(bar) + 1,
        end};
    return v;
}

}  // namespace

void parse_terms(const Source& source, std::uint32_t file, Ast& ast, Diagnostics& diagnostics) {
    const std::string_view text = source.files()[file].text;
    Named section;
    std::vector<TermOption> section_options;
    for (std::size_t begin = 0; begin < text.size();) {
        const auto end = text.find('\n', begin);
        auto line = text.substr(begin, end - begin);
        const auto at = static_cast<std::uint32_t>(begin);
        begin = end == std::string_view::npos ? text.size() : end + 1;
        if (trim(line).empty() || trim(line).starts_with("#")) continue;
        if (line.starts_with("[")) {
            const auto close = line.find(']');
            if (close == std::string_view::npos) {
                diagnostics.add(Diag::kUnterminated,
                                {file, at, at + static_cast<std::uint32_t>(line.size())},
                                "this section has no closing ]");
                continue;
            }
            const auto v = split(line.substr(1, close - 1), file, at + 1);
            section = {std::string(v.head), v.head_loc};
            section_options = parse_settings(source, v.options_loc, diagnostics);
            continue;
        }
        const auto v = split(line, file, at);
        TermLine term{
            {std::string(v.head), v.head_loc}, section, source.files()[file].lang, section_options};
        for (auto& o : parse_settings(source, v.options_loc, diagnostics))
            term.options.push_back(std::move(o));
        if (section.text.empty()) {
            diagnostics.add(Diag::kMissingPart, v.head_loc,
                            "this term stands before any [CONCEPT] section");
        } else {
            (section.text == kEveryday ? ast.everyday : ast.terms).push_back(std::move(term));
        }
    }
}

}  // namespace mizan::policy
