#include <fmt/format.h>

#include <algorithm>

#include "report/evaluation_parts.h"
#include "score/model.h"

namespace mizan::report {

namespace {

constexpr std::size_t kWorstCells = 12;
constexpr std::size_t kShownClauses = 20;

std::string area(const std::optional<double>& value) {
    return value ? fmt::format("{:.3f}", *value) : "-";
}

// What flagged posts are worth where hate is as rare as on a platform: a labelled set holds far more of it.
std::string at_prevalences(const learn::Counts& c) {
    if (c.positives() == 0 || c.negatives() == 0) return "-";
    return fmt::format("{:.0f} / {:.0f} / {:.0f} %", 100 * learn::precision_at(c, 0.001),
                       100 * learn::precision_at(c, 0.005), 100 * learn::precision_at(c, 0.01));
}

void write_sets(std::string& out, const learn::Evaluation& e) {
    out.append(
        "Positive: labelled hate. Flagged: violation or review. Intervals: 95 %, Wilson.\n"
        "Last column: precision to expect where 0.1 / 0.5 / 1 % of all posts are hate.\n\n");
    out.append(fmt::format("{:<20}{:>7}{:>22}{:>22}{:>8}{:>18}\n", "flagged", "posts",
                           "hate flagged", "other flagged", "F1", "precision"));
    const auto line = [&](const learn::Cell& c) {
        out.append(fmt::format("{:<20}{:>7}{:>22}{:>22}{:>8}{:>18}\n", c.name, c.posts(),
                               with_interval(learn::recall(c.flagged)),
                               with_interval(learn::false_positives(c.flagged)),
                               f1_or_dash(c.flagged), at_prevalences(c.flagged)));
    };
    for (const auto& c : e.by(learn::Dimension::kSource)) line(c);
    line(e.all);
    out.append("\nviolation alone: hate ").append(with_interval(learn::recall(e.all.acted)));
    out.append(", other ").append(with_interval(learn::false_positives(e.all.acted)));
    out.append(", precision ").append(with_interval(learn::precision(e.all.acted))).append("\n");
    if (e.pairs.whole > 0)
        out.append("minimal pairs with both sides right: ")
            .append(with_interval(e.pairs))
            .append("\n");
}

void write_swap_lines(std::string& out, const learn::Evaluation& e) {
    if (e.swaps.empty()) return;
    out.append(fmt::format("\n{:<20}{:>6}{:>22}  {}\n", "swapped groups", "sets", "decided alike",
                           "median gap of scores"));
    for (const auto& s : e.swaps)
        out.append(fmt::format("{:<20}{:>6}{:>22}  {}\n", s.source, s.equal.whole,
                               with_interval(s.equal), gaps_of(s)));
}

void write_worst(std::string& out, const learn::Evaluation& e) {
    struct Named {
        learn::Dimension dimension;
        const learn::Cell* cell;
    };
    std::vector<Named> worst;
    for (std::size_t d = 0; d < learn::kDimensions; ++d) {
        for (const auto& c : e.cells[d]) {
            worst.push_back({static_cast<learn::Dimension>(d), &c});
        }
    }
    std::stable_sort(worst.begin(), worst.end(), [](const Named& a, const Named& b) {
        return learn::is_worse(*a.cell, *b.cell);
    });
    if (worst.size() > kWorstCells) worst.resize(kWorstCells);
    if (worst.empty()) return;
    out.append(fmt::format("\n{:<10} {:<30}{:>7}{:>22}{:>22}\n", "worst", "", "posts",
                           "hate flagged", "other flagged"));
    for (const auto& [dimension, c] : worst) {
        out.append(fmt::format("{:<10} {:<30}{:>7}{:>22}{:>22}\n", learn::name(dimension), c->name,
                               c->posts(), with_interval(learn::recall(c->flagged)),
                               with_interval(learn::false_positives(c->flagged))));
    }
}

void write_clause_lines(std::string& out, const learn::Evaluation& e) {
    if (e.clauses.empty()) return;
    out.append(
        fmt::format("\n{:<30}{:>8}{:>8}{:>22}\n", "clause", "hate", "other", "hate among flagged"));
    for (std::size_t i = 0; i < std::min(e.clauses.size(), kShownClauses); ++i) {
        const auto& c = e.clauses[i];
        out.append(fmt::format("{:<30}{:>8}{:>8}{:>22}\n", c.clause, c.hate, c.other,
                               with_interval({c.hate, c.hate + c.other})));
    }
}

void write_rules(std::string& out, const learn::Evaluation& e) {
    if (e.rules.empty()) return;
    const auto silent = std::count_if(e.rules.begin(), e.rules.end(),
                                      [](const auto& r) { return r.hate + r.other == 0; });
    out.append(
        fmt::format("\npatterns of constructs that made a claim: {} of {}; --json names each\n",
                    static_cast<std::int64_t>(e.rules.size()) - silent, e.rules.size()));
}

void write_scores(std::string& out, const learn::Evaluation& e) {
    out.append(fmt::format("\n{:<20}{:>8}{:>22}{:>22}{:>8}\n", "identity_attack", "area",
                           "hate above", "other above", "F1"));
    const auto line = [&](const learn::Cell& c) {
        out.append(fmt::format("{:<20}{:>8}{:>22}{:>22}{:>8}\n", c.name, area(c.area),
                               with_interval(learn::recall(c.scored)),
                               with_interval(learn::false_positives(c.scored)),
                               f1_or_dash(c.scored)));
    };
    for (const auto& c : e.by(learn::Dimension::kSource)) line(c);
    line(e.all);
    out.append("\narea under the curve by score:");
    for (std::size_t l = 0; l < score::kLabels; ++l) {
        out.append(fmt::format(" {} {}", score::name(static_cast<score::Label>(l)),
                               area(e.scores[l].area)));
    }
    out.append("\ncalibration (score, posts, share that is hate):");
    for (const auto& bin : e.bins) {
        if (bin.posts == 0) continue;
        out.append(fmt::format("\n  {:>5} {:>7}  {}", bin.sum / bin.posts, bin.posts,
                               with_interval({bin.hate, bin.posts})));
    }
    out.append(fmt::format("\nposts without a score: {}\n", e.unscored));
}

void write_queues(std::string& out, const QueueAnswer& q) {
    out.append(fmt::format(
        "\nqueues: of {:.0f} posts a day, {:.3g} % of them what a score speaks of, people look at "
        "{:.0f} for each clause:\n",
        q.posts, 100 * q.prevalence, q.reviews));
    for (const auto& clause : q.clauses) out.append("  ").append(answer_of(clause)).append("\n");
}

}  // namespace

std::string to_text(const learn::Evaluation& e, const EvaluationInfo& info) {
    std::string out;
    write_sets(out, e);
    write_swap_lines(out, e);
    write_worst(out, e);
    write_clause_lines(out, e);
    write_rules(out, e);
    if (e.with_scores) write_scores(out, e);
    if (info.queue) write_queues(out, *info.queue);
    return out;
}

}  // namespace mizan::report
