// Arbitrary bytes as the rule of a zone, as a working time and as a ladder: no crash; a calendar that was made adds what it counts.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "cases/calendar.h"
#include "cases/ladder.h"

using namespace mizan;
using namespace mizan::cases;

namespace {

void try_calendar(const WorkingTime& time) {
    const auto calendar = Calendar::make(time);
    if (!calendar) return;
    for (const std::uint64_t from : {0u, 1'774'745'999u, 1'792'890'001u, 4'294'967'295u}) {
        for (const std::uint64_t seconds : {0u, 1u, 86'400u, 1'000'000u}) {
            const auto to = calendar->add(from, seconds);
            if (to < from + seconds || calendar->between(from, to) != seconds) std::abort();
            if (seconds > 0 && calendar->between(from, to - 1) != seconds - 1) std::abort();
        }
    }
}

void try_ladder(const Ladder& ladder) {
    if (!check(ladder)) return;
    (void)ladder_markdown(ladder);
    for (const auto& rule : ladder.rules) {
        StrikeCause cause;
        cause.clause = rule.clause;
        cause.severity = rule.severity_from;
        cause.confirmed = true;
        cause.at = 1;
        const auto strike = make_strike(ladder, cause);
        if (strike.has_value() != (rule.points > 0)) std::abort();
        // Of a ladder that is in order each strike leads to a step.
        if (strike && next_step(ladder, {}, *strike, Standing::kPartner, 1).step.action.empty())
            std::abort();
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    WorkingTime sundays;
    sundays.zone = bytes;
    sundays.days = {{"sunday", "01:30", "03:30"}};
    try_calendar(sundays);
    if (const auto time = fields::from_json<WorkingTime>(bytes)) try_calendar(*time);
    if (const auto ladder = fields::from_json<Ladder>(bytes)) try_ladder(*ladder);
    return 0;
}
