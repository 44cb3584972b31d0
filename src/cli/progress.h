// ProgressBar: one line on a terminal that says how far a run has come.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "service/moderate.h"

namespace mizan::cli {

// The line, without what moves the cursor. `total_bytes` 0: not known.
[[nodiscard]] std::string progress_line(const service::Progress& progress,
                                        std::uint64_t total_bytes, std::uint64_t elapsed_us,
                                        unsigned width);

// Writes to standard error, at most ten times a second. One call at a time.
class ProgressBar {
public:
    using Clock = std::chrono::steady_clock;

    ProgressBar(std::uint64_t total_bytes, Clock::time_point start)
        : total_bytes_(total_bytes), start_(start) {}
    ~ProgressBar() { clear(); }
    ProgressBar(const ProgressBar&) = delete;
    ProgressBar& operator=(const ProgressBar&) = delete;

    void update(const service::Progress& progress, Clock::time_point now);
    // Takes the line away again.
    void clear();

private:
    std::uint64_t total_bytes_;
    Clock::time_point start_;
    std::optional<Clock::time_point> shown_;
};

}  // namespace mizan::cli
