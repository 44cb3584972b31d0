// Clock: until when a case has to be answered. Values and rules; who looks at it, and when, is another's matter.
//
// It starts when a flag is received. Of several the earliest due time counts. Time in which who flagged is asked something does not
// count, up to a limit, and is shown: gross and net.
#pragma once

#include <cstdint>

#include "cases/partner.h"
#include "cases/rules.h"
#include "cases/words.h"

namespace mizan::cases {

struct Clock {
    std::uint64_t started = 0;
    std::uint64_t due = 0;  // net: less the time of waiting
    std::uint64_t warn_at = 0;
    std::uint64_t warned_at = 0;    // 0: was not
    std::uint64_t breached_at = 0;  // 0: was not
    std::uint64_t ended_at = 0;     // 0: runs
    bool threat = false;            // the clock of a threat, until a person finds otherwise
    std::uint64_t waiting_since = 0;
    std::uint64_t waited = 0;  // seconds, in all

    static void fields(auto& self, auto&& visit) {
        visit("started", self.started);
        visit("due", self.due);
        visit("warn_at", self.warn_at);
        visit("warned_at", self.warned_at);
        visit("breached_at", self.breached_at);
        visit("ended_at", self.ended_at);
        visit("threat", self.threat);
        visit("waiting_since", self.waiting_since);
        visit("waited", self.waited);
    }
    bool operator==(const Clock&) const = default;
};

// When a clock that starts now is due and warns.
struct Times {
    std::uint64_t due = 0;
    std::uint64_t warn_at = 0;
};
[[nodiscard]] Times times_from(std::uint64_t start, std::uint64_t hours,
                               std::uint32_t warn_percent);
// Of a flag. `partner`: whose it is and who is served; null: none.
[[nodiscard]] Times times_of(const Rules& rules, const Partner* partner, Urgency urgency,
                             std::uint64_t at);

// The earlier of two; a clock that was due or warned stays so.
[[nodiscard]] Clock joined(Clock clock, Times times, bool threat);
[[nodiscard]] Clock merged(Clock into, const Clock& from);
// Waiting begins, and ends at `now`; what was waited moves what is due.
[[nodiscard]] Clock waiting(Clock clock, std::uint64_t now);
[[nodiscard]] Clock done_waiting(Clock clock, std::uint64_t now);

}  // namespace mizan::cases
