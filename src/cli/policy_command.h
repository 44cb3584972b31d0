// What the `mizan policy` commands and `mizan explain` share: opening policies, colour, small texts.
#pragma once

#include <CLI/CLI.hpp>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "cli/command.h"
#include "cli/terminal.h"
#include "policy/compile.h"
#include "service/load_policy.h"

namespace mizan::cli {

// print() and then `exit_code`, unless the output could not be written.
[[nodiscard]] int print_and(std::string_view text, int exit_code);

// ANSI codes; empty strings where there is no colour.
struct Paint {
    std::string_view bold, dim, red, green, yellow, blue, underline, end;
};
[[nodiscard]] Paint paint(bool colour);
// paint() for standard output.
[[nodiscard]] Paint stdout_paint();

// The text and as many spaces as make it `width` bytes long.
[[nodiscard]] std::string padded(std::string_view text, std::size_t width);

// "1 error", "2 errors"
[[nodiscard]] std::string counted(std::size_t n, std::string_view one, std::string_view many);

// A folder compiled afresh, with its source. On failure the reason has been told and `exit_code` is set.
struct Opened {
    policy::Source source;
    policy::Compiled compiled;
};
[[nodiscard]] std::optional<Opened> open_policy(const std::string& dir, int& exit_code);

// The error for a clause that the policy does not have: it names the nearest id.
[[nodiscard]] Error unknown_clause(const policy::Policy& policy, const std::string& id,
                                   const std::string& dir);

// A policy ready to run, from a folder or a bundle, through the cache of bundles. On failure as above.
[[nodiscard]] std::optional<service::LoadedPolicy> load_for_running(const std::string& path,
                                                                    int& exit_code);

// The subcommands of `mizan policy`, one file each.
void add_policy_check(CLI::App& policy, int& exit_code);
void add_policy_test(CLI::App& policy, int& exit_code);
void add_policy_show(CLI::App& policy, int& exit_code);
void add_policy_version(CLI::App& policy, int& exit_code);
void add_policy_compile(CLI::App& policy, int& exit_code);
void add_policy_cost(CLI::App& policy, int& exit_code);
void add_policy_diff(CLI::App& policy, int& exit_code);

}  // namespace mizan::cli
