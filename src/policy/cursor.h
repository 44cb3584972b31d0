// Cursor: walks the tokens of one line. Shared by the parsers.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "policy/ast.h"
#include "policy/lexer.h"

namespace mizan::policy {

class Cursor {
public:
    Cursor(const LexLine& line, Diagnostics& diagnostics)
        : tokens_(line.tokens), diagnostics_(diagnostics) {}

    [[nodiscard]] bool done() const { return at_ >= tokens_.size(); }
    [[nodiscard]] const LexToken& peek(std::size_t ahead = 0) const {
        return at_ + ahead < tokens_.size() ? tokens_[at_ + ahead] : end_;
    }
    const LexToken& take() { return done() ? end_ : tokens_[at_++]; }

    [[nodiscard]] bool at(std::string_view punct, std::size_t ahead = 0) const {
        return peek(ahead).type == TokenType::kPunct && peek(ahead).text == punct;
    }
    [[nodiscard]] bool at_name(std::string_view word) const {
        return peek().type == TokenType::kName && peek().text == word;
    }
    bool accept(std::string_view punct) { return at(punct) && (++at_, true); }
    bool accept_name(std::string_view word) { return at_name(word) && (++at_, true); }

    // The next token as a name; on anything else a diagnostic that says what was wanted, and an empty name.
    Named name(std::string_view wanted) {
        if (peek().type == TokenType::kName) {
            const auto& t = take();
            return {t.text, t.loc};
        }
        expected(wanted);
        return {{}, here()};
    }
    std::uint32_t number(std::string_view wanted, std::uint32_t max) {
        if (peek().type != TokenType::kNumber) {
            expected(wanted);
            return 0;
        }
        const auto& t = take();
        std::uint64_t value = 0;
        for (const char c : t.text)
            value = value > max ? value : value * 10 + static_cast<std::uint64_t>(c - '0');
        if (value > max) {
            diagnostics_.add(Diag::kOutOfRange, t.loc,
                             "the number is over the limit of " + std::to_string(max));
            value = max;
        }
        return static_cast<std::uint32_t>(value);
    }
    bool expect(std::string_view punct) {
        if (accept(punct)) return true;
        expected("'" + std::string(punct) + "'");
        return false;
    }
    // One diagnostic for whatever is left on the line.
    void finish() {
        if (!done())
            diagnostics_.add(Diag::kSyntax, peek().loc,
                             "this does not belong here: '" + peek().text + "'");
        at_ = tokens_.size();
    }
    void expected(std::string_view wanted) {
        const std::string found = done() ? "the line ends" : "found '" + peek().text + "'";
        diagnostics_.add(Diag::kSyntax, here(),
                         "expected " + std::string(wanted) + ", but " + found);
    }
    [[nodiscard]] Loc here() const {
        return done() ? (tokens_.empty() ? Loc{} : tokens_.back().loc) : peek().loc;
    }
    [[nodiscard]] Diagnostics& diagnostics() { return diagnostics_; }
    // Gives up on this line without a further diagnostic.
    void skip() { at_ = tokens_.size(); }

private:
    const std::vector<LexToken>& tokens_;
    Diagnostics& diagnostics_;
    std::size_t at_ = 0;
    LexToken end_;
};

}  // namespace mizan::policy
