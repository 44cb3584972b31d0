// Arbitrary bytes as a provider's keys (up to the first line end) and a token: read or refused, and no token holds that none of the
// standard's keys has signed.

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "oidc/id_token.h"
#include "oidc/provider.h"

using namespace mizan;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const auto known =
        oidc::KeySet::read(
            R"({"keys":[{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",)"
            R"("y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}]})")
            .value();
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto end = std::min(text.find('\n'), text.size());
    const auto token = text.substr(std::min(end + 1, size));
    const oidc::Expected expected{"joe", "us", "n", "email", 1'300'819'000};
    if (oidc::check_id_token(token, known, expected)) std::abort();
    if (const auto keys = oidc::KeySet::read(text.substr(0, end))) {
        (void)oidc::has_key_of(token, *keys);
        (void)oidc::check_id_token(token, *keys, expected);
    }
    if (const auto secrets = oidc::Secrets::read(text))
        if (secrets->text() != text) std::abort();
    return 0;
}
