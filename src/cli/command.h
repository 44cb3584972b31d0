// What the commands of `mizan` share: how they are added, where the policy is.
#pragma once

#include <string>

#include "base/result.h"
#include "console/exit_code.h"
#include "console/say.h"
#include "console/terminal.h"

namespace CLI {
class App;
}

namespace mizan::cli {

// The words that all programs share, as the commands speak them.
using console::complain;
using console::counted;
using console::padded;
using console::Paint;
using console::paint;
using console::print;
using console::print_and;
using console::print_error;
using console::print_note;
using console::print_warning;
using console::printable;
using console::stdout_paint;
using enum console::Exit;

// Each adds one command (or one group of them) to the program; the command's callback sets `exit_code`.
void add_moderate_command(CLI::App& app, int& exit_code);
void add_explain_command(CLI::App& app, int& exit_code);
void add_policy_commands(CLI::App& app, int& exit_code);
void add_bench_command(CLI::App& app, int& exit_code);
void add_train_command(CLI::App& app, int& exit_code);
void add_evaluate_command(CLI::App& app, int& exit_code);
void add_thresholds_command(CLI::App& app, int& exit_code);
void add_log_commands(CLI::App& app, int& exit_code);
void add_witness_command(CLI::App& app, int& exit_code);
void add_access_commands(CLI::App& app, int& exit_code);
void add_receipt_commands(CLI::App& app, int& exit_code);
void add_flag_commands(CLI::App& app, int& exit_code);
void add_case_commands(CLI::App& app, int& exit_code);
void add_partner_commands(CLI::App& app, int& exit_code);
void add_serve_command(CLI::App& app, int& exit_code);

// The folder named by --policy; if none was named, policies/hateful-conduct under the working folder, else the one
// that was installed with the program. Errors: kPolicyMissing.
[[nodiscard]] Result<std::string> find_policy(const std::string& named);

// The cache folder that --cache names: "none" is none (empty), empty is the default one.
[[nodiscard]] std::string cache_dir(const std::string& named);

}  // namespace mizan::cli
