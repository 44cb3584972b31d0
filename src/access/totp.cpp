#include "access/totp.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sodium.h>

#include <array>

#include "access/tokens.h"

namespace mizan::access {

std::string new_totp_secret() { return random_bytes(kTotpSecretBytes); }

std::string totp_code(std::string_view secret, std::uint64_t step, unsigned digits) {
    constexpr std::size_t kHashBytes = 20;
    std::array<unsigned char, 8> counter{};
    for (std::size_t i = 0; i < counter.size(); ++i)
        counter[i] = static_cast<unsigned char>(step >> (56 - 8 * i));
    std::array<unsigned char, EVP_MAX_MD_SIZE> hash{};
    unsigned size = 0;
    ::HMAC(EVP_sha1(), secret.data(), static_cast<int>(secret.size()), counter.data(),
           counter.size(), hash.data(), &size);
    const std::size_t at = hash[kHashBytes - 1] & 0x0Fu;
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < 4; ++i) value = value << 8 | hash[at + i];
    value &= 0x7FFF'FFFFu;
    std::string out(digits, '0');
    for (auto i = out.size(); i-- > 0; value /= 10) out[i] = static_cast<char>('0' + value % 10);
    return out;
}

std::optional<std::uint64_t> match_totp(std::string_view secret, std::string_view code,
                                        std::uint64_t unix_seconds, std::uint64_t last_step) {
    if (code.size() != kTotpDigits) return std::nullopt;
    const auto now = unix_seconds / kTotpStepSeconds;
    std::optional<std::uint64_t> found;
    for (auto step = now < kTotpDrift ? 0 : now - kTotpDrift; step <= now + kTotpDrift; ++step) {
        const auto right = totp_code(secret, step);
        const bool same = sodium_memcmp(right.data(), code.data(), kTotpDigits) == 0;
        if (same && step > last_step && !found) found = step;
    }
    return found;
}

std::string to_base32(std::string_view bytes) {
    constexpr char kDigits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    std::string out;
    unsigned held = 0;
    unsigned bits = 0;
    for (const char c : bytes) {
        held = (held << 8 | static_cast<unsigned char>(c)) & 0xFFFu;
        for (bits += 8; bits >= 5; bits -= 5) out.push_back(kDigits[held >> (bits - 5) & 31]);
    }
    if (bits > 0) out.push_back(kDigits[held << (5 - bits) & 31]);
    return out;
}

std::string totp_uri(std::string_view account, std::string_view secret) {
    constexpr char kHex[] = "0123456789ABCDEF";
    std::string out = "otpauth://totp/Mizan:";
    for (const char c : account) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                           (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~';
        const auto byte = static_cast<unsigned char>(c);
        plain ? out.push_back(c) : void(out.append({'%', kHex[byte >> 4], kHex[byte & 15]}));
    }
    return out + "?secret=" + to_base32(secret) + "&issuer=Mizan&algorithm=SHA1&digits=6&period=30";
}

}  // namespace mizan::access
