// Clauses: names looked up, values checked, defaults filled in.
#include <algorithm>

#include "base/instant.h"
#include "model/post.h"
#include "policy/builder.h"
#include "text/languages.h"

namespace mizan::policy {

namespace {

constexpr std::string_view kReadings[] = {"plain",  "leet",   "spaced",  "homoglyph", "repeat",
                                          "masked", "joined", "hashtag", "typo"};

void unknown(Builder& b, const Named& value, const std::string& what,
             const std::vector<std::string_view>& known) {
    std::string list;
    for (const auto k : known) list.append(list.empty() ? "" : ", ").append(k);
    auto& d = b.diagnostics.add(Diag::kUnknownValue, value.loc,
                                what + " '" + value.text + "' is not known",
                                list.empty() ? "none is defined" : "known are " + list);
    d.fix = nearest(value.text, known);
}

// The position of a value in a list; a diagnostic and 0 if it is not there.
std::uint32_t choose(Builder& b, const Named& value, const std::string& what,
                     const std::vector<std::string_view>& known) {
    const auto it = std::find(known.begin(), known.end(), value.text);
    if (it != known.end()) return static_cast<std::uint32_t>(it - known.begin());
    unknown(b, value, what, known);
    return 0;
}

std::int64_t integer(Builder& b, const Named& value) {
    std::int64_t out = 0;
    for (const char c : value.text) {
        if (c < '0' || c > '9' || out > 1'000'000'000'000) {
            b.diagnostics.add(Diag::kUnknownValue, value.loc,
                              "expected a whole number, not '" + value.text + "'");
            return 0;
        }
        out = out * 10 + (c - '0');
    }
    return out;
}

// axis=value: the value must be one that some frame sets, or the test could never be true.
bool axis_atom(Builder& b, const AtomAst& ast, Atom& atom) {
    for (std::size_t i = 0; i < kAxes; ++i) {
        if (ast.key.text != name(static_cast<Axis>(i))) continue;
        atom.test = Test::kAxis;
        atom.index = static_cast<std::uint32_t>(i);
        atom.text = ast.value.text;
        std::vector<std::string_view> known;
        for (const auto& f : b.policy.frames) {
            if (f.axis == static_cast<Axis>(i)) known.push_back(f.value);
        }
        if (std::find(known.begin(), known.end(), atom.text) == known.end()) {
            unknown(b, ast.value, "the value of " + ast.key.text, known);
        }
        return true;
    }
    return false;
}

void signal_atom(Builder& b, const AtomAst& ast, Atom& atom) {
    atom.test = Test::kSignal;
    atom.index = b.signals.resolve({ast.key.text.substr(7), ast.key.loc}, b.diagnostics);
    if (!ast.op.empty()) atom.number = integer(b, ast.value);
    else atom.compare = Compare::kGreaterEqual;
    if (ast.op.empty()) atom.number = 1;
}

void keyed_atom(Builder& b, const AtomAst& ast, Atom& atom) {
    const auto& k = ast.key.text;
    if (k == "lang") {
        atom.test = Test::kLanguage;
        atom.index = text::language_index(ast.value.text);
        if (atom.index == 0 && ast.value.text != "und")
            unknown(b, ast.value, "the language", {"en", "de", "fr", "es", "pt", "und"});
    } else if (k == "surface") {
        atom.test = Test::kSurface;
        atom.text = ast.value.text;
    } else if (k == "role") {
        PartRole role{};
        if (!mizan::parse(ast.value.text, role))
            unknown(b, ast.value, "the part role",
                    {"body", "title", "name", "bio", "alt", "quoted", "ocr", "other"});
        atom.test = Test::kRole;
        atom.index = static_cast<std::uint32_t>(role);
    } else if (k == "reading") {
        atom.test = Test::kReading;
        atom.index =
            choose(b, ast.value, "the reading", {std::begin(kReadings), std::end(kReadings)});
    } else if (k == "kind") {
        atom.test = Test::kKind;
        atom.index = choose(b, ast.value, "the kind", {"neutral", "coded", "slur"});
    } else if (k == "group") {
        atom.test = Test::kGroup;
        atom.index = b.concepts.resolve(ast.value, b.diagnostics);
    } else {
        auto& d = b.diagnostics.add(Diag::kUnknownName, ast.key.loc,
                                    "a condition can not test '" + k + "'",
                                    "it may test an axis (stance=...), a frame's name, lang, "
                                    "surface, role, reading, kind, group, "
                                    "mentions, reply, signal NAME");
        d.fix = nearest(k, {"polarity", "stance", "holder", "mood", "speaker", "referent", "genre",
                            "lang", "surface", "role", "reading", "kind", "group"});
    }
}

Compare compare(std::string_view op) {
    if (op == "!=") return Compare::kNotEqual;
    if (op == ">=") return Compare::kGreaterEqual;
    if (op == "<=") return Compare::kLessEqual;
    if (op == ">") return Compare::kGreater;
    if (op == "<") return Compare::kLess;
    return Compare::kEqual;
}

Atom build_atom(Builder& b, const AtomAst& ast) {
    Atom atom;
    atom.negate = ast.negate;
    atom.compare = compare(ast.op);
    const auto& k = ast.key.text;
    if (k.starts_with("signal.")) signal_atom(b, ast, atom);
    else if (k == "mentions" && ast.op.empty()) atom.test = Test::kMentions;
    else if (k == "reply" && ast.op.empty()) atom.test = Test::kReply;
    else if (ast.op.empty()) {
        atom.test = Test::kFrame;
        atom.index = b.frames.resolve(ast.key, b.diagnostics);
    } else if (!axis_atom(b, ast, atom)) keyed_atom(b, ast, atom);
    if (atom.test != Test::kSignal && atom.compare != Compare::kEqual &&
        atom.compare != Compare::kNotEqual) {
        b.diagnostics.add(Diag::kSyntax, ast.key.loc,
                          "only a signal can be compared with '" + ast.op + "'", "use = or !=");
    }
    if (atom.test != Test::kSignal && atom.compare == Compare::kNotEqual) {
        atom.compare = Compare::kEqual;
        atom.negate = !atom.negate;
    }
    return atom;
}

Condition build_condition(Builder& b, const ConditionAst& ast) {
    Condition out;
    for (const auto& all : ast.any) {
        auto& c = out.any.emplace_back();
        for (const auto& atom : all) c.atoms.push_back(build_atom(b, atom));
    }
    return out;
}

// `when`, `suspect` and `doubt` are about the post, the same for all claims.
Condition build_about_post(Builder& b, std::string_view line, const ConditionAst& ast) {
    auto condition = build_condition(b, ast);
    for (std::size_t i = 0; i < condition.any.size(); ++i) {
        for (std::size_t j = 0; j < condition.any[i].atoms.size(); ++j) {
            const auto test = condition.any[i].atoms[j].test;
            const bool of_claim = test == Test::kAxis || test == Test::kFrame ||
                                  test == Test::kRole || test == Test::kReading ||
                                  test == Test::kKind || test == Test::kGroup;
            if (!of_claim) continue;
            b.diagnostics.add(Diag::kSyntax, ast.any[i][j].key.loc,
                              "`" + std::string(line) + "` is about the post; '" +
                                  ast.any[i][j].key.text + "' is about a claim",
                              "test it in an allow or review line; `" + std::string(line) +
                                  "` may test lang, surface, mentions, reply and signals");
        }
    }
    return condition;
}

void build_protects(Builder& b, const ClauseDef& def, Clause& clause) {
    for (const auto& attribute : def.protects) {
        if (attribute.text == "anyone") {
            clause.protects_anyone = true;
            continue;
        }
        const auto index = b.attributes.resolve(attribute, b.diagnostics);
        if (index != kNone) clause.protects |= 1ull << index;
    }
    if (def.protects.empty()) {
        b.diagnostics.add(Diag::kMissingPart, def.id.loc,
                          "the clause does not say whom it protects",
                          "add a line such as: protects religion, race     or: protects anyone");
    }
}

void build_detects(Builder& b, const ClauseDef& def, Clause& clause) {
    for (const auto& d : def.detects) {
        const auto construct = b.constructs.resolve(d.construct, b.diagnostics);
        const auto group = d.group ? b.concepts.resolve(*d.group, b.diagnostics) : kNone;
        if (construct != kNone) clause.detects.push_back({construct, group});
    }
    if (def.detects.empty() && def.suspect.any.empty()) {
        b.diagnostics.add(
            Diag::kMissingPart, def.id.loc, "the clause detects nothing",
            "add a line such as: detect DEHUMANISED(g)     or: suspect signal NAME >= 9000");
    }
}

void build_excuses(Builder& b, const ClauseDef& def, Clause& clause) {
    for (const auto& allow : def.allows) {
        (void)choose(b, allow.exception, "the exception", exceptions());
        clause.allow.push_back({allow.exception.text, build_condition(b, allow.when)});
    }
    clause.review = build_condition(b, def.review);
    clause.when = build_about_post(b, "when", def.when);
    clause.suspect = build_about_post(b, "suspect", def.suspect);
    clause.doubt = build_about_post(b, "doubt", def.doubt);
    for (const auto& frame : def.ignore) {
        const auto index = b.frames.resolve(frame, b.diagnostics);
        if (index != kNone) clause.ignore.push_back(index);
    }
    for (const auto& need : def.needs) {
        clause.needs.push_back(static_cast<Need>(
            choose(b, need, "the need", {"target", "thread", "image", "series"})));
    }
}

void build_force(Builder& b, const ClauseDef& def, Clause& clause) {
    if (def.readings)
        clause.plain_only = choose(b, *def.readings, "the readings", {"any", "plain"}) == 1;
    if (def.severity) clause.severity = static_cast<std::uint8_t>(integer(b, *def.severity));
    if (clause.severity < 1) {
        b.diagnostics.add(Diag::kOutOfRange, def.severity->loc, "severity is a number from 1 to 5");
        clause.severity = 1;
    }
    if (!def.severity)
        b.diagnostics.add(Diag::kMissingPart, def.id.loc, "the clause has no severity",
                          "add a line: severity 1 to 5");
    if (def.state)
        clause.state = static_cast<ClauseState>(
            choose(b, *def.state, "the state", {"live", "shadow", "canary", "retired"}));
    clause.canary_basis_points = static_cast<std::uint16_t>(def.canary_percent * 100);
    if (def.enforce)
        clause.enforce_act = choose(b, *def.enforce, "enforce", {"review", "act"}) == 1;
    if (def.in_force_from) {
        clause.in_force_from = def.in_force_from->text;
        if (clause.in_force_from.size() != 10 || !read_instant(clause.in_force_from)) {
            b.diagnostics.add(Diag::kUnknownValue, def.in_force_from->loc,
                              "'" + clause.in_force_from + "' is not a day",
                              "a date is written as in 2026-01-31");
        }
    }
    for (const auto& action : def.actions) {
        (void)choose(b, action.action, "the action", actions());
        clause.actions.push_back({action.action.text, action.argument});
    }
}

// The languages of the lexicon terms that the clause's patterns ask for.
std::uint32_t lexicon_languages(const Builder& b, const Clause& clause) {
    std::uint32_t out = 0;
    for (const auto& d : clause.detects) {
        for (const auto& p : b.policy.patterns) {
            if (p.owner != PatternOwner::kConstruct || p.owner_index != d.construct) continue;
            for (const auto& m : p.symbols)
                out |= m.symbol < b.languages.size() ? b.languages[m.symbol] : 0;
        }
    }
    return out & ~1u;  // bit 0 is "und": literals of the patterns
}

// Which languages the clause serves: said outright, or those of its lexicon terms; one made of literals alone serves those
// of the whole policy.
void build_languages(Builder& b, const ClauseDef& def, Clause& clause) {
    for (const auto& lang : def.languages) {
        const auto index = text::language_index(lang.text);
        if (index == 0) unknown(b, lang, "the language", {"en", "de", "fr", "es", "pt"});
        else clause.languages |= 1u << index;
    }
    if (!def.languages.empty()) return;
    clause.languages = lexicon_languages(b, clause);
    if (clause.languages != 0) return;
    for (const auto bits : b.languages) clause.languages |= bits & ~1u;
}

}  // namespace

void build_clauses(Builder& b) {
    for (const auto& def : b.ast.clauses) {
        Clause clause;
        clause.id = def.id.text;
        clause.title = def.title.empty() ? def.id.text : def.title;
        clause.prose = def.prose;
        build_protects(b, def, clause);
        build_detects(b, def, clause);
        build_excuses(b, def, clause);
        build_force(b, def, clause);
        build_languages(b, def, clause);
        b.policy.clauses.push_back(std::move(clause));
    }
}

}  // namespace mizan::policy
