// Lexicon lines and literals: options, inflections, spellings.
#include <algorithm>
#include <unordered_map>

#include "base/limits.h"
#include "policy/builder.h"
#include "policy/common_words.h"
#include "policy/inflect.h"
#include "text/languages.h"
#include "text/normalize.h"

namespace mizan::policy {

namespace {

// Occurrences per million words, roughly, of words that kCommonWords does not list. The ten thousandth word of a language is
// about ten of a million, and most words of a lexicon are rarer.
constexpr std::uint64_t kFunctionWord = 1000;
constexpr std::uint64_t kContentWord = 2;

std::uint32_t language_bit(std::string_view lang) {
    const auto index = text::language_index(lang);
    return index == 0 ? 0u : 1u << index;
}

// What a line's options say, before it becomes terms.
struct TermSpec {
    Term term;
    Inflection inflection = Inflection::kUninflected;
    std::vector<std::string> forms;
    bool typos = false;
};

void set_kind(Builder& b, const Named& value, TermSpec& spec) {
    if (value.text == "neutral") spec.term.kind = TermKind::kNeutral;
    else if (value.text == "coded") spec.term.kind = TermKind::kCoded;
    else if (value.text == "slur") spec.term.kind = TermKind::kSlur;
    else
        b.diagnostics.add(Diag::kUnknownValue, value.loc,
                          "a kind is neutral, coded or slur, not '" + value.text + "'");
}

void set_language(Builder& b, const Named& value, TermSpec& spec) {
    spec.term.language = text::language_index(value.text);
    if (spec.term.language == 0 && value.text != "und") {
        b.diagnostics.add(Diag::kUnknownValue, value.loc,
                          "the language '" + value.text + "' is not one that can be identified",
                          "use a two-letter code such as en or de, or und for any language");
    }
}

void set_homographs(Builder& b, const TermOption& option, TermSpec& spec) {
    for (const auto& value : option.values) {
        const auto bit = language_bit(value.text);
        if (bit == 0)
            b.diagnostics.add(Diag::kUnknownValue, value.loc,
                              "unknown language '" + value.text + "'");
        spec.term.homographs |= bit;
    }
}

bool is_yes(const Named& value) { return value.text.empty() || value.text == "yes"; }

void apply(Builder& b, const TermOption& option, TermSpec& spec) {
    const auto& k = option.key.text;
    const Named value = option.values.empty() ? Named{{}, option.key.loc} : option.values.front();
    if (k == "kind") set_kind(b, value, spec);
    else if (k == "lang") set_language(b, value, spec);
    else if (k == "homograph") set_homographs(b, option, spec);
    else if (k == "inflect") {
        if (!parse(value.text, spec.inflection)) {
            b.diagnostics.add(Diag::kUnknownValue, value.loc,
                              "an inflection is noun, verb, adj or none, not '" + value.text + "'");
        }
    } else if (k == "forms")
        for (const auto& v : option.values) spec.forms.push_back(v.text);
    else if (k == "guard") spec.term.guard = b.guards.resolve(value, b.diagnostics);
    else if (k == "reading") {
        if (value.text == "plain" || value.text == "any")
            spec.term.plain_only = value.text == "plain";
        else
            b.diagnostics.add(Diag::kUnknownValue, value.loc,
                              "reading is plain or any, not '" + value.text + "'");
    } else if (k == "covers") spec.term.covers = is_yes(value);
    else if (k == "restricted") spec.term.restricted = is_yes(value);
    else if (k == "typos") spec.typos = is_yes(value);
    else {
        const auto near = nearest(k, {"kind", "lang", "homograph", "inflect", "forms", "guard",
                                      "reading", "covers", "restricted", "typos"});
        auto& d = b.diagnostics.add(Diag::kUnknownOption, option.key.loc,
                                    "a term has no option '" + k + "'",
                                    "options are kind, lang, homograph, inflect, forms, guard, "
                                    "reading, covers, restricted, typos");
        d.fix = near;
    }
}

using CommonWords = std::unordered_multimap<std::string_view, const CommonWord*>;

const CommonWords& common_words() {
    static const CommonWords by_word = [] {
        CommonWords out;
        for (const auto& common : kCommonWords) out.emplace(common.word, &common);
        return out;
    }();
    return by_word;
}

// How often a word stands in texts of these languages, per million words.
std::uint64_t estimate_word(const Builder& b, text::WordId word, std::uint32_t languages) {
    const auto spoken = b.policy.vocabulary.languages(word) & ~text::kHomographBit;
    std::uint64_t out = (spoken & languages) != 0 ? kFunctionWord : kContentWord;
    bool listed = false;
    const auto [first, last] = common_words().equal_range(b.policy.vocabulary.text(word));
    for (auto it = first; it != last; ++it) {
        const auto& common = *it->second;
        if ((language_bit(common.language) & languages) == 0) continue;
        out = listed ? std::max<std::uint64_t>(out, common.per_million) : common.per_million;
        listed = true;
    }
    return out;
}

// As often as its rarest word, and with each further word ten times rarer. A literal of a pattern may stand in any language
// that the policy has a lexicon for.
std::uint64_t estimate(const Builder& b, const Term& term, const std::vector<text::WordId>& words) {
    const std::uint32_t own = term.language == 0 ? b.lexicon_languages : 1u << term.language;
    std::uint64_t best = ~std::uint64_t{0};
    for (const auto w : words) best = std::min(best, estimate_word(b, w, own));
    for (std::size_t i = 1; i < words.size(); ++i) best /= 10;
    return std::max<std::uint64_t>(best, 1);
}

std::uint32_t lexicon_languages(const Ast& ast) {
    std::uint32_t out = 0;
    for (const auto& line : ast.terms) out |= language_bit(line.lang);
    return out == 0 ? ~0u : out;
}

void build_line(Builder& b, const TermLine& line) {
    const auto concept_id = b.concepts.find(line.concept_path.text);
    TermSpec spec;
    spec.term.concept_id = concept_id;
    spec.term.language = text::language_index(line.lang);
    for (const auto& option : line.options) apply(b, option, spec);
    if (concept_id == kNone) return;  // told once per section
    auto spellings = inflect(line.text.text, spec.inflection);
    for (auto& f : spec.forms) spellings.push_back(std::move(f));
    const auto term = add_term(b, spec.term, concept_id, line.text.loc);
    for (const auto& s : spellings) {
        add_spelling(b, s, term, line.text.loc);
        if (!spec.typos) continue;
        for (const auto& word : text::fold_term(s))
            b.typo_words.push_back(b.policy.vocabulary.add(word));
    }
}

// The words are known, and in their language they are everyday words that no other language's term may fire on.
void build_everyday(Builder& b) {
    for (const auto& line : b.ast.everyday) {
        for (const auto& option : line.options) {
            b.diagnostics.add(Diag::kUnknownOption, option.key.loc,
                              "a word under [everyday] has no options",
                              "it is only known: take this out");
        }
        std::vector<text::WordId> words;
        for (const auto& word : text::fold_term(line.text.text))
            words.push_back(b.policy.vocabulary.add(word));
        b.everyday_words.insert(b.everyday_words.end(), words.begin(), words.end());
        b.everyday_in[words] |= language_bit(line.lang);
    }
}

}  // namespace

std::uint32_t add_term(Builder& b, Term term, SymbolId symbol, Loc loc) {
    term.first_symbol = static_cast<std::uint32_t>(b.policy.term_symbols.size());
    b.policy.term_symbols.push_back(symbol);
    if (term.concept_id != kNone) {
        for (auto p = b.policy.concepts[symbol].parent; p != kNone;
             p = b.policy.concepts[p].parent) {
            b.policy.term_symbols.push_back(p);
        }
    }
    term.last_symbol = static_cast<std::uint32_t>(b.policy.term_symbols.size());
    b.policy.terms.push_back(term);
    b.term_locs.push_back(loc);
    return static_cast<std::uint32_t>(b.policy.terms.size() - 1);
}

void add_spelling(Builder& b, std::string_view spelling, std::uint32_t term, Loc loc) {
    const auto folded = text::fold_term(spelling);
    if (folded.empty()) {
        b.diagnostics.add(Diag::kEmptyTerm, loc,
                          "nothing of '" + std::string(spelling) + "' is left once it is folded",
                          "a term needs a letter, a digit or an emoji");
        return;
    }
    if (folded.size() > limits::kTermWords) {
        b.diagnostics.add(Diag::kTermTooLong, loc,
                          "a term has at most " + std::to_string(limits::kTermWords) + " words");
        return;
    }
    std::vector<text::WordId> words;
    for (const auto& word : folded) words.push_back(b.policy.vocabulary.add(word));
    auto& terms = b.spellings[words];
    if (std::find(terms.begin(), terms.end(), term) == terms.end()) terms.push_back(term);
    const auto& t = b.policy.terms[term];
    const auto cost = estimate(b, t, words);
    for (auto i = t.first_symbol; i < t.last_symbol; ++i) {
        const auto s = b.policy.term_symbols[i];
        if (b.frequency.size() <= s) {
            b.frequency.resize(s + 1, 0);
            b.languages.resize(s + 1, 0);
            b.kinds.resize(s + 1, 0);
            b.open_kinds.resize(s + 1, 0);
        }
        b.frequency[s] += cost;
        b.languages[s] |= 1u << t.language;
        const auto kind = static_cast<std::uint8_t>(1u << static_cast<unsigned>(t.kind));
        b.kinds[s] |= kind;
        if (!t.restricted) b.open_kinds[s] |= kind;
    }
}

void build_terms(Builder& b) {
    text::add_function_words(b.policy.vocabulary);
    b.lexicon_languages = lexicon_languages(b.ast);
    for (const auto& line : b.ast.terms) build_line(b, line);
    build_everyday(b);
}

}  // namespace mizan::policy
