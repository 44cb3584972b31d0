// One-time codes by time (RFC 6238: SHA-1, 30 s, 6 digits), as every authenticator shows them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mizan::access {

inline constexpr std::uint64_t kTotpStepSeconds = 30;
inline constexpr unsigned kTotpDigits = 6;
inline constexpr std::uint64_t kTotpDrift = 1;       // a clock may be so many steps off, either way
inline constexpr std::size_t kTotpSecretBytes = 20;  // as RFC 4226 recommends

[[nodiscard]] std::string new_totp_secret();  // raw bytes

// The code of a step (RFC 4226 with a counter), padded with zeros; `digits` at most 9.
[[nodiscard]] std::string totp_code(std::string_view secret, std::uint64_t step,
                                    unsigned digits = kTotpDigits);

// The step that `code` belongs to, if it is within kTotpDrift of now and after `last_step`, the last one that was used: no code counts
// twice. Takes the same time whichever digits are wrong.
[[nodiscard]] std::optional<std::uint64_t> match_totp(std::string_view secret,
                                                      std::string_view code,
                                                      std::uint64_t unix_seconds,
                                                      std::uint64_t last_step);

// RFC 4648, without padding.
[[nodiscard]] std::string to_base32(std::string_view bytes);

// "otpauth://totp/Mizan:NAME?...", for a QR code. `account` is percent-encoded.
[[nodiscard]] std::string totp_uri(std::string_view account, std::string_view secret);

}  // namespace mizan::access
