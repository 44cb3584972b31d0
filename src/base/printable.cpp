#include "base/printable.h"

#include <bit>
#include <cstdint>

#if defined(__SSE2__) && !defined(MIZAN_PORTABLE)
#include <emmintrin.h>
#endif

namespace mizan {

namespace {

constexpr std::size_t kStep = 16;

// Which of 16 bytes are not printable: bit i for byte i.
#if defined(__SSE2__) && !defined(MIZAN_PORTABLE)
std::uint32_t not_printable(const char* bytes) {
    const auto v = _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes));
    const auto is = [&](char c) { return _mm_cmpeq_epi8(v, _mm_set1_epi8(c)); };
    const auto control = _mm_cmplt_epi8(v, _mm_set1_epi8(' '));  // signed: what is no ASCII as well
    const auto others = _mm_or_si128(_mm_or_si128(is('"'), is('\\')), is('\x7F'));
    return static_cast<std::uint32_t>(_mm_movemask_epi8(_mm_or_si128(control, others)));
}
#else
std::uint32_t not_printable(const char* bytes) {
    std::uint32_t found = 0;
    for (unsigned i = 0; i < kStep; ++i) found |= is_printable(bytes[i]) ? 0u : 1u << i;
    return found;
}
#endif

}  // namespace

std::size_t printable_length(std::string_view text) {
    std::size_t length = 0;
    for (; length + kStep <= text.size(); length += kStep) {
        if (const auto found = not_printable(text.data() + length); found != 0)
            return length + static_cast<std::size_t>(std::countr_zero(found));
    }
    while (length < text.size() && is_printable(text[length])) ++length;
    return length;
}

}  // namespace mizan
