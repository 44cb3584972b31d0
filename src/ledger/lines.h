// What the formats of lines have in common.
#pragma once

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>

#include "ledger/base64.h"
#include "ledger/hashing.h"

namespace mizan::ledger {

// Takes the first line off `rest` and gives it without its end; nothing, and `rest` unchanged, if it has no end.
[[nodiscard]] inline std::optional<std::string_view> take_line(std::string_view& rest) {
    const auto end = rest.find('\n');
    if (end == rest.npos) return std::nullopt;
    const auto line = rest.substr(0, end);
    rest.remove_prefix(end + 1);
    return line;
}

// Takes `prefix` off `text` if it begins so.
[[nodiscard]] inline bool take_prefix(std::string_view& text, std::string_view prefix) {
    if (!text.starts_with(prefix)) return false;
    text.remove_prefix(prefix.size());
    return true;
}

// A number in decimal digits alone, without leading zeros, up to `most`.
[[nodiscard]] inline std::optional<std::uint64_t> decimal(std::string_view text,
                                                          std::uint64_t most) {
    std::uint64_t value = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool whole = read.ec == std::errc() && read.ptr == text.data() + text.size();
    const bool padded = text.size() > 1 && text.front() == '0';
    if (!whole || padded || value > most) return std::nullopt;
    return value;
}

// A hash in base64.
[[nodiscard]] inline std::optional<Hash> to_hash(std::string_view base64) {
    const auto bytes = from_base64(base64);
    Hash out;
    if (!bytes || bytes->size() != out.size()) return std::nullopt;
    std::ranges::copy(*bytes, reinterpret_cast<char*>(out.data()));
    return out;
}

}  // namespace mizan::ledger
