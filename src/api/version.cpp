#include "mizan/version.h"

#include "policy/policy.h"

namespace mizan::api {

std::string_view version() { return MIZAN_VERSION; }

std::uint32_t semantics_level() { return policy::kSemanticsLevel; }

}  // namespace mizan::api
