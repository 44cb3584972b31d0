// Steps that checking signatures of notes and cosignatures have in common.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "ledger/note.h"

namespace mizan::ledger {

// Name and id together tell keys apart (C2SP signed-note, "Signatures"); a line that shares but one of them is another's.
[[nodiscard]] inline bool is_by(const SignatureLine& line, const VerifierKey& key) {
    return line.key_id == key.id && line.name == key.name;
}

[[nodiscard]] inline std::string to_blob(const Signature& signature) {
    return {reinterpret_cast<const char*>(signature.data()), signature.size()};
}

[[nodiscard]] inline std::optional<Signature> to_signature(std::string_view bytes) {
    Signature out;
    if (bytes.size() != out.size()) return std::nullopt;
    std::ranges::copy(bytes, reinterpret_cast<char*>(out.data()));
    return out;
}

[[nodiscard]] std::unexpected<Error> wrong_signature(const VerifierKey& key);

}  // namespace mizan::ledger
