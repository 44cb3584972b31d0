// Tokens that were signed elsewhere are taken and refused as they should be; a provider's keys are read with care.
#include "oidc/id_token.h"

#include <doctest/doctest.h>

#include <string>

#include "oidc/provider.h"

using namespace mizan;
using oidc::KeySet;

namespace {

// The key and the signature of RFC 7515, appendix A.3, whose claims are {"iss":"joe","exp":1300819380,...}.
constexpr std::string_view kCurveKey =
    R"({"keys":[{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",)"
    R"("y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}]})";
constexpr std::string_view kCurveToken =
    "eyJhbGciOiJFUzI1NiJ9."
    "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
    "."
    "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";
// Likewise of appendix A.2.
constexpr std::string_view kRsaKey =
    R"({"keys":[{"kty":"RSA","e":"AQAB","n":"ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mP)"
    R"(ddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo)"
    R"(9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZ)"
    R"(lxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4F)"
    R"(RWyuXpoQ"}]})";
constexpr std::string_view kRsaToken =
    "eyJhbGciOiJSUzI1NiJ9."
    "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
    "."
    "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_"
    "O8W2Fp5jujG"
    "bds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_"
    "nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K"
    "0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-"
    "eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6"
    "LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw";

// Why it is not taken.
std::string why(std::string_view token, std::string_view keys) {
    const auto checked = oidc::check_id_token(token, KeySet::read(keys).value(),
                                              {"joe", "us", "n", "email", 1'300'819'000});
    REQUIRE_FALSE(checked);
    CHECK(checked.error().code == Code::kProviderRefused);
    return checked.error().message;
}

bool is_signature(std::string_view message) {
    return message.find("signature") != message.npos || message.find("signed") != message.npos;
}

}  // namespace

TEST_CASE("signatures of the standard hold, and are then looked at for whom they are") {
    CHECK(why(kCurveToken, kCurveKey).ends_with("it is for somebody else"));
    CHECK(why(kRsaToken, kRsaKey).ends_with("it is for somebody else"));
}

TEST_CASE("no byte of a token can be another one") {
    for (const auto& [token, key] : {std::pair(kCurveToken, kCurveKey), {kRsaToken, kRsaKey}}) {
        for (std::size_t i = 0; i < token.size(); i += 3) {
            std::string changed(token);
            changed[i] = changed[i] == 'A' ? 'B' : 'A';
            const auto message = why(changed, key);
            CHECK_MESSAGE(!message.ends_with("it is for somebody else"), i);
        }
    }
    CHECK(is_signature(why(kCurveToken, kRsaKey)));  // a key of another kind
    CHECK(is_signature(why(kRsaToken, R"({"keys":[]})")));
}

TEST_CASE("keys that are no good are left out") {
    CHECK(KeySet::read(kCurveKey).value().size() == 1);
    CHECK(KeySet::read(kRsaKey).value().size() == 1);
    for (const auto* keys :
         {R"({"keys":[]})", R"({"keys":[1,"x",null,{}]})", R"({"keys":[{"kty":"oct","k":"AAAA"}]})",
          R"({"keys":[{"kty":"RSA","n":"AQAB","e":"AQAB"}]})",  // too small
          R"({"keys":[{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",)"
          R"("y":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU"}]})",  // not on the curve
          R"({"keys":[{"kty":"EC","crv":"P-521","x":"AA","y":"AA"}]})"})
        CHECK_MESSAGE(KeySet::read(keys).value().size() == 0, keys);
    std::string other_use(kCurveKey);
    other_use.insert(other_use.find("\"crv\""), R"("use":"enc",)");
    CHECK(KeySet::read(other_use).value().size() == 0);
    std::string other_algorithm(kRsaKey);
    other_algorithm.insert(other_algorithm.find("\"e\""), R"("alg":"RS512",)");
    CHECK(KeySet::read(other_algorithm).value().size() == 0);
    for (const auto* text : {"", "[]", "{}", R"({"keys":{}})", "nonsense"})
        CHECK(KeySet::read(text).error().code == Code::kProviderRefused);
}

TEST_CASE("what a browser keeps is read in one form alone") {
    const auto made = oidc::Secrets::make();
    const auto text = made.text();
    const auto read = oidc::Secrets::read(text);
    REQUIRE(read.has_value());
    CHECK(read->state == made.state);
    CHECK(read->nonce == made.nonce);
    CHECK(read->verifier == made.verifier);
    CHECK(made.state != oidc::Secrets::make().state);
    for (const auto& wrong : {std::string(), text + "A", text.substr(1), std::string(131, '.'),
                              std::string(131, 'A'), "!" + text.substr(1)})
        CHECK_FALSE(oidc::Secrets::read(wrong).has_value());
}

TEST_CASE("a provider is spoken to where nobody listens") {
    for (const auto* good : {"https://id.example", "https://id.example/realms/a",
                             "http://127.0.0.1:80", "http://localhost/x", "http://[::1]:8080"})
        CHECK_MESSAGE(oidc::check_issuer(good).has_value(), good);
    for (const auto* bad : {"", "id.example", "http://id.example", "http://127.0.0.1.example",
                            "http://localhosts", "https://", "https://a@b.example", "https://a?b"})
        CHECK_MESSAGE(!oidc::check_issuer(bad).has_value(), bad);
}
