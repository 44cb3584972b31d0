#include "record/commitment.h"

#include <sodium.h>

namespace mizan::record {

Sha256 commit(const Salt& salt, std::string_view field, std::string_view value) {
    constexpr std::string_view kNul("\0", 1);
    return hmac_sha256(salt, {"mizan/commit/v1", kNul, field, kNul, value});
}

void fill_random(std::uint8_t* bytes, std::size_t size) { randombytes_buf(bytes, size); }

Salt random_salt() {
    Salt salt{};
    fill_random(salt.data(), salt.size());
    return salt;
}

}  // namespace mizan::record
