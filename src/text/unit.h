// Unit: one step of reading text: a code point, an HTML character reference, or one ill-formed part.
#pragma once

#include <cstdint>
#include <string_view>

#include "text/unicode.h"

namespace mizan::text {

struct Unit {
    std::uint32_t size = 1;  // bytes
    char32_t cp = 0xFFFD;
    CodePoint info;
    char ascii = 0;        // the ASCII mark it is or is the wide form of; 0 for all else
    bool invalid = false;  // ill-formed UTF-8

    [[nodiscard]] bool wordy() const {
        return info.cls == Class::kLetter || info.cls == Class::kDigit;
    }
    [[nodiscard]] bool space() const {
        return info.cls == Class::kSpace || info.cls == Class::kNewline;
    }
};

// What is read past the end of the text.
inline constexpr Unit kEndUnit{0, 0, {Class::kSpace, false, 0, {}}, 0, false};

// The unit at text[at]; at < text.size().
[[nodiscard]] Unit read_unit(std::string_view text, std::size_t at);

}  // namespace mizan::text
