#include "cli/config_file.h"

#include <sstream>
#include <vector>

#include "base/files.h"

namespace mizan::cli {

namespace {

constexpr std::size_t kConfigBytes = 1u << 20;

Result<std::vector<CLI::ConfigItem>> items_in(const std::string& path) {
    MZ_TRY(const auto text, read_file(path, kConfigBytes));
    std::istringstream in(text);
    try {
        return CLI::ConfigTOML().from_config(in);
    } catch (const CLI::Error& e) {
        return fail({Code::kUsage, e.what(), path});
    }
}

Result<void> take_item(CLI::App& command, const CLI::ConfigItem& item, const std::string& path) {
    const auto where = path + ": " + item.fullname();
    auto* const option =
        item.parents.empty() ? command.get_option_no_throw("--" + item.name) : nullptr;
    if (option == nullptr || item.name == "config" || item.name == "help")
        return fail({Code::kUsage, "there is no such option", where});
    if (option->count() > 0) return {};
    try {
        option->add_result(item.inputs);
        option->run_callback();
    } catch (const CLI::Error& e) {
        return fail({Code::kUsage, e.what(), where});
    }
    return {};
}

}  // namespace

Result<void> take_config(CLI::App& command, const std::string& path) {
    MZ_TRY(const auto items, items_in(path));
    for (const auto& item : items) MZ_CHECK(take_item(command, item, path));
    return {};
}

}  // namespace mizan::cli
