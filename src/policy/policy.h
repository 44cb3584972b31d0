// Policy: the checked and compiled policy, flat and immutable. What match/, assess/ and sanction/ run, and what a bundle
// holds. Shared by all threads without locks.
//
// Vocabulary of this file:
//   symbol   what a pattern can ask of a stretch of text: a concept, or a literal word set. Dense ids; concepts come first.
//   term     one spelling (a sequence of words) of one lexicon line or literal, with the symbols it carries.
//   pattern  a sequence of symbols and gaps as a position automaton (Glushkov 1961) of at most 64 positions.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/sha256.h"
#include "policy/needs.h"
#include "text/vocabulary.h"

namespace re2 {
class RE2;
}

namespace mizan::policy {

// Raised whenever any output may change for the same source.
inline constexpr std::uint32_t kSemanticsLevel = 8;

using SymbolId = std::uint32_t;
using ConceptId = std::uint32_t;  // a concept's id is its symbol
inline constexpr std::uint32_t kNone = 0xFFFFFFFF;

enum class TermKind : std::uint8_t { kNeutral, kCoded, kSlur };
[[nodiscard]] std::string_view name(TermKind kind);

struct Attribute {
    std::string id;     // "religion"
    std::string title;  // "religion or belief"
    bool person =
        true;  // false: a state, party, office, doctrine, company: see protects-non-person
    template <class A> void archive(A& a) { a(id, title, person); }
};

struct Concept {
    std::string path;   // "GROUP.religion.muslim"
    std::string title;  // "Muslims"; may be empty
    std::uint32_t parent = kNone;
    std::uint32_t attribute = kNone;  // inherited from ancestors
    bool restricted = false;          // some of its own terms are: see restricted.h
    template <class A> void archive(A& a) { a(path, title, parent, attribute, restricted); }
};

struct Term {
    std::uint32_t concept_id = kNone;  // kNone: a literal of a pattern
    TermKind kind = TermKind::kNeutral;
    bool plain_only = false;       // only in the plain reading
    bool covers = false;           // hides every other term that lies inside it
    bool restricted = false;       // not to be published: see restricted.h
    std::uint8_t language = 0;     // index into text::languages()
    std::uint32_t homographs = 0;  // languages (bits) in which the spelling is an everyday word
    std::uint32_t guard = kNone;
    std::uint32_t first_symbol =
        0;  // symbols [first_symbol, last_symbol) of Policy::term_symbols: own, then ancestors
    std::uint32_t last_symbol = 0;
    template <class A> void archive(A& a) {
        a(concept_id, kind, plain_only, covers, restricted, language, homographs, guard,
          first_symbol, last_symbol);
    }
};

// The lexicon line of a restricted term, for those who may see it.
struct RestrictedTerm {
    std::uint32_t term = 0;
    std::string where;  // "lexicon/en/coded.terms:12"
    std::string line;   // as it stands there
    template <class A> void archive(A& a) { a(term, where, line); }
};

// A lexicon that holds restricted terms, and the hash that stands for it in public.
struct RestrictedLexicon {
    std::string path;         // "lexicon/en/coded.terms"
    std::string hash;         // SHA-256 of its canonical text, hex
    std::uint32_t terms = 0;  // how many of its lines are restricted
    template <class A> void archive(A& a) { a(path, hash, terms); }
};

// The trie over word ids. Node 0 is unused; the root's children are Policy::root_child, by word.
struct TrieNode {
    std::uint32_t first_edge = 0;  // edges [first_edge, last_edge) of Policy::trie_edges, by word
    std::uint32_t last_edge = 0;
    std::uint32_t first_term = 0;  // terms [first_term, last_term) of Policy::node_terms end here
    std::uint32_t last_term = 0;
    template <class A> void archive(A& a) { a(first_edge, last_edge, first_term, last_term); }
};
struct TrieEdge {
    text::WordId word = 0;
    std::uint32_t node = 0;
    template <class A> void archive(A& a) { a(word, node); }
};

// Where a step through the trie leads, and what the terms that end there meet.
struct TrieStepTo {
    std::uint32_t node = 0;  // 0: nowhere
    NeedPlace place;
};
// An edge of the trie in a table of its own, by the hash of where it comes from and of its word.
struct TrieStepSlot {
    std::uint32_t from = 0;
    text::WordId word = 0;
    TrieStepTo to;  // its node is 0: the slot is free
};

// What the matcher needs of a term that ends at a node, beside it: so that the common case touches no Term.
struct NodeTerm {
    std::uint32_t term = 0;
    std::uint32_t homographs = 0;    // as in Term
    std::uint32_t first_symbol = 0;  // as in Term
    std::uint32_t last_symbol = 0;
    TermKind kind = TermKind::kNeutral;
    bool plain_only = false;
    bool covers = false;
    bool guarded = false;
    std::uint8_t language = 0;  // as in Term; 0 for a literal of a pattern
};

struct SymbolMask {
    SymbolId symbol = 0;
    std::uint64_t mask = 0;
    template <class A> void archive(A& a) { a(symbol, mask); }
};

// What a pattern can ask of one token besides symbols.
enum class Builtin : std::uint8_t {
    kWord,
    kNumber,
    kMention,
    kUrl,
    kEmoji,
    kHashtag,
    kBreak,
    kSentenceEnd,
    kCount
};
inline constexpr std::size_t kBuiltins = static_cast<std::size_t>(Builtin::kCount);

enum class PatternOwner : std::uint8_t { kConstruct, kFrameCue, kFrameCancel, kGuard };

struct Pattern {
    PatternOwner owner = PatternOwner::kConstruct;
    std::uint32_t owner_index = 0;
    std::uint64_t first = 0;      // positions a match may start at
    std::uint64_t last = 0;       // positions a match may end at
    std::uint64_t gap = 0;        // positions that take any one word
    std::uint64_t cited = 0;      // positions that are part of the claim's words (not gaps)
    std::uint64_t group = 0;      // positions bound to g
    std::uint64_t pronoun = 0;    // positions that stand for a group mentioned before
    std::uint64_t addressee = 0;  // positions that stand for a declared target
    std::array<std::uint64_t, kBuiltins> builtin{};
    std::array<std::uint64_t, 3> kinds{};  // positions that accept a term of this kind
    std::vector<std::uint64_t> follow;     // by position
    std::vector<SymbolMask> symbols;       // by symbol
    std::vector<SymbolMask> regexes;       // symbol: index into Policy::regexes
    std::vector<SymbolId> anchors;         // every match contains one of these: the rarest such set
    std::uint64_t anchor_cost = 0;         // estimated occurrences of the anchors per million words
    std::vector<std::vector<SymbolId>>
        required;  // and one of each of these sets: a cheap test before the automaton runs
    std::uint8_t pronoun_sentences = 0;  // how far back the pronoun's group may stand
    std::uint32_t max_cells = 0;         // longest possible match
    std::string where;                   // "constructs.rules:12:3"
    template <class A> void archive(A& a) {
        a(owner, owner_index, first, last, gap, cited, group, pronoun, addressee, builtin, kinds);
        a(follow, symbols, regexes, anchors, anchor_cost, required, pronoun_sentences, max_cells,
          where);
    }
};

struct Construct {
    std::string id;
    std::string title;
    std::uint32_t group_concept = kNone;  // the concept g is taken from; kNone: binds no group
    bool negatable = true;
    template <class A> void archive(A& a) { a(id, title, group_concept, negatable); }
};

enum class Axis : std::uint8_t { kPolarity, kStance, kHolder, kMood, kSpeaker, kReferent, kGenre };
inline constexpr std::size_t kAxes = 7;
[[nodiscard]] std::string_view name(Axis axis);

enum class ScopeKind : std::uint8_t {
    kClaim,
    kClause,
    kSentence,
    kQuotation,
    kComplement,
    kPreceding,
    kNextSentence,
    kPreviousSentence,
    kPost,
    kNear
};
[[nodiscard]] std::string_view name(ScopeKind kind);

struct Scope {
    ScopeKind kind = ScopeKind::kClause;
    std::uint32_t tokens = 0;     // kNear
    bool until_comma = false;     // kComplement, kPreceding: a comma-like break ends it
    std::vector<SymbolId> until;  // kComplement, kPreceding: the first of these ends it
    template <class A> void archive(A& a) { a(kind, tokens, until_comma, until); }
};

struct Frame {
    std::string id;
    std::string title;
    Axis axis = Axis::kStance;
    std::string value;
    std::vector<Scope> scopes;
    bool cue_question = false;    // every question is a cue
    bool cue_quotation = false;   // every quotation is a cue
    std::uint32_t cue_roles = 0;  // every part with one of these roles (bits of PartRole) is a cue
    template <class A> void archive(A& a) {
        a(id, title, axis, value, scopes, cue_question, cue_quotation, cue_roles);
    }
};

enum class GuardMode : std::uint8_t { kOnly, kUnless };
enum class GuardScope : std::uint8_t { kSentence, kOverlap };
struct Guard {
    std::string id;
    GuardMode mode = GuardMode::kOnly;
    GuardScope scope = GuardScope::kSentence;
    template <class A> void archive(A& a) { a(id, mode, scope); }
};

enum class Test : std::uint8_t {
    kAxis,
    kFrame,
    kLanguage,
    kSurface,
    kRole,
    kMentions,
    kReply,
    kReading,
    kKind,
    kSignal,
    kGroup
};
enum class Compare : std::uint8_t { kEqual, kNotEqual, kLess, kLessEqual, kGreater, kGreaterEqual };

// One test of a condition: axis=value, frame name, lang=en, signal.NAME >= 7000, ...
struct Atom {
    Test test = Test::kAxis;
    bool negate = false;
    Compare compare = Compare::kEqual;
    std::uint32_t index = 0;  // axis, frame, role, kind, signal, concept
    std::int64_t number = 0;
    std::string text;
    template <class A> void archive(A& a) { a(test, negate, compare, index, number, text); }
};
struct Conjunction {
    std::vector<Atom> atoms;
    template <class A> void archive(A& a) { a(atoms); }
};
// True if any conjunction is; an empty condition is false.
struct Condition {
    std::vector<Conjunction> any;
    template <class A> void archive(A& a) { a(any); }
};
struct Exception {
    std::string id;  // one of exceptions()
    Condition when;
    template <class A> void archive(A& a) { a(id, when); }
};

enum class Need : std::uint8_t { kTarget, kThread, kImage, kSeries };
enum class ClauseState : std::uint8_t { kLive, kShadow, kCanary, kRetired };
[[nodiscard]] std::string_view name(ClauseState state);

struct LadderStep {
    std::string action;  // one of actions()
    std::int32_t argument = 0;
    template <class A> void archive(A& a) { a(action, argument); }
};

struct Detect {
    std::uint32_t construct = 0;
    std::uint32_t group = kNone;  // only claims about this concept or below it
    template <class A> void archive(A& a) { a(construct, group); }
};

struct Clause {
    std::string id;
    std::string title;
    std::string prose;
    std::uint64_t protects = 0;  // attributes (bits)
    bool protects_anyone = false;
    std::vector<Detect> detects;
    std::vector<Exception> allow;
    Condition review;
    Condition when;                     // empty: always
    Condition suspect;                  // of the post alone: holds it for a person; empty: never
    Condition doubt;                    // of the post alone: leaves what would violate to a person
    std::vector<std::uint32_t> ignore;  // frames that are no excuse
    std::vector<Need> needs;
    bool plain_only = false;
    std::uint8_t severity = 1;
    ClauseState state = ClauseState::kLive;
    std::uint16_t canary_basis_points = 10000;
    std::string in_force_from;  // date, RFC 3339 full-date; may be empty
    bool enforce_act = false;
    std::uint32_t languages = 0;  // bits of text::languages() that the clause's lexicon serves
    std::vector<LadderStep> actions;
    template <class A> void archive(A& a) {
        a(id, title, prose, protects, protects_anyone, detects, allow, review, when, suspect, doubt,
          ignore, needs, plain_only, severity, state, canary_basis_points, in_force_from,
          enforce_act, languages, actions);
    }
};

struct Policy {
    std::string version;      // SHA-256 of the canonical source, hex
    std::string bundle_hash;  // SHA-256 of the bundle's payload, hex
    std::uint32_t semantics_level = kSemanticsLevel;
    std::string title;

