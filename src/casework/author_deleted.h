// What its author took away, or whose author is gone: cases about it are kept for a shorter time from then on, and none that goes on is touched.
#pragma once

#include <cstddef>
#include <string>

#include "casework/casework.h"

namespace mizan::casework {

// Looks at what the platform told since the last time, at most `most` deletions; of how many cases that is the end. Each is taken into account once,
// whenever the program ends. Errors: of store and tables.
[[nodiscard]] Result<std::size_t> take_up_author_deleted(Casework& casework,
                                                         const std::string& platform,
                                                         std::size_t most);

}  // namespace mizan::casework
