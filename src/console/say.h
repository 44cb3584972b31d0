// What a program says: results on standard output, errors, warnings and notes on standard error.
#pragma once

#include <string_view>

#include "base/error.h"
#include "console/exit_code.h"

namespace mizan::console {

// Writes to standard output; gives the exit code that follows: kExitOk, kExitClosedPipe (silent) or kExitOutput (after an
// error message).
[[nodiscard]] int print(std::string_view text);
// print() and then `exit_code`, unless the output could not be written.
[[nodiscard]] int print_and(std::string_view text, int exit_code);

// "error: where: message [code]" on standard error. What could drive a terminal is replaced.
void print_error(const Error& error);
// print_error() and the exit code that tells of it.
int complain(const Error& error);
// "warning: ..." and "note: ..." on standard error.
void print_warning(std::string_view message);
void print_note(std::string_view message);

}  // namespace mizan::console
