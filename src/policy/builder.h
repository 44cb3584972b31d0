// Builder: what the steps of the compiler share while they turn an Ast into a Policy. Private to this room.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "policy/ast.h"
#include "policy/names.h"
#include "policy/policy.h"

namespace mizan::policy {

struct Builder {
    Builder(const Source& s, const Ast& a, Diagnostics& d, Policy& p)
        : source(s), ast(a), diagnostics(d), policy(p) {}

    const Source& source;
    const Ast& ast;
    Diagnostics& diagnostics;
    Policy& policy;

    NameTable attributes{"attribute"};
    NameTable concepts{"concept"};
    NameTable patterns{"pattern"};
    NameTable guards{"guard"};
    NameTable constructs{"construct"};
    NameTable frames{"frame"};
    NameTable clauses{"clause"};
    NameTable signals{"signal"};

    std::map<std::pair<std::string, std::string>, SymbolId>
        literals;  // (words, inflection) -> symbol
    std::map<std::string, std::uint32_t> regexes;
    SymbolId symbols = 0;  // how many there are

    // Spellings and the terms they stand for; the trie is made of this at the end. Sorted, so that ids never depend on hashing.
    std::map<std::vector<text::WordId>, std::vector<std::uint32_t>> spellings;
    std::vector<text::WordId> typo_words;  // may be read through a typing mistake
    std::vector<text::WordId> everyday_words;
    std::map<std::vector<text::WordId>, std::uint32_t>
        everyday_in;             // spellings under [everyday]: languages (bits) of their lexicons
    std::vector<Loc> term_locs;  // by term
    std::vector<std::uint64_t> frequency;  // by symbol: estimated occurrences per million words
    std::vector<std::uint32_t> languages;  // by symbol: languages its terms are in
    std::vector<std::uint8_t> kinds;       // by symbol: bits of TermKind that its terms are of
    std::vector<std::uint8_t> open_kinds;  // the same of terms that are not restricted
    std::uint32_t lexicon_languages =
        ~0u;  // languages (bits) of the lexicon's folders; all if it has none
    std::vector<std::uint8_t> used;  // by symbol: some pattern or scope asks for it
};

// The steps, in order; one file each.
void build_concepts(Builder& b);    // attributes, concepts, signals, names of everything
void build_terms(Builder& b);       // lexicon lines -> terms and spellings
void build_restricted(Builder& b);  // what is known of terms that are not to be published
void build_patterns(Builder& b);    // constructs, frames, guards -> automata with anchors
void build_clauses(Builder& b);
void build_examples(Builder& b);  // what examples carry besides their words
void build_trie(Builder& b);      // spellings -> trie; anchors by symbol; word flags
void check_policy(Builder& b);    // everything that needs the whole

// Adds one spelling of a term carrying `symbol` (and its ancestors if it is a concept).
void add_spelling(Builder& b, std::string_view spelling, std::uint32_t term, Loc loc);
std::uint32_t add_term(Builder& b, Term term, SymbolId symbol, Loc loc);

}  // namespace mizan::policy
