// Arbitrary bytes as a key, a token, permissions and an address: no crash, what is read is written again byte for byte, and no bytes are
// a key but the one that was made.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "access/guesses.h"
#include "access/key_ring.h"
#include "access/roles.h"
#include "access/tokens.h"
#include "access/totp.h"

using namespace mizan::access;

namespace {

constexpr std::string_view kKey = "mzk_0123456789ab_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

KeyRing ring_of_one() {
    KeyEntry entry;
    entry.hash = mizan::sha256(parse_key(kKey)->secret);
    entry.principal.permissions = PermissionSet::all();
    entry.use = std::make_shared<KeyUse>();
    auto keys = std::make_shared<KeyMap>();
    keys->emplace(parse_key(kKey)->id, entry);
    return KeyRing(std::move(keys));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const auto ring = ring_of_one();
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    if (const auto key = parse_key(bytes)) {
        if (key_text(key->id, key->secret) != bytes || !is_key_id(key->id)) std::abort();
        if (!is_session_token(key->secret)) std::abort();
    }
    if (ring.check(bytes, 1).has_value() != (bytes == kKey)) std::abort();
    if (is_session_token(bytes) && csrf_token(bytes).size() != kSecretDigits) std::abort();
    if (const auto permissions = parse_permissions(bytes))
        if (parse_permissions(to_string(*permissions)) != permissions) std::abort();
    if (const auto role = parse_role(bytes); role && name(*role) != bytes) std::abort();
    const auto group = address_group(bytes);
    if (address_group(group) != group) std::abort();
    (void)match_totp("12345678901234567890", bytes, 1'790'000'000, 0).has_value();
    return 0;
}
