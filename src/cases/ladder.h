// Ladder: the strikes of an actor, and what the next one leads to. Published as it is; values, no clock.
//
// A strike comes of a decision that a person confirmed, counts for a time, and goes with the decision when that is undone, as if it had
// never been given. Decisions that are told in one notice are one strike, the gravest of them: whoever learns of ten posts at once had no
// chance to change after the first. For the same reason only strikes that the author was told of count before the next one.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "cases/words.h"
#include "fields/fields.h"

namespace mizan::cases {

inline constexpr std::size_t kStrikeRulesMost = 200;
inline constexpr std::size_t kLadderStepsMost = 20;
inline constexpr std::uint32_t kStrikePointsMost = 1000;
inline constexpr std::uint32_t kStrikeDaysMost = 3650;
inline constexpr std::uint32_t kStepHoursMost = 87'600;

// What a violation weighs. Of the rules that fit, one for the clause goes before one for any, and then the gravest severity.
struct StrikeRule {
    std::string clause;  // empty: any
    std::uint8_t severity_from = 1;
    std::uint32_t points = 1;  // 0: no strike
    std::uint32_t expires_days = 180;
    bool skips_steps = false;  // at least to the first step that restricts the account: for threats

    static void fields(auto& self, auto&& visit) {
        visit("clause", self.clause, fields::Most{100});
        visit("severity_from", self.severity_from);
        visit("points", self.points);
        visit("expires_days", self.expires_days);
        visit("skips_steps", self.skips_steps);
    }
    bool operator==(const StrikeRule&) const = default;
};

// What follows from so many points on.
struct LadderStep {
    std::uint32_t points = 0;
    std::string action;  // "notice", "limit", "suspend", "suspend-for-good", or a platform's own
    std::uint32_t hours = 0;         // 0: does not end
    bool restricts_account = false;  // the account is suspended, whatever the action's name

    static void fields(auto& self, auto&& visit) {
        visit("points", self.points);
        visit("action", self.action, fields::Most{40});
        visit("hours", self.hours);
        visit("restricts_account", self.restricts_account);
    }
    bool operator==(const LadderStep&) const = default;
};

struct Ladder {
    std::vector<StrikeRule> rules;
    std::vector<LadderStep> steps;

    static void fields(auto& self, auto&& visit) {
        visit("rules", self.rules, fields::Most{kStrikeRulesMost});
        visit("steps", self.steps, fields::Most{kLadderStepsMost});
    }
    bool operator==(const Ladder&) const = default;
};

// What a strike would be given for.
struct StrikeCause {
    std::uint64_t case_no = 0;
    std::uint64_t decision = 0;
    std::string notice;  // empty: not told yet
    std::string clause;
    std::uint8_t severity = 0;
    Answer answer = Answer::kViolates;
    bool confirmed = false;  // by a person
    std::uint64_t at = 0;
    std::uint64_t notified_at = 0;

    static void fields(auto& self, auto&& visit) {
        visit("case_no", self.case_no);
        visit("decision", self.decision);
        visit("notice", self.notice, fields::Most{100});
        visit("clause", self.clause, fields::Most{100});
        visit("severity", self.severity);
        visit("answer", self.answer);
        visit("confirmed", self.confirmed);
        visit("at", self.at);
        visit("notified_at", self.notified_at);
    }
    bool operator==(const StrikeCause&) const = default;
};

struct Strike {
    std::uint64_t case_no = 0;
    std::uint64_t decision = 0;
    std::string notice;  // empty: told in none yet, so one by itself
    std::string clause;
    std::uint8_t severity = 0;
    std::uint32_t points = 0;
    std::uint64_t given_at = 0;     // unix seconds
    std::uint64_t notified_at = 0;  // 0: the author was not told yet
    std::uint64_t expires_at = 0;   // from then on it does not count
    bool undone = false;
    bool outlasts = false;  // its case was forgotten

    static void fields(auto& self, auto&& visit) {
        visit("case_no", self.case_no);
        visit("decision", self.decision);
        visit("notice", self.notice, fields::Most{100});
        visit("clause", self.clause, fields::Most{100});
        visit("severity", self.severity);
        visit("points", self.points);
        visit("given_at", self.given_at);
        visit("notified_at", self.notified_at);
        visit("expires_at", self.expires_at);
        visit("undone", self.undone);
        visit("outlasts", self.outlasts);
    }
    bool operator==(const Strike&) const = default;
};

// What follows from a strike.
struct Step {
    LadderStep step;  // of 0 points and without an action: nothing follows
    bool needs_two_people = false;
    std::string why;  // one sentence

    static void fields(auto& self, auto&& visit) {
        visit("step", self.step);
        visit("needs_two_people", self.needs_two_people);
        visit("why", self.why);
    }
    bool operator==(const Step&) const = default;
};

// Errors: kFieldType, for a limit or for what contradicts itself, as a graver violation that weighs less; with its place below `where`,
// as in "ladder.rules[2].points".
[[nodiscard]] Result<void> check(const Ladder& ladder, const std::string& where = "ladder");
[[nodiscard]] Ladder default_ladder();

// Null: none fits.
[[nodiscard]] const StrikeRule* rule_for(const Ladder& ladder, std::string_view clause,
                                         std::uint8_t severity);
// Nothing: no person has confirmed it, it violates nothing, or by the ladder it is no strike.
[[nodiscard]] std::optional<Strike> make_strike(const Ladder& ladder, const StrikeCause& cause);
// The decision does not hold any more. True if it had given a strike that counted.
bool undo(std::span<Strike> strikes, std::uint64_t decision);

// In force at `now`: given, neither undone nor expired; one for each notice. They are the standing that the engine is told. `notified_only`:
// of those that the author was told of until then.
[[nodiscard]] std::uint32_t strikes_in_force(std::span<const Strike> strikes, std::uint64_t now,
                                             bool notified_only = false);
[[nodiscard]] std::uint32_t points_in_force(std::span<const Strike> strikes, std::uint64_t now,
                                            bool notified_only);

// What `given` leads to. `before` are the others of the actor, in any order; that `given` is among them is no matter. The ladder must have
// passed check().
[[nodiscard]] Step next_step(const Ladder& ladder, std::span<const Strike> before,
                             const Strike& given, Standing who, std::uint64_t now);

// Two tables, and how they are read.
[[nodiscard]] std::string ladder_markdown(const Ladder& ladder);

}  // namespace mizan::cases
