// One-time codes: the vectors of RFC 6238 and RFC 4648, and when a code counts.
#include "access/totp.h"

#include <doctest/doctest.h>

using namespace mizan::access;

namespace {
constexpr std::string_view kRfcSecret = "12345678901234567890";
}

TEST_CASE("the codes are those of RFC 6238, appendix B") {
    struct Vector {
        std::uint64_t at;
        std::string_view code;
    };
    for (const auto& v : {Vector{59, "94287082"}, Vector{1111111109, "07081804"},
                          Vector{1111111111, "14050471"}, Vector{1234567890, "89005924"},
                          Vector{2000000000, "69279037"}, Vector{20000000000, "65353130"}}) {
        CAPTURE(v.at);
        CHECK(totp_code(kRfcSecret, v.at / kTotpStepSeconds, 8) == v.code);
        CHECK(totp_code(kRfcSecret, v.at / kTotpStepSeconds) == v.code.substr(2));
        CHECK(match_totp(kRfcSecret, v.code.substr(2), v.at, 0) == v.at / kTotpStepSeconds);
    }
}

TEST_CASE("the codes are those of RFC 4226, appendix D") {
    constexpr std::string_view kCodes[] = {"755224", "287082", "359152", "969429", "338314",
                                           "254676", "287922", "162583", "399871", "520489"};
    for (std::uint64_t i = 0; i < 10; ++i) CHECK(totp_code(kRfcSecret, i) == kCodes[i]);
}

TEST_CASE("a code counts one step around its own, and after the last one used alone") {
    const std::uint64_t now = 1'790'000'015;
    const auto step = now / kTotpStepSeconds;
    const auto code = totp_code(kRfcSecret, step);
    CHECK(match_totp(kRfcSecret, code, now, 0) == step);
    CHECK(match_totp(kRfcSecret, code, now + 30, 0) == step);
    CHECK(match_totp(kRfcSecret, code, now - 30, 0) == step);
    CHECK_FALSE(match_totp(kRfcSecret, code, now + 60, 0));
    CHECK_FALSE(match_totp(kRfcSecret, code, now - 60, 0));
    CHECK(match_totp(kRfcSecret, code, now, step - 1) == step);
    CHECK_FALSE(match_totp(kRfcSecret, code, now, step));
    CHECK_FALSE(match_totp(kRfcSecret, code, now, step + 1));
}

TEST_CASE("what is no code of six digits matches nothing") {
    const std::uint64_t now = 59;
    CHECK(match_totp(kRfcSecret, "287082", now, 0) == 1);
    for (const auto* wrong : {"", "28708", "2870820", "287083", "28708 ", "94287082"})
        CHECK_FALSE(match_totp(kRfcSecret, wrong, now, 0));
    CHECK_FALSE(
        match_totp(kRfcSecret, totp_code(kRfcSecret, 0), 0, 0));  // no step before the first
}

TEST_CASE("base32 is that of RFC 4648, without padding") {
    CHECK(to_base32("") == "");
    CHECK(to_base32("f") == "MY");
    CHECK(to_base32("fo") == "MZXQ");
    CHECK(to_base32("foo") == "MZXW6");
    CHECK(to_base32("foob") == "MZXW6YQ");
    CHECK(to_base32("fooba") == "MZXW6YTB");
    CHECK(to_base32("foobar") == "MZXW6YTBOI");
    CHECK(to_base32(kRfcSecret) == "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
}

TEST_CASE("the address for an authenticator names the account and the secret") {
    CHECK(totp_uri("ann+1@example.org", kRfcSecret) ==
          "otpauth://totp/Mizan:ann%2B1%40example.org?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
          "&issuer=Mizan&algorithm=SHA1&digits=6&period=30");
    CHECK(new_totp_secret().size() == kTotpSecretBytes);
    CHECK(new_totp_secret() != new_totp_secret());
}
