// The engine's errors and diagnostics as public values. Private to this room.
#pragma once

#include <vector>

#include "base/error.h"
#include "mizan/error.h"
#include "policy/compile.h"
#include "policy/source.h"

namespace mizan::api {

[[nodiscard]] Error to_public(mizan::Error error);

[[nodiscard]] std::vector<Diagnostic> to_public(const policy::Diagnostics& diagnostics,
                                                const policy::Source& source);

}  // namespace mizan::api
