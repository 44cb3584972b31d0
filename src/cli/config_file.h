// A file with the options of a command, one `name = value` a line. CLI11 reads one for the program as a whole, and none for a command.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "base/result.h"

namespace mizan::cli {

// Gives the command the options that stand in the file, but for those that were given on the command line. To be called when the command
// line was read. Errors: kUsage for an option that the command does not have, or a value that it does not take; kFileRead.
[[nodiscard]] Result<void> take_config(CLI::App& command, const std::string& path);

}  // namespace mizan::cli
