// What the commands of `mizan-audit` share.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "audit/trust.h"
#include "base/error.h"

namespace CLI {
class App;
}

namespace mizan::auditor {

// Each adds one command to the program; the command's callback sets `exit_code`.
void add_verify_command(CLI::App& app, int& exit_code);
void add_prove_check_command(CLI::App& app, int& exit_code);
void add_frame_check_command(CLI::App& app, int& exit_code);
void add_draw_command(CLI::App& app, int& exit_code);
void add_receipt_check_command(CLI::App& app, int& exit_code);

// --key, --witnesses and --json, as all commands have them.
struct CommonOptions {
    std::string key;
    std::string witnesses;
    bool json = false;
};
void add_common_options(CLI::App& command, CommonOptions& options);

// "label       text\n", indented.
[[nodiscard]] std::string told(std::string_view label, std::string_view text);
// Who has cosigned and when, or that nobody was asked for.
[[nodiscard]] std::string told_witnesses(const std::vector<audit::Witnessed>& witnessed,
                                         bool asked);
// [{"name":...,"time":...}]
[[nodiscard]] std::string witnesses_json(const std::vector<audit::Witnessed>& witnessed);
// The log's origin, size and root.
[[nodiscard]] std::string told_log(const ledger::Checkpoint& checkpoint);

// An answer of no that is an Error: true if it says something about the log or the proof, false if we could not look.
[[nodiscard]] bool is_verdict(const Error& error);
// "NO" and why, on standard output, as text or JSON. Gives the exit code.
[[nodiscard]] int say_no(const Error& error, bool json);

}  // namespace mizan::auditor
