// The body of a clause, and conditions: what is judged, what excuses, what follows.
#include "policy/parse.h"

namespace mizan::policy {

namespace {

std::vector<Named> names(Cursor& c, std::string_view wanted) {
    std::vector<Named> out;
    if (c.accept("-")) return out;  // "needs -": none, said outright
    do {
        out.push_back(c.name(wanted));
    } while (c.accept(","));
    return out;
}

AtomAst atom(Cursor& c) {
    AtomAst a;
    a.negate = c.accept_name("not");
    a.key = c.name("a test such as stance=condemned, or a frame's name");
    if (a.key.text == "signal" && c.peek().type == TokenType::kName) {
        const auto& t = c.take();
        a.key = {"signal." + t.text, t.loc};
    }
    for (const std::string_view op : {"=", "!=", ">=", "<=", ">", "<"}) {
        if (!c.accept(op)) continue;
        a.op = op;
        const auto& t = c.take();
        if (t.type != TokenType::kName && t.type != TokenType::kNumber &&
            t.type != TokenType::kString) {
            c.diagnostics().add(Diag::kSyntax, c.here(),
                                "expected a value after '" + std::string(op) + "'");
        }
        a.value = {t.text, t.loc};
        break;
    }
    return a;
}

void detect(Cursor& c, ClauseDef& clause) {
    do {
        DetectAst d;
        d.construct = c.name("a construct");
        if (c.accept("(")) {
            auto argument = c.name("g or a group");
            if (argument.text != "g") d.group = std::move(argument);
            c.expect(")");
        }
        clause.detects.push_back(std::move(d));
    } while (c.accept(","));
}

void action(Cursor& c, ClauseDef& clause) {
    do {
        ActionAst a;
        a.action = c.name("an action of the ladder");
        if (c.peek().type == TokenType::kNumber)
            a.argument = static_cast<std::int32_t>(c.number("a count", 1000));
        clause.actions.push_back(std::move(a));
    } while (c.accept(","));
}

void allow(Cursor& c, ClauseDef& clause) {
    AllowAst a;
    a.exception = c.name("an exception, as in: allow counter-speech: stance=condemned");
    c.expect(":");
    a.when = parse_condition(c);
    clause.allows.push_back(std::move(a));
}

void append(std::vector<Named>& to, std::vector<Named> from) {
    for (auto& n : from) to.push_back(std::move(n));
}

void state(Cursor& c, ClauseDef& clause) {
    clause.state = c.name("live, shadow, canary or retired");
    if (clause.state->text == "canary") {
        clause.canary_percent = c.number("a percentage", 100);
        c.accept("%");
    }
}

// A line that may stand several times: any of them.
void add_condition(Cursor& c, ConditionAst& to) {
    for (auto& all : parse_condition(c).any) to.any.push_back(std::move(all));
}

}  // namespace

ConditionAst parse_condition(Cursor& c) {
    ConditionAst condition;
    do {
        auto& all = condition.any.emplace_back();
        do {
            all.push_back(atom(c));
        } while (c.accept("&"));
    } while (c.accept("|"));
    return condition;
}

void parse_clause_line(Cursor& c, ClauseDef& clause) {
    const auto keyword = c.name("a line of the clause");
    const auto& k = keyword.text;
    if (k == "protects") append(clause.protects, names(c, "an attribute"));
    else if (k == "detect") detect(c, clause);
    else if (k == "allow") allow(c, clause);
    else if (k == "review") add_condition(c, clause.review);
    else if (k == "when") add_condition(c, clause.when);
    else if (k == "suspect") add_condition(c, clause.suspect);
    else if (k == "doubt") add_condition(c, clause.doubt);
    else if (k == "ignore") append(clause.ignore, names(c, "a frame"));
    else if (k == "needs") append(clause.needs, names(c, "target, thread, image or series"));
    else if (k == "readings") clause.readings = c.name("plain or any");
    else if (k == "severity") {
        const auto loc = c.here();
        clause.severity = Named{std::to_string(c.number("a severity from 1 to 5", 5)), loc};
    } else if (k == "state") state(c, clause);
    else if (k == "in_force_from") clause.in_force_from = c.name("a date, as in 2026-01-31");
    else if (k == "enforce") clause.enforce = c.name("review or act");
    else if (k == "languages") append(clause.languages, names(c, "a language"));
    else if (k == "action") action(c, clause);
    else if (!k.empty()) {
        c.diagnostics().add(
            Diag::kUnknownStatement, keyword.loc, "a clause has no line '" + k + "'",
            "its lines are protects, detect, suspect, allow, review, doubt, when, ignore, needs, "
            "readings, severity, state, "
            "in_force_from, enforce, languages, action");
        c.skip();
    }
    c.finish();
}

}  // namespace mizan::policy
