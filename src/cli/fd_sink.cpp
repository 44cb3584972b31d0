#include "cli/fd_sink.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "console/terminal.h"

namespace mizan::cli {

FdSink::~FdSink() {
    if (!started_ && made_) ::unlink(path_.c_str());
    (void)close();
}

Result<void> FdSink::open(std::string path) {
    constexpr int kFlags = O_WRONLY | O_CREAT | O_CLOEXEC;
    path_ = std::move(path);
    fd_ = ::open(path_.c_str(), kFlags | O_EXCL, 0644);
    made_ = fd_ >= 0;
    if (!made_) fd_ = ::open(path_.c_str(), kFlags, 0644);
    if (fd_ < 0) return fail(error("cannot create", errno));
    owned_ = true;
    struct stat status{};
    regular_ = ::fstat(fd_, &status) == 0 && S_ISREG(status.st_mode);
    return {};
}

void FdSink::use_stdout() {
    path_ = "stdout";
    fd_ = STDOUT_FILENO;
}

Result<void> FdSink::start() {
    started_ = true;
    if (regular_ && owned_ && ::ftruncate(fd_, 0) != 0) return fail(error("cannot empty", errno));
    return {};
}

Error FdSink::error(std::string_view what, int number) const {
    return {Code::kFileWrite, std::string(what) + ": " + std::strerror(number), path_};
}

Result<void> FdSink::write(std::string_view lines) {
    for (std::size_t at = 0; at < lines.size();) {
        const auto n = console::write_some(fd_, lines.substr(at));
        if (n >= 0) {
            at += static_cast<std::size_t>(n);
            written_ += static_cast<std::uint64_t>(n);
            continue;
        }
        pipe_closed_ = n == -EPIPE;
        cut_back(lines.substr(0, at));
        auto failed = error("cannot write", static_cast<int>(-n));
        failed.message.append("; it is incomplete: only the first ")
            .append(std::to_string(written_))
            .append(" bytes are there");
        return fail(std::move(failed));
    }
    return {};
}

// `arrived` is what the file holds of the last write, which began with a line.
void FdSink::cut_back(std::string_view arrived) {
    if (!regular_) return;
    const auto line_end = arrived.rfind('\n');
    const auto extra = line_end == arrived.npos ? arrived.size() : arrived.size() - line_end - 1;
    if (::ftruncate(fd_, static_cast<off_t>(written_ - extra)) == 0) written_ -= extra;
}

Result<void> FdSink::close() {
    if (!owned_ || fd_ < 0) return {};
    const int fd = std::exchange(fd_, -1);
    if (drop_if_empty_ && started_ && regular_ && written_ == 0) ::unlink(path_.c_str());
    if (::close(fd) != 0) return fail(error("cannot write all of it", errno));
    return {};
}

}  // namespace mizan::cli
