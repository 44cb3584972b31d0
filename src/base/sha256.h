// SHA-256 (FIPS 180-4), by the processor's own instructions where it has them, else by OpenSSL.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace mizan {

using Sha256 = std::array<std::uint8_t, 32>;

[[nodiscard]] Sha256 sha256(std::string_view bytes);
// Of both, one after the other.
[[nodiscard]] Sha256 sha256(std::string_view first, std::string_view second);
// Of `start`, at most 64 bytes, and each of the texts, into as many hashes (asserted). Many messages take little more than half the time that
// they take one by one.
void sha256_each(std::string_view start, std::span<const std::string_view> texts,
                 std::span<Sha256> hashes);
[[nodiscard]] std::string to_hex(const Sha256& hash);
void append_hex(std::string& out, const Sha256& hash);
// From 64 lower-case hex digits; false if it is anything else.
[[nodiscard]] bool from_hex(std::string_view digits, Sha256& hash);
// The hash's bytes; a view into it.
[[nodiscard]] inline std::string_view bytes_of(const Sha256& hash) {
    return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}

}  // namespace mizan
