#include "server/signature.h"

#include <sodium.h>

#include <algorithm>
#include <array>

namespace mizan::server {

namespace {

constexpr std::string_view kScheme = "sha256=";
constexpr std::size_t kUnknownBytes = 32;  // as many as nobody guesses
constexpr std::size_t kHexDigits = 2 * crypto_auth_hmacsha256_BYTES;

// The hex digits of each, small letters.
std::vector<std::string> signatures_in(std::string_view field) {
    std::vector<std::string> out;
    while (!field.empty() && out.size() < kMostSignatures) {
        auto one = field.substr(0, field.find(','));
        field.remove_prefix(std::min(one.size() + 1, field.size()));
        while (one.starts_with(' ')) one.remove_prefix(1);
        while (one.ends_with(' ')) one.remove_suffix(1);
        if (!one.starts_with(kScheme)) continue;
        std::string digits(one.substr(kScheme.size()));
        for (char& c : digits)
            if (c >= 'A' && c <= 'F') c = static_cast<char>(c + ('a' - 'A'));
        const bool hex = std::ranges::all_of(
            digits, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
        if (hex && digits.size() == kHexDigits) out.push_back(std::move(digits));
    }
    return out;
}

}  // namespace

std::vector<std::string> secrets_to_try(std::vector<std::string> known) {
    static const std::string unknown = [] {
        std::string out(kUnknownBytes, '\0');
        ::randombytes_buf(out.data(), out.size());
        return out;
    }();
    while (known.size() < kMostSecrets) known.push_back(unknown);
    return known;
}

std::string signature_of(std::string_view secret, std::string_view body) {
    const auto bytes = [](std::string_view text) {
        return reinterpret_cast<const unsigned char*>(text.data());
    };
    crypto_auth_hmacsha256_state state;
    ::crypto_auth_hmacsha256_init(&state, bytes(secret), secret.size());
    ::crypto_auth_hmacsha256_update(&state, bytes(body), body.size());
    std::array<unsigned char, crypto_auth_hmacsha256_BYTES> mac{};
    ::crypto_auth_hmacsha256_final(&state, mac.data());
    std::array<char, kHexDigits + 1> hex{};
    ::sodium_bin2hex(hex.data(), hex.size(), mac.data(), mac.size());
    return {hex.data(), kHexDigits};
}

bool looks_signed(std::string_view field) { return !signatures_in(field).empty(); }

bool is_signed(std::string_view field, std::string_view body,
               std::span<const std::string> secrets) {
    const auto brought = signatures_in(field);
    int right = 0;
    for (const auto& secret : secrets) {
        const auto wanted = signature_of(secret, body);
        for (const auto& one : brought)
            right |= static_cast<int>(::sodium_memcmp(one.data(), wanted.data(), kHexDigits) == 0);
    }
    return right != 0;
}

}  // namespace mizan::server
