// What those who flag are told of themselves: how right they were, and how they were served.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "casework/casework.h"

namespace mizan::casework {

// The partner that somebody is a member of: what is known of it, its record, and the figures of this year (UTC), as JSON. Errors: kRecordMissing if they
// are a member of none.
[[nodiscard]] Result<std::string> own_partner_json(Casework& casework, const std::string& platform,
                                                   std::string_view who);

// What somebody is told whose record was found to be poor, with the published rule in words; empty: they were never told so.
[[nodiscard]] std::string warning_text(const cases::FlagLimits& limits, bool warned,
                                       std::uint64_t reviewed, std::uint64_t held);

}  // namespace mizan::casework
