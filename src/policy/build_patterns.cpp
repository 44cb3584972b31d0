// Constructs, frames and guards with their patterns.
#include "model/post.h"
#include "policy/automaton.h"

namespace mizan::policy {

namespace {

void add(Builder& b, const PatternLine& line, const PatternScope& scope, PatternOwner owner,
         std::uint32_t owner_index) {
    auto pattern = compile_pattern(b, line, scope);
    pattern.owner = owner;
    pattern.owner_index = owner_index;
    b.policy.patterns.push_back(std::move(pattern));
}

// Every way to match must say which group it is about, or the claim would have nobody to protect.
void check_binding(Builder& b, const Pattern& p, const Named& parameter, Loc loc) {
    const auto binding = p.group | p.pronoun | p.addressee;
    if (binding == 0) {
        b.diagnostics.add(Diag::kUnboundGroup, loc,
                          "this pattern never says which group it is about",
                          "name " + parameter.text + " in it, or add: where THEY -> " +
                              parameter.text + " within 1 sentence");
    } else if (ends_without(p, binding)) {
        b.diagnostics.add(
            Diag::kUnboundGroup, loc,
            "this pattern can match without saying which group it is about",
            "make " + parameter.text +
                " required: it must not be optional, nor missing from an alternative");
    }
}

void build_construct(Builder& b, const ConstructDef& def, std::uint32_t index) {
    Construct construct{def.id.text, def.title, kNone, def.negatable};
    if (def.group) construct.group_concept = b.concepts.resolve(*def.group, b.diagnostics);
    if (def.lines.empty()) {
        b.diagnostics.add(Diag::kMissingPart, def.id.loc,
                          "the construct '" + def.id.text + "' has no pattern");
    }
    for (const auto& line : def.lines) {
        PatternScope scope;
        scope.parameter = def.parameter ? &*def.parameter : nullptr;
        scope.group = construct.group_concept;
        scope.where = line.where ? &*line.where : nullptr;
        add(b, line, scope, PatternOwner::kConstruct, index);
        if (def.parameter && construct.group_concept != kNone)
            check_binding(b, b.policy.patterns.back(), *def.parameter, line.loc);
    }
    b.policy.constructs.push_back(std::move(construct));
}

constexpr std::string_view kScopeNames[] = {"claim",      "clause",    "sentence", "quotation",
                                            "complement", "preceding", "next",     "previous",
                                            "post",       "near"};

void build_scope(Builder& b, const ScopeAst& ast, Frame& frame) {
    Scope scope;
    bool known = false;
    for (std::size_t i = 0; i < std::size(kScopeNames); ++i) {
        if (ast.kind.text != kScopeNames[i]) continue;
        scope.kind = static_cast<ScopeKind>(i);
        known = true;
    }
    if (!known) {
        auto& d = b.diagnostics.add(
            Diag::kUnknownValue, ast.kind.loc, "there is no scope '" + ast.kind.text + "'",
            "scopes are claim, clause, sentence, quotation, complement, preceding, next sentence, "
            "previous sentence, post, near N");
        d.fix = nearest(ast.kind.text, {std::begin(kScopeNames), std::end(kScopeNames)});
        return;
    }
    scope.tokens = ast.tokens;
    for (const auto& until : ast.until) {
        if (until.text == "comma") {
            scope.until_comma = true;
            continue;
        }
        const auto c = b.concepts.resolve(until, b.diagnostics);
        if (c == kNone) continue;
        scope.until.push_back(c);
        if (b.used.size() <= c) b.used.resize(c + 1, 0);
        b.used[c] = 1;
    }
    frame.scopes.push_back(std::move(scope));
}

void build_axis(Builder& b, const FrameDef& def, Frame& frame) {
    if (!def.axis || !def.value) return;  // the parser has said so
    for (std::size_t i = 0; i < kAxes; ++i) {
        if (def.axis->text != name(static_cast<Axis>(i))) continue;
        frame.axis = static_cast<Axis>(i);
        frame.value = def.value->text;
        return;
    }
    b.diagnostics.add(Diag::kUnknownValue, def.axis->loc,
                      "there is no axis '" + def.axis->text + "'",
                      "axes are polarity, stance, holder, mood, speaker, referent, genre");
}

void build_cues(Builder& b, const FrameDef& def, Frame& frame, std::uint32_t index) {
    for (const auto& cue : def.builtin_cues) {
        PartRole role{};
        if (cue.text == "question") frame.cue_question = true;
        else if (cue.text == "quotation") frame.cue_quotation = true;
        else if (mizan::parse(cue.text, role)) frame.cue_roles |= 1u << static_cast<unsigned>(role);
        else
            b.diagnostics.add(Diag::kUnknownValue, cue.loc,
                              "there is no part role '" + cue.text + "'",
                              "roles are body, title, name, bio, alt, quoted, ocr, other");
    }
    for (const auto& cue : def.cues) add(b, cue, {}, PatternOwner::kFrameCue, index);
    for (const auto& cancel : def.cancels) add(b, cancel, {}, PatternOwner::kFrameCancel, index);
    if (def.cues.empty() && def.builtin_cues.empty()) {
        b.diagnostics.add(Diag::kMissingPart, def.id.loc,
                          "the frame '" + def.id.text + "' has no cue");
    }
    if (def.scopes.empty()) {
        b.diagnostics.add(Diag::kMissingPart, def.id.loc,
                          "the frame '" + def.id.text + "' has no scope",
                          "say how far a cue reaches, as in: scope clause | quotation");
    }
}

}  // namespace

void build_patterns(Builder& b) {
    for (std::uint32_t i = 0; i < b.ast.constructs.size(); ++i)
        build_construct(b, b.ast.constructs[i], i);
    for (std::uint32_t i = 0; i < b.ast.frames.size(); ++i) {
        Frame frame;
        frame.id = b.ast.frames[i].id.text;
        frame.title = b.ast.frames[i].title;
        build_axis(b, b.ast.frames[i], frame);
        for (const auto& scope : b.ast.frames[i].scopes) build_scope(b, scope, frame);
        build_cues(b, b.ast.frames[i], frame, i);
        b.policy.frames.push_back(std::move(frame));
    }
    for (std::uint32_t i = 0; i < b.ast.guards.size(); ++i) {
        const auto& def = b.ast.guards[i];
        b.policy.guards.push_back({def.id.text, def.unless ? GuardMode::kUnless : GuardMode::kOnly,
                                   def.overlap ? GuardScope::kOverlap : GuardScope::kSentence});
        for (const auto& line : def.lines) add(b, line, {}, PatternOwner::kGuard, i);
        if (def.lines.empty())
            b.diagnostics.add(Diag::kMissingPart, def.id.loc,
                              "the guard '" + def.id.text + "' has no pattern");
    }
}

}  // namespace mizan::policy
