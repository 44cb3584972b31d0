// Forgetting a case whose time is over: the event, and the erasures of what people said in it. Private to this room.
#pragma once

#include <set>
#include <string>

#include "casework/casework.h"

namespace mizan::casework {

// Nothing happens if it is not time, if something of it is under a legal hold, or if it is being changed just now. `files`: the hashes of those that
// flags of it name are added. Errors: of the tables and the store.
[[nodiscard]] Result<void> forget_case(Casework& casework, Session& s, std::uint64_t case_no,
                                       std::set<std::string>& files);

}  // namespace mizan::casework
