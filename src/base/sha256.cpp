#include "base/sha256.h"

// SHA256() and EVP look their algorithm up or dispatch it for each message, which takes as long as hashing 500 bytes; a log hashes
// two short messages a record. The plain functions do not, and are to stay as long as OpenSSL 3.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/sha.h>

namespace mizan {

namespace {

// The value of a lower-case hex digit; 255 for any other byte.
constexpr auto kHexValue = [] {
    std::array<std::uint8_t, 256> values{};
    values.fill(255);
    for (unsigned char i = 0; i < 10; ++i) values['0' + i] = i;
    for (unsigned char i = 0; i < 6; ++i) values['a' + i] = static_cast<std::uint8_t>(10 + i);
    return values;
}();

}  // namespace

Sha256 sha256(std::string_view bytes) { return sha256(bytes, {}); }

Sha256 sha256(std::string_view first, std::string_view second) {
    SHA256_CTX state;
    SHA256_Init(&state);
    SHA256_Update(&state, first.data(), first.size());
    SHA256_Update(&state, second.data(), second.size());
    Sha256 out;
    SHA256_Final(out.data(), &state);
    return out;
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

bool from_hex(std::string_view digits, Sha256& hash) {
    if (digits.size() != 2 * hash.size()) return false;
    unsigned seen = 0;  // without a branch a digit: an auditor reads several hashes of every leaf
    for (std::size_t i = 0; i < hash.size(); ++i) {
        const unsigned high = kHexValue[static_cast<unsigned char>(digits[2 * i])];
        const unsigned low = kHexValue[static_cast<unsigned char>(digits[2 * i + 1])];
        seen |= high | low;
        hash[i] = static_cast<std::uint8_t>(high << 4 | low);
    }
    return seen < 16;
}

}  // namespace mizan
