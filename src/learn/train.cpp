#include "learn/train.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <unordered_map>

#include "base/hash.h"
#include "base/limits.h"
#include "learn/calibrate.h"
#include "learn/logistic.h"
#include "score/scorer.h"
#include "text/normalize.h"

namespace mizan::learn {

namespace {

using score::kLabels;

// The features of all rows in one view, one after the other: first as keys, then, once it is known which feature owns a row, as
// rows.
struct Features {
    std::vector<std::uint32_t> rows;
    std::vector<std::size_t> begin;  // by row of the data, and one more
};
using FeatureViews = std::array<Features, score::kViews.size()>;

void append(const std::vector<score::Feature>& keys, Features& out) {
    out.begin.push_back(out.rows.size());
    for (const auto& f : keys) out.rows.push_back(f.key);
}

void finish(Features& out) { out.begin.push_back(out.rows.size()); }

const Features& features_of(const FeatureViews& views, std::size_t label) {
    return views[static_cast<std::size_t>(score::view_of(label))];
}

class Reader {
public:
    Reader(const policy::Policy& policy, const score::Model& model)
        : policy_(policy), marks_(policy), model_(model) {}

    // The symbols of a text's first window, in scratch().
    void read_words(const std::string& text) {
        Part part;
        part.bytes = text;
        text::normalize({&part, 1}, model_.language, policy_.vocabulary, text_);
        score::read_symbols(policy_, marks_, text_, 0, window_end(), scratch_.symbols);
    }
    // The features of the text read last, in scratch().
    void read_features(score::View view) { score::read_features(text_, model_, view, scratch_); }
    // In scratch() too: of the known words of the text read last.
    void read_known_words() {
        scratch_.features.clear();
        score::each_known_word(marks_, text_, 0, window_end(), [&](text::WordId word) {
            scratch_.features.push_back(score::word_feature(policy_, word, model_));
        });
    }
    [[nodiscard]] const score::FeatureScratch& scratch() const { return scratch_; }

private:
    // Of the first window.
    [[nodiscard]] std::uint32_t window_end() const {
        return std::min<std::uint32_t>(static_cast<std::uint32_t>(text_.tokens.size()),
                                       limits::kScoreTokens);
    }

    const policy::Policy& policy_;
    score::GroupMarks marks_;
    const score::Model& model_;
    text::NormalText text_;
    score::FeatureScratch scratch_;
};

// Of the rows that are used.
bool trains(const Row& row) { return row.part != kCalibration; }

void find_frequent(Reader& reader, const std::vector<const Row*>& rows, unsigned least,
                   score::Model& model) {
    std::unordered_map<std::uint64_t, unsigned> posts;
    std::vector<std::uint64_t> words;
    for (const auto* row : rows) {
        if (!trains(*row)) continue;
        reader.read_words(row->text);
        words.clear();
        for (const auto& s : reader.scratch().symbols) words.push_back(s.hash);
        std::sort(words.begin(), words.end());
        words.erase(std::unique(words.begin(), words.end()), words.end());
        for (const auto w : words) ++posts[w];
    }
    for (const auto& [word, count] : posts) {
        if (count >= least) model.mark_frequent(word);
    }
}

// Rows in a random order that is the same everywhere.
void shuffle(std::vector<std::uint32_t>& order, std::uint64_t seed) {
    for (std::size_t i = order.size(); i > 1; --i) {
        seed = fold_product(seed ^ i, 0x9E3779B97F4A7C15ull) + 0xD6E8FEB86659FD93ull;
        std::swap(order[i - 1], order[(seed >> 16) % i]);
    }
}

// Leaves only features that own their row, as rows.
void keep_owners(const std::vector<std::uint32_t>& posts, const score::Model& model,
                 Features& features) {
    std::size_t kept = 0;
    for (std::size_t i = 0; i + 1 < features.begin.size(); ++i) {
        const auto first = features.begin[i];
        features.begin[i] = kept;
        for (auto f = first; f < features.begin[i + 1]; ++f) {
            const auto key = features.rows[f];
            const bool owner =
                posts[key >> 8] > 0 && model.rows[key >> 8].check == static_cast<std::uint8_t>(key);
            if (owner) features.rows[kept++] = key >> 8;
        }
    }
    features.begin.back() = kept;
    features.rows.resize(kept);
}

// Gives each row of the model to the feature that the most posts hold, in either view, and leaves only owners in `views` and `words`.
void choose_owners(const std::vector<std::uint32_t>& training, unsigned least, FeatureViews& views,
                   Features& words, score::Model& model) {
    std::vector<std::uint32_t> keys;
    for (const auto i : training) {
        const auto first = keys.size();
        for (const auto& features : views) {
            keys.insert(keys.end(),
                        features.rows.begin() + static_cast<std::ptrdiff_t>(features.begin[i]),
                        features.rows.begin() + static_cast<std::ptrdiff_t>(features.begin[i + 1]));
        }
        const auto begin = keys.begin() + static_cast<std::ptrdiff_t>(first);
        std::sort(begin, keys.end());
        keys.erase(std::unique(begin, keys.end()), keys.end());
    }
    std::sort(keys.begin(), keys.end());
    model.rows.assign(std::size_t{1} << model.log2_rows, {});
    std::vector<std::uint32_t> posts(model.rows.size(), 0);
    for (std::size_t i = 0; i < keys.size();) {
        const auto key = keys[i];
        std::uint32_t count = 0;
        for (; i < keys.size() && keys[i] == key; ++i) ++count;
        if (count < least || count <= posts[key >> 8]) continue;
        posts[key >> 8] = count;
        model.rows[key >> 8].check = static_cast<std::uint8_t>(key);
    }
    for (auto& features : views) keep_owners(posts, model, features);
    keep_owners(posts, model, words);
}

// What a row teaches.
struct Lesson {
    std::string_view set;
    std::array<std::int8_t, kLabels> wanted{};  // -1: nothing
    bool calibrates = false;
};

// A post that names no group gets no identity_attack, so it teaches nothing about it either.
Lesson lesson_of(const Row& row, bool names_group) {
    Lesson out{row.set, row.wanted, row.part == kCalibration};
    if (!names_group) out.wanted[score::kIdentityAttack] = -1;
    return out;
}

// Logistic regression of all labels at once, by AdaGrad.
class Trainer {
public:
    Trainer(const std::vector<Lesson>& rows, const FeatureViews& views,
            const TrainSettings& settings)
        : rows_(rows),
          views_(views),
          settings_(settings),
          weights_((std::size_t{1} << settings.log2_rows) * kLabels),
          squares_(weights_.size(), 1e-3f) {
        std::vector<std::string_view> sets;
        for (const auto& row : rows) {
            const auto it = std::find(sets.begin(), sets.end(), row.set);
            set_.push_back(static_cast<std::uint32_t>(it - sets.begin()));
            if (it == sets.end()) sets.push_back(row.set);
        }
        biases_.resize(sets.size());
        for (std::size_t l = 0; l < kLabels; ++l) borrow_biases(l);
    }

