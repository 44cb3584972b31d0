// A request that changes something and has an Idempotency-Key is carried out once, however often it is sent. Private to this room.
#pragma once

#include "server/site.h"

namespace mizan::server {

inline constexpr std::string_view kRepeatKey = "Idempotency-Key";
inline constexpr std::string_view kReplayed = "Idempotency-Replayed";

// Whether a key means anything to this route: to every POST of somebody who is known.
[[nodiscard]] bool takes_repeat_key(const Route& route);

// Has the route answer, or answers as before.
void answer_once(Site& site, Asked& asked, http::Reply reply);

}  // namespace mizan::server
