// Two messages through SHA-256 at once, by the processor's own instructions. Behind sha256.h.
#pragma once

#include <cstddef>
#include <string_view>

#include "base/sha256.h"

namespace mizan {

// Whether this processor has the instructions; only then sha256_pair() may be called.
[[nodiscard]] bool has_sha256_pair();
// The hashes of `start` and one text, and of `start` and the other. `start` is at most kPairStart bytes. Pure.
inline constexpr std::size_t kPairStart = 64;
void sha256_pair(std::string_view start, std::string_view one, std::string_view other,
                 Sha256& hash_of_one, Sha256& hash_of_other);

}  // namespace mizan