    double epoch(const std::vector<std::uint32_t>& order) {
        double loss = 0;
        for (const auto i : order) {
            for (const auto view : score::kViews) loss += step(i, view);
        }
        return loss / static_cast<double>(order.size());
    }
    [[nodiscard]] const std::vector<float>& weights() const { return weights_; }

private:
    // A bias of its own would be all that a set learns whose posts are all of one kind: it borrows that of the largest set that has
    // both.
    void borrow_biases(std::size_t label) {
        std::vector<std::array<std::uint64_t, 2>> counts(biases_.size());
        for (std::size_t i = 0; i < rows_.size(); ++i) {
            if (rows_[i].wanted[label] >= 0 && !rows_[i].calibrates)
                ++counts[set_[i]][static_cast<std::size_t>(rows_[i].wanted[label])];
        }
        const auto mixed = [&](std::size_t set) {
            return counts[set][0] > 0 && counts[set][1] > 0;
        };
        std::size_t largest = 0;
        for (std::size_t s = 0; s < counts.size(); ++s) {
            const auto size = [&](std::size_t set) {
                return mixed(set) ? counts[set][0] + counts[set][1] : 0;
            };
            if (size(s) > size(largest)) largest = s;
        }
        for (std::size_t s = 0; s < counts.size(); ++s)
            lender_[label].push_back(static_cast<std::uint32_t>(mixed(s) ? s : largest));
    }

    // One post, the labels of one view. Gives the squared error.
    double step(std::uint32_t i, score::View view) {
        const auto& features = views_[static_cast<std::size_t>(view)];
        const auto* const first = features.rows.data() + features.begin[i];
        const auto* const last = features.rows.data() + features.begin[i + 1];
        if (first == last) return 0;
        const double root = 1 / std::sqrt(static_cast<double>(last - first));
        std::array<double, kLabels> sums{};
        for (const auto* f = first; f != last; ++f) {
            const auto* const row = weights_.data() + std::size_t{*f} * kLabels;
            for (std::size_t l = 0; l < kLabels; ++l) sums[l] += row[l];
        }
        std::array<float, kLabels> slope{};
        std::array<bool, kLabels> learns{};
        double loss = 0;
        for (std::size_t l = 0; l < kLabels; ++l) {
            const auto wanted = rows_[i].wanted[l];
            learns[l] = score::view_of(l) == view && wanted >= 0;
            if (!learns[l]) continue;
            const auto lender = lender_[l][set_[i]];
            auto& bias = biases_[lender][l];
            const double p = logistic(sums[l] * root + bias.value);
            const double off = p - wanted;
            loss += off * off;
            slope[l] = static_cast<float>(off * root);
            if (lender != set_[i]) continue;
            bias.squares += off * off;
            bias.value -= settings_.rate * off / std::sqrt(bias.squares);
        }
        const auto rate = static_cast<float>(settings_.rate);
        const auto shrink = static_cast<float>(settings_.shrink);
        for (const auto* f = first; f != last; ++f) {
            auto* const row = weights_.data() + std::size_t{*f} * kLabels;
            auto* const square = squares_.data() + std::size_t{*f} * kLabels;
            for (std::size_t l = 0; l < kLabels; ++l) {
                if (!learns[l]) continue;
                const float g = slope[l] + shrink * row[l];
                square[l] += g * g;
                row[l] -= rate * g / std::sqrt(square[l]);
            }
        }
        return loss;
    }

