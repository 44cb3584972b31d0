#include "cases/ladder.h"

#include <algorithm>
#include <limits>
#include <tuple>

namespace mizan::cases {

namespace {

constexpr std::uint64_t kStrikeDay = 86'400;

// Which notice a strike belongs to: one that was told in none is one by itself.
auto notice_of(const Strike& strike) {
    return std::tuple<std::string_view, std::uint64_t>(strike.notice,
                                                       strike.notice.empty() ? strike.decision : 0);
}
// The more the graver; the first decision of those that are alike.
auto gravity_of(const Strike& strike) {
    return std::tuple(strike.points, strike.severity, strike.expires_at, ~strike.decision);
}
bool is_given(const Strike& strike, std::uint64_t now) {
    return !strike.undone && strike.given_at <= now;
}
bool is_notified(const Strike& strike, std::uint64_t now) {
    return strike.notified_at != 0 && strike.notified_at <= now;
}

// The gravest of each notice, if it has not expired. Those less grave do not outlive it: the strike was the notice's.
std::vector<const Strike*> in_force(std::span<const Strike> strikes, std::uint64_t now,
                                    bool notified_only) {
    std::vector<const Strike*> out;
    for (const auto& strike : strikes)
        if (is_given(strike, now)) out.push_back(&strike);
    std::ranges::sort(out, [](const Strike* a, const Strike* b) {
        if (notice_of(*a) != notice_of(*b)) return notice_of(*a) < notice_of(*b);
        return gravity_of(*a) > gravity_of(*b);
    });
    const auto again = std::ranges::unique(
        out, [](const Strike* a, const Strike* b) { return notice_of(*a) == notice_of(*b); });
    out.erase(again.begin(), again.end());
    std::erase_if(out, [&](const Strike* strike) {
        return strike->expires_at <= now || (notified_only && !is_notified(*strike, now));
    });
    return out;
}

std::uint32_t clipped(std::uint64_t sum) {
    return static_cast<std::uint32_t>(
        std::min<std::uint64_t>(sum, std::numeric_limits<std::uint32_t>::max()));
}

std::string points_text(std::uint64_t n) {
    return std::to_string(n) + (n == 1 ? " point" : " points");
}
std::string step_text(const LadderStep& step) {
    if (step.hours == 0) return step.action;
    const bool days = step.hours >= 48 && step.hours % 24 == 0;
    const auto n = days ? step.hours / 24 : step.hours;
    return step.action + " for " + std::to_string(n) + (days ? " day" : " hour") +
           (n == 1 ? "" : "s");
}

// Strikes of one notice, and what they lead to together with those before.
struct StrikeSums {
    std::uint64_t own = 0;
    std::uint64_t before = 0;
    std::size_t strikes_before = 0;
    const StrikeRule* skips = nullptr;
};

std::string why_of(const StrikeSums& points, const LadderStep& step, bool skipped, bool two,
                   Standing who) {
    std::string why = points_text(points.own + points.before);
    if (points.strikes_before > 0)
        why += ", " + std::to_string(points.own) + " of this strike and " +
               std::to_string(points.before) + " of " + std::to_string(points.strikes_before) +
               " before it that the author was told of,";
    why += points.own + points.before == 1 ? " leads to " : " lead to ";
    why += step.action.empty() ? "no step yet" : step_text(step);
    if (skipped)
        why += ", since a strike " +
               (points.skips->clause.empty() ? std::string("as grave as this")
                                             : "under " + points.skips->clause) +
               " skips the steps before it";
    if (two)
        why += ", on which two people have to agree, since the account's standing is " +
               std::string(fields::word(who));
    return why + ".";
}

}  // namespace

Ladder default_ladder() {
    return {{{"", 3, 1, 90, false},
             {"", 4, 2, 180, false},
             {"", 5, 3, 365, false},
             {"threats", 1, 3, 365, true},
             {"threats-to-persons", 1, 3, 365, true}},
            {{1, "notice", 0, false},
             {2, "limit", 24, false},
             {4, "suspend", 72, true},
             {6, "suspend", 168, true},
             {8, "suspend", 720, true},
             {12, "suspend-for-good", 0, true}}};
}

const StrikeRule* rule_for(const Ladder& ladder, std::string_view clause, std::uint8_t severity) {
    const StrikeRule* found = nullptr;
    const auto rank = [](const StrikeRule& rule) {
        return std::tuple(!rule.clause.empty(), rule.severity_from);
    };
    for (const auto& rule : ladder.rules) {
        if (!rule.clause.empty() && rule.clause != clause) continue;
        if (rule.severity_from > severity) continue;
        if (!found || rank(rule) > rank(*found)) found = &rule;
    }
    return found;
}

std::optional<Strike> make_strike(const Ladder& ladder, const StrikeCause& cause) {
    if (!cause.confirmed || cause.answer != Answer::kViolates) return std::nullopt;
    const auto* rule = rule_for(ladder, cause.clause, cause.severity);
    if (rule == nullptr || rule->points == 0) return std::nullopt;
    Strike out;
    out.case_no = cause.case_no;
    out.decision = cause.decision;
    out.notice = cause.notice;
    out.clause = cause.clause;
    out.severity = cause.severity;
    out.points = rule->points;
    out.given_at = cause.at;
    out.notified_at = cause.notified_at;
    const auto lasts = rule->expires_days * kStrikeDay;
    const auto longest = std::numeric_limits<std::uint64_t>::max() - cause.at;
    out.expires_at = cause.at + std::min(lasts, longest);
    return out;
}

bool undo(std::span<Strike> strikes, std::uint64_t decision) {
    bool any = false;
    for (auto& strike : strikes) {
        if (strike.decision != decision || strike.undone) continue;
        strike.undone = true;
        any = true;
    }
    return any;
}

std::uint32_t strikes_in_force(std::span<const Strike> strikes, std::uint64_t now,
                               bool notified_only) {
    return clipped(in_force(strikes, now, notified_only).size());
}

std::uint32_t points_in_force(std::span<const Strike> strikes, std::uint64_t now,
                              bool notified_only) {
    std::uint64_t sum = 0;
    for (const auto* strike : in_force(strikes, now, notified_only)) sum += strike->points;
    return clipped(sum);
}

Step next_step(const Ladder& ladder, std::span<const Strike> before, const Strike& given,
               Standing who, std::uint64_t now) {
    std::vector<Strike> own = {given};
    std::vector<Strike> others;
    for (const auto& strike : before) {
        if (strike.decision == given.decision) continue;
        (notice_of(strike) == notice_of(given) ? own : others).push_back(strike);
    }
    Step out;
    StrikeSums points;
    points.own = points_in_force(own, now, false);
    if (points.own == 0) {
        out.why = "Nothing follows, since this strike is not in force.";
        return out;
    }
    points.before = points_in_force(others, now, true);
    points.strikes_before = strikes_in_force(others, now, true);
    for (const auto& strike : own) {
        const auto* rule = rule_for(ladder, strike.clause, strike.severity);
        if (is_given(strike, now) && rule != nullptr && rule->skips_steps) points.skips = rule;
    }
    for (const auto& step : ladder.steps)
        if (step.points <= points.own + points.before) out.step = step;
    const auto restricting = std::ranges::find_if(ladder.steps, &LadderStep::restricts_account);
    const bool skipped =
        points.skips != nullptr && !out.step.restricts_account && restricting != ladder.steps.end();
    if (skipped) out.step = *restricting;
    out.needs_two_people = out.step.restricts_account && who != Standing::kOrdinary;
    out.why = why_of(points, out.step, skipped, out.needs_two_people, who);
    return out;
}

std::string ladder_markdown(const Ladder& ladder) {
    std::string out =
        "| clause | severity from | a violation weighs | for | skips steps |\n"
        "|---|---|---|---|---|\n";
    for (const auto& rule : ladder.rules) {
        const bool weighs = rule.points > 0;
        out += "| " + (rule.clause.empty() ? std::string("any") : "`" + rule.clause + "`") + " | " +
               std::to_string(rule.severity_from) + " | " +
               (weighs ? points_text(rule.points) : std::string("nothing")) + " | " +
               (weighs ? std::to_string(rule.expires_days) +
                             (rule.expires_days == 1 ? " day" : " days")
                       : std::string()) +
               " | " + (rule.skips_steps ? "yes" : "") + " |\n";
    }
    out +=
        "\nOf the rows that fit, one for the clause goes before one for any clause, and then the "
        "gravest severity.\n\n"
        "| from | what follows | the account is restricted |\n|---|---|---|\n";
    for (const auto& step : ladder.steps)
        out += "| " + points_text(step.points) + " | " + step_text(step) + " | " +
               (step.restricts_account ? "yes" : "") + " |\n";
    out +=
        "\nOnly what a person has confirmed counts. What is told in one notice counts once, as the "
        "gravest of it. Before a violation only those count that the author had been told of and "
        "that have not expired. A decision that is undone counts as if it had never been made. "
        "What "
        "skips steps leads at least to the first that restricts the account. To restrict the "
        "account of an official, a newsroom or a partner takes two people.\n";
    return out;
}

}  // namespace mizan::cases
