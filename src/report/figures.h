// How figures are written: thousands separators, rates with one decimal, bars. Integers in, text out, no locale.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace mizan::report {

// 1234567 -> "1,234,567"
[[nodiscard]] std::string thousands(std::uint64_t n);

// "12.3 %" of `whole`, rounded half up; "<0.1 %" for what would round to nothing, ">99.9 %" for what would round to all;
// "n/a" if whole is 0.
[[nodiscard]] std::string percent(std::uint64_t n, std::uint64_t whole);

// Items per second over a time in microseconds, rounded down; 0 if the time is 0.
[[nodiscard]] std::uint64_t per_second(std::uint64_t n, std::uint64_t elapsed_us);

// 3204000 -> "3.20 s", 180000000 -> "3 min 0 s"
[[nodiscard]] std::string duration(std::uint64_t elapsed_us);

// A bar of at most `cells` character cells in eighths; at least one eighth if n is not 0.
[[nodiscard]] std::string bar(std::uint64_t n, std::uint64_t largest, std::size_t cells);

// "GROUP.national_origin" -> "GROUP › national origin"; "" -> "no group named". The whole path: people, their faith and
// their places may differ in its first part only.
[[nodiscard]] std::string readable_group(std::string_view path);

}  // namespace mizan::report
