#include "cli/config_option.h"

#include <set>
#include <string>
#include <vector>

namespace mizan::cli {

namespace {

constexpr const char* kConfigOption = "--config";

[[noreturn]] void refuse_config(const std::string& file, const std::string& why) {
    throw CLI::ValidationError(kConfigOption, file + ": " + why);
}

std::vector<CLI::ConfigItem> items_of(const std::string& file) {
    try {
        return CLI::ConfigBase().from_file(file);
    } catch (const CLI::FileError&) {
        refuse_config(file, "it cannot be read");
    } catch (const CLI::ConfigError& error) {
        refuse_config(file, error.what());
    }
}

// As if the options stood on the command line, but for those that do.
void take_config(CLI::App& command, const std::string& file) {
    std::set<const CLI::Option*> given;
    for (const auto* option : command.get_options())
        if (option->count() > 0) given.insert(option);
    for (const auto& item : items_of(file)) {
        auto* option = command.get_option_no_throw("--" + item.name);
        if (option == nullptr || !item.parents.empty() || !option->get_configurable())
            refuse_config(file, "there is no option \"" + item.fullname() + "\"");
        if (given.contains(option)) continue;
        if (option->get_items_expected_max() == 0)
            option->add_result(option->get_flag_value(item.name, CLI::ConfigBase().to_flag(item)));
        else option->add_result(item.inputs);
    }
}

}  // namespace

void add_config_option(CLI::App& command) {
    // Options are handled in the order they were added: those that a file gives come after this one.
    command
        .add_option_function<std::string>(
            kConfigOption, [&command](const std::string& file) { take_config(command, file); },
            "File with these options, one `name = value` a line")
        ->configurable(false)
        ->type_name("FILE");
}

}  // namespace mizan::cli
