#include "score/scorer.h"

#include <algorithm>
#include <limits>

#include "base/limits.h"
#include "text/languages.h"

namespace mizan::score {

namespace {

// 2^16 over the square root of n, to the nearest below; integers only.
constexpr std::uint32_t inverse_root(std::uint64_t n) {
    std::uint64_t low = 0;
    std::uint64_t high = 65536;
    while (low < high) {
        const auto mid = (low + high + 1) / 2;
        if (mid * mid <= (std::uint64_t{1} << 32) / n) low = mid;
        else high = mid - 1;
    }
    return static_cast<std::uint32_t>(low);
}

bool any(const Wanted& wanted) {
    return std::find(wanted.begin(), wanted.end(), true) != wanted.end();
}

// Of the labels asked for, those whose features are of this view.
Wanted seen_in(View view, Wanted wanted) {
    for (std::size_t l = 0; l < kLabels; ++l) wanted[l] &= view_of(l) == view;
    return wanted;
}

// The lowest bound that a clause's `suspect` sets to a score. 0 where none does, or where something else depends on the score: there
// an unknown one is not the same as a low one.
std::int64_t least_bound(const policy::Policy& policy, Label label) {
    constexpr auto kNone = std::numeric_limits<std::int64_t>::max();
    auto least = kNone;
    const auto see = [&](const policy::Condition& condition, bool suspects) {
        for (const auto& all : condition.any) {
            for (const auto& atom : all.atoms) {
                const bool asks = atom.test == policy::Test::kSignal &&
                                  label_of_signal(policy.signals[atom.index]) == label;
                if (!asks) continue;
                const bool bound = suspects && is_lower_bound(atom);
                least = std::min(least, bound ? atom.number : 0);
            }
        }
    };
    for (const auto& clause : policy.clauses) {
        for (const auto& exception : clause.allow) see(exception.when, false);
        see(clause.review, false);
        see(clause.when, false);
        see(clause.doubt, false);
        see(clause.suspect, true);
    }
    return least == kNone ? 0 : least;
}

constexpr std::size_t kRoots = 1024;
constexpr auto kInverseRoots = [] {
    std::array<std::uint32_t, kRoots> roots{};
    for (std::size_t n = 1; n < roots.size(); ++n) roots[n] = inverse_root(n);
    return roots;
}();

}  // namespace

std::int32_t scale_sum(std::int64_t sum, std::size_t features) {
    if (features == 0) return 0;
    const auto root = features < kRoots ? kInverseRoots[features] : inverse_root(features);
    return static_cast<std::int32_t>(sum * root / 1024);
}

std::optional<Label> label_of_signal(std::string_view signal) {
    if (!signal.starts_with(kSignalPrefix)) return std::nullopt;
    return find_label(signal.substr(kSignalPrefix.size()));
}

bool is_lower_bound(const policy::Atom& atom) {
    return !atom.negate && (atom.compare == policy::Compare::kGreater ||
                            atom.compare == policy::Compare::kGreaterEqual);
}

Scorer::Scorer(std::shared_ptr<const Model> model, std::shared_ptr<const policy::Policy> policy)
    : model_(std::move(model)),
      policy_(std::move(policy)),
      marks_(*policy_),
      language_(text::language_index(model_->language)) {
    for (const auto& signal : policy_->signals) {
        const auto label = label_of_signal(signal);
        if (label && knows(*label)) declared_.push_back({signal, *label});
    }
    for (std::size_t l = 0; l < kLabels; ++l) {
        if (model_->knots[l].empty()) continue;
        weights_[l].reserve(model_->rows.size());
        for (const auto& row : model_->rows) weights_[l].push_back({row.check, row.weights[l]});
        const auto high = model_->glances[l].high;
        if (high == Glance::kNever || least_bound(*policy_, static_cast<Label>(l)) < high) continue;
        for (std::size_t w = 0; w < policy_->root_child.size();
             ++w) {  // the last word is of size()
            const auto f = word_feature(*policy_, static_cast<text::WordId>(w), *model_);
            const auto& row = model_->rows[f.row()];
            const bool weighed = row.check == f.check();
            glances_[l].push_back(weighed ? Weight{1, row.weights[l]} : Weight{});
        }
    }
}

void Scorer::read(const text::NormalText& text, std::uint32_t first, View view,
                  FeatureScratch& scratch) const {
    const auto all = static_cast<std::uint32_t>(text.tokens.size());
    const auto last = std::min<std::uint32_t>(all, first + limits::kScoreTokens);
    read_symbols(*policy_, marks_, text, first, last, scratch.symbols);
    read_features(text, *model_, view, scratch);
}

void Scorer::score(const text::NormalText& text, const Wanted& wanted, Depth depth,
                   FeatureScratch& scratch, Scores& out) const {
    out = {};
    // A text too short to tell its language is read as the model's.
    if (text.tokens.empty() || (text.language != language_ && text.language != 0)) return;
    const auto all = static_cast<std::uint32_t>(text.tokens.size());
    for (std::uint32_t first = 0;; first += limits::kScoreTokens - limits::kScoreOverlap) {
        const auto last = std::min<std::uint32_t>(all, first + limits::kScoreTokens);
        auto here = possible(text, first, last, wanted);
        if (depth == Depth::kBounds) {
            for (std::size_t l = 0; l < kLabels; ++l)
                here[l] = here[l] && glance(text, first, last, l);
        }
        if (any(here)) {
            read_symbols(*policy_, marks_, text, first, last, scratch.symbols);
            here[kIdentityAttack] &= names_group(scratch.symbols);
        }
        for (const auto view : kViews) {
            const auto seen = seen_in(view, here);
            if (!any(seen)) continue;
            read_features(text, *model_, view, scratch);
            score_window(first, seen, scratch, out);
        }
        if (last == all) break;
    }
}

Wanted Scorer::possible(const text::NormalText& text, std::uint32_t first, std::uint32_t last,
                        const Wanted& wanted) const {
    auto out = wanted;
    for (std::size_t l = 0; l < kLabels; ++l) out[l] &= !weights_[l].empty();
    out[kIdentityAttack] &= marks_.may_begin(text, first, last);
    return out;
}

bool Scorer::glance(const text::NormalText& text, std::uint32_t first, std::uint32_t last,
                    std::size_t label) const {
    if (glances_[label].empty()) return true;
    // A disguised word is no known one, and may be any.
    const auto reading = text.readings_from(first);
    if (reading != text.readings.end() && reading->first < last) return true;
    const auto* const weights = glances_[label].data();
    std::int32_t sum = 0;
    std::uint32_t known = 0;
    each_known_word(marks_, text, first, last, [&](text::WordId word) {
        sum += weights[word].value;
        known += weights[word].check;
    });
    return scale_sum(sum, known) >= model_->glances[label].floor;
}

void Scorer::score_window(std::uint32_t first, const Wanted& wanted, const FeatureScratch& scratch,
                          Scores& out) const {
    for (std::size_t l = 0; l < kLabels; ++l) {
        if (!wanted[l]) continue;
        const auto* const weights = weights_[l].data();
        for (const auto& f : scratch.features) __builtin_prefetch(weights + f.row());
        std::int32_t sum = 0;
        std::int32_t known = 0;  // features that the model weighs
        for (const auto& f : scratch.features) {
            const auto w = weights[f.row()];
            const std::int32_t owner =
                w.check == f.check() ? -1 : 0;  // no branch: hard to foretell
            known -= owner;
            sum += w.value & owner;
        }
        if (known == 0) return;  // of a view's features the model knows as many for each label
        const auto value =
            calibrate(model_->knots[l], scale_sum(sum, static_cast<std::size_t>(known)));
        if (out.known[l] && value <= out.values[l]) continue;
        out.known[l] = true;
        out.values[l] = value;
        out.window[l] = first;
    }
}

std::vector<Push> Scorer::pushes(const text::NormalText& text, const Scores& scores, Label label,
                                 std::size_t count, FeatureScratch& scratch) const {
    const auto l = static_cast<std::size_t>(label);
    read(text, scores.window[l], view_of(l), scratch);
    std::vector<Push> by_token;
    for (const auto& f : scratch.features) {
        if (by_token.empty() || by_token.back().token != f.token) by_token.push_back({f.token, 0});
        const auto& row = model_->rows[f.row()];
        if (row.check == f.check()) by_token.back().weight += row.weights[l];
    }
    std::sort(by_token.begin(), by_token.end(), [](const Push& a, const Push& b) {
        return a.weight != b.weight ? a.weight > b.weight : a.token < b.token;
    });
    const auto raised =
        std::find_if(by_token.begin(), by_token.end(), [](const Push& p) { return p.weight <= 0; });
    by_token.erase(raised, by_token.end());
    if (by_token.size() > count) by_token.resize(count);
    return by_token;
}

}  // namespace mizan::score
