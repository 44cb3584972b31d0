// A 64-bit string hash for tables in memory. Not for commitments: those are SHA-256 (sha256.h).
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace mizan {

// Both halves of the 128-bit product in one: every bit of the result depends on every bit of x (the multiply-and-fold idea
// of wyhash and MUM).
[[nodiscard]] inline std::uint64_t fold_product(std::uint64_t x, std::uint64_t y) {
    __extension__ using Wide = unsigned __int128;
    const auto product = static_cast<Wide>(x) * y;
    return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

static_assert(std::endian::native == std::endian::little, "bytes are read as little-endian words");

// Folds 8 bytes a step. Tables compare the whole key as well, so collisions cost time and never a wrong answer. Not for tables
// that grow by keys which outsiders choose: it has no secret, and keys that collide are easily made.
[[nodiscard]] inline std::uint64_t hash64(const char* data, std::size_t size) {
    constexpr std::uint64_t kA = 0x9E3779B97F4A7C15ull;
    constexpr std::uint64_t kB = 0xD6E8FEB86659FD93ull;
    std::uint64_t h = kB ^ size;
    while (size >= 8) {
        std::uint64_t w;
        std::memcpy(&w, data, 8);
        h = fold_product(h ^ w, kA);
        data += 8;
        size -= 8;
    }
    std::uint64_t w = 0;
    for (std::size_t i = 0; i < size; ++i)
        w |= static_cast<std::uint64_t>(static_cast<unsigned char>(data[i])) << (8 * i);
    h = fold_product(h ^ w, kA);
    return fold_product(h, kB);
}

[[nodiscard]] inline std::uint64_t hash64(std::string_view s) { return hash64(s.data(), s.size()); }

}  // namespace mizan
