// A file that one process holds locked, so that no two write the same store. Private to this folder.
#pragma once

#include <string>

#include "base/result.h"

namespace mizan::store {

// Held as long as the value lives; the system frees it when the process ends, however it ends.
class FileLock {
public:
    // Errors: kStoreBusy if another has it; kStoreFull if the file cannot be made.
    [[nodiscard]] static Result<FileLock> take(const std::string& path);

    FileLock() = default;
    FileLock(FileLock&& other) noexcept;
    FileLock& operator=(FileLock&& other) noexcept;
    ~FileLock();

private:
    int fd_ = -1;
};

}  // namespace mizan::store
