// What `mizan policy diff` prints.
#pragma once

#include <string>

#include "cli/policy_command.h"
#include "service/diff.h"

namespace mizan::cli {

[[nodiscard]] std::string diff_text(const service::DiffReport& report, const policy::Policy& before,
                                    const policy::Policy& after, const Paint& paint);
// One JSON object and a line end.
[[nodiscard]] std::string diff_json(const service::DiffReport& report, const policy::Policy& before,
                                    const policy::Policy& after);

}  // namespace mizan::cli
