// --config: a command's options from a file. CLI11 reads files for the program as a whole only, never for one of its commands.
#pragma once

#include <CLI/CLI.hpp>

namespace mizan::cli {

// Adds `--config FILE`: one `name = value` a line, names as on the command line without "--", a list in brackets; what the command line
// says goes before. To be added before all other options. A name that is no option's, like a file that cannot be read, is a usage error.
void add_config_option(CLI::App& command);

}  // namespace mizan::cli
