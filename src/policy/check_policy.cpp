// Checks that need the whole policy: whom clauses protect, examples of both kinds, costs, unused and clashing terms.
#include <algorithm>
#include <set>

#include "policy/automaton.h"
#include "policy/source.h"
#include "text/languages.h"

namespace mizan::policy {

namespace {

constexpr std::uint64_t kCostlyAnchor = 20000;  // occurrences per million words: one word in fifty

// ---- clauses

void check_persons(Builder& b, const ClauseDef& def, const Clause& clause) {
    for (std::size_t a = 0; a < b.policy.attributes.size(); ++a) {
        if (!(clause.protects >> a & 1) || b.policy.attributes[a].person) continue;
        const auto& title = b.policy.attributes[a].title;
        b.diagnostics.add(
            Diag::kProtectsNonPerson, def.id.loc,
            "the clause '" + clause.id + "' protects " + title + ", which is not a group of people",
            "policies of this kind protect people; the clause will be named in every report");
        if (clause.enforce_act) {
            b.diagnostics.add(Diag::kActOnNonPerson, def.enforce->loc,
                              "a clause that protects a non-person can not act by itself",
                              "write: enforce review");
        }
    }
}

// Positions of a pattern that no term of these kinds (bits, by symbol) can fill.
std::uint64_t unfilled(const Pattern& p, const std::vector<std::uint8_t>& kinds) {
    std::uint64_t out = 0;
    for (const auto& m : p.symbols) {
        std::uint64_t filled = 0;
        for (std::size_t k = 0; k < p.kinds.size(); ++k) {
            if (m.symbol < kinds.size() && (kinds[m.symbol] >> k & 1)) filled |= p.kinds[k];
        }
        out |= m.mask & ~filled;
    }
    return out;
}

// Restricted terms are not published. Where no pattern of a clause can match without them (whom it is about apart), nobody
// outside could check what it does by itself.
void check_restricted(Builder& b, const ClauseDef& def, const Clause& clause) {
    if (!clause.enforce_act) return;
    bool any = false;
    for (const auto& d : clause.detects) {
        for (const auto& p : b.policy.patterns) {
            if (p.owner != PatternOwner::kConstruct || p.owner_index != d.construct) continue;
            const auto about = p.group | p.pronoun | p.addressee;
            if (!ends_without(p, unfilled(p, b.kinds))) continue;
            if (ends_without(p, unfilled(p, b.open_kinds) & ~about)) return;
            any = true;
        }
    }
    if (!any) return;
    b.diagnostics.add(Diag::kActOnRestricted, def.enforce->loc,
                      "what this clause finds rests on restricted terms alone",
                      "a clause that acts by itself needs evidence that outsiders can check; "
                      "write: enforce review");
}

// Either side of the line: lines of policy.md, or cases that name the clause.
void check_examples(Builder& b) {
    for (const auto& def : b.ast.clauses) {
        bool finds = false;
        bool allows = false;
        for (const auto& e : b.ast.examples) {
            if (e.clause == def.id.text) (e.expect == Expect::kAllows ? allows : finds) = true;
        }
        for (const auto& c : b.ast.cases) {
            const bool found = c.expect == "violates" || c.expect == "review";
            if (c.clause == def.id.text) (found ? finds : allows) = true;
        }
        if (finds && allows) continue;
        b.diagnostics.add(Diag::kMissingExamples, def.id.loc,
                          "the clause '" + def.id.text + "' has no example of what " +
                              (finds ? "it allows" : "violates it or goes to a person"),
                          std::string("write ") +
                              (finds ? "an ```allows" : "a ```violates or ```review") +
                              " block under its heading, or a case that names it");
    }
    for (const auto& e : b.ast.examples) (void)b.clauses.resolve({e.clause, e.loc}, b.diagnostics);
}

// ---- patterns

const std::vector<PatternLine>& lines_of(const Builder& b, const Pattern& p) {
    switch (p.owner) {
        case PatternOwner::kConstruct: return b.ast.constructs[p.owner_index].lines;
        case PatternOwner::kFrameCue: return b.ast.frames[p.owner_index].cues;
        case PatternOwner::kFrameCancel: return b.ast.frames[p.owner_index].cancels;
        case PatternOwner::kGuard: return b.ast.guards[p.owner_index].lines;
    }
    return b.ast.guards[p.owner_index].lines;
}

void check_pattern(Builder& b, const Pattern& p, Loc loc) {
    if (p.follow.empty()) return;  // told already
    if (!ends_without(p, unfilled(p, b.kinds))) {
        b.diagnostics.add(Diag::kUnreachablePattern, loc,
                          "this pattern can never match: a concept it needs has no terms, or none "
                          "of the kind it asks for",
                          "add terms to the lexicon, or take the pattern out");
        return;
    }
    std::uint64_t cost = 0;
    for (const auto s : p.anchors) cost += s < b.frequency.size() ? b.frequency[s] : 0;
    if (p.anchors.empty()) {
        b.diagnostics.add(
            Diag::kCostlyPattern, loc,
            "every word of this pattern is optional or of any kind, so it must be tried everywhere",
            "require a concept or a literal word");
    } else if (cost > kCostlyAnchor && p.owner != PatternOwner::kFrameCue &&
               p.owner != PatternOwner::kFrameCancel) {
        b.diagnostics.add(Diag::kCostlyPattern, loc,
                          "the rarest word of this pattern still stands in about " +
                              std::to_string(cost / 10000) + " of 100 words",
                          "require a rarer concept or word");
    }
}

void check_patterns(Builder& b) {
    // Patterns were compiled owner by owner, line by line: walk both in step to find each one's place.
    std::size_t line = 0;
    for (std::size_t i = 0; i < b.policy.patterns.size(); ++i) {
        const auto& p = b.policy.patterns[i];
        const bool same = i > 0 && b.policy.patterns[i - 1].owner == p.owner &&
                          b.policy.patterns[i - 1].owner_index == p.owner_index;
        line = same ? line + 1 : 0;
        const auto& lines = lines_of(b, p);
        if (line < lines.size()) check_pattern(b, p, lines[line].loc);
    }
}

// ---- terms

// Names that an unknown name was probably meant to be: what they name may well be in use.
std::set<std::string> meant(const Diagnostics& diagnostics) {
    std::set<std::string> out;
    for (const auto& d : diagnostics.all()) {
        if (d.code == Diag::kUnknownName && !d.fix.empty()) out.insert(d.fix);
    }
    return out;
}

void check_unused(Builder& b) {
    std::set<std::string> told = meant(b.diagnostics);
    for (const auto& line : b.ast.terms) {
        const auto c = b.concepts.find(line.concept_path.text);
        if (c == kNone || !told.insert(line.concept_path.text).second) continue;
        bool used = false;
        for (auto s = c; s != kNone; s = b.policy.concepts[s].parent)
            used |= s < b.used.size() && b.used[s];
        bool covers = false;
        for (const auto& o : line.options) covers |= o.key.text == "covers";
        if (!used && !covers) {
            b.diagnostics.add(
                Diag::kUnusedTerm, line.concept_path.loc,
                "no pattern asks for " + line.concept_path.text + ": its terms do nothing");
        }
    }
    for (std::uint32_t i = 0; i < b.ast.constructs.size(); ++i) {
        bool used = told.contains(b.ast.constructs[i].id.text);
        for (const auto& c : b.policy.clauses) {
            for (const auto& d : c.detects) used |= d.construct == i;
        }
        if (!used) {
            b.diagnostics.add(Diag::kUnusedDefinition, b.ast.constructs[i].id.loc,
                              "no clause detects " + b.ast.constructs[i].id.text);
        }
    }
}

std::string spelling(const Builder& b, const std::vector<text::WordId>& words) {
    std::string out;
    for (const auto w : words)
        out.append(out.empty() ? "" : " ").append(b.policy.vocabulary.text(w));
    return out;
}

void check_exclusive(Builder& b, const std::vector<text::WordId>& words, std::uint32_t t,
                     std::uint32_t u) {
    const auto ct = b.policy.terms[t].concept_id;
    const auto cu = b.policy.terms[u].concept_id;
    if (ct == kNone || cu == kNone) return;
    for (const auto& rule : b.ast.exclusives) {
        int sides = 0;
        for (const auto& name : rule.concepts) {
            const auto c = b.concepts.find(name.text);
            if (c == kNone) continue;
            const bool has_t = b.policy.is_or_under(ct, c);
            const bool has_u = b.policy.is_or_under(cu, c);
            sides += has_t != has_u;
        }
        if (sides < 2) continue;
        auto& d = b.diagnostics.add(Diag::kExclusiveTerm, b.term_locs[u],
                                    "'" + spelling(b, words) + "' stands in both " +
                                        b.policy.concepts[ct].path + " and " +
                                        b.policy.concepts[cu].path + ", which exclude each other");
        d.labels.push_back({b.term_locs[t], "the other one"});
        return;
    }
}

void check_pair(Builder& b, const std::vector<text::WordId>& words, std::uint32_t t,
                std::uint32_t u) {
    const auto& a = b.policy.terms[t];
    const auto& c = b.policy.terms[u];
    if (a.concept_id == c.concept_id && a.concept_id != kNone && a.language == c.language &&
        a.guard == c.guard) {
        auto& d = b.diagnostics.add(
            Diag::kDuplicateTerm, b.term_locs[u],
            "'" + spelling(b, words) + "' stands twice in " + b.policy.concepts[a.concept_id].path +
                (a.kind == c.kind ? std::string()
                                  : ", as " + std::string(name(a.kind)) + " and as " +
                                        std::string(name(c.kind))));
        d.labels.push_back({b.term_locs[t], "first here"});
    }
    check_exclusive(b, words, t, u);
    const bool marked = (a.homographs >> c.language & 1) || (c.homographs >> a.language & 1);
    if (a.language != 0 && c.language != 0 && a.language != c.language &&
        a.concept_id != c.concept_id && !marked) {
        auto& d = b.diagnostics.add(
            Diag::kUnmarkedHomograph, b.term_locs[u],
            "'" + spelling(b, words) + "' is also a term of another language with another meaning",
            "mark it with homograph=" + std::string(text::languages()[a.language].code));
        d.labels.push_back({b.term_locs[t], "the other language's"});
    }
}

// Languages (bits) in which a spelling is an everyday word, as far as lists say: function words, and [everyday] sections.
std::uint32_t everyday_languages(const Builder& b, const std::vector<text::WordId>& words) {
    std::uint32_t out = 0;
    if (words.size() == 1) out = b.policy.vocabulary.languages(words[0]) & ~text::kHomographBit;
    const auto listed = b.everyday_in.find(words);
    return listed == b.everyday_in.end() ? out : out | listed->second;
}

// A term that is an everyday word elsewhere ("die" in German) would fire on harmless text unless it is marked.
void check_everyday_word(Builder& b, const std::vector<text::WordId>& words, std::uint32_t t) {
    const auto& term = b.policy.terms[t];
    if (term.concept_id == kNone || term.language == 0) return;
    const auto everyday = everyday_languages(b, words);
    const auto elsewhere = everyday & ~(1u << term.language) & ~term.homographs;
    if (elsewhere == 0 || (everyday >> term.language & 1)) return;
    std::string list;
    for (std::size_t i = 0; i < text::languages().size(); ++i) {
        if (elsewhere >> i & 1)
            list.append(list.empty() ? "" : ",").append(text::languages()[i].code);
    }
    b.diagnostics.add(Diag::kUnmarkedHomograph, b.term_locs[t],
                      "'" + spelling(b, words) + "' is an everyday word in: " + list,
                      "mark it with homograph=" + list + " so that it does not fire there");
}

void check_spellings(Builder& b) {
    for (const auto& [words, terms] : b.spellings) {
        for (std::size_t i = 0; i < terms.size(); ++i) {
            check_everyday_word(b, words, terms[i]);
            for (std::size_t j = i + 1; j < terms.size(); ++j)
                check_pair(b, words, terms[i], terms[j]);
        }
    }
}

}  // namespace

void check_policy(Builder& b) {
    if (b.ast.clauses.empty()) {
        b.diagnostics.add(
            Diag::kMissingPart, {b.source.main_file(), 0, 0},
            "the policy has no clause, so it decides nothing",
            "write one under a heading of policy.md, in a block that opens with ```rule");
    }
    for (std::size_t i = 0; i < b.policy.clauses.size(); ++i) {
        check_persons(b, b.ast.clauses[i], b.policy.clauses[i]);
        check_restricted(b, b.ast.clauses[i], b.policy.clauses[i]);
    }
    check_examples(b);
    check_patterns(b);
    check_unused(b);
    check_spellings(b);
}

}  // namespace mizan::policy
