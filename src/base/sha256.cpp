#include "base/sha256.h"

#include <openssl/sha.h>

namespace mizan {

Sha256 sha256(std::string_view bytes) {
    Sha256 out{};
    SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), out.data());
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

}  // namespace mizan
