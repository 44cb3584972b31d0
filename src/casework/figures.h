// Use case: figures of casework over some days, for those who lead, for auditors and the council.
#pragma once

#include <cstdint>
#include <string>

#include "casework/casework.h"

namespace mizan::casework {

// How small counts about flaggers and targets are shown, from which somebody could tell who flagged.
enum class SmallCounts : std::uint8_t {
    kShown,     // to those who lead, who know anyway
    kHidden,    // those below kFewest as "<5"
    kWithheld,  // all of these counts: what is asked for is no whole past months, and two answers could be taken from each other
};
inline constexpr std::uint64_t kFewest = 5;

// Days since 1970, of UTC; `to` is the first that does not count.
[[nodiscard]] SmallCounts small_counts(bool leads, const Tables::Days& days, std::uint64_t now);
// As JSON, without the days.
[[nodiscard]] Result<std::string> figures_json(Casework& casework, const std::string& platform,
                                               const Tables::Days& days, SmallCounts small);

}  // namespace mizan::casework
