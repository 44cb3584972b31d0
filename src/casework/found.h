// What the engine finds that is for a person opens a case, or joins one.
#pragma once

#include <cstddef>
#include <string>

#include "casework/casework.h"

namespace mizan::casework {

// Looks at the decisions on record that were not looked at yet, at most `most` of a platform; how many cases they opened or joined. A decision by
// people, an old one that stands no more, and one that acts by itself are passed over. Each is taken up once, whenever the program ends.
// Errors: of store and tables.
[[nodiscard]] Result<std::size_t> take_up_found(Casework& casework, const std::string& platform,
                                                std::size_t most);

}  // namespace mizan::casework
