// By SHA-256 in its plain form: OpenSSL's newer interface takes longer to set up than a short message takes to hash.
#define OPENSSL_SUPPRESS_DEPRECATED
#include "base/hmac.h"

#include <openssl/sha.h>

#include <cstring>

namespace mizan {

namespace {

constexpr std::size_t kBlockBytes = 64;

void start(SHA256_CTX& state, const HmacKey& key, unsigned char pad) {
    unsigned char block[kBlockBytes];
    std::memset(block, pad, sizeof block);
    for (std::size_t i = 0; i < key.size(); ++i) block[i] ^= key[i];
    SHA256_Init(&state);
    SHA256_Update(&state, block, sizeof block);
}

}  // namespace

Sha256 hmac_sha256(const HmacKey& key, std::initializer_list<std::string_view> parts) {
    constexpr unsigned char kInner = 0x36;
    constexpr unsigned char kOuter = 0x5C;
    SHA256_CTX state;
    Sha256 hash{};
    start(state, key, kInner);
    for (const auto part : parts) SHA256_Update(&state, part.data(), part.size());
    SHA256_Final(hash.data(), &state);
    start(state, key, kOuter);
    SHA256_Update(&state, hash.data(), hash.size());
    SHA256_Final(hash.data(), &state);
    return hash;
}

}  // namespace mizan
