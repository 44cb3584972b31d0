// Clock: until when a case has to be answered. Values and rules; who looks at it, and when, is another's matter.
//
// It starts when a flag is received, and counts the hours of the working time that goes for it. Of several the earliest due time counts.
// Time in which who flagged is asked something does not count, up to a limit, and is shown: gross and net.
#pragma once

#include <cstdint>

#include "cases/partner.h"
#include "cases/terms.h"
#include "cases/words.h"

namespace mizan::cases {

struct Clock {
    std::uint64_t started = 0;
    std::uint64_t due = 0;  // net: less the time of waiting
    std::uint64_t warn_at = 0;
    Hours hours = Hours::kCalendar;  // by which what is due was counted
    std::uint64_t agreement = 0;     // the partner whose it is, where it is an agreement's
    std::uint64_t warned_at = 0;     // 0: was not
    std::uint64_t breached_at = 0;   // 0: was not
    std::uint64_t late_due = 0;      // of flags that came after that, the earliest; 0: none did
    std::uint64_t ended_at = 0;      // 0: runs
    bool threat = false;             // the clock of a threat, until a person finds otherwise
    std::uint64_t waiting_since = 0;
    std::uint64_t waited = 0;          // seconds, in all
    std::uint64_t waited_counted = 0;  // of them those that would have counted

    static void fields(auto& self, auto&& visit) {
        visit("started", self.started);
        visit("due", self.due);
        visit("warn_at", self.warn_at);
        visit("hours", self.hours);
        visit("agreement", self.agreement);
        visit("warned_at", self.warned_at);
        visit("breached_at", self.breached_at);
        visit("ended_at", self.ended_at);
        visit("threat", self.threat);
        visit("waiting_since", self.waiting_since);
        visit("waited", self.waited);
        visit("waited_counted", self.waited_counted);
        visit("late_due", self.late_due);
    }
    bool operator==(const Clock&) const = default;
};

// When a clock is due and warns, and by which hours that was counted.
struct Times {
    std::uint64_t due = 0;
    std::uint64_t warn_at = 0;
    Hours hours = Hours::kCalendar;
    std::uint64_t agreement = 0;
};

// A partner that is served, and the working time of its agreement, compiled. Both null: none; without a calendar its agreement has no
// working time of its own.
struct Served {
    const Partner* partner = nullptr;
    const Calendar* calendar = nullptr;
};

// Of a clock that starts at `start` and has stood still for `waited` seconds that count. `own`: the calendar of Hours::kAgreement.
[[nodiscard]] Times times_from(const Terms& terms, Hours by, std::uint64_t start,
                               std::uint64_t hours, std::uint64_t waited = 0,
                               const Calendar* own = nullptr);
// Of a flag.
[[nodiscard]] Times times_of(const Terms& terms, const Served& served, Urgency urgency,
                             std::uint64_t start, std::uint64_t waited = 0);

// The earlier of two; a clock that was due or warned stays so.
[[nodiscard]] Clock joined(Clock clock, const Times& times, bool threat);
// The same of a flag, which has its own time where the clock was breached before it came: that it is late already is no leave to forget it.
[[nodiscard]] Clock with_flag(Clock clock, const Times& times, bool threat);
// Its time passed without an answer, or that of flags that came since.
[[nodiscard]] bool is_due(const Clock& clock, std::uint64_t now);
[[nodiscard]] Clock breached(Clock clock, std::uint64_t at);
// Set anew.
[[nodiscard]] Clock set_to(Clock clock, const Times& times);
[[nodiscard]] Clock merged(Clock into, const Clock& from);

// Waiting begins, and ends: what counted of it moves what is due, so that as much is left as there was.
[[nodiscard]] Clock waiting(Clock clock, std::uint64_t now);
struct Wait {
    std::uint64_t counted = 0;
    std::uint64_t due = 0;
    std::uint64_t warn_at = 0;
    std::uint64_t late_due = 0;  // by the hours of what is due
};
[[nodiscard]] Wait wait_until(const Terms& terms, const Clock& clock, std::uint64_t end,
                              const Calendar* own = nullptr);
[[nodiscard]] Clock done_waiting(Clock clock, std::uint64_t end, const Wait& wait);

}  // namespace mizan::cases
