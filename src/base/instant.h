// A moment in the one form in which moments can be compared as text: UTC to the second, "2026-01-31T04:30:00Z".
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mizan {

struct Instant {
    std::array<char, 20> text{};

    [[nodiscard]] std::string_view view() const { return {text.data(), text.size()}; }
    bool operator==(const Instant&) const = default;
};

// What forms are read, for messages.
inline constexpr std::string_view kInstantForms =
    "a time as in 2026-01-31T09:30:00Z, 2026-01-31 or unix seconds";

// Reads an RFC 3339 date-time (with its offset; the letters in any case, or a space for the T), a full-date (its midnight
// in UTC), or unix time in seconds (9 or 10 digits) or milliseconds (12 or 13). Nothing if it is none of them: a date
// without offset, year alone or in another order could only be guessed at.
[[nodiscard]] std::optional<Instant> read_instant(std::string_view given);

// Unix time in seconds as an instant's text; the number itself where it is none of 9 or 10 digits.
[[nodiscard]] std::string moment(std::uint64_t unix_seconds);

}  // namespace mizan
