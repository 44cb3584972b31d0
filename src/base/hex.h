// Bytes as hex digits, in small letters. For a whole hash see to_hex() in sha256.h.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace mizan {

[[nodiscard]] inline std::string hex_of(std::span<const std::uint8_t> bytes) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string out;
    out.reserve(2 * bytes.size());
    for (const auto byte : bytes) {
        out.push_back(kDigits[byte >> 4]);
        out.push_back(kDigits[byte & 15]);
    }
    return out;
}

}  // namespace mizan
