// What the `mizan policy` commands and `mizan explain` share: opening policies.
#pragma once

#include <CLI/CLI.hpp>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "cli/command.h"
#include "policy/compile.h"
#include "service/load_policy.h"

namespace mizan::cli {

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
