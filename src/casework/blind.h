// Who looks again at a decision must not see it: of which case, and by whom.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "casework/casework.h"

namespace mizan::casework {

// A recheck, or a golden case, that is not decided yet.
[[nodiscard]] bool is_blind(const cases::Case& c);
// The cases that somebody looks at again just now, in a recheck that they have. Errors: of the tables.
[[nodiscard]] Result<std::vector<std::uint64_t>> blind_to(Tables& tables, PlatformId p,
                                                          std::string_view who);
[[nodiscard]] Result<std::vector<std::uint64_t>> blind_to(Casework& casework,
                                                          const std::string& platform,
                                                          std::string_view who);

}  // namespace mizan::casework
