// `mizan case`: the group of commands of those who decide. Private to this room.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "cli/service_client.h"

namespace mizan::cli {

// What commands about one case take.
struct OneCaseSettings : ServiceSettings {
    std::uint64_t case_no = 0;
    std::uint64_t version = 0;    // 0: any
    std::string idempotency_key;  // empty: none
};
// Adds the case's number; --idempotency-key where something is changed, and --version where that names one.
void add_case_number(CLI::App& command, OneCaseSettings& settings);
void add_idempotency_key(CLI::App& command, OneCaseSettings& settings);
void add_change_options(CLI::App& command, OneCaseSettings& settings);

// What the head of a request says of a change: the version that it is for, its name.
[[nodiscard]] http::Fields change_fields(const OneCaseSettings& settings);
// Changes a case, and answers with it as it is now: `name` is the last part of the path.
[[nodiscard]] Result<http::Fetched> change_case(ServiceClient& service,
                                                const OneCaseSettings& settings,
                                                std::string_view name, std::string body);

void add_case_content_command(CLI::App& group, int& exit_code);
void add_case_move_commands(CLI::App& group, int& exit_code);
void add_case_rule_commands(CLI::App& group, int& exit_code);

}  // namespace mizan::cli
