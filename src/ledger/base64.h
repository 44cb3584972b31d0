// Base64 (RFC 4648, section 4: standard alphabet, padded).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace mizan::ledger {

[[nodiscard]] std::string to_base64(std::string_view bytes);
// Appends the same, several times as fast: for what is public, since the time that it takes depends on the bytes.
void append_base64(std::string& out, std::string_view bytes);
// Nothing if it is not written in the one right way: no blanks, padding whole, unused bits zero.
[[nodiscard]] std::optional<std::string> from_base64(std::string_view text);

}  // namespace mizan::ledger
