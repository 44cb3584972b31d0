// Cosignatures (C2SP tlog-cosignature): a witness states that it saw a checkpoint at a time, and none inconsistent with it.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/result.h"
#include "ledger/note.h"

namespace mizan::ledger {

// `text` is the checkpoint's, `time` in seconds of unix time; `signer` of type kCosignature.
[[nodiscard]] SignatureLine cosign(std::string_view text, std::uint64_t time, const Signer& signer);

// The time that `witness` states under the note. Errors: kSignatureInvalid if it has not cosigned it or its cosignature fails.
[[nodiscard]] Result<std::uint64_t> check_cosignature(const Note& note, const VerifierKey& witness);

}  // namespace mizan::ledger