    text::Vocabulary vocabulary;
    std::vector<std::uint8_t> word_flags;   // by word: WordFlag
    std::vector<std::uint32_t> root_child;  // by word: trie node or 0
    std::vector<TrieNode> nodes;
    std::vector<TrieEdge> trie_edges;
    std::vector<std::uint32_t> node_terms;
    std::vector<Term> terms;
    std::vector<SymbolId> term_symbols;
    std::vector<RestrictedTerm> restricted_terms;        // by term
    std::vector<RestrictedLexicon> restricted_lexicons;  // by path

    std::vector<Attribute> attributes;
    std::vector<Concept> concepts;
    std::vector<std::string> signals;  // declared signals
    std::vector<std::string>
        regexes;  // token expressions, RE2 syntax, matched against the whole folded word
    std::vector<Pattern> patterns;
    std::uint32_t symbols = 0;  // how many there are; concepts come first
    std::vector<Construct> constructs;
    std::vector<Frame> frames;
    std::vector<Guard> guards;
    std::vector<Clause> clauses;

    // Follows from the tables above, and is stored since it takes long to make (derive.h):
    Needs needs;
    std::vector<std::uint64_t> word_regexes;  // by word: bits of the regexes that match it

    // The concept is `ancestor` or stands below it; kNone is below nothing.
    [[nodiscard]] bool is_or_under(ConceptId c, ConceptId ancestor) const;

