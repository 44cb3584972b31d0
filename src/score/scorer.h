// Scorer: a model at work under a policy: NormalText -> scores, and the words that moved them most.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "score/features.h"
#include "score/model.h"

namespace mizan::score {

// A learned score is the policy's signal of this name and the label's: "score.identity_attack".
inline constexpr std::string_view kSignalPrefix = "score.";
[[nodiscard]] std::optional<Label> label_of_signal(std::string_view signal);

// Which scores are asked for, by Label.
using Wanted = std::array<bool, kLabels>;
inline constexpr Wanted kAllLabels{true, true, true, true, true, true};

// Probabilities, 0..10000, by Label. A text that the model does not speak for, or in which it knows nothing, has none, which is not
// the same as 0; nor has one that names no group an identity_attack: nobody is attacked for theirs.
struct Scores {
    Wanted known{};
    std::array<std::uint16_t, kLabels> values{};
    std::array<std::uint32_t, kLabels>
        window{};  // where the highest was found: first token of the window

    [[nodiscard]] bool knows(Label label) const { return known[static_cast<std::size_t>(label)]; }
};

// Whether the condition holds from some value of a signal on: `>=` or `>`, not negated.
[[nodiscard]] bool is_lower_bound(const policy::Atom& atom);

// A word and how far it moved a score. Units: those of the raw sums; only their order means something.
struct Push {
    std::uint32_t token = 0;
    std::int64_t weight = 0;
};

// How far to go.
enum class Depth : std::uint8_t {
    kWhole,
    // A score whose words alone tell that it nearly surely lies below every bound that the policy sets is not worked out, in a long
    // text window by window.
    kBounds,
};

class Scorer {
public:
    // Both are kept.
    Scorer(std::shared_ptr<const Model> model, std::shared_ptr<const policy::Policy> policy);

    // Scores the text; of what is not wanted, or not worked out, no score is known. A long text is read in overlapping windows,
    // and each score is the highest of them. Thread-safe.
    void score(const text::NormalText& text, const Wanted& wanted, Depth depth,
               FeatureScratch& scratch, Scores& out) const;

    // The words that raised this score most, strongest first, at most `count`, in the window that the score comes from.
    [[nodiscard]] std::vector<Push> pushes(const text::NormalText& text, const Scores& scores,
                                           Label label, std::size_t count,
                                           FeatureScratch& scratch) const;

    // False for a label that the data said nothing of.
    [[nodiscard]] bool knows(Label label) const {
        return !model_->knots[static_cast<std::size_t>(label)].empty();
    }
    [[nodiscard]] const Model& model() const { return *model_; }
    // A score that the policy declares as a signal and the model knows.
    struct Declared {
        std::string_view signal;  // "score.threat"
        Label label = Label::kIdentityAttack;
    };
    [[nodiscard]] const std::vector<Declared>& declared() const { return declared_; }

private:
    // What a row holds for one label.
    struct Weight {
        std::uint8_t check = 0;
        std::int8_t value = 0;
    };

    void read(const text::NormalText& text, std::uint32_t first, View view,
              FeatureScratch& scratch) const;
    // What of this may be scored in tokens [first, last).
    [[nodiscard]] Wanted possible(const text::NormalText& text, std::uint32_t first,
                                  std::uint32_t last, const Wanted& wanted) const;
    // Whether the words of tokens [first, last) leave open that the score reaches a bound of the policy's.
    [[nodiscard]] bool glance(const text::NormalText& text, std::uint32_t first, std::uint32_t last,
                              std::size_t label) const;
    void score_window(std::uint32_t first, const Wanted& wanted, const FeatureScratch& scratch,
                      Scores& out) const;

    std::shared_ptr<const Model> model_;
    std::shared_ptr<const policy::Policy> policy_;
    GroupMarks marks_;
    std::vector<Declared> declared_;
    std::uint8_t language_ = 0;
    // By Label, the model's rows once more: mostly one label is asked for, and two bytes of a row lie nearer than eight.
    std::array<std::vector<Weight>, kLabels> weights_;
    // By Label, and by word of the policy: its weight alone, and 1 if the model weighs it. Empty where the words alone tell too little
    // for the bounds that the policy sets.
    std::array<std::vector<Weight>, kLabels> glances_;
};

// A sum of weights, as the calibration has it: over the root of the number of features, so that long texts do not outweigh.
[[nodiscard]] std::int32_t scale_sum(std::int64_t sum, std::size_t features);

}  // namespace mizan::score