    const std::vector<Lesson>& rows_;
    const FeatureViews& views_;
    const TrainSettings& settings_;
    std::vector<float> weights_;
    std::vector<float> squares_;  // sums of squared slopes
    // Each set has its own share of abuse and its own idea of it. A bias of its own takes that up, so that the weights learn what
    // tells posts of one set apart, and not the sets. The model has none: calibration sees to it.
    struct Bias {
        double value = 0;
        double squares = 1;
    };
    std::vector<std::uint32_t> set_;  // by row
    std::vector<std::array<Bias, kLabels>> biases_;
    std::array<std::vector<std::uint32_t>, kLabels> lender_;  // by set: whose bias it uses
};

// Weights as whole numbers up to 127 either way, a scale of its own for each label; the few that reach further are cut.
void quantise(const Trainer& trainer, score::Model& model) {
    const auto& weights = trainer.weights();
    std::vector<float> sizes;
    for (std::size_t l = 0; l < kLabels; ++l) {
        sizes.clear();
        for (std::size_t i = l; i < weights.size(); i += kLabels) {
            if (weights[i] != 0) sizes.push_back(std::fabs(weights[i]));
        }
        if (sizes.empty()) continue;
        const auto cut =
            sizes.begin() + static_cast<std::ptrdiff_t>(sizes.size() - 1 - sizes.size() / 2000);
        std::nth_element(sizes.begin(), cut, sizes.end());
        const float scale = 127 / *cut;
        for (std::size_t r = 0; r < model.rows.size(); ++r) {
            const float w = std::clamp(weights[r * kLabels + l] * scale, -127.0f, 127.0f);
            model.rows[r].weights[l] = static_cast<std::int8_t>(w < 0 ? w - 0.5f : w + 0.5f);
        }
    }
}

std::int32_t raw_of(const score::Model& model, const Features& features, std::uint32_t row,
                    std::size_t label) {
    const auto first = features.begin[row];
    const auto last = features.begin[row + 1];
    std::int64_t sum = 0;
    for (auto f = first; f != last; ++f) sum += model.rows[features.rows[f]].weights[label];
    return score::scale_sum(sum, last - first);
}

}  // namespace

score::Model train(const std::shared_ptr<const policy::Policy>& policy, const std::vector<Row>& all,
                   std::string language, const TrainSettings& settings, const OnEpoch& on_epoch) {
    std::vector<const Row*> rows;
    for (const auto& row : all) {
        if (is_used(row, settings)) rows.push_back(&row);
    }
    score::Model model;
    model.language = std::move(language);
    model.log2_rows = settings.log2_rows;
    model.frequent.assign((std::size_t{1} << score::Model::kFrequentLog2) / 64, 0);
    Reader reader(*policy, model);
    find_frequent(reader, rows, settings.frequent, model);

    FeatureViews views;
    Features words;               // for a glance
    std::vector<Lesson> lessons;  // by row
    std::vector<std::uint32_t> order;
    for (std::uint32_t i = 0; i < rows.size(); ++i) {
        reader.read_words(rows[i]->text);
        for (const auto view : score::kViews) {
            reader.read_features(view);
            append(reader.scratch().features, views[static_cast<std::size_t>(view)]);
        }
        reader.read_known_words();
        append(reader.scratch().features, words);
        lessons.push_back(lesson_of(*rows[i], score::names_group(reader.scratch().symbols)));
        if (trains(*rows[i])) order.push_back(i);
    }
    for (auto& features : views) finish(features);
    finish(words);

    choose_owners(order, settings.least_posts, views, words, model);
    Trainer trainer(lessons, views, settings);
    for (unsigned e = 1; e <= settings.epochs; ++e) {
        shuffle(order, e);
        const auto loss = trainer.epoch(order);
        if (on_epoch) on_epoch(e, loss);
    }
    quantise(trainer, model);
    for (std::size_t l = 0; l < kLabels; ++l) {
        std::vector<Outcome> outcomes;
        std::vector<std::uint32_t> posts;
        for (std::uint32_t i = 0; i < lessons.size(); ++i) {
            if (!lessons[i].calibrates || lessons[i].wanted[l] < 0) continue;
            outcomes.push_back(
                {raw_of(model, features_of(views, l), i, l), lessons[i].wanted[l] == 1});
            posts.push_back(i);
        }
        model.knots[l] = fit_knots(outcomes);
        std::vector<Measured> measured;
        for (std::size_t o = 0; o < posts.size(); ++o) {
            measured.push_back({raw_of(model, words, posts[o], l),
                                score::calibrate(model.knots[l], outcomes[o].raw),
                                outcomes[o].positive});
        }
        model.glances[l] = fit_glance(std::move(measured));
    }
    return model;
}

}  // namespace mizan::learn
