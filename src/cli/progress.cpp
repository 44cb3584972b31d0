#include "cli/progress.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>

#include "console/terminal.h"
#include "report/figures.h"

namespace mizan::cli {

namespace {

constexpr std::size_t kBarCells = 24;
constexpr auto kInterval = std::chrono::milliseconds(100);
constexpr std::string_view kClearLine = "\r\x1B[K";

// 12345678 -> "12.3 MB"
std::string megabytes(std::uint64_t bytes) {
    const auto tenths = bytes / 100'000;
    return fmt::format("{}.{} MB", report::thousands(tenths / 10), tenths % 10);
}

}  // namespace

std::string progress_line(const service::Progress& progress, std::uint64_t total_bytes,
                          std::uint64_t elapsed_us, unsigned width) {
    const auto rate = report::thousands(report::per_second(progress.posts, elapsed_us));
    std::string line;
    // A compressed file holds more than its size says: then the end is not known.
    if (total_bytes > 0 && progress.bytes <= total_bytes) {
        const auto filled = static_cast<std::size_t>(progress.bytes * kBarCells / total_bytes);
        line = fmt::format("[{}{}] {:>3} %  {} of {}", std::string(filled, '#'),
                           std::string(kBarCells - filled, '.'), progress.bytes * 100 / total_bytes,
                           megabytes(progress.bytes), megabytes(total_bytes));
    } else {
        line = megabytes(progress.bytes) + " read";
    }
    line += fmt::format("  {} decisions  {}/s", report::thousands(progress.posts), rate);
    if (progress.rejected > 0)
        line += fmt::format("  {} rejected", report::thousands(progress.rejected));
    if (line.size() >= width) line.resize(width - 1);
    return line;
}

void ProgressBar::update(const service::Progress& progress, Clock::time_point now) {
    if (now - shown_.value_or(start_) < kInterval) return;
    shown_ = now;
    const auto elapsed = std::chrono::duration_cast<std::chrono::microseconds>(now - start_);
    const auto width = std::max(console::terminal_width(STDERR_FILENO, 80), 20u);
    const auto line =
        progress_line(progress, total_bytes_, static_cast<std::uint64_t>(elapsed.count()), width);
    (void)console::write_all(STDERR_FILENO, std::string(kClearLine) + line, "stderr");
}

void ProgressBar::clear() {
    if (shown_) (void)console::write_all(STDERR_FILENO, kClearLine, "stderr");
    shown_.reset();
}

}  // namespace mizan::cli
