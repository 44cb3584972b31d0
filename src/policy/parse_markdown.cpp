// policy.md: headings with ids, prose, and the fenced blocks that run: rule, violates, allows, review.
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
            fence_kind_ = std::string(trim(line.substr(3)));
            fence_open_ = loc(line, begin);
            fence_begin_ = begin + static_cast<std::uint32_t>(line.size()) + 1;
            return;
        }
        in_fence_ = false;
        if (fence_kind_ == "rule") rule({file_, fence_begin_, begin});
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
        if (fence_kind_ == "violates") expect = Expect::kViolates;
        else if (fence_kind_ == "allows") expect = Expect::kAllows;
        else if (fence_kind_ == "review") expect = Expect::kReview;
        else return;
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
        ast_.examples.push_back({id, std::string(text), expect, loc(line, begin)});
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
