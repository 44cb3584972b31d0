#include "ledger/note.h"

#include <algorithm>
#include <cassert>

#include "base/utf8.h"
#include "ledger/base64.h"
#include "ledger/lines.h"
#include "ledger/signatures.h"

namespace mizan::ledger {

namespace {

constexpr std::string_view kDash = "\u2014 ";
constexpr std::size_t kKeyIdBytes = 4;

std::unexpected<Error> no_note(std::string why) {
    return fail({Code::kNoteMalformed, std::move(why), {}});
}

Result<void> check_characters(std::string_view note) {
    for (std::size_t at = 0; at < note.size();) {
        const auto c = utf8::decode(note, at);
        if (!c.valid) {
            return no_note("the note is not UTF-8 at byte " + std::to_string(at));
        }
        if (c.code_point < 0x20 && c.code_point != '\n') {
            return no_note("the note has a control character at byte " + std::to_string(at));
        }
        at += c.size;
    }
    return {};
}

}  // namespace

Result<SignatureLine> parse_signature_line(std::string_view line) {
    if (line.ends_with('\n')) line.remove_suffix(1);
    if (!take_prefix(line, kDash))
        return no_note("a signature's line begins with an em dash and a space");
    const auto space = line.find(' ');
    if (space == line.npos) return no_note("a signature's line has no space after the key's name");
    SignatureLine out;
    out.name = line.substr(0, space);
    if (!is_key_name(out.name)) return no_note("a signature's line has no proper name of a key");
    auto blob = from_base64(line.substr(space + 1));
    if (!blob) return no_note("the signature by " + out.name + " is not base64");
    if (blob->size() <= kKeyIdBytes) return no_note("the signature by " + out.name + " is empty");
    for (std::size_t i = 0; i < kKeyIdBytes; ++i)
        out.key_id = out.key_id << 8 | static_cast<unsigned char>((*blob)[i]);
    out.blob = blob->substr(kKeyIdBytes);
    return out;
}

std::string to_string(const SignatureLine& line) {
    std::string blob;
    for (int shift = 24; shift >= 0; shift -= 8)
        blob.push_back(static_cast<char>(line.key_id >> shift & 0xFF));
    blob += line.blob;
    return std::string(kDash) + line.name + " " + to_base64(blob) + "\n";
}

Result<Note> parse_note(std::string_view note) {
    if (note.size() > kNoteBytes)
        return no_note("the note has more than " + std::to_string(kNoteBytes) + " bytes");
    MZ_CHECK(check_characters(note));
    // The text may have empty lines itself: the last one parts it from the signatures.
    const auto split = note.rfind("\n\n");
    if (split == note.npos) return no_note("the note has no empty line before its signatures");
    Note out;
    out.text = note.substr(0, split + 1);
    auto rest = note.substr(split + 2);
    if (rest.empty()) return no_note("the note has no signatures");
    while (!rest.empty()) {
        const auto line = take_line(rest);
        if (!line) return no_note("the note's last line has no end");
        if (out.signatures.size() == kNoteSignatures) {
            return no_note("the note has more than " + std::to_string(kNoteSignatures) +
                           " signatures");
        }
        MZ_TRY(out.signatures.emplace_back(), parse_signature_line(*line));
    }
    return out;
}

std::string to_string(const Note& note) {
    std::string out = note.text + "\n";
    for (const auto& line : note.signatures) out += to_string(line);
    return out;
}

SignatureLine sign_note(std::string_view text, const Signer& signer) {
    assert(signer.key().type == KeyType::kEd25519);
    return {signer.key().name, signer.key().id, to_blob(signer.sign(text))};
}

std::unexpected<Error> wrong_signature(const VerifierKey& key) {
    return fail({Code::kSignatureInvalid, "the signature by " + key.name + " does not hold", {}});
}

Result<std::vector<std::size_t>> check_signatures(const Note& note,
                                                  std::span<const VerifierKey> keys) {
    std::vector<std::size_t> out;
    for (std::size_t i = 0; i < keys.size(); ++i) {
        bool signed_by = false;
        for (const auto& line : note.signatures) {
            if (keys[i].type != KeyType::kEd25519 || !is_by(line, keys[i])) continue;
            const auto signature = to_signature(line.blob);
            if (!signature || !verify(keys[i].key, note.text, *signature))
                return wrong_signature(keys[i]);
            signed_by = true;
        }
        if (signed_by) out.push_back(i);
    }
    if (out.empty())
        return fail({Code::kSignatureInvalid, "the note is signed by no known key", {}});
    return out;
}

}  // namespace mizan::ledger
