#include "policy/automaton.h"

#include <algorithm>
#include <bit>

#include <re2/re2.h>

#include "base/limits.h"
#include "policy/inflect.h"
#include "policy/source.h"

namespace mizan::policy {

namespace {

constexpr int kMaxNesting = 64;          // of patterns that name patterns
constexpr std::size_t kMaxRegexes = 32;  // token expressions of one policy

// Symbols one of which must be there, and how often that is, per million words.
struct Required {
    std::uint64_t cost = 0;
    std::vector<SymbolId> symbols;
};

// What a part of the tree contributes: Glushkov's nullable, first and last, and what every match of it must contain.
struct Part {
    bool nullable = true;
    std::uint64_t first = 0;
    std::uint64_t last = 0;
    std::uint32_t cells = 0;         // longest match, in positions
    std::vector<Required> required;  // one of each; rarest first
};
constexpr std::size_t kMaxRequired = 4;
constexpr std::size_t kMaxSteps =
    4096;  // of expanding one pattern: repetitions of repetitions multiply

class Automaton {
public:
    Automaton(Builder& b, const PatternScope& scope) : b_(b), scope_(scope) {}

    Pattern run(const PatternLine& line) {
        const auto part = build(line.node, 0);
        out_.first = part.first;
        out_.last = part.last;
        out_.max_cells = part.cells;
        if (!part.required.empty()) {
            out_.anchors = part.required.front().symbols;
            out_.anchor_cost = part.required.front().cost;
        }
        for (std::size_t i = 1; i < part.required.size(); ++i)
            out_.required.push_back(part.required[i].symbols);
        std::sort(out_.symbols.begin(), out_.symbols.end(),
                  [](const SymbolMask& x, const SymbolMask& y) { return x.symbol < y.symbol; });
        if (scope_.where)
            out_.pronoun_sentences = static_cast<std::uint8_t>(scope_.where->sentences);
        if (part.nullable && !too_large_ && !broken_) {
            b_.diagnostics.add(Diag::kPatternMatchesNothing, line.loc,
                               "this pattern also matches no words at all",
                               "make one part of it required");
        }
        if (too_large_) {
            b_.diagnostics.add(Diag::kPatternTooLarge, line.loc,
                               "this pattern expands to more than " +
                                   std::to_string(limits::kPatternPositions) + " positions",
                               "split it into several lines, or repeat less");
        }
        const auto at = b_.source.position(line.loc.file, line.loc.begin);
        out_.where = b_.source.path(line.loc.file) + ":" + std::to_string(at.line) + ":" +
                     std::to_string(at.column);
        return std::move(out_);
    }

private:
    Part build(const PatternNode& node, int depth) {
        if (too_large_ || ++steps_ > kMaxSteps) {
            too_large_ = true;
            return {};
        }
        switch (node.type) {
            case NodeType::kSequence: return sequence(node.children, depth);
            case NodeType::kAlternatives: return alternatives(node, depth);
            case NodeType::kEither: return either(node, depth);
            case NodeType::kRepeat: return repeat(node, depth);
            case NodeType::kName: return named(node, depth);
            case NodeType::kString: return literal(node);
            case NodeType::kRegex: return regex(node);
            case NodeType::kBuiltin: return builtin(node);
            case NodeType::kGap: return gap(node);
            case NodeType::kSentenceEnd:
                return position(
                    [&](std::uint64_t bit) { out_.builtin[index(Builtin::kSentenceEnd)] |= bit; });
        }
        return {};
    }

    static std::size_t index(Builtin x) { return static_cast<std::size_t>(x); }

    // A fresh position; `mark` says what it asks of a token.
    template <class Mark> Part position(Mark mark) {
        if (out_.follow.size() == limits::kPatternPositions) {
            too_large_ = true;
            return {};
        }
        const std::uint64_t bit = 1ull << out_.follow.size();
        out_.follow.push_back(0);
        mark(bit);
        return {false, bit, bit, 1, {}};
    }
    void connect(std::uint64_t from, std::uint64_t to) {
        for (; from != 0; from &= from - 1)
            out_.follow[static_cast<std::size_t>(std::countr_zero(from))] |= to;
    }
    Part join(Part a, Part c) {
        connect(a.last, c.first);
        Part out;
        out.nullable = a.nullable && c.nullable;
        out.first = a.first | (a.nullable ? c.first : 0);
        out.last = c.last | (c.nullable ? a.last : 0);
        out.cells = a.cells + c.cells;
        out.required = std::move(a.required);
        for (auto& r : c.required) out.required.push_back(std::move(r));
        std::stable_sort(out.required.begin(), out.required.end(),
                         [](const Required& x, const Required& y) { return x.cost < y.cost; });
        if (out.required.size() > kMaxRequired) out.required.resize(kMaxRequired);
        return out;
    }
    // Either part may be the one that matches: what is required is one of the rarest of both.
    static Part one_of(Part a, Part c) {
        Part out;
        out.nullable = a.nullable || c.nullable;
        out.first = a.first | c.first;
        out.last = a.last | c.last;
        out.cells = std::max(a.cells, c.cells);
        const auto n = std::min(a.required.size(), c.required.size());
        for (std::size_t i = 0; i < n; ++i) {
            Required both{a.required[i].cost + c.required[i].cost,
                          std::move(a.required[i].symbols)};
            both.symbols.insert(both.symbols.end(), c.required[i].symbols.begin(),
                                c.required[i].symbols.end());
            std::sort(both.symbols.begin(), both.symbols.end());
            both.symbols.erase(std::unique(both.symbols.begin(), both.symbols.end()),
                               both.symbols.end());
            out.required.push_back(std::move(both));
        }
        return out;
    }
    static Part optional(Part p) {
        p.nullable = true;
        p.required.clear();
        return p;
    }

