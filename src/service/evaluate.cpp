#include "service/evaluate.h"

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
              std::shared_ptr<const score::Model> model, std::uint16_t threshold)
        : decider_(policy), threshold_(threshold) {
        if (model) scorer_.emplace(std::move(model), policy);
    }

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
        out.with_scores = scorer_.has_value();
        out.unscored = unscored_;
        std::vector<learn::Scored> all;
        for (auto& [name, set] : sets_) {
            set.figures.set = name;
            out.all.flagged.add(set.figures.flagged);
            out.all.acted.add(set.figures.acted);
            out.all.scored.add(set.figures.scored);
            all.insert(all.end(), set.scored.begin(), set.scored.end());
            set.figures.area = learn::area_under_curve(std::move(set.scored));
            out.sets.push_back(std::move(set.figures));
        }
        out.all.set = "all";
        out.all.area = learn::area_under_curve(std::move(all));
        for (std::size_t l = 0; l < score::kLabels; ++l)
            out.areas[l] = learn::area_under_curve(std::move(by_label_[l]));
        return out;
    }

private:
    struct Set {
        SetFigures figures;
        std::vector<learn::Scored> scored;
    };

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
    std::optional<score::Scorer> scorer_;
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
                            std::shared_ptr<const score::Model> model,
                            const EvaluateRequest& request) {
    MZ_TRY(const auto rows, learn::read_dataset(request.data, request.language));
    Evaluator evaluator(policy, std::move(model), request.threshold);
    for (const auto& row : rows) {
        if (looked_at(row.part, request.portion)) evaluator.add(row);
    }
    return evaluator.finish();
}

}  // namespace mizan::service
