#include "text/unicode.h"

#include <algorithm>
#include <iterator>

namespace mizan::text {

namespace {

#include "text/unicode_data.inc"

constexpr std::uint32_t kUpperBit = 32;
constexpr std::uint32_t kLongBit = 64;

}  // namespace

CodePoint code_point(char32_t c) {
    const std::size_t block = std::min<std::size_t>(c >> 6, std::size(kStage1) - 1);
    const std::uint32_t record =
        kRecords[kStage2[static_cast<std::size_t>(kStage1[block]) << 6 | (c & 63)]];
    CodePoint out;
    out.cls = static_cast<Class>(record & 31);
    out.upper = (record & kUpperBit) != 0;
    if ((record & kLongBit) != 0) {
        const auto* text = reinterpret_cast<const char*>(kPool) + (record >> 7 & 0x1FFFF);
        out.fold_bytes = std::string_view(text, record >> 24);
    } else {
        const auto distance = static_cast<std::int32_t>(record) >> 7;
        out.fold = static_cast<char32_t>(static_cast<std::int32_t>(c) + distance);
    }
    return out;
}

char lookalike(char32_t c) {
    const auto key = static_cast<std::uint32_t>(c) << 8;
    const auto* it = std::lower_bound(std::begin(kLookalikes), std::end(kLookalikes), key);
    return it != std::end(kLookalikes) && *it >> 8 == c ? static_cast<char>(*it & 0xFF) : char{0};
}

}  // namespace mizan::text
