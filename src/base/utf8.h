// UTF-8 decoding that never reads past the end. Ill-formed input follows the Unicode Standard's
// "substitution of maximal subparts" (chapter 3.9): one U+FFFD for each maximal ill-formed part.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace mizan::utf8 {

struct Decoded {
    char32_t code_point = 0xFFFD;
    std::uint32_t size = 1;  // bytes taken, at least 1
    bool valid = false;
};

// The code point at s[at]; at < s.size().
[[nodiscard]] inline Decoded decode(std::string_view s, std::size_t at) {
    auto byte = [&](std::size_t k) -> unsigned {
        return at + k < s.size() ? static_cast<unsigned char>(s[at + k]) : 0u;
    };
    auto cont = [](unsigned b) { return (b & 0xC0u) == 0x80u; };
    const unsigned b0 = byte(0);
    if (b0 < 0x80) return {b0, 1, true};
    const unsigned b1 = byte(1);
    if (b0 >= 0xC2 && b0 <= 0xDF) {
        if (!cont(b1)) return {};
        return {(b0 & 0x1Fu) << 6 | (b1 & 0x3Fu), 2, true};
    }
    if (b0 >= 0xE0 && b0 <= 0xEF) {
        const bool ok = cont(b1) && !(b0 == 0xE0 && b1 < 0xA0) && !(b0 == 0xED && b1 > 0x9F);
        if (!ok) return {};
        const unsigned b2 = byte(2);
        if (!cont(b2)) return {0xFFFD, 2, false};
        return {(b0 & 0x0Fu) << 12 | (b1 & 0x3Fu) << 6 | (b2 & 0x3Fu), 3, true};
    }
    if (b0 >= 0xF0 && b0 <= 0xF4) {
        const bool ok = cont(b1) && !(b0 == 0xF0 && b1 < 0x90) && !(b0 == 0xF4 && b1 > 0x8F);
        if (!ok) return {};
        const unsigned b2 = byte(2);
        if (!cont(b2)) return {0xFFFD, 2, false};
        const unsigned b3 = byte(3);
        if (!cont(b3)) return {0xFFFD, 3, false};
        return {(b0 & 0x07u) << 18 | (b1 & 0x3Fu) << 12 | (b2 & 0x3Fu) << 6 | (b3 & 0x3Fu), 4,
                true};
    }
    return {};
}

// Writes c as UTF-8 to out[0..4); gives the number of bytes.
inline std::size_t encode(char* out, char32_t c) {
    const auto u = static_cast<unsigned>(c);
    auto put = [&](int i, unsigned v) { out[i] = static_cast<char>(v); };
    if (u < 0x80) {
        put(0, u);
        return 1;
    }
    if (u < 0x800) {
        put(0, 0xC0 | u >> 6);
        put(1, 0x80 | (u & 0x3F));
        return 2;
    }
    if (u < 0x10000) {
        put(0, 0xE0 | u >> 12);
        put(1, 0x80 | (u >> 6 & 0x3F));
        put(2, 0x80 | (u & 0x3F));
        return 3;
    }
    put(0, 0xF0 | u >> 18);
    put(1, 0x80 | (u >> 12 & 0x3F));
    put(2, 0x80 | (u >> 6 & 0x3F));
    put(3, 0x80 | (u & 0x3F));
    return 4;
}

inline void append(std::string& out, char32_t c) {
    char bytes[4];
    out.append(bytes, encode(bytes, c));
}

}  // namespace mizan::utf8