    Part sequence(const std::vector<PatternNode>& children, int depth) {
        Part out;
        for (const auto& child : children) out = join(std::move(out), build(child, depth));
        return out;
    }
    Part alternatives(const PatternNode& node, int depth) {
        Part out = build(node.children.front(), depth);
        for (std::size_t i = 1; i < node.children.size(); ++i)
            out = one_of(std::move(out), build(node.children[i], depth));
        return out;
    }
    Part either(const PatternNode& node, int depth) {
        if (node.children.size() != 2) return {};
        const PatternNode between{NodeType::kGap, {}, {}, {}, 0, node.max, node.loc};
        auto order = [&](std::size_t i, std::size_t j) {
            return join(join(build(node.children[i], depth), build(between, depth)),
                        build(node.children[j], depth));
        };
        auto ab = order(0, 1);
        return one_of(std::move(ab), order(1, 0));
    }
    Part repeat(const PatternNode& node, int depth) {
        Part out;
        for (std::uint32_t i = 0; i < node.max; ++i) {
            auto once = build(node.children.front(), depth);
            out = join(std::move(out), i < node.min ? std::move(once) : optional(std::move(once)));
        }
        return out;
    }
    Part gap(const PatternNode& node) {
        Part out;
        for (std::uint32_t i = 0; i < node.max; ++i) {
            auto word = position([&](std::uint64_t bit) { out_.gap |= bit; });
            out = join(std::move(out), i < node.min ? std::move(word) : optional(std::move(word)));
        }
        return out;
    }

    Part symbol(SymbolId s) {
        if (b_.used.size() <= s) b_.used.resize(s + 1, 0);
        b_.used[s] = 1;
        auto out = position([&](std::uint64_t bit) {
            out_.cited |= bit;
            add_mask(out_.symbols, s, bit);
            for (auto& k : out_.kinds) k |= bit;
        });
        if (out.first != 0)
            out.required.push_back({s < b_.frequency.size() ? b_.frequency[s] : 0, {s}});
        return out;
    }
    static void add_mask(std::vector<SymbolMask>& masks, std::uint32_t key, std::uint64_t bit) {
        for (auto& m : masks) {
            if (m.symbol == key) {
                m.mask |= bit;
                return;
            }
        }
        masks.push_back({key, bit});
    }

    Part named(const PatternNode& node, int depth) {
        if (scope_.parameter && node.text == scope_.parameter->text) return group(node);
        if (scope_.where && node.text == scope_.where->name.text) return stand_in(node);
        if (const auto c = b_.concepts.find(node.text); c != kNone) {
            auto out = symbol(c);
            restrict_kind(node, out.first);
            return out;
        }
        if (const auto p = b_.patterns.find(node.text); p != kNone) return macro(node, p, depth);
        broken_ = true;
        if (node.text == "g") {
            b_.diagnostics.add(
                Diag::kUnboundGroup, node.loc, "g is not bound here",
                "declare it on the construct's first line: construct NAME(g: GROUP)");
            return {};
        }
        const auto near_concept = b_.concepts.nearest(node.text);
        auto& d = b_.diagnostics.add(Diag::kUnknownName, node.loc,
                                     "there is no concept or pattern '" + node.text + "'");
        d.fix = near_concept.empty() ? b_.patterns.nearest(node.text) : near_concept;
        d.hint = d.fix.empty() ? "define it with a line: concept " + node.text
                               : "did you mean " + d.fix + "?";
        return {};
    }
    Part group(const PatternNode& node) {
        if (scope_.group == kNone) return {};
        auto out = symbol(scope_.group);
        out_.group |= out.first;
        restrict_kind(node, out.first);
        return out;
    }
    Part stand_in(const PatternNode& node) {
        const auto c = b_.concepts.resolve({node.text, node.loc}, b_.diagnostics);
        if (c == kNone) {
            broken_ = true;
            return {};
        }
        auto out = symbol(c);
        (scope_.where->declared ? out_.addressee : out_.pronoun) |= out.first;
        return out;
    }
    Part macro(const PatternNode& node, std::uint32_t index, int depth) {
        if (depth >= kMaxNesting || std::find(open_.begin(), open_.end(), index) != open_.end()) {
            broken_ = true;
            if (!told_recursive_) {
                b_.diagnostics.add(
                    Diag::kPatternRecursive, node.loc,
                    "the pattern '" + node.text + "' names itself, directly or through others");
            }
            told_recursive_ = true;
            return {};
        }
        open_.push_back(index);
        Part out;
        bool any = false;
        for (const auto& line : b_.ast.patterns[index].lines) {
            if (too_large_ || told_recursive_) break;
            auto part = build(line.node, depth + 1);
            out = any ? one_of(std::move(out), std::move(part)) : std::move(part);
            any = true;
        }
        open_.pop_back();
        return out;
    }
    void restrict_kind(const PatternNode& node, std::uint64_t bit) {
        if (node.qualifier.empty()) return;
        std::size_t keep = out_.kinds.size();
        for (std::size_t k = 0; k < out_.kinds.size(); ++k) {
            if (node.qualifier == name(static_cast<TermKind>(k))) keep = k;
        }
        if (keep == out_.kinds.size()) {
            b_.diagnostics.add(
                Diag::kUnknownValue, node.loc,
                "a concept's kind is neutral, coded or slur, not '" + node.qualifier + "'");
            return;
        }
        for (std::size_t k = 0; k < out_.kinds.size(); ++k) {
            if (k != keep) out_.kinds[k] &= ~bit;
        }
    }

