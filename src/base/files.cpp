#include "base/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstring>

namespace mizan {

namespace {

Error os_error(Code code, const std::string& path, const char* what) {
    return {code, std::string(what) + ": " + std::strerror(errno), path};
}

// Renaming over a device or a pipe would put a plain file in its place.
bool may_replace(const std::string& path) {
    struct stat st{};
    return ::stat(path.c_str(), &st) != 0 || S_ISREG(st.st_mode);
}

enum class Sync { kNo, kYes };

Result<void> write_and_close(int fd, const std::string& path, std::string_view bytes,
                             Sync sync = Sync::kNo) {
    while (!bytes.empty()) {
        const auto n = ::write(fd, bytes.data(), bytes.size());
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) {
            auto error = os_error(Code::kFileWrite, path, "cannot write");
            ::close(fd);
            return fail(std::move(error));
        }
        bytes.remove_prefix(static_cast<std::size_t>(n));
    }
    if (sync == Sync::kYes && ::fsync(fd) != 0) {
        auto error = os_error(Code::kFileWrite, path, "cannot bring to disk");
        ::close(fd);
        return fail(std::move(error));
    }
    if (::close(fd) != 0) return fail(os_error(Code::kFileWrite, path, "cannot write"));
    return {};
}

// Writes a file of another name and gives it this one.
Result<void> replace_file(const std::string& path, std::string_view bytes, unsigned mode,
                          Sync sync) {
    // Two of one process at once write two files; the last to be renamed stands.
    static std::atomic<std::uint64_t> count = 0;
    const std::string temp =
        path + ".tmp" + std::to_string(::getpid()) + "-" + std::to_string(++count);
    const int fd = ::open(temp.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
    if (fd < 0) return fail(os_error(Code::kFileWrite, path, "cannot create"));
    auto written = write_and_close(fd, path, bytes, sync);
    if (written && std::rename(temp.c_str(), path.c_str()) != 0)
        written = fail(os_error(Code::kFileWrite, path, "cannot write"));
    if (!written) ::unlink(temp.c_str());
    return written;
}

// Without this a new name may be gone after a power cut.
Result<void> sync_folder_of(const std::string& path) {
    const auto slash = path.rfind('/');
    return sync_folder(slash == path.npos ? std::string(".") : path.substr(0, slash + 1));
}

}  // namespace

Result<void> sync_folder(const std::string& folder) {
    const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) return fail(os_error(Code::kFileWrite, folder, "cannot open"));
    const int failed = ::fsync(fd);
    auto error = os_error(Code::kFileWrite, folder, "cannot bring to disk");
    ::close(fd);
    if (failed != 0) return fail(std::move(error));
    return {};
}

Result<void> rename_file(const std::string& from, const std::string& to) {
    if (std::rename(from.c_str(), to.c_str()) == 0) return {};
    return fail(os_error(Code::kFileWrite, to, "cannot write"));
}

Result<std::string> read_file(const std::string& path, std::size_t max_bytes) {
    const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0) return fail(os_error(Code::kFileRead, path, "cannot open"));
    std::string out;
    struct stat st{};
    if (::fstat(fd, &st) == 0 && st.st_size > 0)
        out.reserve(static_cast<std::size_t>(st.st_size) + 1);
    char buf[65536];
    while (true) {
        const auto n = ::read(fd, buf, sizeof buf);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) {
            auto error = os_error(Code::kFileRead, path, "cannot read");
            ::close(fd);
            return fail(std::move(error));
        }
        if (n == 0) break;
        out.append(buf, static_cast<std::size_t>(n));
        if (out.size() > max_bytes) {
            ::close(fd);
            return fail({Code::kFileRead,
                         "larger than the limit of " + std::to_string(max_bytes) + " bytes", path});
        }
    }
    ::close(fd);
    return out;
}

Result<void> write_file(const std::string& path, std::string_view bytes) {
    if (!may_replace(path)) {
        const int fd = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
        if (fd < 0) return fail(os_error(Code::kFileWrite, path, "cannot open"));
        return write_and_close(fd, path, bytes);
    }
    return replace_file(path, bytes, 0644, Sync::kNo);
}

Result<void> write_file_durably(const std::string& path, std::string_view bytes, unsigned mode) {
    if (!may_replace(path)) return fail({Code::kFileWrite, "not a plain file", path});
    MZ_CHECK(replace_file(path, bytes, mode, Sync::kYes));
    return sync_folder_of(path);
}

Result<void> make_folder(const std::string& path, unsigned mode) {
    if (::mkdir(path.c_str(), mode) == 0 || errno == EEXIST) return {};
    return fail(
        {Code::kFileWrite, std::string("cannot make the folder: ") + std::strerror(errno), path});
}

}  // namespace mizan
