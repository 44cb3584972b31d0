// `mizan log`: the group of commands about the record. Private to this room.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <memory>
#include <string>

#include "base/result.h"
#include "service/record_folder.h"
#include "service/record_lookup.h"

namespace mizan::cli {

// What all of them take.
struct LogSettings {
    std::string store;
    std::string keys;
    service::RecordQuery query;
    bool json = false;
};

// Adds --store, --keys, --platform and --json.
void add_log_options(CLI::App& command, LogSettings& settings);
// Adds --post, --index, --record, --revision and --source: which record is meant.
void add_query_options(CLI::App& command, LogSettings& settings);

// Opens the folder, to write or to read, and calls `use`; an Error becomes a message and its exit code.
using UseFolder = std::function<Result<int>(service::RecordFolder& folder)>;
[[nodiscard]] int with_folder(const LogSettings& settings, bool write, const UseFolder& use);

// Writes to the file, or to standard output where it is empty. Gives the exit code.
[[nodiscard]] Result<int> put_out(const std::string& path, std::string_view text);

void add_log_read_commands(CLI::App& log, int& exit_code);   // status, show, prove, key
void add_log_check_commands(CLI::App& log, int& exit_code);  // verify, fsck, replay
void add_log_write_commands(CLI::App& log,
                            int& exit_code);  // erase, hold, release, publish, adopt, ...

}  // namespace mizan::cli
