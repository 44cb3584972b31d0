// Public keys as a provider tells them, to keys of OpenSSL.
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <simdjson.h>

#include "oidc/base64url.h"
#include "oidc/id_token.h"

namespace mizan::oidc {

namespace {

constexpr std::size_t kEcBytes = 32;     // of a coordinate on P-256
constexpr std::size_t kRsaBytes = 1024;  // of a modulus, at most

struct OfOpenssl {
    void operator()(BIGNUM* p) const { BN_free(p); }
    void operator()(OSSL_PARAM_BLD* p) const { OSSL_PARAM_BLD_free(p); }
    void operator()(OSSL_PARAM* p) const { OSSL_PARAM_free(p); }
    void operator()(EVP_PKEY_CTX* p) const { EVP_PKEY_CTX_free(p); }
};
template <class T> using Owned = std::unique_ptr<T, OfOpenssl>;
using KeyPointer = std::shared_ptr<EVP_PKEY>;

KeyPointer key_of(const char* type, OSSL_PARAM_BLD* build) {
    const Owned<OSSL_PARAM> params(OSSL_PARAM_BLD_to_param(build));
    const Owned<EVP_PKEY_CTX> context(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
    EVP_PKEY* key = nullptr;
    if (!params || !context || EVP_PKEY_fromdata_init(context.get()) != 1 ||
        EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, params.get()) != 1)
        return nullptr;
    return {key, EVP_PKEY_free};
}

Owned<BIGNUM> number_of_bytes(const std::string& bytes) {
    return Owned<BIGNUM>(BN_bin2bn(reinterpret_cast<const unsigned char*>(bytes.data()),
                                   static_cast<int>(bytes.size()), nullptr));
}

KeyPointer rsa_key(const std::string& modulus, const std::string& exponent) {
    if (modulus.size() > kRsaBytes || exponent.empty() || exponent.size() > sizeof(std::uint64_t))
        return nullptr;
    const auto n = number_of_bytes(modulus);
    const auto e = number_of_bytes(exponent);
    if (!n || !e || BN_num_bits(n.get()) < kRsaBitsLeast || !BN_is_odd(e.get()) ||
        BN_is_one(e.get()))
        return nullptr;
    const Owned<OSSL_PARAM_BLD> build(OSSL_PARAM_BLD_new());
    if (!build || OSSL_PARAM_BLD_push_BN(build.get(), OSSL_PKEY_PARAM_RSA_N, n.get()) != 1 ||
        OSSL_PARAM_BLD_push_BN(build.get(), OSSL_PKEY_PARAM_RSA_E, e.get()) != 1)
        return nullptr;
    return key_of("RSA", build.get());
}

// OpenSSL refuses a point that is not on the curve.
KeyPointer ec_key(const std::string& x, const std::string& y) {
    if (x.size() != kEcBytes || y.size() != kEcBytes) return nullptr;
    const std::string point = "\x04" + x + y;
    const Owned<OSSL_PARAM_BLD> build(OSSL_PARAM_BLD_new());
    if (!build ||
        OSSL_PARAM_BLD_push_utf8_string(build.get(), OSSL_PKEY_PARAM_GROUP_NAME, "P-256", 0) != 1 ||
        OSSL_PARAM_BLD_push_octet_string(build.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(),
                                         point.size()) != 1)
        return nullptr;
    return key_of("EC", build.get());
}

std::string member(const simdjson::dom::object& object, std::string_view name) {
    std::string_view text;
    return object[name].get(text) == simdjson::SUCCESS ? std::string(text) : std::string();
}

std::string bytes_member(const simdjson::dom::object& object, std::string_view name) {
    return from_base64url(member(object, name)).value_or("");
}

}  // namespace

Result<KeySet> KeySet::read(std::string_view json) {
    simdjson::dom::parser parser;
    simdjson::dom::element whole;
    simdjson::dom::array list;
    if (parser.parse(json.data(), json.size()).get(whole) != simdjson::SUCCESS ||
        whole["keys"].get(list) != simdjson::SUCCESS)
        return fail({Code::kProviderRefused, "the provider's keys cannot be read", {}});
    KeySet out;
    for (const simdjson::dom::element one : list) {
        simdjson::dom::object object;
        if (one.get(object) != simdjson::SUCCESS) continue;
        const auto use = member(object, "use");
        if (!use.empty() && use != "sig") continue;
        const auto kind = member(object, "kty");
        Key key{member(object, "kid"), kind == "RSA" ? "RS256" : "ES256", nullptr};
        if (kind == "RSA") key.key = rsa_key(bytes_member(object, "n"), bytes_member(object, "e"));
        if (kind == "EC" && member(object, "crv") == "P-256")
            key.key = ec_key(bytes_member(object, "x"), bytes_member(object, "y"));
        const auto algorithm = member(object, "alg");
        if (!key.key || (!algorithm.empty() && algorithm != key.algorithm)) continue;
        out.keys_.push_back(std::move(key));
        if (out.keys_.size() == kKeysMost) break;
    }
    return out;
}

}  // namespace mizan::oidc
