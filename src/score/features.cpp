#include "score/features.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "base/hash.h"
#include "policy/trie.h"

namespace mizan::score {

namespace {

constexpr std::string_view kGroups = "GROUP";
constexpr std::string_view kReclaimables = "RECLAIMABLE";
// Their words deny what follows: "not", "nobody".
constexpr std::array<std::string_view, 2> kDenials{"NEGATION", "NOBODY"};
constexpr unsigned kDenialReach = 6;  // words
constexpr std::size_t kQuotationsBefore = 32;

// Placeholders: any fixed numbers.
constexpr std::uint64_t kGroupSymbol = 0x1B873593CC9E2D51ull;
constexpr std::uint64_t kSlurSymbol = 0x85EBCA6B1B873593ull;
constexpr std::uint64_t kMentionSymbol = 0xE6546B64C2B2AE35ull;
constexpr std::uint64_t kUrlSymbol = 0x38495AB5A5B2C3D1ull;
constexpr std::uint64_t kNumberSymbol = 0x27D4EB2F165667C5ull;

// A word as it is read, and the token after it.
struct ReadWord {
    text::WordId word = text::kNoWord;
    std::uint32_t end = 0;
    bool reread = false;
};

// The plain word, unless it is no known one and has another reading ("musl1ms"), or three tokens and more spell one ("j e w s"). Of
// several readings the one of most tokens is taken, then the plainest kind, then the first.
ReadWord reread_word(const text::NormalText& text, std::uint32_t t, std::uint32_t last) {
    ReadWord out{text.tokens[t].word, t + 1, false};
    constexpr std::uint32_t kSpelt = 3;
    auto kind = text::ReadingKind::kPlain;
    for (auto it = text.readings_from(t); it != text.readings.end() && it->first == t; ++it) {
        if (it->last > last) continue;
        const bool asked = text.tokens[t].word == text::kNoWord || it->last - t >= kSpelt;
        const bool better =
            !out.reread || it->last > out.end || (it->last == out.end && it->kind < kind);
        if (!asked || !better) continue;
        out = {it->word, it->last, true};
        kind = it->kind;
    }
    return out;
}

inline ReadWord read_word(const text::NormalText& text, std::uint32_t t, std::uint32_t last) {
    if (text.readings.empty()) return {text.tokens[t].word, t + 1, false};
    return reread_word(text, t, last);
}

std::uint64_t symbol_of(const GroupMarks& marks, const text::NormalText& text,
                        const text::Token& token) {
    switch (token.kind) {
        case text::TokenKind::kMention: return kMentionSymbol;
        case text::TokenKind::kUrl: return kUrlSymbol;
        case text::TokenKind::kNumber: return kNumberSymbol;
        case text::TokenKind::kWord:
        case text::TokenKind::kEmoji: break;
    }
    return token.word == text::kNoWord ? hash64(text.fold(token)) : marks.known(token.word).hash;
}

// Kinds of feature, mixed into the hash so that a word and a pair of the same hash differ.
enum class FeatureKind : std::uint64_t {
    kWord = 0x9AE16A3B2F90404Full,
    kPair = 0xC949D7C7509E6557ull,
    kWithGroup = 0xB492B66FBE98F273ull,
    kLetters = 0xC6A4A7935BD1E995ull,
    kMeaning = 0xA0761D6478BD642Full,
    kMeanings = 0xE7037ED1A0B428DBull,
    kMeaningTriple = 0x8EBC6AF09C88C6E3ull,
    kScoped = 0x94D049BB133111EBull,
};

std::uint32_t key_of(FeatureKind kind, std::uint64_t a, std::uint64_t b, unsigned log2_rows) {
    const auto h = fold_product(a ^ static_cast<std::uint64_t>(kind), b ^ 0xE7037ED1A0B428DBull);
    const auto key =
        static_cast<std::uint32_t>((h * 0x9E3779B97F4A7C15ull) >> (64 - log2_rows - 8));
    return (key & 0xFF) != 0 ? key : key | 1;  // a row that nobody owns has the check 0
}

std::uint64_t mask_of(const policy::Policy& policy, GroupMarks::Mark mark,
                      text::WordId first_word) {
    switch (mark) {
        case GroupMarks::kReclaimable:
            return kSlurSymbol ^ hash64(policy.vocabulary.text(first_word));
        case GroupMarks::kSlur: return kSlurSymbol;
        case GroupMarks::kGroup:
        case GroupMarks::kNone: break;
    }
    return kGroupSymbol;
}

// Runs of 3, 4 and 5 letters of "^word$".
template <class Put> void each_run(std::string_view word, Put put) {
    constexpr std::size_t kLongest = 24;
    std::array<char, kLongest + 2 + 8> letters{};
    const std::size_t size = std::min(word.size(), kLongest) + 2;
    letters[0] = '^';
    std::memcpy(letters.data() + 1, word.data(), size - 2);
    letters[size - 1] = '$';
    for (std::size_t i = 0; i + 3 <= size; ++i) {
        std::uint64_t eight;
        std::memcpy(&eight, letters.data() + i, 8);
        for (std::size_t n = 3; n <= 5 && i + n <= size; ++n)
            put((eight & ((std::uint64_t{1} << (8 * n)) - 1)) | n << 56);
    }
}

bool is_left_out(const Symbol& symbol, View view) {
    return view == View::kGroupsLeftOut && symbol.masked && !symbol.slur;
}

// What each symbol stands in, from the first on.
class ScopeReader {
public:
    // Of quotations that begin before `first` the last few are seen.
    ScopeReader(const text::NormalText& text, std::uint32_t first) : text_(text), next_(first) {
        const auto& all = text.quotations;
        const auto begun =
            std::lower_bound(all.begin(), all.end(), first,
                             [](const text::Quotation& q, std::uint32_t t) { return q.first < t; });
        quotation_ = static_cast<std::size_t>(begun - all.begin());
        quotation_ -= std::min(quotation_, kQuotationsBefore);
    }

