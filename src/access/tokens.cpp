#include "access/tokens.h"

#include <sodium.h>

#include <algorithm>

#include "base/hmac.h"

namespace mizan::access {

namespace {

// Crockford's digits in lower case: without i, l, o and u.
constexpr std::string_view kReadable = "0123456789abcdefghjkmnpqrstvwxyz";
static_assert(kReadable.size() == 32);

std::string readable_digits(std::size_t count) {
    auto out = random_bytes(count);
    for (char& c : out) c = kReadable[static_cast<unsigned char>(c) & 31u];
    return out;
}

bool is_url_digit(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
}

bool is_secret(std::string_view text) {
    return text.size() == kSecretDigits && std::ranges::all_of(text, is_url_digit);
}

std::string base64url(std::string_view bytes) {
    constexpr int kVariant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
    std::string out(sodium_base64_encoded_len(bytes.size(), kVariant), '\0');
    sodium_bin2base64(out.data(), out.size(), reinterpret_cast<const unsigned char*>(bytes.data()),
                      bytes.size(), kVariant);
    out.pop_back();  // the zero at the end
    return out;
}

}  // namespace

std::string random_bytes(std::size_t size) {
    std::string out(size, '\0');
    randombytes_buf(out.data(), out.size());
    return out;
}

std::string new_secret() { return base64url(random_bytes(32)); }
std::string new_key_id() { return readable_digits(kKeyIdDigits); }

std::optional<KeyText> parse_key(std::string_view text) {
    if (text.size() != kKeyBytes || !text.starts_with(kKeyPrefix)) return std::nullopt;
    text.remove_prefix(kKeyPrefix.size());
    const KeyText out{text.substr(0, kKeyIdDigits), text.substr(kKeyIdDigits + 1)};
    if (text[kKeyIdDigits] != '_' || !is_key_id(out.id) || !is_secret(out.secret))
        return std::nullopt;
    return out;
}

std::string key_text(std::string_view id, std::string_view secret) {
    return std::string(kKeyPrefix).append(id).append("_").append(secret);
}

bool is_key_id(std::string_view text) {
    return text.size() == kKeyIdDigits &&
           std::ranges::all_of(text, [](char c) { return kReadable.find(c) != kReadable.npos; });
}

bool is_session_token(std::string_view text) { return is_secret(text); }

std::string csrf_token(std::string_view session_token) {
    const HmacKey key = sha256("mizan/session/v1:", session_token);
    return base64url(bytes_of(hmac_sha256(key, {"mizan/csrf/v1"})));
}

bool same_secret(std::string_view a, std::string_view b) {
    return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string new_password() {
    constexpr std::size_t kGroups = 6;
    constexpr std::size_t kGroupDigits = 4;
    static_assert(kGroups * kGroupDigits * 5 >= 100);
    std::string out;
    for (std::size_t i = 0; i < kGroups; ++i) {
        if (i > 0) out.push_back('-');
        out.append(readable_digits(kGroupDigits));
    }
    return out;
}

}  // namespace mizan::access
