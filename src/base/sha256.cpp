#include "base/sha256.h"

// SHA256() and EVP look their algorithm up or dispatch it for each message, which takes as long as hashing 500 bytes, and what is
// recorded of a post is a dozen short messages. The plain functions do not, and are to stay as long as OpenSSL 3; ours, where the
// processor has the instructions, take half as long still.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/sha.h>

#include <bit>
#include <cassert>
#include <cstring>

#include "base/sha256_pair.h"

namespace mizan {

Sha256 sha256(std::string_view bytes) { return sha256(bytes, {}); }

Sha256 sha256(std::string_view first, std::string_view second) {
    if (first.size() <= kPairStart && has_sha256_pair()) return sha256_one(first, second);
    SHA256_CTX state;
    SHA256_Init(&state);
    SHA256_Update(&state, first.data(), first.size());
    SHA256_Update(&state, second.data(), second.size());
    Sha256 out;
    SHA256_Final(out.data(), &state);
    return out;
}

void sha256_each(std::string_view start, std::span<const std::string_view> texts,
                 std::span<Sha256> hashes) {
    assert(hashes.size() >= texts.size());
    std::size_t i = 0;
    if (has_sha256_pair())
        for (; i + 2 <= texts.size(); i += 2)
            sha256_pair(start, texts[i], texts[i + 1], hashes[i], hashes[i + 1]);
    for (; i < texts.size(); ++i) hashes[i] = sha256(start, texts[i]);
}

std::string to_hex(const Sha256& hash) {
    constexpr char kDigits[] = "0123456789abcdef";
    std::string out;
    out.reserve(64);
    for (const auto b : hash) {
        out.push_back(kDigits[b >> 4]);
        out.push_back(kDigits[b & 15]);
    }
    return out;
}

// Loops without branches, which the compiler turns into vector code: an auditor reads several hashes of every leaf.
bool from_hex(std::string_view digits, Sha256& hash) {
    static_assert(std::endian::native == std::endian::little);
    constexpr std::size_t kDigits = 2 * sizeof hash;
    if (digits.size() != kDigits) return false;
    std::array<std::uint8_t, kDigits> values{};
    std::memcpy(values.data(), digits.data(), kDigits);
    std::uint8_t seen = 0;
    for (auto& value : values) {
        const auto digit = static_cast<std::uint8_t>(value - '0');
        const auto letter = static_cast<std::uint8_t>(value - 'a');
        const std::uint8_t as_digit = digit < 10 ? digit : 255;
        value = letter < 6 ? static_cast<std::uint8_t>(letter + 10) : as_digit;
        seen |= value;
    }
    std::array<std::uint16_t, sizeof hash> pairs{};
    std::memcpy(pairs.data(), values.data(), kDigits);
    for (std::size_t i = 0; i < hash.size(); ++i)
        hash[i] = static_cast<std::uint8_t>(pairs[i] << 4 | pairs[i] >> 8);
    return seen < 16;
}

}  // namespace mizan
