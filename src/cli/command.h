// What all commands of the program share: exit codes, messages on standard error, where the policy is.
#pragma once

#include <string>
#include <string_view>

#include "base/error.h"
#include "base/result.h"

namespace CLI {
class App;
}

namespace mizan::cli {

// What the program's exit code says. Documented in `mizan --help` and docs/cli.md; never renumbered.
enum Exit : int {
    kExitOk = 0,
    kExitPartly = 1,       // finished, but some records were rejected or an input failed in part
    kExitUsage = 2,        // the command line
    kExitPolicy = 3,       // the policy is missing or invalid
    kExitInput = 4,        // an input cannot be read
    kExitOutput = 5,       // an output cannot be written
    kExitChecks = 6,       // a policy's tests or checks failed
    kExitRecord = 7,       // a log, a proof, a signature or a store that does not hold
    kExitStore = 8,        // a store that cannot be used now: missing, busy, full, of a newer program
    kExitInternal = 70,    // our own mistake
    kExitClosedPipe = 141  // the reader of the output has gone; nothing is said
};

// The table of exit codes, for `mizan --help`.
[[nodiscard]] std::string_view exit_code_help();

// Each adds one command (or one group of them) to the program; the command's callback sets `exit_code`.
void add_moderate_command(CLI::App& app, int& exit_code);
void add_explain_command(CLI::App& app, int& exit_code);
void add_policy_commands(CLI::App& app, int& exit_code);
void add_bench_command(CLI::App& app, int& exit_code);
void add_train_command(CLI::App& app, int& exit_code);
void add_evaluate_command(CLI::App& app, int& exit_code);

// The exit code that tells of an error of this code.
[[nodiscard]] int exit_code_of(Code code);

// "error: where: message [code]" on standard error. What could drive a terminal is replaced.
void print_error(const Error& error);
// print_error() and the exit code that tells of it.
int complain(const Error& error);
// "warning: ..." and "note: ..." on standard error.
void print_warning(std::string_view message);
void print_note(std::string_view message);

// The folder named by --policy; if none was named, policies/hateful-conduct under the working folder, else the one
// that was installed with the program. Errors: kPolicyMissing.
[[nodiscard]] Result<std::string> find_policy(const std::string& named);

// The cache folder that --cache names: "none" is none (empty), empty is the default one.
[[nodiscard]] std::string cache_dir(const std::string& named);

}  // namespace mizan::cli
