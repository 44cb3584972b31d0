// HMAC-SHA-256 (RFC 2104, FIPS 198-1) with keys of 32 bytes.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string_view>

#include "base/sha256.h"

namespace mizan {

using HmacKey = std::array<std::uint8_t, 32>;

// Over the parts, one after the other.
[[nodiscard]] Sha256 hmac_sha256(const HmacKey& key, std::initializer_list<std::string_view> parts);
// Of each text under its own key, into as many hashes (asserted). Many take little more than half the time that they take one by one.
void hmac_sha256_each(std::span<const HmacKey> keys, std::span<const std::string_view> texts,
                      std::span<Sha256> hashes);

}  // namespace mizan
