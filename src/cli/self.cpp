#include "cli/self.h"

#include <chrono>
#include <ctime>

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

std::string utc(std::uint64_t unix_seconds) {
    const auto seconds = static_cast<std::time_t>(unix_seconds);
    std::tm parts{};
    char text[40];
    if (::gmtime_r(&seconds, &parts) == nullptr) return {};
    return {text, std::strftime(text, sizeof text, "%Y-%m-%d %H:%M UTC", &parts)};
}

Result<Sha256> program_hash() {
    MZ_TRY(const auto bytes, read_file("/proc/self/exe", kProgramBytes));
    return sha256(bytes);
}

}  // namespace mizan::cli
