// The keys of signed notes: their texts, and what they do, by libsodium.
#include <sodium.h>

#include <algorithm>
#include <utility>

#include "base/sha256.h"
#include "base/utf8.h"
#include "ledger/base64.h"
#include "ledger/lines.h"
#include "ledger/note.h"

namespace mizan::ledger {

namespace {

static_assert(sizeof(PublicKey) == crypto_sign_ed25519_PUBLICKEYBYTES);
static_assert(sizeof(Signature) == crypto_sign_ed25519_BYTES);

constexpr std::size_t kSeedBytes = crypto_sign_ed25519_SEEDBYTES;
constexpr std::size_t kKeyNameBytes = 255;
constexpr std::string_view kPrivateKey = "PRIVATE+KEY+";

// Once in the process, before any random number is drawn.
bool sodium_ready() {
    static const bool ready = sodium_init() >= 0;
    return ready;
}

std::unexpected<Error> no_key(std::string why) {
    return fail({Code::kKeyInvalid, std::move(why), {}});
}

const unsigned char* as_unsigned(std::string_view bytes) {
    return reinterpret_cast<const unsigned char*>(bytes.data());
}

// Type and key, or type and seed: what the base64 of a key's text holds.
std::string typed(KeyType type, std::span<const std::uint8_t> key) {
    std::string out(1, static_cast<char>(type));
    out.append(reinterpret_cast<const char*>(key.data()), key.size());
    return out;
}

std::uint32_t key_id(std::string_view name, KeyType type, const PublicKey& key) {
    const auto hash = sha256(std::string(name) + "\n", typed(type, key));
    return std::uint32_t{hash[0]} << 24 | std::uint32_t{hash[1]} << 16 |
           std::uint32_t{hash[2]} << 8 | hash[3];
}

std::string eight_digits(std::uint32_t id) {
    std::string out;
    for (int shift = 28; shift >= 0; shift -= 4)
        out.push_back("0123456789abcdef"[id >> shift & 15]);
    return out;
}

// The code points of White_Space in Unicode beyond ASCII.
bool is_wide_space(char32_t c) {
    return c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 ||
           c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

bool is_control(char32_t c) { return c < 0x20 || (c >= 0x7F && c < 0xA0); }

// "<name>+<hash>+<base64>" taken apart. Wiped when it goes, as it may hold a seed.
struct KeyText {
    KeyText() = default;
    KeyText(const KeyText&) = default;
    KeyText& operator=(const KeyText&) = default;
    ~KeyText() { sodium_memzero(key.data(), key.size()); }

    std::string_view name;
    std::string_view id;
    KeyType type = KeyType::kEd25519;
    std::array<std::uint8_t, 32> key{};  // public, or the seed
};

Result<KeyText> read_key(std::string_view text) {
    KeyText out;
    const auto plus = text.find('+');
    const auto second = plus == text.npos ? plus : text.find('+', plus + 1);
    if (second == text.npos) return no_key("a key has the form NAME+ID+KEY");
    out.name = text.substr(0, plus);
    out.id = text.substr(plus + 1, second - plus - 1);
    if (!is_key_name(out.name)) {
        return no_key("the key's name is empty, too long or has blanks or control characters");
    }
    auto bytes = from_base64(text.substr(second + 1));
    if (!bytes || bytes->empty()) return no_key("what follows the key's id is not base64");
    const auto type = static_cast<unsigned char>(bytes->front());
    const bool right_size = bytes->size() == 1 + out.key.size();
    if (right_size) std::copy(bytes->begin() + 1, bytes->end(), out.key.begin());
    sodium_memzero(bytes->data(), bytes->size());
    if (type != static_cast<unsigned char>(KeyType::kEd25519) &&
        type != static_cast<unsigned char>(KeyType::kCosignature)) {
        return no_key("the key is of type " + std::to_string(type) +
                      "; only Ed25519 keys, of type 1 or 4, are read");
    }
    if (!right_size) return no_key("the key does not have 32 bytes");
    out.type = static_cast<KeyType>(type);
    return out;
}

Result<void> check_id(std::string_view given, const VerifierKey& key) {
    if (given == eight_digits(key.id)) return {};
    return no_key("the key's id is not that of its name and bytes; a part was changed or lost");
}

}  // namespace

bool is_key_name(std::string_view name) {
    if (name.empty() || name.size() > kKeyNameBytes) return false;
    for (std::size_t at = 0; at < name.size();) {
        const auto c = utf8::decode(name, at);
        if (!c.valid || c.code_point == ' ' || c.code_point == '+' || is_control(c.code_point) ||
            is_wide_space(c.code_point))
            return false;
        at += c.size;
    }
    return true;
}

Result<VerifierKey> parse_vkey(std::string_view vkey) {
    MZ_TRY(const auto text, read_key(vkey));
    VerifierKey out{std::string(text.name), text.type, text.key, 0};
    out.id = key_id(out.name, out.type, out.key);
    MZ_CHECK(check_id(text.id, out));
    return out;
}

std::string hex_id(const VerifierKey& key) { return eight_digits(key.id); }

std::string to_vkey(const VerifierKey& key) {
    return key.name + "+" + eight_digits(key.id) + "+" + to_base64(typed(key.type, key.key));
}

bool verify(const PublicKey& key, std::string_view message, const Signature& signature) {
    return crypto_sign_ed25519_verify_detached(signature.data(), as_unsigned(message),
                                               message.size(), key.data()) == 0;
}

Signer::Signer(std::string_view name, KeyType type, std::span<const std::uint8_t, 32> seed) {
    key_ = {std::string(name), type, {}, 0};
    crypto_sign_ed25519_seed_keypair(key_.key.data(), secret_.data(), seed.data());
    key_.id = key_id(name, type, key_.key);
}

Result<Signer> Signer::generate(std::string_view name, KeyType type) {
    if (!is_key_name(name)) {
        return no_key("a key's name has no blanks, no '+', no control characters and 1 to " +
                      std::to_string(kKeyNameBytes) + " bytes of UTF-8");
    }
    if (!sodium_ready()) return fail({Code::kInternal, "libsodium can not be started", {}});
    std::array<std::uint8_t, kSeedBytes> seed;
    randombytes_buf(seed.data(), seed.size());
    Signer out(name, type, seed);
    sodium_memzero(seed.data(), seed.size());
    return out;
}

Result<Signer> Signer::parse(std::string_view skey) {
    if (!take_prefix(skey, kPrivateKey))
        return no_key("a private key begins with " + std::string(kPrivateKey));
    MZ_TRY(const auto text, read_key(skey));
    Signer out(text.name, text.type, text.key);
    MZ_CHECK(check_id(text.id, out.key_));
    return out;
}

std::string Signer::to_skey() const {
    auto seed = typed(key_.type, std::span(secret_).first<kSeedBytes>());
    auto out =
        std::string(kPrivateKey) + key_.name + "+" + eight_digits(key_.id) + "+" + to_base64(seed);
    sodium_memzero(seed.data(), seed.size());
    return out;
}

Signer::Signer(Signer&& other) noexcept
    : key_(std::move(other.key_)), secret_(std::exchange(other.secret_, {})) {}

Signer& Signer::operator=(Signer&& other) noexcept {
    key_ = std::move(other.key_);
    secret_ = std::exchange(other.secret_, {});
    return *this;
}

Signer::~Signer() { sodium_memzero(secret_.data(), secret_.size()); }

Signature Signer::sign(std::string_view message) const {
    Signature out;
    crypto_sign_ed25519_detached(out.data(), nullptr, as_unsigned(message), message.size(),
                                 secret_.data());
    return out;
}

}  // namespace mizan::ledger
