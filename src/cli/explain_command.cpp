// Temporary: replaced by the explain helper.
#include "cli/command.h"
void mizan::cli::add_explain_command(CLI::App&, int&) {}
