// One entry of a published log, proved from the log's own tiles.
#pragma once

#include <cstdint>

#include "audit/check_proof.h"
#include "audit/log_source.h"

namespace mizan::audit {

// Reads the checkpoint, the entry's bundle and the tiles that prove it; the result is as that of check_proof() for a proof that
// opens nothing. Errors: of LogSource; kNoteMalformed, kSignatureInvalid; kProofInvalid if the log has no such entry or does not lead
// from it to the signed root; kLogCorrupt.
[[nodiscard]] Result<CheckedProof> fetch_entry(LogSource& source, const Trust& trust,
                                               std::uint64_t index);

}  // namespace mizan::audit
