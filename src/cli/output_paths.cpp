#include "cli/output_paths.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <optional>

#include "policy/source.h"

namespace mizan::cli {

namespace {

struct FileId {
    std::optional<std::pair<dev_t, ino_t>> id;  // of a regular file that is there
    std::string full_path;                      // of one that is not there yet
    std::string shown;
    bool operator==(const FileId& other) const {
        if (id || other.id) return id == other.id;
        return !full_path.empty() && full_path == other.full_path;
    }
};

FileId from_status(bool known, const struct stat& status, const std::string& shown) {
    FileId file{{}, {}, shown};
    if (known && S_ISREG(status.st_mode)) file.id.emplace(status.st_dev, status.st_ino);
    return file;
}

FileId identify(int fd, const std::string& shown) {
    struct stat status{};
    const bool known = ::fstat(fd, &status) == 0;
    return from_status(known, status, shown);
}

FileId identify(const std::string& path) {
    struct stat status{};
    const bool known = ::stat(path.c_str(), &status) == 0;
    auto file = from_status(known, status, path);
    std::error_code ec;
    if (!known) file.full_path = std::filesystem::weakly_canonical(path, ec).string();
    return file;
}

bool names_standard_input(const std::vector<std::string>& inputs) {
    if (inputs.empty()) return true;
    for (const auto& path : inputs) {
        if (path == "-") return true;
    }
    return false;
}

std::vector<FileId> identify_inputs(const std::vector<std::string>& inputs) {
    std::vector<FileId> files;
    for (const auto& path : inputs) {
        if (path != "-") files.push_back(identify(path));
    }
    if (names_standard_input(inputs)) files.push_back(identify(STDIN_FILENO, "stdin"));
    return files;
}

// Whether a file of this name would be read as part of the policy in `folder`.
bool lies_in(const std::string& folder, const std::string& path) {
    std::error_code ec;
    const auto root = std::filesystem::weakly_canonical(folder, ec);
    const auto file = std::filesystem::weakly_canonical(path, ec);
    return policy::Source::takes(file.lexically_relative(root).generic_string());
}

// The files that a policy is made of; none if it cannot be read: loading it will say why.
std::vector<FileId> identify_policy(const std::string& policy) {
    if (std::error_code ec; !std::filesystem::is_directory(policy, ec)) return {identify(policy)};
    std::vector<FileId> files;
    if (const auto paths = policy::Source::list(policy); paths) {
        for (const auto& path : *paths) files.push_back(identify(policy + "/" + path));
    }
    return files;
}

}  // namespace

Result<void> check_outputs(const std::vector<std::string>& inputs, const OutputPaths& outputs) {
    std::vector<FileId> written;
    written.push_back(outputs.out.empty() ? identify(STDOUT_FILENO, "stdout")
                                          : identify(outputs.out));
    if (!outputs.rejects.empty()) written.push_back(identify(outputs.rejects));
    if (!outputs.report.empty()) written.push_back(identify(outputs.report));
    const auto read = identify_inputs(inputs);
    for (std::size_t i = 0; i < written.size(); ++i) {
        for (const auto& input : read) {
            if (written[i] == input && (input.id || !input.full_path.empty())) {
                return fail({Code::kUsage,
                             "this file is read and would be written as well; choose another "
                             "name for the output",
                             written[i].shown});
            }
        }
        for (std::size_t k = 0; k < i; ++k) {
            if (written[i] == written[k] && (written[i].id || !written[i].full_path.empty())) {
                return fail({Code::kUsage, "two outputs cannot be one file", written[i].shown});
            }
        }
    }
    return {};
}

Result<void> check_spares_policy(const std::string& policy, const OutputPaths& outputs) {
    const auto files = identify_policy(policy);
    for (const auto& path : {outputs.out, outputs.rejects, outputs.report}) {
        if (path.empty() || is_special_file(path)) continue;
        const auto written = identify(path);
        const bool overwrites = std::find(files.begin(), files.end(), written) != files.end();
        if (overwrites || lies_in(policy, path)) {
            return fail({Code::kUsage,
                         "this file is part of the policy, or would become part of it; choose "
                         "another name for the output",
                         path});
        }
    }
    return {};
}

bool is_special_file(const std::string& path) {
    struct stat status{};
    return ::stat(path.c_str(), &status) == 0 && !S_ISREG(status.st_mode);
}

std::uint64_t total_size(const std::vector<std::string>& inputs) {
    std::uint64_t total = 0;
    for (const auto& path : inputs) {
        struct stat status{};
        const bool known =
            path == "-" ? ::fstat(STDIN_FILENO, &status) == 0 : ::stat(path.c_str(), &status) == 0;
        if (!known || !S_ISREG(status.st_mode)) return 0;
        if (path.ends_with(".gz") || path.ends_with(".zst")) return 0;
        total += static_cast<std::uint64_t>(status.st_size);
    }
    return total;
}

}  // namespace mizan::cli
