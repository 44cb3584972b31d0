#include "text/unicode.h"

#include <algorithm>
#include <iterator>

namespace mizan::text {

namespace {

#include "text/unicode_data.inc"

constexpr std::uint32_t kUpperBit = 32;
constexpr std::uint32_t kLongBit = 64;

constexpr std::uint32_t record_of(char32_t c) {
    const std::size_t block = std::min<std::size_t>(c >> 6, std::size(kStage1) - 1);
    return kRecords[kStage2[static_cast<std::size_t>(kStage1[block]) << 6 | (c & 63)]];
}

// All but a long fold.
constexpr CodePoint unpack(char32_t c, std::uint32_t record) {
    CodePoint out;
    out.cls = static_cast<Class>(record & 31);
    out.upper = (record & kUpperBit) != 0;
    const auto distance = static_cast<std::int32_t>(record) >> 7;
    out.fold = static_cast<char32_t>(static_cast<std::int32_t>(c) + distance);
    return out;
}

}  // namespace

constexpr std::array<CodePoint, 128> kAsciiPoints = [] {
    std::array<CodePoint, 128> points;
    for (char32_t c = 0; c < points.size(); ++c) points[c] = unpack(c, record_of(c));
    return points;
}();

CodePoint code_point(char32_t c) {
    if (c < kAsciiPoints.size()) return kAsciiPoints[c];
    const auto record = record_of(c);
    CodePoint out = unpack(c, record);
    if ((record & kLongBit) != 0) {
        const auto* text = reinterpret_cast<const char*>(kPool) + (record >> 7 & 0x1FFFF);
        out.fold = 0;
        out.fold_bytes = std::string_view(text, record >> 24);
    }
    return out;
}

char lookalike(char32_t c) {
    const auto key = static_cast<std::uint32_t>(c) << 8;
    const auto* it = std::lower_bound(std::begin(kLookalikes), std::end(kLookalikes), key);
    return it != std::end(kLookalikes) && *it >> 8 == c ? static_cast<char>(*it & 0xFF) : char{0};
}

}  // namespace mizan::text
