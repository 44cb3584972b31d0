#include "report/figures.h"

#include <fmt/format.h>

#include <algorithm>

namespace mizan::report {

namespace {

__extension__ typedef unsigned __int128 Wide;

// n * factor / whole without overflow, rounded down.
std::uint64_t scale(std::uint64_t n, std::uint64_t factor, std::uint64_t whole) {
    return static_cast<std::uint64_t>(static_cast<Wide>(n) * factor / whole);
}

}  // namespace

std::string thousands(std::uint64_t n) {
    const auto digits = std::to_string(n);
    std::string out;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        if (i > 0 && (digits.size() - i) % 3 == 0) out.push_back(',');
        out.push_back(digits[i]);
    }
    return out;
}

std::string percent(std::uint64_t n, std::uint64_t whole) {
    if (whole == 0) return "n/a";
    const auto tenths = (scale(n, 2000, whole) + 1) / 2;
    if (tenths == 0 && n > 0) return "<0.1 %";
    if (tenths == 1000 && n < whole) return ">99.9 %";
    return fmt::format("{}.{} %", tenths / 10, tenths % 10);
}

std::uint64_t per_second(std::uint64_t n, std::uint64_t elapsed_us) {
    return elapsed_us == 0 ? 0 : scale(n, 1'000'000, elapsed_us);
}

std::string duration(std::uint64_t elapsed_us) {
    const auto seconds = elapsed_us / 1'000'000;
    if (seconds >= 120) return fmt::format("{} min {} s", seconds / 60, seconds % 60);
    return fmt::format("{}.{:02} s", seconds, elapsed_us / 10'000 % 100);
}

std::string bar(std::uint64_t n, std::uint64_t largest, std::size_t cells) {
    if (n == 0 || largest == 0) return {};
    constexpr std::string_view kEighths[] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
    const auto eighths =
        std::max<std::uint64_t>(1, scale(std::min(n, largest), cells * 8, largest));
    std::string out;
    for (std::uint64_t i = 0; i < eighths / 8; ++i) out.append("█");
    return out.append(kEighths[eighths % 8]);
}

std::string readable_group(std::string_view path) {
    if (path.empty()) return "no group named";
    std::string out;
    for (const char c : path) {
        if (c == '.') {
            out.append(" › ");
        } else {
            out.push_back(c == '_' ? ' ' : c);
        }
    }
    return out;
}

}  // namespace mizan::report
