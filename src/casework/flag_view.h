// Flag view: what is shown of a flag, as JSON, to who flagged.
#pragma once

#include <string>

#include "casework/casework.h"

namespace mizan::casework {

// A flag as it stands, for whoever sent it. Not in which case it is: how many others flag is not for them to count.
void append_flag(std::string& out, const cases::Flag& flag);
// The same with what came of it, and what is asked of its flagger: {"flag":{...},"outcome_text":"...","asked":"..."}
[[nodiscard]] Result<std::string> flag_json(Casework& casework, const std::string& platform,
                                            const cases::Flag& flag);
// Whether this flag is theirs: of their organisation, or sent by them.
[[nodiscard]] Result<bool> is_theirs(Casework& casework, const std::string& platform,
                                     const std::string& who, const cases::Flag& flag);

}  // namespace mizan::casework
