// Ast: the policy as written, with places, before any name is looked up. What the parsers hand to the compiler.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "policy/cases.h"
#include "policy/diagnostic.h"

namespace mizan::policy {

struct Named {
    std::string text;
    Loc loc;
};

enum class NodeType : std::uint8_t {
    kSequence,      // children one after the other
    kAlternatives,  // one of the children
    kEither,        // two children in either order, at most `max` words between
    kRepeat,        // the child `min` to `max` times
    kName,          // a concept, a pattern or a parameter: `text`; `qualifier` is a term kind
    kString,        // literal words: `text`; `qualifier` is an inflection
    kRegex,         // one token: `text`
    kBuiltin,       // @number, @mention, ...: `text`
    kGap,           // `min` to `max` words of any kind
    kSentenceEnd,   // "//"
};

struct PatternNode {
    NodeType type = NodeType::kSequence;
    std::vector<PatternNode> children;
    std::string text;
    std::string qualifier;
    std::uint32_t min = 0;
    std::uint32_t max = 0;
    Loc loc;
};

// "where THEY -> g within 1 sentence", "where YOU -> g declared"
struct Where {
    Named name;
    bool declared = false;
    std::uint32_t sentences = 0;
};

struct PatternLine {
    PatternNode node;
    std::optional<Where> where;
    Loc loc;
};

struct AttributeDef {
    Named id;
    std::string title;
    bool person = true;
};
struct ConceptDef {
    Named path;
    std::string title;
    std::optional<Named> attribute;
};
struct ExclusiveDef {
    std::vector<Named> concepts;
};
struct PatternDef {
    Named id;
    std::vector<PatternLine> lines;
};
struct GuardDef {
    Named id;
    bool unless = false;
    bool overlap = false;
    std::vector<PatternLine> lines;
};
struct ConstructDef {
    Named id;
    std::string title;
    std::optional<Named> parameter;  // g
    std::optional<Named> group;      // GROUP
    bool negatable = true;
    std::vector<PatternLine> lines;
};
struct ScopeAst {
    Named kind;
    std::uint32_t tokens = 0;
    std::vector<Named> until;
};
struct FrameDef {
    Named id;
    std::string title;
    std::optional<Named> axis;
    std::optional<Named> value;
    std::vector<PatternLine> cues;
    std::vector<Named> builtin_cues;  // question, quotation, role names
    std::vector<ScopeAst> scopes;
    std::vector<PatternLine> cancels;
};

struct AtomAst {
    bool negate = false;
    Named key;
    std::string op;  // empty: a bare name
    Named value;
};
struct ConditionAst {
    std::vector<std::vector<AtomAst>> any;
};
struct AllowAst {
    Named exception;
    ConditionAst when;
};
struct DetectAst {
    Named construct;
    std::optional<Named> group;
};
struct ActionAst {
    Named action;
    std::int32_t argument = 0;
};
struct ClauseDef {
    Named id;
    std::string title;
    std::string prose;
    std::vector<Named> protects;
    std::vector<DetectAst> detects;
    std::vector<AllowAst> allows;
    ConditionAst review;
    ConditionAst when;
    ConditionAst suspect;
    ConditionAst doubt;
    std::vector<Named> ignore;
    std::vector<Named> needs;
    std::optional<Named> readings;
    std::optional<Named> severity;
    std::optional<Named> state;
    std::uint32_t canary_percent = 100;
    std::optional<Named> in_force_from;
    std::optional<Named> enforce;
    std::vector<Named> languages;
    std::vector<ActionAst> actions;
};

// "key=value,value" or just "key": of a term, a lexicon's section, a block of examples.
struct Setting {
    Named key;
    std::vector<Named> values;
};
using TermOption = Setting;
struct TermLine {
    Named text;
    Named concept_path;
    std::string lang;
    std::vector<TermOption> options;  // the section's, then the line's own
};

enum class Expect : std::uint8_t { kViolates, kAllows, kReview };

// One line of a ```violates, ```allows or ```review block under a clause.
struct Example {
    std::string clause;
    std::string text;
    Expect expect = Expect::kViolates;
    Loc loc;
    std::vector<Setting> context;  // of its block: what the post carries besides its words
};

struct Ast {
    std::string title;
    std::vector<AttributeDef> attributes;
    std::vector<ConceptDef> concepts;
    std::vector<ExclusiveDef> exclusives;
    std::vector<Named> signals;
    std::vector<PatternDef> patterns;
    std::vector<GuardDef> guards;
    std::vector<ConstructDef> constructs;
    std::vector<FrameDef> frames;
    std::vector<ClauseDef> clauses;
    std::vector<TermLine> terms;
    std::vector<TermLine> everyday;  // words that no reading may replace
    std::vector<Example> examples;
    std::vector<Case> cases;  // those lines of cases/*.jsonl that could be read
};

}  // namespace mizan::policy
