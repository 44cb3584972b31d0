// The options that say how input looks: its format and its names for the fields of a post.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <string>

#include "feeds/format.h"

namespace mizan::cli {

// Takes an option's value; gives a complaint, or nothing.
using ParseOption = std::function<std::string(const std::string&)>;

// An option whose value goes through `set`; a complaint is a usage error.
void add_parsed(CLI::App& command, const std::string& option, const std::string& type,
                const std::string& help, const ParseOption& set);

// --input-format and --text-field, --id-field, ...; what they set must outlive the command.
void add_input_options(CLI::App& command, feeds::Format& format, feeds::FieldMap& fields);

}  // namespace mizan::cli
