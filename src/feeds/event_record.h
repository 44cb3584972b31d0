// Reads events: what a platform tells (model/event.h), as JSON.
#pragma once

#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/event.h"

namespace mizan::feeds {

inline constexpr std::size_t kEventsAtOnce = 1000;
inline constexpr std::size_t kEventIdBytes = 512;       // of each id, name and source
inline constexpr std::size_t kEventReasonBytes = 4096;  // of a reason

// One event, an array of them, or one a line (NDJSON), at most kEventsAtOnce: each, or why it cannot be one: kFieldType, with the member as
// its place, so also if a member is missing that its type needs. Members that are not known are passed over. Error of the whole:
// kJsonMalformed; kLineTooLong for too many.
[[nodiscard]] Result<std::vector<Result<Event>>> read_events(std::string_view body);

}  // namespace mizan::feeds
