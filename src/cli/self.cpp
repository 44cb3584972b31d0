#include "cli/self.h"

#include <chrono>

#include "base/files.h"

namespace mizan::cli {

namespace {

constexpr std::size_t kProgramBytes = 1u << 30;

}  // namespace

std::uint64_t unix_now() {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return static_cast<std::uint64_t>(
        std::chrono::duration_cast<std::chrono::seconds>(now).count());
}

Result<Sha256> program_hash() {
    MZ_TRY(const auto bytes, read_file("/proc/self/exe", kProgramBytes));
    return sha256(bytes);
}

}  // namespace mizan::cli
