#include "cli/command.h"

#include <filesystem>

#include "service/load_policy.h"

namespace mizan::cli {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kPolicyFolder = "policies/hateful-conduct";

// The data folder of the installation that this very program belongs to: BIN/../share/mizan.
fs::path data_beside_program() {
    std::error_code ec;
    const auto program = fs::read_symlink("/proc/self/exe", ec);
    return ec ? fs::path() : program.parent_path().parent_path() / "share" / "mizan";
}

}  // namespace

Result<std::string> find_policy(const std::string& named) {
    if (!named.empty()) return named;
    std::error_code ec;
    if (fs::is_directory(kPolicyFolder, ec)) return std::string(kPolicyFolder);
    for (const auto& data : {data_beside_program(), fs::path(MIZAN_DATA_DIR)}) {
        const auto folder = data / kPolicyFolder;
        if (!data.empty() && fs::is_directory(folder, ec)) return folder.string();
    }
    return fail({Code::kPolicyMissing,
                 "no policy is named, and none is in policies/hateful-conduct or installed with "
                 "the program; name one with --policy FOLDER",
                 {}});
}

std::string cache_dir(const std::string& named) {
    if (named == "none") return {};
    return named.empty() ? service::default_cache_dir() : named;
}

}  // namespace mizan::cli
