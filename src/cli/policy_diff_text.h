// What `mizan policy diff` prints.
#pragma once

#include <string>

#include "cli/policy_command.h"
#include "service/diff.h"

namespace mizan::cli {

[[nodiscard]] std::string diff_text(const service::DiffReport& report, const policy::Policy& before,
                                    const policy::Policy& after, const Paint& paint);

}  // namespace mizan::cli