    Part literal(const PatternNode& node) {
        const auto [it, fresh] = b_.literals.try_emplace({node.text, node.qualifier}, b_.symbols);
        if (fresh) {
            const auto s = b_.symbols++;
            Inflection inflection = Inflection::kUninflected;
            if (!node.qualifier.empty() && !parse(node.qualifier, inflection)) {
                b_.diagnostics.add(
                    Diag::kUnknownValue, node.loc,
                    "an inflection is noun, verb, adj or none, not '" + node.qualifier + "'");
            }
            const auto term = add_term(b_, {}, s, node.loc);
            for (const auto& spelling : inflect(node.text, inflection))
                add_spelling(b_, spelling, term, node.loc);
        }
        return symbol(it->second);
    }
    Part regex(const PatternNode& node) {
        const auto [it, fresh] =
            b_.regexes.try_emplace(node.text, static_cast<std::uint32_t>(b_.policy.regexes.size()));
        if (fresh) {
            RE2::Options options;
            options.set_log_errors(false);
            options.set_max_mem(1 << 20);
            const RE2 compiled(node.text, options);
            if (!compiled.ok()) {
                b_.diagnostics.add(Diag::kBadRegex, node.loc,
                                   "this expression is not valid: " + compiled.error());
            } else if (b_.policy.regexes.size() == kMaxRegexes) {
                b_.diagnostics.add(
                    Diag::kTooManyRegexes, node.loc, "more than 32 expressions in one policy",
                    "list the words in a lexicon instead: it is faster and people can read it");
            } else {
                b_.policy.regexes.push_back(node.text);
            }
        }
        return position([&](std::uint64_t bit) {
            out_.cited |= bit;
            add_mask(out_.regexes, it->second, bit);
        });
    }
    Part builtin(const PatternNode& node) {
        constexpr std::string_view kNames[] = {"word",  "number",  "mention", "url",
                                               "emoji", "hashtag", "break"};
        for (std::size_t i = 0; i < std::size(kNames); ++i) {
            if (node.text != kNames[i]) continue;
            return position([&](std::uint64_t bit) {
                out_.builtin[i] |= bit;
                if (i != index(Builtin::kBreak) && i != index(Builtin::kWord)) out_.cited |= bit;
            });
        }
        auto& d = b_.diagnostics.add(
            Diag::kUnknownName, node.loc, "there is no built-in '@" + node.text + "'",
            "built-ins are @word @number @mention @url @emoji @hashtag @break");
        d.fix = nearest(node.text, {std::begin(kNames), std::end(kNames)});
        return {};
    }

    Builder& b_;
    const PatternScope& scope_;
    Pattern out_;
    bool too_large_ = false;
    std::size_t steps_ = 0;
    std::vector<std::uint32_t> open_;  // named patterns that are being expanded, outermost first
    bool broken_ = false;
    bool told_recursive_ = false;
};

}  // namespace

bool ends_without(const Pattern& p, std::uint64_t avoid) {
    std::uint64_t seen = p.first & ~avoid;
    for (std::uint64_t todo = seen; todo != 0;) {
        const auto at = static_cast<std::size_t>(std::countr_zero(todo));
        todo &= todo - 1;
        const auto fresh = p.follow[at] & ~avoid & ~seen;
        seen |= fresh;
        todo |= fresh;
    }
    return (seen & p.last) != 0;
}

Pattern compile_pattern(Builder& b, const PatternLine& line, const PatternScope& scope) {
    return Automaton(b, scope).run(line);
}

}  // namespace mizan::policy
