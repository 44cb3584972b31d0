#include "ledger/cosignature.h"

#include <algorithm>
#include <cassert>
#include <string>

#include "ledger/signatures.h"

namespace mizan::ledger {

namespace {

constexpr std::size_t kTimeBytes = 8;  // before the signature, big-endian

std::string cosigned_message(std::string_view text, std::uint64_t time) {
    return "cosignature/v1\ntime " + std::to_string(time) + "\n" + std::string(text);
}

// The time of a cosignature that holds.
std::optional<std::uint64_t> time_of(std::string_view blob, std::string_view text,
                                     const PublicKey& key) {
    if (blob.size() < kTimeBytes) return std::nullopt;
    std::uint64_t time = 0;
    for (std::size_t i = 0; i < kTimeBytes; ++i)
        time = time << 8 | static_cast<unsigned char>(blob[i]);
    const auto signature = to_signature(blob.substr(kTimeBytes));
    if (time > kMaxCosignatureTime || !signature) return std::nullopt;
    if (!verify(key, cosigned_message(text, time), *signature)) return std::nullopt;
    return time;
}

}  // namespace

SignatureLine cosign(std::string_view text, std::uint64_t time, const Signer& signer) {
    assert(signer.key().type == KeyType::kCosignature && time <= kMaxCosignatureTime);
    std::string blob;
    for (int shift = 56; shift >= 0; shift -= 8)
        blob.push_back(static_cast<char>(time >> shift & 0xFF));
    blob += to_blob(signer.sign(cosigned_message(text, time)));
    return {signer.key().name, signer.key().id, std::move(blob)};
}

Result<std::optional<std::uint64_t>> find_cosignature(const Note& note,
                                                      const VerifierKey& witness) {
    std::optional<std::uint64_t> latest;
    for (const auto& line : note.signatures) {
        if (witness.type != KeyType::kCosignature || !is_by(line, witness)) continue;
        const auto time = time_of(line.blob, note.text, witness.key);
        if (!time) return wrong_signature(witness);
        latest = std::max(latest, time);
    }
    return latest;
}

Result<std::uint64_t> check_cosignature(const Note& note, const VerifierKey& witness) {
    MZ_TRY(const auto time, find_cosignature(note, witness));
    if (!time)
        return fail({Code::kSignatureInvalid, witness.name + " has not cosigned the note", {}});
    return *time;
}

}  // namespace mizan::ledger
