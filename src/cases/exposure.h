// Exposure: how much somebody has seen, and when they had a case, so that nobody sees too much. It follows from the events alone and knows no
// rules: those are asked when somebody wants the next case.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "cases/events.h"

namespace mizan::cases {

inline constexpr std::size_t kSeverities = 5;
inline constexpr std::size_t kDaysKept = 31;
inline constexpr std::size_t kStretchesKept = 64;  // of more, the two oldest are one
inline constexpr std::size_t kSeenKept = 5000;     // cases of a day by number; more count each time

// A day of UTC.
struct SeenDay {
    std::uint64_t day = 0;            // since 1970
    std::vector<std::uint64_t> seen;  // different cases, by their severity, from 1 on
    std::uint64_t seconds = 0;        // in which they had a case

    static void fields(auto& self, auto&& visit) {
        visit("day", self.day);
        visit("seen", self.seen, Most{kSeverities});
        visit("seconds", self.seconds);
    }
    bool operator==(const SeenDay&) const = default;
};
// In which they had a case, or one after the other with less than a minute between.
struct Stretch {
    std::uint64_t from = 0;
    std::uint64_t to = 0;

    static void fields(auto& self, auto&& visit) {
        visit("from", self.from);
        visit("to", self.to);
    }
    bool operator==(const Stretch&) const = default;
};

struct Exposure {
    std::string who;
    std::vector<SeenDay> days;            // the last ones, oldest first
    std::vector<std::uint64_t> of_today;  // the cases that were seen on the last of them
    std::vector<Stretch> work;            // oldest first, apart from each other

    static void fields(auto& self, auto&& visit) {
        visit("who", self.who);
        visit("days", self.days);
        visit("of_today", self.of_today);
        visit("work", self.work);
    }
    bool operator==(const Exposure&) const = default;
};

// Whose exposure an event of a case changes; empty: nobody's. `before`, `after`: the case.
[[nodiscard]] std::string exposed_in(const Event& event, const Case& before, const Case& after);
void apply(Exposure& exposure, const Event& event, const Case& before);

// What is known of somebody's day.
struct Today {
    std::uint64_t seen = 0;
    std::uint64_t grave = 0;
    std::uint64_t seconds = 0;
    std::uint64_t since_break = 0;  // seconds with a case since the last break
    std::uint64_t break_until = 0;  // they are to take a break until then; 0: no
};
// `held`: the cases that they have now. `lifted_at`: what was before asks for no break.
[[nodiscard]] Today today_of(const ExposureRules& rules, const Exposure& exposure,
                             std::span<const Case> held, std::uint64_t lifted_at,
                             std::uint64_t now);
// Whether they are given no more grave cases on this day.
[[nodiscard]] bool has_seen_enough(const ExposureRules& rules, const Today& today);

}  // namespace mizan::cases
