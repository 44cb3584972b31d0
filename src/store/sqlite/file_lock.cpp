#include "store/sqlite/file_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace mizan::store {

Result<FileLock> FileLock::take(const std::string& path) {
    FileLock lock;
    lock.fd_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (lock.fd_ < 0)
        return fail(
            {Code::kStoreFull, std::string("cannot write here: ") + std::strerror(errno), path});
    if (::flock(lock.fd_, LOCK_EX | LOCK_NB) != 0) {
        return fail({Code::kStoreBusy,
                     "another process is writing this store; wait for it to end, or stop it",
                     path});
    }
    return lock;
}

FileLock::FileLock(FileLock&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
FileLock& FileLock::operator=(FileLock&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
}
FileLock::~FileLock() {
    if (fd_ >= 0) ::close(fd_);
}

}  // namespace mizan::store
