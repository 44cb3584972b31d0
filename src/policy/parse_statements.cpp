// Statements: attribute, concept, exclusive, signal, pattern, guard, construct, frame, clause.
#include <functional>

#include "policy/parse.h"

namespace mizan::policy {

namespace {

std::string title(Cursor& c) {
    return c.peek().type == TokenType::kString ? c.take().text : std::string();
}

AttributeDef attribute(Cursor& c) {
    AttributeDef def;
    def.id = c.name("the attribute's name");
    def.title = title(c);
    if (c.accept_name("nonperson")) def.person = false;
    return def;
}

ConceptDef concept_def(Cursor& c) {
    ConceptDef def;
    def.path = c.name("the concept's path, as in GROUP.religion");
    def.title = title(c);
    if (c.accept_name("attribute")) def.attribute = c.name("an attribute");
    return def;
}

GuardDef guard(Cursor& c) {
    GuardDef def;
    def.id = c.name("the guard's name");
    if (c.accept_name("unless")) def.unless = true;
    else if (!c.accept_name("only")) c.expected("'only' or 'unless'");
    if (c.accept_name("overlap")) def.overlap = true;
    else if (!c.accept_name("sentence")) c.expected("'sentence' or 'overlap'");
    return def;
}

ConstructDef construct(Cursor& c) {
    ConstructDef def;
    def.id = c.name("the construct's name");
    if (c.accept("(")) {
        def.parameter = c.name("the parameter, as in (g: GROUP)");
        if (c.expect(":")) def.group = c.name("the concept that g is taken from");
        c.expect(")");
    }
    if (c.accept_name("negatable")) {
        if (c.accept_name("no")) def.negatable = false;
        else if (!c.accept_name("yes")) c.expected("yes or no");
    }
    def.title = title(c);
    return def;
}

FrameDef frame(Cursor& c) {
    FrameDef def;
    def.id = c.name("the frame's name");
    if (c.accept_name("sets")) {
        def.axis = c.name("an axis, as in stance=condemned");
        if (c.expect("=")) def.value = c.name("a value");
    } else {
        c.expected("'sets axis=value'");
        c.skip();
    }
    def.title = title(c);
    return def;
}

ScopeAst scope(Cursor& c) {
    ScopeAst s;
    s.kind = c.name("a scope");
    if (s.kind.text == "next" || s.kind.text == "previous") {
        if (!c.accept_name("sentence")) c.expected("'sentence'");
    }
    if (s.kind.text == "near") s.tokens = c.number("how many words away", 64);
    if (c.accept_name("until")) {
        do {
            s.until.push_back(c.name("a concept, or comma"));
        } while (c.accept(","));
    }
    return s;
}

void cue(Cursor& c, FrameDef& def) {
    if (c.at("@") && (c.peek(1).text == "question" || c.peek(1).text == "quotation")) {
        c.take();
        def.builtin_cues.push_back(c.name("question or quotation"));
    } else if (c.accept_name("part")) {
        def.builtin_cues.push_back(c.name("a part's role, as in: cue part title"));
    } else {
        def.cues.push_back(parse_pattern_line(c));
    }
}

void frame_line(Cursor& c, FrameDef& def) {
    if (c.accept_name("cue")) {
        cue(c, def);
    } else if (c.accept_name("scope")) {
        do {
            def.scopes.push_back(scope(c));
        } while (c.accept("|"));
    } else if (c.accept_name("cancelled")) {
        if (!c.accept_name("by")) c.expected("'by'");
        def.cancels.push_back(parse_pattern_line(c));
    } else {
        c.expected("cue, scope or 'cancelled by'");
        c.skip();
    }
    c.finish();
}

// What the indented lines under the current statement go into.
using Body = std::function<void(Cursor&)>;

template <class Def> Body pattern_body(std::vector<Def>& defs) {
    return [&defs](Cursor& c) {
        defs.back().lines.push_back(parse_pattern_line(c));
        c.finish();
    };
}

Body open_statement(Cursor& c, Ast& ast) {
    const auto keyword = c.name("a statement");
    const auto& k = keyword.text;
    Body body;
    if (k == "attribute") ast.attributes.push_back(attribute(c));
    else if (k == "concept") ast.concepts.push_back(concept_def(c));
    else if (k == "exclusive") {
        auto& def = ast.exclusives.emplace_back();
        do {
            def.concepts.push_back(c.name("a concept"));
        } while (c.accept(","));
    } else if (k == "signal") ast.signals.push_back(c.name("the signal's name"));
    else if (k == "pattern") {
        auto& def = ast.patterns.emplace_back();
        def.id = c.name("the pattern's name");
        if (c.accept("=")) def.lines.push_back(parse_pattern_line(c));
        body = pattern_body(ast.patterns);
    } else if (k == "guard") {
        ast.guards.push_back(guard(c));
        body = pattern_body(ast.guards);
    } else if (k == "construct") {
        ast.constructs.push_back(construct(c));
        body = pattern_body(ast.constructs);
    } else if (k == "frame") {
        ast.frames.push_back(frame(c));
        body = [&ast](Cursor& line) { frame_line(line, ast.frames.back()); };
    } else if (k == "clause") {
        ast.clauses.emplace_back().id = c.name("the clause's id");
        body = [&ast](Cursor& line) { parse_clause_line(line, ast.clauses.back()); };
    } else if (!k.empty()) {
        c.diagnostics().add(Diag::kUnknownStatement, keyword.loc,
                            "there is no statement '" + k + "'",
                            "statements are attribute, concept, exclusive, signal, pattern, guard, "
                            "construct, frame, clause");
        c.skip();
        body = [](Cursor& line) { line.skip(); };
    }
    c.finish();
    return body;
}

}  // namespace

void parse_statements(const std::vector<LexLine>& lines, Ast& ast, Diagnostics& diagnostics) {
    Body body;
    for (const auto& line : lines) {
        Cursor c(line, diagnostics);
        if (!line.indented) {
            body = open_statement(c, ast);
        } else if (body) {
            body(c);
        } else {
            diagnostics.add(
                Diag::kSyntax, line.tokens.front().loc,
                "this indented line belongs to no statement",
                "statements that have a body are pattern, guard, construct, frame and clause");
        }
    }
}

}  // namespace mizan::policy
