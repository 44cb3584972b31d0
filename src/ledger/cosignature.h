// Cosignatures (C2SP tlog-cosignature): a witness states that it saw a checkpoint at a time, and none inconsistent with it.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/result.h"
#include "ledger/note.h"

namespace mizan::ledger {

inline constexpr std::uint64_t kMaxCosignatureTime = ~std::uint64_t{0} >> 1;

// `text` is the checkpoint's, `time` in seconds of unix time, up to kMaxCosignatureTime; `signer` of type kCosignature.
[[nodiscard]] SignatureLine cosign(std::string_view text, std::uint64_t time, const Signer& signer);

// The time that `witness` (of type kCosignature) states under the note, the latest if it does so twice; nothing if it has not
// cosigned it. Errors: kSignatureInvalid if a cosignature of its fails.
[[nodiscard]] Result<std::optional<std::uint64_t>> find_cosignature(const Note& note,
                                                                    const VerifierKey& witness);
// The same where it must have cosigned. Errors: kSignatureInvalid if it has not, too.
[[nodiscard]] Result<std::uint64_t> check_cosignature(const Note& note, const VerifierKey& witness);

}  // namespace mizan::ledger
