// Zone: what the clocks of a place show, from a rule that says it all, as in "CET-1CEST,M3.5.0,M10.5.0/3".
//
// The rule is that of the environment variable TZ (IEEE 1003.1, 8.3; since 2024, and in RFC 8536, with hours from -167 to 167 for a
// change). We read it ourselves: what a machine knows of zones differs from one machine to the next and changes under us, and a due time
// must come out the same everywhere and ever after. So a name as "Europe/Berlin" is none, and when a country changes its rule, somebody
// changes it here. Summer time without its days, for which each system has days of its own, is refused.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace mizan::cases {

inline constexpr std::uint32_t kZoneBytesMost = 100;
// Rules are followed from 1970 to the end of this year.
inline constexpr int kZoneLastYear = 2199;
inline constexpr std::uint64_t kZoneEnd = 7'258'118'400;  // 2200-01-01T00:00:00Z

// From `at`, unix seconds, the clocks show `offset` seconds more than UTC.
struct OffsetChange {
    std::uint64_t at = 0;
    std::int64_t offset = 0;
    bool operator==(const OffsetChange&) const = default;
};

// The changes until kZoneEnd, in their order; the first at 0. Errors: kFieldType, with `where` as its place.
[[nodiscard]] Result<std::vector<OffsetChange>> read_zone(std::string_view rule,
                                                          const std::string& where);

}  // namespace mizan::cases
