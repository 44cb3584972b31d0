#include "learn/evaluation.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "base/hash.h"

namespace mizan::learn {

namespace {

using score::kIdentityAttack;
constexpr std::uint32_t kMost = 10000;  // of a score

std::optional<double> area(std::vector<Scored> scored) {
    const auto wanted = [](const Scored& s) { return s.wanted; };
    if (std::all_of(scored.begin(), scored.end(), wanted) ||
        std::none_of(scored.begin(), scored.end(), wanted))
        return std::nullopt;
    return area_under_curve(std::move(scored));
}

// By what the interval leaves possible at best, so that a few unlucky posts do not come first.
double at_best(const Counts& c) {
    double out = 1;
    if (c.positives() > 0) out = std::min(out, wilson(recall(c)).high);
    if (c.negatives() > 0) out = std::min(out, 1 - wilson(false_positives(c)).low);
    return out;
}

}  // namespace

bool is_worse(const Cell& a, const Cell& b) {
    return std::tuple(at_best(a.flagged), worst_share(a.flagged)) <
           std::tuple(at_best(b.flagged), worst_share(b.flagged));
}

std::string_view name(Dimension dimension) {
    constexpr std::string_view kNames[] = {"source", "behaviour", "kind", "group", "language"};
    return kNames[static_cast<std::size_t>(dimension)];
}

double worst_share(const Counts& c) {
    double out = 1;
    if (c.positives() > 0) out = std::min(out, value(recall(c)));
    if (c.negatives() > 0) out = std::min(out, 1 - value(false_positives(c)));
    return out;
}

bool measures_queues(const ScoreFigures& figures) {
    return !figures.scored.empty() && figures.positives > 0 && figures.negatives > 0;
}

std::optional<Budget> budget(const ScoreFigures& figures, double posts, double reviews,
                             double prevalence) {
    if (!measures_queues(figures)) return std::nullopt;
    auto scored = figures.scored;
    std::sort(scored.begin(), scored.end(),
              [](const Scored& a, const Scored& b) { return a.value > b.value; });
    // Posts without a score lie below any threshold.
    const auto positives = static_cast<double>(figures.positives);
    const auto negatives = static_cast<double>(figures.negatives);
    std::optional<Budget> best;
    double above_right = 0, above_other = 0;
    for (std::size_t i = 0; i < scored.size();) {
        const auto v = scored[i].value;
        for (; i < scored.size() && scored[i].value == v; ++i)
            (scored[i].wanted ? above_right : above_other) += 1;
        const double found = posts * prevalence * above_right / positives;
        const double wrong = posts * (1 - prevalence) * above_other / negatives;
        if (found + wrong > reviews) break;
        best = Budget{static_cast<std::uint16_t>(v), found + wrong, found};
    }
    return best;
}

Tally::Tally(bool with_scores, std::uint16_t threshold, std::size_t examples,
             std::vector<RuleUse> rules)
    : with_scores_(with_scores),
      threshold_(threshold),
      examples_(examples),
      rules_(std::move(rules)),
      swaps_(examples) {}

void Tally::count(Counting& counting, bool hate, const Judged& judged) const {
    counting.cell.flagged.add(hate, judged.flagged);
    counting.cell.acted.add(hate, judged.acted);
    if (!with_scores_) return;
    const auto value = judged.scores[kIdentityAttack];
    const bool scored = judged.scored[kIdentityAttack];
    counting.cell.scored.add(hate, scored && value >= threshold_);
    if (scored) counting.scored.push_back({value, hate});
}

void Tally::add(const Row& row, const Judged& judged) {
    const bool hate = row.truth == Truth::kHate;
    const auto into = [&](Dimension d, const std::string& name) {
        if (!name.empty()) count(cells_[static_cast<std::size_t>(d)][name], hate, judged);
    };
    count(all_, hate, judged);
    into(Dimension::kSource, row.set);
    into(Dimension::kBehaviour, row.behaviour);
    into(Dimension::kLanguage, row.language);
    for (const auto& kind : row.kinds) into(Dimension::kKind, kind);
    for (const auto& target : row.targets) into(Dimension::kGroup, target);
    for (const auto& clause : judged.clauses) {
        auto& flags = clauses_[clause];
        flags.clause = clause;
        ++(hate ? flags.hate : flags.other);
    }
    for (const auto rule : judged.rules) ++(hate ? rules_[rule].hate : rules_[rule].other);
    if (!row.pair.empty()) {
        auto& pair = pairs_[row.set + '\n' + row.pair];
        pair.right += judged.flagged == hate ? 1 : 0;
        ++pair.all;
    }
    swaps_.add(row, judged);
    if (judged.flagged != hate) keep(row, hate, judged);
    if (with_scores_) add_scores(row, hate, judged);
}

void Tally::add_scores(const Row& row, bool hate, const Judged& judged) {
    for (std::size_t l = 0; l < score::kLabels; ++l) {
        if (row.wanted[l] < 0) continue;
        auto& figures = by_label_[l];
        ++(row.wanted[l] == 1 ? figures.positives : figures.negatives);
        if (judged.scored[l]) figures.scored.push_back({judged.scores[l], row.wanted[l] == 1});
    }
    if (!judged.scored[kIdentityAttack]) {
        ++unscored_;
        return;
    }
    const auto value = judged.scores[kIdentityAttack];
    auto& bin = bins_[std::min<std::size_t>(value * kBins / kMost, kBins - 1)];
    ++bin.posts;
    bin.hate += hate ? 1 : 0;
    bin.sum += value;
}

// Those with the smallest hashes: a sample that does not depend on the order of the rows.
void Tally::keep(const Row& row, bool missed, const Judged& judged) {
    auto& kept = mistakes_[missed ? 1 : 0];
    const auto h = hash64(row.set + '\n' + row.id + '\n' + row.text);
    if (examples_ == 0 || (kept.size() == examples_ && h >= std::prev(kept.end())->first)) return;
    kept[h] = {row.set,        row.id,
               row.text,       missed,
               judged.outcome, judged.clauses.empty() ? std::string() : judged.clauses.front()};
    if (kept.size() > examples_) kept.erase(std::prev(kept.end()));
}

Evaluation Tally::finish() && {
    Evaluation out;
    out.with_scores = with_scores_;
    out.unscored = unscored_;
    out.bins = bins_;
    out.all = std::move(all_.cell);
    out.all.name = "all";
    out.all.area = area(std::move(all_.scored));
    for (std::size_t d = 0; d < kDimensions; ++d) {
        for (auto& [name, counting] : cells_[d]) {
            counting.cell.name = name;
            counting.cell.area = area(std::move(counting.scored));
            out.cells[d].push_back(std::move(counting.cell));
        }
        if (static_cast<Dimension>(d) != Dimension::kSource)
            std::stable_sort(out.cells[d].begin(), out.cells[d].end(), is_worse);
    }
    out.rules = std::move(rules_);
    for (auto& [name, flags] : clauses_) out.clauses.push_back(std::move(flags));
    std::stable_sort(out.clauses.begin(), out.clauses.end(),
                     [](const ClauseFlags& a, const ClauseFlags& b) {
                         return a.hate + a.other > b.hate + b.other;
                     });
    for (const auto& [name, pair] : pairs_) {
        if (pair.all < 2) continue;
        ++out.pairs.whole;
        out.pairs.part += pair.right == pair.all ? 1 : 0;
    }
    out.swaps = std::move(swaps_).finish();
    for (auto& kept : mistakes_) {
        for (auto& [h, mistake] : kept) out.mistakes.push_back(std::move(mistake));
    }
    for (auto& figures : by_label_) figures.area = area(figures.scored);
    out.scores = std::move(by_label_);
    return out;
}

}  // namespace mizan::learn
