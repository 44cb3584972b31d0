// SHA-256 (FIPS 180-4), by OpenSSL.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace mizan {

using Sha256 = std::array<std::uint8_t, 32>;

[[nodiscard]] Sha256 sha256(std::string_view bytes);
[[nodiscard]] std::string to_hex(const Sha256& hash);
// From 64 lower-case hex digits; false if it is anything else.
[[nodiscard]] bool from_hex(std::string_view digits, Sha256& hash);

}  // namespace mizan