    // Derived on load, never stored (derive.h):
    std::vector<std::shared_ptr<const re2::RE2>> compiled_regexes;
    std::vector<ConceptId> by_path;                       // the concepts, by path
    std::vector<NodeTerm> trie_terms;                     // by index into node_terms
    std::vector<NeedStart> word_starts;                   // by word
    std::vector<std::vector<std::uint32_t>> detected_by;  // by construct: the clauses that read it
    std::vector<std::uint32_t> suspecting;                // clauses with a `suspect` line
    std::uint32_t served =
        0;  // languages (bits) that every clause serves, retired ones apart; 0 if there are none
    std::string
        all_in_force_from;  // the latest in_force_from of clauses that are not retired; may be empty
    std::vector<std::uint64_t> trie_filter;  // see trie.h
    unsigned trie_filter_shift = 0;
    std::vector<TrieStepSlot> trie_steps;  // see trie.h; at most three in four are taken
    unsigned trie_step_shift = 0;
};

// The word is there only to be known (an everyday word that no reading may replace).
inline constexpr std::uint8_t kEverydayWord = 2;
inline constexpr std::uint8_t kTypoWord = 4;

// The concept of that path; null if there is none.
[[nodiscard]] const Concept* find_concept(const Policy& policy, std::string_view path);

[[nodiscard]] const std::vector<std::string_view>&
exceptions();                                                  // the closed list of exception ids
[[nodiscard]] const std::vector<std::string_view>& actions();  // the closed list of the ladder

}  // namespace mizan::policy
