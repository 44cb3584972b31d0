// An example of policy.md as the post it stands for, with what its block says that it carries.
#pragma once

#include <string>

#include "policy/ast.h"

namespace mizan::service {

// One JSON object, as a feed would bring it.
[[nodiscard]] std::string example_post(const policy::Example& example);

}  // namespace mizan::service
