#include "oidc/id_token.h"

#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <simdjson.h>

#include "oidc/base64url.h"

namespace mizan::oidc {

namespace {

std::unexpected<Error> untrusted(std::string_view why) {
    return fail({Code::kProviderRefused,
                 std::string("the provider's answer cannot be trusted: ").append(why),
                 {}});
}

struct Parts {
    std::string header;
    std::string claims;
    std::string signature;
    std::string_view is_signed;  // of the token
};

std::optional<Parts> parts_of(std::string_view token) {
    if (token.size() > kTokenBytes) return std::nullopt;
    const auto first = token.find('.');
    const auto last = token.rfind('.');
    if (first == token.npos || first == last) return std::nullopt;
    auto header = from_base64url(token.substr(0, first));
    auto claims = from_base64url(token.substr(first + 1, last - first - 1));
    auto signature = from_base64url(token.substr(last + 1));
    if (!header || !claims || !signature) return std::nullopt;
    return Parts{*std::move(header), *std::move(claims), *std::move(signature),
                 token.substr(0, last)};
}

// JSON Web Signatures have the two numbers one after the other, OpenSSL wants them in DER.
std::string der_of(const std::string& raw) {
    constexpr std::size_t kHalf = 32;
    if (raw.size() != 2 * kHalf) return {};
    const auto* bytes = reinterpret_cast<const unsigned char*>(raw.data());
    const std::unique_ptr<ECDSA_SIG, decltype(&ECDSA_SIG_free)> both(ECDSA_SIG_new(),
                                                                     ECDSA_SIG_free);
    BIGNUM* r = BN_bin2bn(bytes, kHalf, nullptr);
    BIGNUM* s = BN_bin2bn(bytes + kHalf, kHalf, nullptr);
    if (!both || r == nullptr || s == nullptr || ECDSA_SIG_set0(both.get(), r, s) != 1) {
        BN_free(r);
        BN_free(s);
        return {};
    }
    unsigned char* der = nullptr;
    const int size = i2d_ECDSA_SIG(both.get(), &der);
    if (size <= 0) return {};
    std::string out(reinterpret_cast<const char*>(der), static_cast<std::size_t>(size));
    OPENSSL_free(der);
    return out;
}

bool is_signed_by(EVP_PKEY* key, std::string_view text, const std::string& signature) {
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                          EVP_MD_CTX_free);
    return context != nullptr && !signature.empty() &&
           EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key) == 1 &&
           EVP_DigestVerify(context.get(), reinterpret_cast<const unsigned char*>(signature.data()),
                            signature.size(), reinterpret_cast<const unsigned char*>(text.data()),
                            text.size()) == 1;
}

std::string text_of(const simdjson::dom::object& object, std::string_view name) {
    std::string_view text;
    return object[name].get(text) == simdjson::SUCCESS ? std::string(text) : std::string();
}

// Seconds; some providers write them with a fraction.
std::optional<std::uint64_t> time_of(const simdjson::dom::object& object, std::string_view name) {
    std::uint64_t whole = 0;
    if (object[name].get(whole) == simdjson::SUCCESS) return whole;
    double fraction = 0;
    constexpr double kMost = 1e15;
    if (object[name].get(fraction) != simdjson::SUCCESS || !(fraction >= 0 && fraction < kMost))
        return std::nullopt;
    return static_cast<std::uint64_t>(fraction);
}

// One of several audiences must be us, and then the party that may use it too.
bool is_for_us(const simdjson::dom::object& claims, const std::string& client) {
    const auto party = text_of(claims, "azp");
    if (!party.empty() && party != client) return false;
    simdjson::dom::array several;
    if (claims["aud"].get(several) != simdjson::SUCCESS) return text_of(claims, "aud") == client;
    bool found = false;
    for (const simdjson::dom::element one : several) {
        std::string_view text;
        found = found || (one.get(text) == simdjson::SUCCESS && text == client);
    }
    return found && (several.size() == 1 || party == client);
}

Result<void> check_claims(const simdjson::dom::object& claims, const Expected& expected) {
    const auto now = expected.now;
    if (text_of(claims, "iss") != expected.issuer) return untrusted("it is of another issuer");
    if (!is_for_us(claims, expected.client)) return untrusted("it is for somebody else");
    if (expected.nonce.empty() || text_of(claims, "nonce") != expected.nonce)
        return untrusted("it is of another log-in");
    const auto ends = time_of(claims, "exp");
    if (!ends || *ends + kClockSeconds <= now) return untrusted("it has ended");
    const auto made = time_of(claims, "iat");
    if (!made || *made > now + kClockSeconds) return untrusted("it is of a time to come");
    const auto begins = time_of(claims, "nbf").value_or(0);
    if (begins > now + kClockSeconds) return untrusted("it does not hold yet");
    return {};
}

Result<std::string> person_of(const simdjson::dom::object& claims, const std::string& claim) {
    auto person = text_of(claims, claim);
    if (person.empty()) return untrusted("it has no claim " + claim);
    bool verified = false;
    if (claim == "email" &&
        (claims["email_verified"].get(verified) != simdjson::SUCCESS || !verified))
        return fail({Code::kProviderRefused, "the provider has not verified this person's address",
                     "email"});
    return person;
}

}  // namespace

class TokenCheck {
public:
    // The key that the header names; of a header without a name, the only one of its algorithm.
    static const KeySet::Key* find(const KeySet& keys, const std::string& id,
                                   const std::string& algorithm) {
        const KeySet::Key* found = nullptr;
        for (const auto& key : keys.keys_) {
            if (key.algorithm != algorithm || (!id.empty() && key.id != id)) continue;
            if (found != nullptr) return nullptr;
            found = &key;
        }
        return found;
    }
    static bool holds(const KeySet::Key& key, const Parts& parts) {
        const auto signature = key.algorithm == "ES256" ? der_of(parts.signature) : parts.signature;
        return is_signed_by(key.key.get(), parts.is_signed, signature);
    }
};

Result<std::string> check_id_token(std::string_view token, const KeySet& keys,
                                   const Expected& expected) {
    const auto parts = parts_of(token);
    if (!parts) return untrusted("it is no token");
    simdjson::dom::parser of_header;
    simdjson::dom::object header;
    if (of_header.parse(parts->header).get(header) != simdjson::SUCCESS)
        return untrusted("its header cannot be read");
    if (header["crit"].error() == simdjson::SUCCESS)
        return untrusted("it wants what is not known here");
    const auto* key = TokenCheck::find(keys, text_of(header, "kid"), text_of(header, "alg"));
    if (key == nullptr) return untrusted("it is signed with a key that is not the provider's");
    if (!TokenCheck::holds(*key, *parts)) return untrusted("its signature does not hold");
    simdjson::dom::parser of_claims;
    simdjson::dom::object claims;
    if (of_claims.parse(parts->claims).get(claims) != simdjson::SUCCESS)
        return untrusted("its claims cannot be read");
    MZ_CHECK(check_claims(claims, expected));
    return person_of(claims, expected.claim);
}

bool has_key_of(std::string_view token, const KeySet& keys) {
    const auto parts = parts_of(token);
    simdjson::dom::parser parser;
    simdjson::dom::object header;
    return parts && parser.parse(parts->header).get(header) == simdjson::SUCCESS &&
           TokenCheck::find(keys, text_of(header, "kid"), text_of(header, "alg")) != nullptr;
}

}  // namespace mizan::oidc
