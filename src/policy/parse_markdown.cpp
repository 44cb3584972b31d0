// policy.md: headings with ids, prose, and the fenced blocks that run: rule, violates, allows, review, the last
// three perhaps with what their posts carry.
#include "policy/parse.h"

namespace mizan::policy {

namespace {

// "Dehumanisation {#dehumanisation}" -> its title and its id
struct Heading {
    std::string title;
    std::string id;
};
Heading heading(std::string_view line) {
    while (line.starts_with("#")) line.remove_prefix(1);
    Heading h;
    const auto open = line.find("{#");
    if (open != std::string_view::npos) {
        const auto close = line.find('}', open);
        if (close != std::string_view::npos)
            h.id = std::string(line.substr(open + 2, close - open - 2));
        line = line.substr(0, open);
    }
    h.title = std::string(trim(line));
    return h;
}

class Markdown {
public:
    Markdown(const Source& source, std::uint32_t file, Ast& ast, Diagnostics& diagnostics)
        : source_(source), file_(file), ast_(ast), diagnostics_(diagnostics) {}

    void run() {
        const std::string_view text = source_.files()[file_].text;
        for (std::size_t begin = 0; begin < text.size();) {
            const auto end = text.find('\n', begin);
            line(text.substr(begin, end - begin), static_cast<std::uint32_t>(begin));
            begin = end == std::string_view::npos ? text.size() : end + 1;
        }
        if (in_fence_) {
            diagnostics_.add(Diag::kUnterminated, fence_open_, "this block is never closed",
                             "close it with ``` on a line of its own");
        }
        finish_clause();
    }

private:
    Loc loc(std::string_view line, std::uint32_t begin) const {
        return {file_, begin, begin + static_cast<std::uint32_t>(line.size())};
    }
    void line(std::string_view line, std::uint32_t begin) {
        if (line.starts_with("```")) return fence(line, begin);
        if (in_fence_) return fenced(line, begin);
        if (line.starts_with("#")) {
            finish_clause();
            current_ = heading(line);
            if (ast_.title.empty() && line.starts_with("# ")) ast_.title = current_.title;
            prose_.clear();
            return;
        }
        prose_.append(line).push_back('\n');
    }
    void fence(std::string_view line, std::uint32_t begin) {
        if (!in_fence_) {
            in_fence_ = true;
            fence_open_ = loc(line, begin);
            open_fence(line, begin);
            fence_begin_ = begin + static_cast<std::uint32_t>(line.size()) + 1;
            return;
        }
        in_fence_ = false;
        if (fence_kind_ == "rule") rule({file_, fence_begin_, begin});
    }
    // The block's kind, and after it, of a block of examples, what its posts carry: "```violates surface=comment".
    void open_fence(std::string_view line, std::uint32_t begin) {
        const auto info = trim(line.substr(3));
        fence_kind_ = std::string(info.substr(0, info.find(' ')));
        context_.clear();
        const auto rest = info.substr(fence_kind_.size());
        if (rest.empty()) return;
        const auto at = begin + static_cast<std::uint32_t>(rest.data() - line.data());
        const Loc more{file_, at, at + static_cast<std::uint32_t>(rest.size())};
        if (Expect expect{}; parse(fence_kind_, expect)) {
            context_ = parse_settings(source_, more, diagnostics_);
        } else if (fence_kind_ == "rule") {
            diagnostics_.add(Diag::kSyntax, more, "nothing stands behind the word `rule`",
                             "write ```rule on a line of its own");
        }
    }
    static bool parse(std::string_view kind, Expect& out) {
        if (kind == "violates") out = Expect::kViolates;
        else if (kind == "allows") out = Expect::kAllows;
        else if (kind == "review") out = Expect::kReview;
        else return false;
        return true;
    }
    void rule(Loc region) {
        const auto before = ast_.clauses.size();
        parse_statements(lex(source_, region, diagnostics_), ast_, diagnostics_);
        for (auto i = before; i < ast_.clauses.size(); ++i) {
            auto& clause = ast_.clauses[i];
            clause.title = current_.title;
            if (!current_.id.empty() && clause.id.text != current_.id) {
                diagnostics_
                    .add(Diag::kUnknownName, clause.id.loc,
                         "the heading's id is '" + current_.id + "', but the rule says '" +
                             clause.id.text + "'",
                         "a clause and its heading carry one id")
                    .fix = current_.id;
            }
            open_clauses_.push_back(i);
        }
    }
    void fenced(std::string_view line, std::uint32_t begin) {
        Expect expect{};
        if (!parse(fence_kind_, expect)) return;
        const auto text = trim(line);
        if (text.empty()) return;
        const auto id = current_.id.empty() && !open_clauses_.empty()
                            ? ast_.clauses[open_clauses_.back()].id.text
                            : current_.id;
        if (id.empty()) {
            diagnostics_.add(Diag::kMissingPart, loc(line, begin),
                             "this example stands under no clause",
                             "give the heading an id, as in: ## Dehumanisation {#dehumanisation}");
            return;
        }
        ast_.examples.push_back({id, std::string(text), expect, loc(line, begin), context_});
    }
    void finish_clause() {
        for (const auto i : open_clauses_) ast_.clauses[i].prose = std::string(trim_blank(prose_));
        open_clauses_.clear();
    }
    static std::string_view trim_blank(std::string_view s) {
        while (!s.empty() && (s.front() == '\n' || s.front() == ' ')) s.remove_prefix(1);
        while (!s.empty() && (s.back() == '\n' || s.back() == ' ')) s.remove_suffix(1);
        return s;
    }

    const Source& source_;
    std::uint32_t file_;
    Ast& ast_;
    Diagnostics& diagnostics_;
    bool in_fence_ = false;
    std::string fence_kind_;
    std::vector<Setting> context_;  // of the open block
    Loc fence_open_;
    std::uint32_t fence_begin_ = 0;
    Heading current_;
    std::string prose_;
    std::vector<std::size_t> open_clauses_;
};

}  // namespace

void parse_markdown(const Source& source, std::uint32_t file, Ast& ast, Diagnostics& diagnostics) {
    Markdown(source, file, ast, diagnostics).run();
}

}  // namespace mizan::policy
