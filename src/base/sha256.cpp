#include "base/sha256.h"

// SHA256() and EVP look their algorithm up or dispatch it for each message, which takes as long as hashing 500 bytes; a log hashes
// two short messages a record. The plain functions do not, and are to stay as long as OpenSSL 3.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/sha.h>

namespace mizan {

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
    const auto value = [](char c) {
        if (c >= '0' && c <= '9') return c - '0';
        return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
    };
    for (std::size_t i = 0; i < hash.size(); ++i) {
        const int high = value(digits[2 * i]);
        const int low = value(digits[2 * i + 1]);
        if (high < 0 || low < 0) return false;
        hash[i] = static_cast<std::uint8_t>(high << 4 | low);
    }
    return true;
}

}  // namespace mizan
