#include "service/evaluate.h"

#include <algorithm>
#include <set>

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

class Judge {
public:
    Judge(const std::shared_ptr<const policy::Policy>& policy,
          const std::shared_ptr<const score::Scorer>& scorer)
        : decider_(policy, scorer), scorer_(scorer), place_(policy->patterns.size(), 0) {
        for (std::size_t i = 0; i < place_.size(); ++i) {
            if (policy->patterns[i].owner != policy::PatternOwner::kConstruct) continue;
            place_[i] = static_cast<std::uint32_t>(rules_.size());
            rules_.push_back({policy->patterns[i].where, 0, 0});
        }
    }

    // The patterns that Judged::rules speak of.
    [[nodiscard]] const std::vector<learn::RuleUse>& rules() const { return rules_; }

    learn::Judged judge(const learn::Row& row) {
        post_.clear();
        post_.id = row.id;
        post_.parts.push_back({PartKind::kText, PartRole::kBody, row.text, {}});
        const auto& decision = decider_.decide(post_);
        learn::Judged out;
        out.acted = decision.outcome == Outcome::kViolation;
        out.flagged = out.acted || decision.outcome == Outcome::kReview;
        out.outcome = name(decision.outcome);
        for (const auto& found : decision.clauses) {
            const bool finds =
                found.finding == Finding::kViolates || found.finding == Finding::kUnclear;
            if (finds && found.state != "shadow") out.clauses.emplace_back(found.clause);
        }
        for (const auto& claim : decider_.scratch().claims.claims)
            out.rules.push_back(place_[claim.pattern]);
        std::sort(out.rules.begin(), out.rules.end());
        out.rules.erase(std::unique(out.rules.begin(), out.rules.end()), out.rules.end());
        if (!scorer_) return out;
        scorer_->score(decider_.scratch().text, score::kAllLabels, score::Depth::kWhole, features_,
                       scores_);
        out.scored = scores_.known;
        out.scores = scores_.values;
        return out;
    }

private:
    Decider decider_;
    std::shared_ptr<const score::Scorer> scorer_;
    Post post_;
    score::FeatureScratch features_;
    score::Scores scores_;
    std::vector<learn::RuleUse> rules_;
    std::vector<std::uint32_t> place_;  // by pattern of the policy: index into rules_
};

}  // namespace

std::vector<ScoreClause> clauses_held_by_scores(const policy::Policy& policy) {
    std::vector<ScoreClause> out;
    for (const auto c : policy.suspecting) {
        const auto& clause = policy.clauses[c];
        for (const auto& all : clause.suspect.any) {
            for (const auto& atom : all.atoms) {
                if (atom.test != policy::Test::kSignal || !score::is_lower_bound(atom)) continue;
                const auto label = score::label_of_signal(policy.signals[atom.index]);
                if (!label) continue;
                const ScoreClause found{clause.id, *label};
                if (std::find(out.begin(), out.end(), found) == out.end()) out.push_back(found);
            }
        }
    }
    return out;
}

Result<learn::Evaluation> evaluate(const std::shared_ptr<const policy::Policy>& policy,
                                   const std::shared_ptr<const score::Scorer>& scorer,
                                   const EvaluateRequest& request) {
    Judge judge(policy, scorer);
    learn::Tally tally(scorer != nullptr, request.threshold, request.examples, judge.rules());
    std::set<std::string> sets;
    if (!request.data.empty()) {
        MZ_TRY(const auto rows, learn::read_dataset(request.data, request.language));
        for (const auto& row : rows) {
            sets.insert(row.set);
            if (looked_at(row.part, request.portion)) tally.add(row, judge.judge(row));
        }
    }
    for (const auto& suite : request.suites) {
        MZ_TRY(const auto rows, learn::read_suite(suite, request.language));
        if (!sets.insert(rows.front().set).second) {
            return fail(Error{Code::kUsage,
                              "another set or suite has the name '" + rows.front().set +
                                  "': name one of the files anew",
                              suite});
        }
        for (const auto& row : rows) tally.add(row, judge.judge(row));
    }
    auto out = std::move(tally).finish();
    for (std::size_t l = 0; l < score::kLabels; ++l) {
        if (scorer && !scorer->knows(static_cast<score::Label>(l))) out.scores[l] = {};
    }
    return out;
}

}  // namespace mizan::service
