// The 256-entry tables of the hot path: what an ASCII byte is, and its lower-case form.
#pragma once

#include <array>
#include <cstdint>

namespace mizan::text {

enum class Byte : std::uint8_t { kMark, kLower, kUpper, kDigit, kSpace, kNewline, kHigh };

inline constexpr auto kBytes = [] {
    std::array<Byte, 256> table{};
    for (unsigned c = 0; c < 256; ++c) {
        if (c >= 'a' && c <= 'z') table[c] = Byte::kLower;
        if (c >= 'A' && c <= 'Z') table[c] = Byte::kUpper;
        if (c >= '0' && c <= '9') table[c] = Byte::kDigit;
        if (c == ' ' || c == '\t') table[c] = Byte::kSpace;
        if (c >= '\n' && c <= '\r') table[c] = Byte::kNewline;
        if (c >= 0x80 || c == '&') table[c] = Byte::kHigh;  // '&' may open a character reference
    }
    return table;
}();

[[nodiscard]] constexpr Byte byte_kind(char c) { return kBytes[static_cast<unsigned char>(c)]; }
[[nodiscard]] constexpr bool ascii_letter(char c) {
    return byte_kind(c) == Byte::kLower || byte_kind(c) == Byte::kUpper;
}
[[nodiscard]] constexpr bool ascii_digit(char c) { return byte_kind(c) == Byte::kDigit; }
[[nodiscard]] constexpr bool ascii_alnum(char c) { return ascii_letter(c) || ascii_digit(c); }
[[nodiscard]] constexpr char ascii_lower(char c) {
    return byte_kind(c) == Byte::kUpper ? static_cast<char>(c | 32) : c;
}

}  // namespace mizan::text
