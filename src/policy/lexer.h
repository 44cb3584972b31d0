// The one lexer of the policy language: rule blocks of policy.md, *.rules and the options of lexicon lines.
//
// The language is made of lines. A line that starts at the margin opens a statement; indented lines are its body.
// A line that ends with ',', '|', '&' or '=' goes on in the next. '#' at the start of a word begins a comment.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "policy/diagnostic.h"

namespace mizan::policy {

enum class TokenType : std::uint8_t { kName, kNumber, kString, kRegex, kPunct, kEnd };

struct LexToken {
    TokenType type = TokenType::kEnd;
    std::string text;  // the name, the string without quotes, the punctuation mark
    Loc loc;
};

struct LexLine {
    bool indented = false;
    std::vector<LexToken> tokens;  // not empty; without kEnd
};

// Cuts bytes [begin, end) of a file into lines of tokens. Bad characters become diagnostics and are skipped.
[[nodiscard]] std::vector<LexLine> lex(const Source& source, Loc region, Diagnostics& diagnostics);

}  // namespace mizan::policy
