// How far a text goes on in printable ASCII without '"' and '\\': what JSON, and a leaf of the log, hold as it is.
#pragma once

#include <cstddef>
#include <string_view>

namespace mizan {

[[nodiscard]] constexpr bool is_printable(char c) {
    return c >= ' ' && c <= '~' && c != '"' && c != '\\';
}
// How many such bytes the text begins with; sixteen at a time, since much is read and written in bulk.
[[nodiscard]] std::size_t printable_length(std::string_view text);

}  // namespace mizan
