#include "base/unreadable.h"

#include <cstdint>
#include <cstring>

#include "base/utf8.h"

namespace mizan {

namespace {

// The size of the run of printable ASCII that begins at bytes[at], in steps of 8 bytes.
std::size_t printable_run(std::string_view bytes, std::size_t at) {
    constexpr std::uint64_t kOnes = 0x0101010101010101ull;
    constexpr std::uint64_t kHigh = 0x80 * kOnes;
    std::size_t i = at;
    for (std::uint64_t w = 0; i + 8 <= bytes.size(); i += 8) {
        std::memcpy(&w, bytes.data() + i, 8);
        const std::uint64_t below_space = (w - 0x20 * kOnes) & ~w;
        if (((w | below_space) & kHigh) != 0) break;
    }
    return i - at;
}

// Tabs, line ends and the next-line sign are controls that texts have.
bool is_control(char32_t c) {
    const bool blank = (c >= U'\t' && c <= U'\r') || c == 0x85;
    return !blank && (c < 0x20 || (c >= 0x7F && c < 0xA0));
}

}  // namespace

Unreadable count_unreadable(std::string_view bytes) {
    Unreadable count;
    for (std::size_t at = 0; at < bytes.size();) {
        if (const auto run = printable_run(bytes, at); run > 0) {
            at += run;
            count.all += run;
            continue;
        }
        const auto d = utf8::decode(bytes, at);
        at += d.size;
        ++count.all;
        if (!d.valid || d.code_point == 0xFFFD || is_control(d.code_point)) ++count.bad;
    }
    return count;
}

}  // namespace mizan
