// The exit codes of our programs.
#pragma once

#include <string_view>

#include "base/error.h"

namespace mizan::console {

// What the exit code of each of our programs says. Documented in `--help` and docs/cli.md; never renumbered.
enum Exit : int {
    kExitOk = 0,
    kExitPartly = 1,     // finished, but some records were rejected or an input failed in part
    kExitUsage = 2,      // the command line
    kExitPolicy = 3,     // the policy is missing or invalid
    kExitInput = 4,      // an input cannot be read
    kExitOutput = 5,     // an output cannot be written
    kExitChecks = 6,     // a policy's tests or checks failed
    kExitRecord = 7,     // a log, a proof, a signature or a store that does not hold
    kExitStore = 8,      // a store that cannot be used now: missing, busy, full, of a newer program
    kExitInternal = 70,  // our own mistake
    kExitClosedPipe = 141  // the reader of the output has gone; nothing is said
};

// The table of exit codes, for `--help`.
[[nodiscard]] std::string_view exit_code_help();

// The exit code that tells of an error of this code.
[[nodiscard]] int exit_code_of(Code code);

}  // namespace mizan::console
