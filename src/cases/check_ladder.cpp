// What makes a ladder invalid: limits, and what contradicts itself.
#include <algorithm>
#include <array>

#include "cases/ladder.h"

namespace mizan::cases {

namespace {

constexpr std::uint8_t kSeverityMost = 5;
// From the mildest.
constexpr std::array<std::string_view, 4> kStepActions = {"notice", "limit", "suspend",
                                                          "suspend-for-good"};

Result<void> wrong_ladder(const std::string& message, const std::string& place) {
    return fail({Code::kFieldType, message, place});
}
Result<void> check_range(std::uint32_t value, std::uint32_t least, std::uint32_t most,
                         const std::string& place) {
    if (value >= least && value <= most) return {};
    return wrong_ladder(
        "this must be from " + std::to_string(least) + " to " + std::to_string(most), place);
}
std::string rule_place(const std::string& where, std::size_t at) {
    return where + ".rules[" + std::to_string(at) + "]";
}
std::string step_place(const std::string& where, std::size_t at) {
    return where + ".steps[" + std::to_string(at) + "]";
}

Result<void> check_rule(const StrikeRule& rule, const std::string& place) {
    const bool plain = std::ranges::none_of(rule.clause, [](char c) {
        return static_cast<unsigned char>(c) <= 0x20 || c == 0x7f || c == '|' || c == '`';
    });
    if (!plain || rule.clause.size() > 100)
        return wrong_ladder("this must be the id of a clause, or be left out for any",
                            place + ".clause");
    MZ_CHECK(check_range(rule.severity_from, 1, kSeverityMost, place + ".severity_from"));
    MZ_CHECK(check_range(rule.points, 0, kStrikePointsMost, place + ".points"));
    MZ_CHECK(check_range(rule.expires_days, 1, kStrikeDaysMost, place + ".expires_days"));
    if (rule.skips_steps && rule.points == 0)
        return wrong_ladder("what weighs nothing cannot skip steps", place + ".skips_steps");
    return {};
}

// Of one clause, `graver` is for the higher severity.
Result<void> check_graver(const StrikeRule& milder, const StrikeRule& graver,
                          const std::string& place) {
    const auto less = [&](std::string_view what, std::string_view member) {
        return wrong_ladder("the clause has a rule for a lower severity, " +
                                std::to_string(milder.severity_from) + ", that " +
                                std::string(what) + ": what is graver cannot be treated as less",
                            place + "." + std::string(member));
    };
    if (graver.points < milder.points) return less("weighs more", "points");
    if (graver.points > 0 && graver.expires_days < milder.expires_days && milder.points > 0)
        return less("counts for longer", "expires_days");
    if (milder.skips_steps && !graver.skips_steps) return less("skips steps", "skips_steps");
    return {};
}

Result<void> check_rules(const Ladder& ladder, const std::string& where) {
    const auto& rules = ladder.rules;
    if (rules.empty() || rules.size() > kStrikeRulesMost)
        return wrong_ladder("a ladder has 1 to 200 rules", where + ".rules");
    for (std::size_t i = 0; i < rules.size(); ++i) {
        const auto place = rule_place(where, i);
        MZ_CHECK(check_rule(rules[i], place));
        for (std::size_t j = 0; j < i; ++j) {
            if (rules[i].clause != rules[j].clause) continue;
            if (rules[i].severity_from == rules[j].severity_from)
                return wrong_ladder(
                    "rule " + std::to_string(j) + " is for the same clause and severity: keep one",
                    place);
            const bool later = rules[i].severity_from > rules[j].severity_from;
            MZ_CHECK(later ? check_graver(rules[j], rules[i], place)
                           : check_graver(rules[i], rules[j], rule_place(where, j)));
        }
    }
    return {};
}

Result<void> check_step(const LadderStep& step, bool last, const std::string& place) {
    const bool plain =
        std::ranges::all_of(step.action, [](char c) { return (c >= 'a' && c <= 'z') || c == '-'; });
    if (!plain || step.action.empty() || step.action.size() > 40)
        return wrong_ladder("this must be the name of an action, as suspend-for-good",
                            place + ".action");
    MZ_CHECK(check_range(step.points, 1, kStrikePointsMost, place + ".points"));
    MZ_CHECK(check_range(step.hours, 0, kStepHoursMost, place + ".hours"));
    const bool for_good = step.action == "suspend-for-good";
    const bool suspends = for_good || step.action == "suspend";
    if (suspends && !step.restricts_account)
        return wrong_ladder("who is suspended is restricted: this must be true",
                            place + ".restricts_account");
    if (step.action == "notice" && step.restricts_account)
        return wrong_ladder("a notice restricts nobody: this must be false",
                            place + ".restricts_account");
    if ((for_good || step.action == "notice") && step.hours != 0)
        return wrong_ladder("this action has no hours: leave them out", place + ".hours");
    if (step.action == "suspend" && step.hours == 0)
        return wrong_ladder("say for how long, or suspend-for-good", place + ".hours");
    if (for_good && !last)
        return wrong_ladder("nothing can follow what is for good", place + ".action");
    return {};
}

// `step` comes after `before`.
Result<void> check_further(const LadderStep& before, const LadderStep& step,
                           const std::string& place) {
    if (step.points <= before.points)
        return wrong_ladder("this must be more than the points of the step before it",
                            place + ".points");
    if (before.restricts_account && !step.restricts_account)
        return wrong_ladder("the step before it restricts the account, so this must too",
                            place + ".restricts_account");
    const auto rank = [](const LadderStep& s) { return std::ranges::find(kStepActions, s.action); };
    const bool known = rank(before) != kStepActions.end() && rank(step) != kStepActions.end();
    if (known && rank(step) < rank(before))
        return wrong_ladder("this is milder than the step before it", place + ".action");
    const bool same =
        step.action == before.action && step.restricts_account == before.restricts_account;
    const bool ends = step.hours != 0;
    if (same && ends && (before.hours == 0 || step.hours < before.hours))
        return wrong_ladder("this is shorter than the same in the step before it",
                            place + ".hours");
    return {};
}

}  // namespace

Result<void> check(const Ladder& ladder, const std::string& where) {
    MZ_CHECK(check_rules(ladder, where));
    const auto& steps = ladder.steps;
    if (steps.empty() || steps.size() > kLadderStepsMost)
        return wrong_ladder("a ladder has 1 to 20 steps", where + ".steps");
    for (std::size_t i = 0; i < steps.size(); ++i) {
        MZ_CHECK(check_step(steps[i], i + 1 == steps.size(), step_place(where, i)));
        if (i > 0) {
            MZ_CHECK(check_further(steps[i - 1], steps[i], step_place(where, i)));
        }
    }
    const bool restricts = std::ranges::any_of(steps, &LadderStep::restricts_account);
    for (std::size_t i = 0; i < ladder.rules.size(); ++i) {
        const auto& rule = ladder.rules[i];
        if (rule.points > 0 && rule.points < steps.front().points)
            return wrong_ladder("a strike of " + std::to_string(rule.points) +
                                    " would lead to no step: the first begins at " +
                                    std::to_string(steps.front().points),
                                rule_place(where, i) + ".points");
        if (rule.skips_steps && !restricts)
            return wrong_ladder(
                "there is no step that restricts the account, to which it could skip",
                rule_place(where, i) + ".skips_steps");
    }
    return {};
}

}  // namespace mizan::cases