    // What stands at a token; tokens come in their order. A name of a group takes up nothing of a denial's reach, so that the
    // words behind it stand in the same as if it were not there.
    std::uint8_t read(std::uint32_t token, std::uint64_t meaning, bool is_name) {
        for (; next_ <= token; ++next_) {
            if (text_.tokens[next_].gap >= text::Gap::kStrong) denied_ = 0;
        }
        std::uint8_t scope = denied_ > 0 ? kDenied : 0;
        denied_ -= denied_ > 0 && !is_name ? 1 : 0;
        if (GroupMarks::denies(meaning)) denied_ = kDenialReach;
        const auto& all = text_.quotations;
        for (; quotation_ < all.size() && all[quotation_].first <= token; ++quotation_)
            quoted_until_ = std::max(quoted_until_, all[quotation_].last);
        if (token < quoted_until_) scope |= kQuoted;
        if (text_.sentences[text_.tokens[token].sentence].question) scope |= kAsked;
        return scope;
    }

private:
    const text::NormalText& text_;
    std::uint32_t next_ = 0;
    unsigned denied_ = 0;        // so many words more
    std::size_t quotation_ = 0;  // the next to begin
    std::uint32_t quoted_until_ = 0;
};

}  // namespace

bool GroupMarks::denies(std::uint64_t concept_hash) {
    static const std::array<std::uint64_t, kDenials.size()> kHashes{hash64(kDenials[0]),
                                                                    hash64(kDenials[1])};
    return concept_hash == kHashes[0] || concept_hash == kHashes[1];
}

GroupMarks::GroupMarks(const policy::Policy& policy)
    : marks_(policy.nodes.size(), kNone),
      known_(policy.root_child.size()),
      begins_(policy.root_child.size(), 0),
      in_name_(policy.root_child.size(), 0) {
    const auto root_of = [&](std::string_view path) {
        const auto* const found = policy::find_concept(policy, path);
        return found == nullptr ? policy::kNone
                                : static_cast<policy::ConceptId>(found - policy.concepts.data());
    };
    const auto is_under = [&](policy::ConceptId id, policy::ConceptId root) {
        return root != policy::kNone && policy.is_or_under(id, root);
    };
    const auto groups = root_of(kGroups);
    const auto reclaimables = root_of(kReclaimables);
    std::vector<std::uint64_t> concepts(policy.nodes.size(), 0);
    for (std::size_t n = 0; n < policy.nodes.size(); ++n) {
        bool reclaimable = false;
        for (auto t = policy.nodes[n].first_term; t < policy.nodes[n].last_term; ++t) {
            const auto& term = policy.terms[policy.node_terms[t]];
            if (term.concept_id == policy::kNone) continue;
            if (concepts[n] == 0) concepts[n] = hash64(policy.concepts[term.concept_id].path);
            reclaimable |= is_under(term.concept_id, reclaimables);
            if (!is_under(term.concept_id, groups)) continue;
            const auto mark = term.kind == policy::TermKind::kSlur ? kSlur : kGroup;
            marks_[n] = std::max<std::uint8_t>(marks_[n], mark);
        }
        if (reclaimable && marks_[n] == kSlur) marks_[n] = kReclaimable;
    }
    // Children have greater numbers than their parents, so one pass backwards sees what lies deeper.
    auto any = marks_;
    for (auto n = policy.nodes.size(); n-- > 0;) {
        for (auto e = policy.nodes[n].first_edge; e < policy.nodes[n].last_edge; ++e) {
            const auto& edge = policy.trie_edges[e];
            any[n] |= any[edge.node];
            if (any[edge.node] != kNone) in_name_[edge.word] = 1;
        }
    }
    for (std::size_t w = 0; w < begins_.size(); ++w) {
        known_[w].hash = hash64(policy.vocabulary.text(static_cast<text::WordId>(w)));
        const auto node = policy.root_child[w];
        if (node == 0) continue;
        begins_[w] = any[node];
        if (any[node] != kNone) in_name_[w] = 1;
        known_[w].meaning = concepts[node];
    }
}

bool GroupMarks::may_begin(const text::NormalText& text, std::uint32_t first,
                           std::uint32_t last) const {
    return std::any_of(text.tokens.begin() + first, text.tokens.begin() + last,
                       [&](const text::Token& t) { return may_begin(t.word); }) ||
           std::any_of(text.readings_from(first), text.readings_from(last),
                       [&](const text::Reading& r) { return r.last <= last && may_begin(r.word); });
}

void read_symbols(const policy::Policy& policy, const GroupMarks& marks,
                  const text::NormalText& text, std::uint32_t first, std::uint32_t last,
                  std::vector<Symbol>& out) {
    out.clear();
    ScopeReader scope(text, first);
    for (auto t = first; t < last;) {
        const auto first_word = read_word(text, t, last);
        auto mark = GroupMarks::kNone;
        auto after = t;  // the token after the longest term that names a group
        auto end = first_word.end;
        auto node = marks.may_begin(first_word.word) ? policy.root_child[first_word.word] : 0;
        while (node != 0) {
            if (marks.at(node) != GroupMarks::kNone) {
                mark = marks.at(node);
                after = end;
            }
            if (end >= last || text.tokens[end].gap > text::Gap::kSpace) break;
            const auto next = read_word(text, end, last);
            node = policy::child(policy, node, next.word);
            end = next.end;
        }
        if (mark == GroupMarks::kNone) {
            const auto word = first_word.reread ? marks.known(first_word.word).hash
                                                : symbol_of(marks, text, text.tokens[t]);
            const auto meaning = marks.known(first_word.word).meaning;
            out.push_back({.hash = word,
                           .meaning = meaning != 0 ? meaning : word,
                           .token = t,
                           .reread = first_word.reread,
                           .scope = scope.read(t, meaning, false)});
            t = first_word.end;
            continue;
        }
        const auto mask = mask_of(policy, mark, first_word.word);
        out.push_back({.hash = mask,
                       .meaning = mask,
                       .token = t,
                       .masked = true,
                       .slur = mark != GroupMarks::kGroup,
                       .reread = first_word.reread,
                       .scope = scope.read(t, mask, mark == GroupMarks::kGroup)});
        t = after;
    }
}

bool names_group(const std::vector<Symbol>& symbols) {
    return std::any_of(symbols.begin(), symbols.end(), [](const Symbol& s) { return s.masked; });
}

Feature word_feature(const policy::Policy& policy, text::WordId word, const Model& model) {
    return {key_of(FeatureKind::kWord, hash64(policy.vocabulary.text(word)), 0, model.log2_rows)};
}

void read_features(const text::NormalText& text, const Model& model, View view,
                   FeatureScratch& scratch) {
    auto& out = scratch.features;
    out.clear();
    const auto& s = scratch.symbols;
    const bool group = view == View::kGroupsMasked && names_group(s);
    const auto put = [&](FeatureKind kind, std::uint64_t a, std::uint64_t b, std::uint32_t token) {
        out.push_back({key_of(kind, a, b, model.log2_rows), token});
    };
    constexpr std::uint64_t kEdge =
        0x2545F4914F6CDD1Dull;  // before the first word and after the last
    std::uint64_t before = kEdge;
    std::uint64_t meaning_before = kEdge;
    std::uint64_t meaning_second = kEdge;
    std::uint32_t last = 0;
    for (const auto& symbol : s) {
        if (is_left_out(symbol, view)) continue;
        last = symbol.token;
        put(FeatureKind::kWord, symbol.hash, 0, symbol.token);
        put(FeatureKind::kPair, before, symbol.hash, symbol.token);
        if (group && !symbol.masked) put(FeatureKind::kWithGroup, symbol.hash, 0, symbol.token);
        const auto token_kind = text.tokens[symbol.token].kind;
        const bool spelt =
            token_kind == text::TokenKind::kWord || token_kind == text::TokenKind::kEmoji;
        if (spelt && !symbol.masked && !symbol.reread && !model.is_frequent(symbol.hash)) {
            each_run(text.fold(text.tokens[symbol.token]),
                     [&](std::uint64_t run) { put(FeatureKind::kLetters, run, 0, symbol.token); });
        }
        if (symbol.meaning != symbol.hash) {
            put(FeatureKind::kMeaning, symbol.meaning, group ? 1 : 0, symbol.token);
        }
        put(FeatureKind::kMeanings, meaning_before, symbol.meaning, symbol.token);
        put(FeatureKind::kMeaningTriple, meaning_second * 3 + meaning_before, symbol.meaning,
            symbol.token);
        if (symbol.scope != 0) {
            put(FeatureKind::kScoped, symbol.meaning, symbol.scope, symbol.token);
            put(FeatureKind::kScoped, 0, symbol.scope, symbol.token);
        }
        before = symbol.hash;
        meaning_second = meaning_before;
        meaning_before = symbol.meaning;
    }
    if (before != kEdge) put(FeatureKind::kPair, before, kEdge, last);
}

}  // namespace mizan::score
