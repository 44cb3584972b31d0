// Patterns: sequences of concepts, words and gaps.
#include "policy/parse.h"

namespace mizan::policy {

namespace {

constexpr std::uint32_t kMaxRepeat = 16;  // of an item, and words of a gap
constexpr int kMaxDepth = 32;             // of brackets

PatternNode alternatives(Cursor& c, int depth);

PatternNode gap(Cursor& c, Loc loc) {
    PatternNode node{NodeType::kGap, {}, {}, {}, 0, 0, loc};
    if (c.accept("{")) {
        node.min = c.number("the fewest words", kMaxRepeat);
        if (c.expect(",")) node.max = c.number("the most words", kMaxRepeat);
        c.expect("}");
    } else {
        node.max = c.number("how many words the gap may hold, as in ..3", kMaxRepeat);
    }
    if (node.min > node.max)
        c.diagnostics().add(Diag::kOutOfRange, loc, "the gap's least is more than its most");
    return node;
}

PatternNode atom(Cursor& c, int depth) {
    const LexToken token = c.take();
    PatternNode node{NodeType::kSequence, {}, token.text, {}, 0, 0, token.loc};
    if (token.type == TokenType::kName || token.type == TokenType::kString) {
        node.type = token.type == TokenType::kName ? NodeType::kName : NodeType::kString;
        if (c.accept(":")) node.qualifier = c.name("a kind or an inflection after ':'").text;
        return node;
    }
    if (token.type == TokenType::kRegex) {
        node.type = NodeType::kRegex;
        return node;
    }
    if (token.text == "@") {
        node.type = NodeType::kBuiltin;
        node.text = c.name("a built-in such as @mention or @number").text;
        return node;
    }
    if (token.text == "..") return gap(c, token.loc);
    if (token.text == "//") {
        node.type = NodeType::kSentenceEnd;
        return node;
    }
    if (token.text == "(" && depth < kMaxDepth) {
        node = alternatives(c, depth + 1);
        c.expect(")");
        return node;
    }
    c.diagnostics().add(
        Diag::kSyntax, token.loc, "a pattern can not hold '" + token.text + "' here",
        "a pattern is made of CONCEPTS, \"words\", gaps such as ..3, brackets and |");
    c.skip();
    return node;
}

PatternNode repeat(PatternNode child, std::uint32_t min, std::uint32_t max) {
    PatternNode node{NodeType::kRepeat, {}, {}, {}, min, max, child.loc};
    node.children.push_back(std::move(child));
    return node;
}

// "A????" or "A <1> B <1> C" nest as deep as they are long: past the limit the line is given up.
bool too_deep(Cursor& c, int& depth) {
    if (++depth <= kMaxDepth) return false;
    c.diagnostics().add(Diag::kPatternTooLarge, c.here(), "this pattern is nested too deeply",
                        "split it into several lines");
    c.skip();
    return true;
}

PatternNode item(Cursor& c, int depth) {
    auto node = atom(c, depth);
    while (true) {
        if ((c.at("?") || c.at("{")) && too_deep(c, depth)) return node;
        if (c.accept("?")) {
            node = repeat(std::move(node), 0, 1);
        } else if (c.at("{")) {
            const auto loc = c.take().loc;
            const auto min = c.number("how often at least", kMaxRepeat);
            const auto max = c.accept(",") ? c.number("how often at most", kMaxRepeat) : min;
            c.expect("}");
            if (min > max || max == 0)
                c.diagnostics().add(Diag::kOutOfRange, loc, "the repetition can not happen");
            node = repeat(std::move(node), min, max);
        } else {
            return node;
        }
    }
}

bool ends_sequence(const Cursor& c) {
    return c.done() || c.at("|") || c.at(")") || c.at_name("where");
}

PatternNode sequence(Cursor& c, int depth) {
    PatternNode node{NodeType::kSequence, {}, {}, {}, 0, 0, c.here()};
    int eithers = 0;
    while (!ends_sequence(c)) {
        if (c.at("<") && !node.children.empty()) {
            if (too_deep(c, eithers)) break;
            const auto loc = c.take().loc;
            PatternNode either{NodeType::kEither,
                               {},
                               {},
                               {},
                               0,
                               c.number("how many words may stand between", kMaxRepeat),
                               loc};
            c.expect(">");
            either.children.push_back(std::move(node.children.back()));
            if (ends_sequence(c)) c.expected("what stands on the other side of <N>");
            else either.children.push_back(item(c, depth));
            node.children.back() = std::move(either);
            continue;
        }
        node.children.push_back(item(c, depth));
    }
    if (node.children.empty()) c.expected("a pattern");
    return node;
}

PatternNode alternatives(Cursor& c, int depth) {
    PatternNode node{NodeType::kAlternatives, {}, {}, {}, 0, 0, c.here()};
    do {
        node.children.push_back(sequence(c, depth));
    } while (c.accept("|"));
    return node.children.size() == 1 ? std::move(node.children[0]) : std::move(node);
}

Where where(Cursor& c) {
    Where w;
    w.name = c.name("the word that stands for g");
    c.expect("->");
    (void)c.name("g");
    if (c.accept_name("declared")) {
        w.declared = true;
        return w;
    }
    if (!c.accept_name("within")) c.expected("'within N sentences' or 'declared'");
    w.sentences = c.number("how many sentences back", 5);
    if (!c.accept_name("sentence")) c.accept_name("sentences");
    return w;
}

}  // namespace

PatternLine parse_pattern_line(Cursor& c) {
    PatternLine line;
    line.loc = c.here();
    line.node = alternatives(c, 0);
    if (c.accept_name("where")) line.where = where(c);
    return line;
}

}  // namespace mizan::policy
