// Brake: halts what one clause removes on one platform without a person, once it removes too much. A state machine: no clock, no I/O.
//
//   off     removals go on, and are counted
//   on      they fall back to the reversible `limit` (restrain.h): a quota was passed, the rate has jumped, or a person wants it so
//   asked   still on; a person asks to lift it. Nobody else agrees within kAskSeconds: on, as before
//   lifted  a second person agreed: removals go on until a time, then the brake is off, which is armed
//
// What would be removed is counted in every state, so a brake that is armed again in the middle of a flood is on again at the next
// removal. A brake that the program put on goes off by itself once, for kCalmSeconds, no removal came while the hour held more than half
// of the quota; one that a person put on stays until two lift it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "sanction/removal_counts.h"

namespace mizan::sanction {

inline constexpr std::uint8_t kGravest = 5;  // the severity whose clauses have limits of their own
inline constexpr std::uint64_t kCalmSeconds = 60 * 60;
inline constexpr std::uint64_t kAskSeconds = 60 * 60;
inline constexpr std::uint64_t kLiftHours = 24;  // at most

// How much a clause may remove on a platform.
struct BrakeLimits {
    std::uint32_t quota = 120;  // removals within an hour; one more, and the brake is on
    // The last ten minutes against the mean of the 24 hours before: this many times as much is a jump,
    std::uint32_t jump = 5;
    std::uint32_t least = 30;  // but fewer than this are none
    bool operator==(const BrakeLimits&) const = default;
};

enum class BrakeState : std::uint8_t { kOff, kOn, kAsked, kLifted };
enum class BrakeWhy : std::uint8_t {
    kQuota,   // on: the quota was passed
    kJump,    // on: the rate has jumped
    kPerson,  // on, asked, lifted: somebody wants it so
    kLapsed,  // on: nobody agreed to lift it
    kCalm,    // off: little is removed now
    kEnded,   // off: the time for which it was lifted is over
};
[[nodiscard]] std::string_view name(BrakeState state);  // "off", "on", "asked", "lifted"
[[nodiscard]] std::string_view name(
    BrakeWhy why);  // "quota", "jump", "person", "lapsed", "calm", "ended"
[[nodiscard]] std::optional<BrakeState> parse_brake_state(std::string_view text);
[[nodiscard]] std::optional<BrakeWhy> parse_brake_why(std::string_view text);

// How a brake stands: what the record says of its last change.
struct BrakeStanding {
    BrakeState state = BrakeState::kOff;
    BrakeWhy why = BrakeWhy::kEnded;
    std::uint64_t since = 0;  // unix seconds
    std::uint64_t until = 0;  // of lifted
    std::uint64_t count = 0;  // removals, within the hour or the ten minutes, that set it off
    std::uint64_t hours = 0;  // of asked and lifted: for how long
    bool put_on_by_person = false;
    std::string by;      // who made the change; empty: the program
    std::string reason;  // their own words

    [[nodiscard]] bool halts() const {
        return state == BrakeState::kOn || state == BrakeState::kAsked;
    }
    bool operator==(const BrakeStanding&) const = default;
};

// What a person wants of a brake.
struct BrakeOrder {
    std::string_view by;
    std::string_view reason;
    std::uint64_t hours = 0;  // of lifting, 1..kLiftHours
};

// A value. Times are unix seconds and never go back.
class Brake {
public:
    Brake() = default;
    // As it was when the program ended; `now` counts as the last time that was not calm, for what was removed before is forgotten.
    Brake(BrakeStanding standing, std::uint64_t now)
        : standing_(std::move(standing)), calm_from_(now) {}

    [[nodiscard]] const BrakeStanding& standing() const { return standing_; }
    [[nodiscard]] const RemovalCounts& counts() const { return counts_; }

    // Something would be removed: counts it. Afterwards standing().halts() says whether it may be. True if the brake was put on by it.
    // To be called after pass().
    bool count(std::uint64_t now, const BrakeLimits& limits);
    // What time alone changes. True if it did.
    bool pass(std::uint64_t now, const BrakeLimits& limits);

    // What follows if a person asks that it be lifted, or agrees: `asked`, or `lifted` for the fewer of the hours that both said. Changes
    // nothing: that does set(), when it is on record. Errors: kStateConflict if it is not on, or the same person asked; kFieldType
    // for the hours.
    [[nodiscard]] Result<BrakeStanding> lift(std::uint64_t now, const BrakeOrder& order) const;
    // What follows if a person puts it on; at once, since that is the safe direction. Errors: kStateConflict if it is `on` by a person.
    [[nodiscard]] Result<BrakeStanding> put_on(std::uint64_t now, const BrakeOrder& order) const;
    void set(BrakeStanding standing);

private:
    void put_on_by_program(BrakeWhy why, std::uint64_t now, std::uint64_t count);

    BrakeStanding standing_;
    RemovalCounts counts_;
    std::uint64_t calm_from_ = 0;  // the last time at which it was not calm
};

}  // namespace mizan::sanction
