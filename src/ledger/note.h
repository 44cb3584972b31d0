// Signed notes (C2SP signed-note): a text, an empty line, and lines of signatures by named Ed25519 keys.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace mizan::ledger {

inline constexpr std::size_t kNoteBytes = 1u << 20;  // longer notes are refused
inline constexpr std::size_t kNoteSignatures = 128;  // more signature lines are refused

// What kind of signature a key makes; the first byte of what is hashed for its id. Others exist and are left alone.
enum class KeyType : std::uint8_t {
    kEd25519 = 0x01,      // signs the text of a note
    kCosignature = 0x04,  // Ed25519 over a time and the text (C2SP tlog-cosignature)
};

using PublicKey = std::array<std::uint8_t, 32>;
using Signature = std::array<std::uint8_t, 64>;

// A public key with its name. Made by parse_vkey() or Signer::key().
struct VerifierKey {
    std::string name;
    KeyType type = KeyType::kEd25519;
    PublicKey key{};
    std::uint32_t id = 0;  // the first four bytes of SHA-256(name || "\n" || type || key)

    bool operator==(const VerifierKey&) const = default;
};

// "<name>+<hash in 8 hex digits>+<base64 of type and key>". Errors: kKeyInvalid, which says what is wrong.
[[nodiscard]] Result<VerifierKey> parse_vkey(std::string_view vkey);
[[nodiscard]] std::string to_vkey(const VerifierKey& key);
// Its id in 8 hex digits, as it stands in a vkey.
[[nodiscard]] std::string hex_id(const VerifierKey& key);
// A name that a key may have: not empty, no white space of Unicode, no '+', no control characters, valid UTF-8, at most 255 bytes.
[[nodiscard]] bool is_key_name(std::string_view name);

// A private key. Its seed is wiped from memory when it goes. Never printed by anything here. Thread-safe once made.
class Signer {
public:
    // A fresh key by the system's random numbers. Errors: kKeyInvalid for the name.
    [[nodiscard]] static Result<Signer> generate(std::string_view name, KeyType type);
    // "PRIVATE+KEY+<name>+<hash>+<base64 of type and seed>", the form that Go's sumdb/note reads. Errors: kKeyInvalid.
    [[nodiscard]] static Result<Signer> parse(std::string_view skey);
    [[nodiscard]] std::string to_skey() const;

    Signer(Signer&&) noexcept;
    Signer& operator=(Signer&&) noexcept;
    Signer(const Signer&) = delete;
    Signer& operator=(const Signer&) = delete;
    ~Signer();

    [[nodiscard]] const VerifierKey& key() const { return key_; }
    [[nodiscard]] Signature sign(std::string_view message) const;

private:
    Signer(std::string_view name, KeyType type, std::span<const std::uint8_t, 32> seed);
    VerifierKey key_;
    std::array<std::uint8_t, 64> secret_{};  // seed and public key, as libsodium keeps them
};

[[nodiscard]] bool verify(const PublicKey& key, std::string_view message,
                          const Signature& signature);

// One line of a note's signatures. `blob` is what follows the four bytes of the key's id.
struct SignatureLine {
    std::string name;
    std::uint32_t key_id = 0;
    std::string blob;

    bool operator==(const SignatureLine&) const = default;
};

// A note taken apart; nothing verified.
struct Note {
    std::string text;  // with its final line end
    std::vector<SignatureLine> signatures;
};

// Errors: kNoteMalformed, which says what is wrong.
[[nodiscard]] Result<Note> parse_note(std::string_view note);
[[nodiscard]] std::string to_string(const Note& note);

// "— <name> <base64>\n"
[[nodiscard]] std::string to_string(const SignatureLine& line);
// The same back, with its line end or without. Errors: kNoteMalformed.
[[nodiscard]] Result<SignatureLine> parse_signature_line(std::string_view line);

// A signature of type kEd25519 over the text.
[[nodiscard]] SignatureLine sign_note(std::string_view text, const Signer& signer);

// The indices in `keys` (all of type kEd25519) whose signature stands under the note and holds, each once. Unknown keys are
// passed over. Errors: kSignatureInvalid if a known key's signature fails, or none of `keys` has signed.
[[nodiscard]] Result<std::vector<std::size_t>> check_signatures(const Note& note,
                                                                std::span<const VerifierKey> keys);

}  // namespace mizan::ledger
