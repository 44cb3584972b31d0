// Lexicon files: [CONCEPT | options] opens a section, then one term a line: term | key=value key=value
#include "policy/parse.h"

namespace mizan::policy {

namespace {

constexpr std::string_view kEveryday = "everyday";  // [everyday]: words that no reading may replace

bool is_word(const LexToken& t) {
    return t.type == TokenType::kName || t.type == TokenType::kString ||
           t.type == TokenType::kNumber;
}

// A value may hold several words; it ends at a comma, or where the next option's key= begins.
Named value(Cursor& c) {
    Named out{{}, c.here()};
    while (is_word(c.peek()) && !c.at("=", 1)) {
        const auto& t = c.take();
        out.text.append(out.text.empty() ? "" : " ").append(t.text);
        out.loc.end = t.loc.end;
    }
    if (out.text.empty()) {
        c.expected("a value");
        c.skip();
    }
    return out;
}

// key=value[,value] ... in bytes [begin, end)
std::vector<TermOption> options(const Source& source, Loc region, Diagnostics& diagnostics) {
    std::vector<TermOption> out;
    for (const auto& line : lex(source, region, diagnostics)) {
        Cursor c(line, diagnostics);
        while (!c.done()) {
            TermOption option;
            option.key = c.name("an option, as in kind=slur");
            if (c.accept("=")) {
                do {
                    option.values.push_back(value(c));
                } while (c.accept(","));
            }
            if (option.key.text.empty()) c.skip();
            else out.push_back(std::move(option));
        }
    }
    return out;
}

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
            section_options = options(source, v.options_loc, diagnostics);
            continue;
        }
        const auto v = split(line, file, at);
        TermLine term{
            {std::string(v.head), v.head_loc}, section, source.files()[file].lang, section_options};
        for (auto& o : options(source, v.options_loc, diagnostics))
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
