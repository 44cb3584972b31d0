// Signature: whether a body was signed with a secret that two sides share. Pure; thread-safe.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mizan::server {

inline constexpr std::size_t kMostSignatures =
    4;  // that one field may bring; further ones are not read

// The HMAC-SHA-256 of `body` with `secret` as 64 hex digits.
[[nodiscard]] std::string signature_of(std::string_view secret, std::string_view body);

inline constexpr std::size_t kMostSecrets = 2;  // of a platform

// Those of a platform, which may have none, filled up to kMostSecrets with one of this process that nobody knows: so that the time to try
// them does not tell which platforms there are, nor how many secrets they have.
[[nodiscard]] std::vector<std::string> secrets_to_try(std::vector<std::string> known);

// Whether a field like "sha256=HEX,sha256=HEX" has a signature of `body` by one of the secrets: while a secret is changed, both sides
// may have two. The time it takes says nothing of how much of a signature is right, nor which of them it is.
[[nodiscard]] bool is_signed(std::string_view field, std::string_view body,
                             std::span<const std::string> secrets);

// Whether it could be such a field.
[[nodiscard]] bool looks_signed(std::string_view field);

}  // namespace mizan::server
