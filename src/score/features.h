// Features: what a text looks like to the learned scores: hashed words, pairs and letters, with groups masked.
//
// Terms of the policy's GROUP concepts stand as one placeholder whichever group they name, slurs as another, so that the score
// of a sentence is the same for all. Slurs that members have made their own (RECLAIMABLE) are not merged: each stands for
// itself. Only identity_attack sees that a group is named at all; for the other scores its name is not there. Pure and
// deterministic; thread-safe with a Scratch each.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "policy/policy.h"
#include "score/model.h"
#include "text/normal_text.h"

namespace mizan::score {

// How each node of the policy's trie is masked. Derived once for a policy.
class GroupMarks {
public:
    GroupMarks() = default;
    explicit GroupMarks(const policy::Policy& policy);
    // kReclaimable: a slur that is a term of the concept RECLAIMABLE too; it is masked as its first word.
    enum Mark : std::uint8_t { kNone, kGroup, kSlur, kReclaimable };
    [[nodiscard]] Mark at(std::uint32_t node) const { return static_cast<Mark>(marks_[node]); }
    // Whether a term that names a group, or a slur for one, begins with some word of tokens [first, last).
    [[nodiscard]] bool may_begin(const text::NormalText& text, std::uint32_t first,
                                 std::uint32_t last) const;
    [[nodiscard]] bool may_begin(text::WordId word) const { return begins_[word] != 0; }
    // Whether some term that names a group, or a slur for one, holds the word.
    [[nodiscard]] bool is_in_name(text::WordId word) const { return in_name_[word] != 0; }
    // Of a word that the policy knows: its hash, and that of the concept of the terms that are this word alone, 0 if there are none.
    struct KnownWord {
        std::uint64_t hash = 0;
        std::uint64_t meaning = 0;
    };
    [[nodiscard]] const KnownWord& known(text::WordId word) const { return known_[word]; }
    // Whether a word of this concept, NEGATION or NOBODY, denies what follows.
    [[nodiscard]] static bool denies(std::uint64_t concept_hash);

private:
    std::vector<std::uint8_t> marks_;    // by node
    std::vector<KnownWord> known_;       // by word
    std::vector<std::uint8_t> begins_;   // by word
    std::vector<std::uint8_t> in_name_;  // by word
};

struct Feature {
    std::uint32_t key =
        0;  // the model's row, and in the lowest 8 bits what its check must be, never 0
    std::uint32_t token = 0;  // where it stands; of a pair the second
    [[nodiscard]] std::uint32_t row() const { return key >> 8; }
    [[nodiscard]] std::uint8_t check() const { return static_cast<std::uint8_t>(key); }
};

// What a word stands in.
enum Scope : std::uint8_t { kDenied = 1, kQuoted = 2, kAsked = 4 };

// A word as the features see it.
struct Symbol {
    std::uint64_t hash = 0;
    std::uint64_t meaning =
        0;                    // the concept of a single word; that of a word without one is itself
    std::uint32_t token = 0;  // the first one of a masked term
    bool masked = false;      // a name of a group, or a slur
    bool slur = false;
    bool reread = false;     // its letters are not the word's ("d1rty"), and are no features
    std::uint8_t scope = 0;  // of Scope
};

// Whether a label's features hold the names of groups. Those of the others have a text's words as if its group were not
// named, so that naming one moves no score but identity_attack.
enum class View : std::uint8_t { kGroupsMasked, kGroupsLeftOut };
inline constexpr std::array kViews{View::kGroupsMasked, View::kGroupsLeftOut};
[[nodiscard]] constexpr View view_of(std::size_t label) {
    return label == kIdentityAttack ? View::kGroupsMasked : View::kGroupsLeftOut;
}

struct FeatureScratch {
    std::vector<Symbol> symbols;
    std::vector<Feature> features;
};

// The words of tokens [first, last), masked, into scratch.symbols. What is no known word by itself is read as the word that it
// stands for.
void read_symbols(const policy::Policy& policy, const GroupMarks& marks,
                  const text::NormalText& text, std::uint32_t first, std::uint32_t last,
                  std::vector<Symbol>& out);

// Whether one of these names a group or is a slur for one.
[[nodiscard]] bool names_group(const std::vector<Symbol>& symbols);

// The features of scratch.symbols into scratch.features, in a fixed order. Of the model only its number of rows and its
// frequent words are read.
void read_features(const text::NormalText& text, const Model& model, View view,
                   FeatureScratch& scratch);

// What a glance at a text reads: the words of tokens [first, last) that the policy knows and that stand in no name of a group, so
// that it sees the same whichever group is named.
template <class F> void each_known_word(const GroupMarks& marks, const text::NormalText& text,
                                        std::uint32_t first, std::uint32_t last, F f) {
    for (auto t = first; t < last; ++t) {
        const auto word = text.tokens[t].word;
        if (word != text::kNoWord && !marks.is_in_name(word)) f(word);
    }
}

// The feature of a word by itself.
[[nodiscard]] Feature word_feature(const policy::Policy& policy, text::WordId word,
                                   const Model& model);

}  // namespace mizan::score
