// The figures of an evaluation, written for people (text, one HTML file that needs nothing else) and for machines (JSON).
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "learn/evaluation.h"

namespace mizan::report {

// A clause that holds posts by a score, and the threshold that its queue can bear: see learn::budget().
struct ClauseBudget {
    std::string clause;  // empty: no clause of the policy asks for the score
    score::Label label = score::Label::kIdentityAttack;
    bool measurable = false;  // there were posts of both kinds, and scores
    std::optional<learn::Budget> budget;
};

// What was asked about queues, and the answer for each.
struct QueueAnswer {
    double posts = 0;       // a day
    double reviews = 0;     // that people can look at, for each clause
    double prevalence = 0;  // share of posts that are what the score speaks of
    std::vector<ClauseBudget> clauses;
};

// What the figures are about.
struct EvaluationInfo {
    std::string policy;   // title
    std::string version;  // of the policy, 64 hex digits
    std::string model;    // version of the model of scores; empty: none
    std::uint16_t threshold = 5000;
    std::optional<QueueAnswer> queue;
};

[[nodiscard]] std::string to_text(const learn::Evaluation& evaluation, const EvaluationInfo& info);
[[nodiscard]] std::string to_json(const learn::Evaluation& evaluation, const EvaluationInfo& info);

// Shows the words of posts that were decided wrongly: keep it where the posts may be kept.
[[nodiscard]] std::string to_html(const learn::Evaluation& evaluation, const EvaluationInfo& info);

}  // namespace mizan::report
