// What the platform and whoever listens is told of casework: enough to tell the author, the flaggers and who is on call, and nothing of who flagged.
#pragma once

#include <string>

#include "cases/events.h"

namespace mizan::casework {

// {"case":...,"kind":...,"subject":...,"author":...,"statement_of_reasons":...,...}. `c`: after the events.
[[nodiscard]] std::string told_json(const cases::Case& c, const cases::Events& events);

}  // namespace mizan::casework
