// SHA-256 by the processor's own instructions, two messages at once where there are two. Behind sha256.h.
#pragma once

#include <cstddef>
#include <string_view>

#include "base/sha256.h"

namespace mizan {

// Whether this processor has the instructions; only then the others may be called.
[[nodiscard]] bool has_sha256_pair();
inline constexpr std::size_t kPairStart = 64;  // bytes of `start` at most
// The hash of `start` and a text. Pure.
[[nodiscard]] Sha256 sha256_one(std::string_view start, std::string_view text);
// The hashes of `start` and one text, and of `start` and the other. Pure.
void sha256_pair(std::string_view start, std::string_view one, std::string_view other,
                 Sha256& hash_of_one, Sha256& hash_of_other);

}  // namespace mizan
