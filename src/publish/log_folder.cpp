#include "publish/log_folder.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>

#include "base/files.h"
#include "ledger/note.h"

namespace mizan::publish {

namespace fs = std::filesystem;

namespace {

std::unexpected<Error> cannot_write(const std::string& path) {
    return fail({Code::kFileWrite, std::string("cannot write: ") + std::strerror(errno), path});
}

// An open file, closed when it goes.
struct Descriptor {
    int fd;
    ~Descriptor() {
        if (fd >= 0) ::close(fd);
    }
};

Result<void> write_all_to(int fd, std::string_view bytes, const std::string& path) {
    const auto size = static_cast<off_t>(bytes.size());
    while (!bytes.empty()) {
        const auto n = ::write(fd, bytes.data(), bytes.size());
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return cannot_write(path);
        bytes.remove_prefix(static_cast<std::size_t>(n));
    }
    // Only then: a tile that is written again has the same bytes, and nobody ever sees or is left with less of it.
    if (::ftruncate(fd, size) != 0) return cannot_write(path);
    return {};
}

int open_to_write(const std::string& path) {
    return ::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
}

}  // namespace

Result<std::string> LogFolder::read(const ledger::TileId& tile) {
    const auto path = path_ + "/" + ledger::path(tile);
    if (::access(path.c_str(), F_OK) != 0)
        return fail({Code::kLogMissing, "there is no such tile", path});
    return read_file(path, ledger::kBundleBytes);
}

Result<void> LogFolder::write(const ledger::TileId& tile, std::string_view bytes) {
    const auto path = path_ + "/" + ledger::path(tile);
    Descriptor file{open_to_write(path)};
    if (file.fd < 0 && errno == ENOENT) {
        std::error_code ec;
        fs::create_directories(fs::path(path).parent_path(), ec);
        file.fd = open_to_write(path);
    }
    if (file.fd < 0) return cannot_write(path);
    return write_all_to(file.fd, bytes, path);
}

void LogFolder::drop_partials(int level, std::uint64_t index) {
    std::error_code ec;
    fs::remove_all(path_ + "/" + ledger::path({level, index, ledger::kTileWidth}) + ".p", ec);
}

Result<void> LogFolder::sync() {
    std::error_code ec;
    fs::create_directories(path_, ec);
    const Descriptor folder{::open(path_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (folder.fd < 0 || ::syncfs(folder.fd) != 0) return cannot_write(path_);
    return {};
}

Result<std::string> LogFolder::checkpoint() const {
    const auto path = path_ + "/checkpoint";
    if (::access(path.c_str(), F_OK) != 0 && errno == ENOENT) return std::string();
    return read_file(path, ledger::kNoteBytes);
}

Result<void> LogFolder::put_checkpoint(std::string_view note) {
    return write_file_durably(path_ + "/checkpoint", note);
}

}  // namespace mizan::publish
