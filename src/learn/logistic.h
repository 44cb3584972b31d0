// The logistic function by basic arithmetic alone: the library's exp() may differ in its last bit between machines.
#pragma once

#include <bit>
#include <cstdint>

namespace mizan::learn {

// e^x for x in [-40, 40]: 2^k times a polynomial on [-ln2/2, ln2/2], within 1e-9 of the true value.
[[nodiscard]] inline double exponential(double x) {
    constexpr double kLog2E = 1.4426950408889634;
    constexpr double kLn2 = 0.6931471805599453;
    const double scaled = x * kLog2E;
    const auto k = static_cast<std::int64_t>(scaled < 0 ? scaled - 0.5 : scaled + 0.5);
    const double r = x - static_cast<double>(k) * kLn2;
    double sum = 1;
    for (int n = 10; n >= 1; --n) sum = 1 + sum * r / n;
    return sum * std::bit_cast<double>(static_cast<std::uint64_t>(k + 1023) << 52);
}

[[nodiscard]] inline double logistic(double x) {
    if (x > 40) return 1;
    if (x < -40) return 0;
    return 1 / (1 + exponential(-x));
}

}  // namespace mizan::learn
