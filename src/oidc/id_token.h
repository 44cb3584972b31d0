// ID tokens of OpenID Connect: whether one was made by the provider, for us, now, and for the log-in that we began. Pure.
//
// A token is three parts in base64url with dots between: a header, claims, both JSON, and a signature over the first two (RFC 7515, 7519).
// Of algorithms RS256 and ES256 are known; which of them holds is decided by the key, not by the token alone.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

struct evp_pkey_st;

namespace mizan::oidc {

inline constexpr std::size_t kTokenBytes = 16u << 10;
inline constexpr std::size_t kKeysMost = 32;        // of a provider; further ones are not looked at
inline constexpr int kRsaBitsLeast = 2048;          // of a key; a smaller one is not looked at
inline constexpr std::uint64_t kClockSeconds = 60;  // so far two clocks may be apart

// The public keys of a provider (a JWK set, RFC 7517). Copies share the keys.
class KeySet {
public:
    // Keys of other kinds and uses are left out. Errors: kProviderRefused if it is no key set.
    [[nodiscard]] static Result<KeySet> read(std::string_view json);
    [[nodiscard]] std::size_t size() const { return keys_.size(); }

private:
    friend class TokenCheck;
    struct Key {
        std::string id;
        std::string algorithm;  // "RS256", "ES256"
        std::shared_ptr<evp_pkey_st> key;
    };
    std::vector<Key> keys_;
};

// What must hold of a token.
struct Expected {
    std::string issuer;
    std::string client;  // our id
    std::string nonce;   // of the log-in
    std::string claim;   // that names the person
    std::uint64_t now = 0;
};

// The value of the claim, of a token that holds. Of "email" only an address that the provider has verified. Errors: kProviderRefused, which
// says what does not fit.
[[nodiscard]] Result<std::string> check_id_token(std::string_view token, const KeySet& keys,
                                                 const Expected& expected);
// Whether the set has the key that the token names: if not, the provider may have changed its keys.
[[nodiscard]] bool has_key_of(std::string_view token, const KeySet& keys);

}  // namespace mizan::oidc
