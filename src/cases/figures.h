// Figures: what is counted of casework, by days of UTC. It follows from the events alone. Golden cases count nowhere.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cases/events.h"

namespace mizan::cases {

// What is counted, and by what. What the parts mean is beside each.
enum class Series : std::uint8_t {
    kFlags,   // kind of flagger, "folded" or ""
    kOpened,  // kind of case; so with all until kBreached
    kReopened,
    kClosed,   // decided, handed off or merged
    kDecided,  // kind of case, answer
    kWarned,
    kBreached,
    kEngine,    // clause that the engine found violated, "same" or "other" as people decided
    kAppeals,   // clause, outcome, language
    kGroups,    // group, outcome of an appeal
    kNotices,   // office in whose interest something was kept up
    kRechecks,  // why, outcome
    kAlarms,    // clause
    kDue,       // cases, by the day when their answer is due
};
struct Tally {
    std::uint64_t day = 0;
    Series series = Series::kFlags;
    std::string a;
    std::string b;
    std::string c;
    auto operator<=>(const Tally&) const = default;
};
// `of`: the case that this one is about; null: none.
[[nodiscard]] std::vector<Tally> tallies_in(const Event& event, const Case& before,
                                            const Case& after, const Case* of);
[[nodiscard]] std::optional<Tally> alarm_in(const Event& event);
// When a case's answer is due; nothing: nobody waits for it, as it is there to learn by, nobody will answer it, or there was no such case yet.
[[nodiscard]] std::optional<Tally> due_of(const Case& c);

// By which level a case was answered.
enum class Level : std::uint8_t { kThreat, kPartner, kUrgent, kOther, kAppeal, kRecheck };
inline constexpr std::string_view kLevels[] = {"threat", "partner", "urgent",
                                               "other",  "appeal",  "recheck"};
constexpr std::span<const std::string_view> names_of(Level) { return kLevels; }
[[nodiscard]] Level level_of(const Case& c);

// A decision, by its clock.
struct Answered {
    std::uint64_t day = 0;
    Level level = Level::kOther;
    std::uint64_t gross = 0;  // seconds since the clock started
    std::uint64_t net = 0;    // without the time in which who flagged was asked
    bool late = false;
    bool stands = true;  // it was neither undone nor reopened
    bool operator==(const Answered&) const = default;
};
[[nodiscard]] std::optional<Answered> answered_in(const Event& event, const Case& after);
// Whether the decision of the event's case stands no more.
[[nodiscard]] bool falls_in(const Event& event);

}  // namespace mizan::cases
