// Looks at the files of a run before anything is opened: is any of them written and read, or written twice?
#pragma once

#include <string>
#include <vector>

#include "base/result.h"

namespace mizan::cli {

struct OutputPaths {
    std::string out;      // empty: standard output
    std::string rejects;  // empty: none
    std::string report;   // empty: none
};

// Refuses an output that is also an input (by whatever name: links are followed) or another output. Devices and pipes
// may stand twice. Errors: kUsage.
[[nodiscard]] Result<void> check_outputs(const std::vector<std::string>& inputs,
                                         const OutputPaths& outputs);

// Refuses an output that would overwrite a file of the policy (its folder or its bundle; links are followed) or become
// part of its source. Errors: kUsage.
[[nodiscard]] Result<void> check_spares_policy(const std::string& policy,
                                               const OutputPaths& outputs);

// True if there is a file of that name which is no regular one: a device, a pipe.
[[nodiscard]] bool is_special_file(const std::string& path);

// The sizes of the inputs together; 0 if one is not known (a pipe) or says little (compressed).
[[nodiscard]] std::uint64_t total_size(const std::vector<std::string>& inputs);

}  // namespace mizan::cli
