#include "policy/lexer.h"

#include "policy/source.h"

namespace mizan::policy {

namespace {

bool is_name_start(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_name_char(char c) { return is_name_start(c) || is_digit(c); }

class Lexer {
public:
    Lexer(const Source& source, Loc region, Diagnostics& diagnostics)
        : text_(source.files()[region.file].text),
          region_(region),
          at_(region.begin),
          diagnostics_(diagnostics) {}

    std::vector<LexLine> run() {
        bool at_line_start = true;
        while (at_ < region_.end) {
            const char c = text_[at_];
            if (c == '\n') {
                ++at_;
                end_line();
                at_line_start = true;
            } else if (c == ' ' || c == '\t' || c == '\r') {
                if (at_line_start && !goes_on_) line_.indented = true;
                ++at_;
            } else if (c == '#') {
                while (at_ < region_.end && text_[at_] != '\n') ++at_;
            } else {
                at_line_start = false;
                token();
            }
        }
        goes_on_ = false;
        flush();
        return std::move(lines_);
    }

private:
    void end_line() {
        if (!line_.tokens.empty()) {
            const auto& last = line_.tokens.back();
            goes_on_ = last.type == TokenType::kPunct && (last.text == "," || last.text == "|" ||
                                                          last.text == "&" || last.text == "=");
        }
        if (!goes_on_) flush();
    }
    void flush() {
        if (!line_.tokens.empty()) lines_.push_back(std::move(line_));
        line_ = {};
    }
    Loc here(std::uint32_t begin) const { return {region_.file, begin, at_}; }
    void push(TokenType type, std::string text, std::uint32_t begin) {
        line_.tokens.push_back({type, std::move(text), here(begin)});
    }

    void token() {
        const char c = text_[at_];
        if (is_name_start(c)) return name();
        if (is_digit(c)) return number();
        if (c == '"') return delimited('"', TokenType::kString);
        if (c == '/' && at_ + 1 < region_.end && text_[at_ + 1] != '/')
            return delimited('/', TokenType::kRegex);
        punct();
    }
    // Letters, digits, '_'; '.', '-' and an apostrophe only between such characters, so "..3" and "a - b" are not names.
    void name() {
        const auto begin = at_;
        while (at_ < region_.end) {
            const char c = text_[at_];
            const bool joint = (c == '.' || c == '-' || c == '\'') && at_ + 1 < region_.end &&
                               is_name_char(text_[at_ + 1]);
            if (!is_name_char(c) && !joint) break;
            ++at_;
        }
        push(TokenType::kName, text_.substr(begin, at_ - begin), begin);
    }
    // A number; "2026-01-31" is one name-like token so that dates need no grammar of their own.
    void number() {
        const auto begin = at_;
        while (at_ < region_.end &&
               (is_digit(text_[at_]) ||
                (text_[at_] == '-' && at_ + 1 < region_.end && is_digit(text_[at_ + 1])))) {
            ++at_;
        }
        auto text = text_.substr(begin, at_ - begin);
        const bool date = text.find('-') != std::string::npos;
        push(date ? TokenType::kName : TokenType::kNumber, std::move(text), begin);
    }
    void delimited(char mark, TokenType type) {
        const auto begin = at_++;
        std::string value;
        while (at_ < region_.end && text_[at_] != '\n' && text_[at_] != mark) {
            if (text_[at_] == '\\' && at_ + 1 < region_.end && text_[at_ + 1] == mark) ++at_;
            value.push_back(text_[at_++]);
        }
        if (at_ >= region_.end || text_[at_] != mark) {
            diagnostics_.add(Diag::kUnterminated, here(begin),
                             std::string("this ") + (mark == '"' ? "text" : "expression") +
                                 " has no closing " + mark,
                             std::string("close it with ") + mark + " on the same line");
        } else {
            ++at_;
        }
        push(type, std::move(value), begin);
    }
    void punct() {
        const auto begin = at_;
        for (const std::string_view two : {"..", "->", ">=", "<=", "!=", "//"}) {
            if (at_ + 1 < region_.end && text_[at_] == two[0] && text_[at_ + 1] == two[1]) {
                at_ += 2;
                return push(TokenType::kPunct, std::string(two), begin);
            }
        }
        constexpr std::string_view kMarks = "(){}[],|&=?:<>@*+-%!/";
        if (kMarks.find(text_[at_]) != std::string_view::npos) {
            ++at_;
            return push(TokenType::kPunct, text_.substr(begin, 1), begin);
        }
        while (at_ < region_.end && (static_cast<unsigned char>(text_[at_]) & 0xC0) == 0x80) ++at_;
        ++at_;
        while (at_ < region_.end && (static_cast<unsigned char>(text_[at_]) & 0xC0) == 0x80) ++at_;
        diagnostics_.add(Diag::kBadCharacter, here(begin), "this character means nothing in a rule",
                         "words to be matched stand in \"quotes\"");
    }

    const std::string& text_;
    Loc region_;
    std::uint32_t at_;
    Diagnostics& diagnostics_;
    std::vector<LexLine> lines_;
    LexLine line_;
    bool goes_on_ = false;
};

}  // namespace

std::vector<LexLine> lex(const Source& source, Loc region, Diagnostics& diagnostics) {
    return Lexer(source, region, diagnostics).run();
}

}  // namespace mizan::policy
