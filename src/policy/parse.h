// The parsers of the policy language. They collect diagnostics and go on: what could be read is in the Ast.
//
// Grammar of patterns (docs/policy-language.md explains each with examples):
//   alternatives := sequence ('|' sequence)*
//   sequence     := item (item | '<' N '>' item)*          A <4> B: both, in either order, at most 4 words between
//   item         := atom ('?' | '{' N (',' N)? '}')?
//   atom         := NAME (':' kind)? | "words" (':' inflection)? | /regex/ | '@' builtin
//                 | '..' (N | '{' N ',' N '}') | '//' | '(' alternatives ')'
#pragma once

#include "policy/ast.h"
#include "policy/cursor.h"
#include "policy/source.h"

namespace mizan::policy {

// Parses every file of the source.
[[nodiscard]] Ast parse(const Source& source, Diagnostics& diagnostics);

// The steps of parse(), one file each.
void parse_statements(const std::vector<LexLine>& lines, Ast& ast, Diagnostics& diagnostics);
void parse_clause_line(Cursor& cursor, ClauseDef& clause);
void parse_terms(const Source& source, std::uint32_t file, Ast& ast, Diagnostics& diagnostics);
void parse_markdown(const Source& source, std::uint32_t file, Ast& ast, Diagnostics& diagnostics);
[[nodiscard]] std::vector<Setting> parse_settings(const Source& source, Loc region,
                                                  Diagnostics& diagnostics);
[[nodiscard]] PatternLine parse_pattern_line(Cursor& cursor);
[[nodiscard]] ConditionAst parse_condition(Cursor& cursor);

// Without blanks and tabs at its ends.
[[nodiscard]] std::string_view trim(std::string_view s);

}  // namespace mizan::policy
