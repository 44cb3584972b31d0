#include "service/evaluate.h"

#include <algorithm>
#include <map>

#include "score/scorer.h"
#include "service/decide.h"

namespace mizan::service {

namespace {

bool looked_at(std::uint8_t part, Portion portion) {
    switch (portion) {
        case Portion::kSetAside: return part == learn::kSetAside;
        case Portion::kTuning: return part != learn::kSetAside;
        case Portion::kAll: return true;
    }
    return false;
}

class Evaluator {
public:
    Evaluator(const std::shared_ptr<const policy::Policy>& policy,
              const std::shared_ptr<const score::Scorer>& scorer, std::uint16_t threshold)
        : decider_(policy, scorer), scorer_(scorer), threshold_(threshold) {}

    void add(const learn::Row& row) {
        post_.clear();
        post_.id = row.id;
        post_.parts.push_back({PartKind::kText, PartRole::kBody, row.text, {}});
        const auto& decision = decider_.decide(post_);
        auto& set = sets_[row.set];
        const bool hate = row.truth == learn::Truth::kHate;
        const bool acted = decision.outcome == Outcome::kViolation;
        set.figures.acted.add(hate, acted);
        set.figures.flagged.add(hate, acted || decision.outcome == Outcome::kReview);
        if (scorer_) add_scores(row, hate, set);
    }
    Evaluation finish() {
        Evaluation out;
        out.with_scores = scorer_ != nullptr;
        out.unscored = unscored_;
        std::vector<learn::Scored> all;
        for (auto& [name, set] : sets_) {
            set.figures.set = name;
            out.all.flagged.add(set.figures.flagged);
            out.all.acted.add(set.figures.acted);
            out.all.scored.add(set.figures.scored);
            all.insert(all.end(), set.scored.begin(), set.scored.end());
            set.figures.area = area(std::move(set.scored));
            out.sets.push_back(std::move(set.figures));
        }
        out.all.set = "all";
        out.all.area = area(std::move(all));
        for (std::size_t l = 0; l < score::kLabels; ++l) {
            if (scorer_ && scorer_->knows(static_cast<score::Label>(l)))
                out.areas[l] = area(std::move(by_label_[l]));
        }
        return out;
    }

private:
    struct Set {
        SetFigures figures;
        std::vector<learn::Scored> scored;
    };

    static std::optional<double> area(std::vector<learn::Scored> scored) {
        const auto wanted = [](const learn::Scored& s) { return s.wanted; };
        if (std::all_of(scored.begin(), scored.end(), wanted) ||
            std::none_of(scored.begin(), scored.end(), wanted))
            return std::nullopt;
        return learn::area_under_curve(std::move(scored));
    }
    void add_scores(const learn::Row& row, bool hate, Set& set) {
        scorer_->score(decider_.scratch().text, features_, scores_);
        unscored_ += scores_.known ? 0 : 1;
        const auto value =
            scores_.known ? scores_.values[static_cast<std::size_t>(score::Label::kIdentityAttack)]
                          : std::uint16_t{0};
        set.figures.scored.add(hate, scores_.known && value >= threshold_);
        if (!scores_.known) return;
        set.scored.push_back({value, hate});
        for (std::size_t l = 0; l < score::kLabels; ++l) {
            if (row.wanted[l] >= 0) by_label_[l].push_back({scores_.values[l], row.wanted[l] == 1});
        }
    }

    Decider decider_;
    std::shared_ptr<const score::Scorer> scorer_;
    std::uint16_t threshold_;
    Post post_;
    score::FeatureScratch features_;
    score::Scores scores_;
    std::map<std::string, Set> sets_;
    std::array<std::vector<learn::Scored>, score::kLabels> by_label_;
    std::size_t unscored_ = 0;
};

}  // namespace

Result<Evaluation> evaluate(const std::shared_ptr<const policy::Policy>& policy,
                            const std::shared_ptr<const score::Scorer>& scorer,
                            const EvaluateRequest& request) {
    MZ_TRY(const auto rows, learn::read_dataset(request.data, request.language));
    Evaluator evaluator(policy, scorer, request.threshold);
    for (const auto& row : rows) {
        if (looked_at(row.part, request.portion)) evaluator.add(row);
    }
    return evaluator.finish();
}

}  // namespace mizan::service
