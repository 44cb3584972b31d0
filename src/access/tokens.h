// Secrets that are made and shown once: tokens of sessions and keys of machines; their texts and what is stored of them.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/sha256.h"

namespace mizan::access {

// From the operating system, by libsodium.
[[nodiscard]] std::string random_bytes(std::size_t size);

// A secret of 256 random bits in base64url without padding.
inline constexpr std::size_t kSecretDigits = 43;
[[nodiscard]] std::string new_secret();

// The text of a key: "mzk_" + id + "_" + secret. The id is public: it names the key in lists and logs.
inline constexpr std::string_view kKeyPrefix = "mzk_";
inline constexpr std::size_t kKeyIdDigits = 12;  // of 5 random bits each
inline constexpr std::size_t kKeyBytes = kKeyPrefix.size() + kKeyIdDigits + 1 + kSecretDigits;
[[nodiscard]] std::string new_key_id();

struct KeyText {
    std::string_view id;
    std::string_view secret;
};
// Views into `text`. Nothing if it has another form; no form but one is read.
[[nodiscard]] std::optional<KeyText> parse_key(std::string_view text);
[[nodiscard]] std::string key_text(std::string_view id, std::string_view secret);
[[nodiscard]] bool is_key_id(std::string_view text);

[[nodiscard]] bool is_session_token(std::string_view text);
// What a page sends along with the session's cookie, so that no other site can act in its name (CSRF). It is made from the token, by
// HMAC; neither it nor the stored hash tells the other.
[[nodiscard]] std::string csrf_token(std::string_view session_token);

// In constant time, of texts whose lengths are no secret.
[[nodiscard]] bool same_secret(std::string_view a, std::string_view b);

// 120 random bits in six groups, without letters that are taken for others: "k7mq-2vxp-...".
[[nodiscard]] std::string new_password();

}  // namespace mizan::access
