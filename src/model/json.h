// The one JSON form of the nouns. Fixed field order, integers only; schemas/decision.schema.json describes it.
#pragma once

#include <string>

#include "model/decision.h"

namespace mizan {

// Appends the decision as one JSON object without a newline. `id` and `outcome` stand first at its top level.
void append_json(std::string& out, const Decision& decision);

}  // namespace mizan
