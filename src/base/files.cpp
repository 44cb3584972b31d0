#include "base/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

namespace mizan {

namespace {

Error os_error(Code code, const std::string& path, const char* what) {
    return {code, std::string(what) + ": " + std::strerror(errno), path};
}

}  // namespace

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
    struct stat status{};
    const bool special = ::stat(path.c_str(), &status) == 0 && !S_ISREG(status.st_mode);
    const std::string temp = special ? path : path + ".tmp" + std::to_string(::getpid());
    const int fd = ::open(temp.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (fd < 0) return fail(os_error(Code::kFileWrite, path, "cannot create"));
    while (!bytes.empty()) {
        const auto n = ::write(fd, bytes.data(), bytes.size());
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) {
            auto error = os_error(Code::kFileWrite, path, "cannot write");
            ::close(fd);
            if (!special) ::unlink(temp.c_str());
            return fail(std::move(error));
        }
        bytes.remove_prefix(static_cast<std::size_t>(n));
    }
    if (::close(fd) != 0 || (!special && std::rename(temp.c_str(), path.c_str()) != 0)) {
        auto error = os_error(Code::kFileWrite, path, "cannot write");
        if (!special) ::unlink(temp.c_str());
        return fail(std::move(error));
    }
    return {};
}

}  // namespace mizan
