// `mizan access`: the group of commands about accounts and keys. Private to this room.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <string>

#include "access/access.h"
#include "base/result.h"

namespace mizan::cli {

// What all of them take.
struct AccessSettings {
    std::string data;
    bool json = false;
};

// Adds --data and --json.
void add_access_options(CLI::App& command, AccessSettings& settings);

// Opens the accounts in the folder and calls `use`; an Error becomes a message and its exit code. `make`: where there is no folder or no
// file in it, it is made.
using UseAccess = std::function<Result<int>(access::Access& access)>;
[[nodiscard]] int with_access(const AccessSettings& settings, bool make, const UseAccess& use);

// Errors: kUsage, naming those there are.
[[nodiscard]] Result<access::Role> role_named(const std::string& name);

// "2026-01-31 09:30 UTC", or "never" for 0.
[[nodiscard]] std::string when(std::uint64_t unix_seconds);

void add_account_commands(CLI::App& access, int& exit_code);
void add_key_commands(CLI::App& access, int& exit_code);

}  // namespace mizan::cli
