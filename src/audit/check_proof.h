// Checking a proof file: is this entry in that log, and does what it opens fit? Needs nothing but the file and the log's key.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "audit/check_record.h"
#include "audit/trust.h"
#include "base/result.h"
#include "ledger/checkpoint.h"

namespace mizan::audit {

struct CheckedProof {
    ledger::SignedCheckpoint signed_checkpoint;
    std::uint64_t index = 0;  // of the entry in the log
    std::string entry;
    std::vector<Witnessed> witnessed;
    CheckedRecord record;  // what is opened of it
};

// `file` is the text of a tlog-proof. Where no entry is given it is taken from the file's `extra` (JSON with the member "leaf"),
// which needs no trust: it is the proof that shows whether it is in the log. Errors: kProofMalformed; also where no entry is
// given and none is in the file; kNoteMalformed, kSignatureInvalid (also where too few witnesses have cosigned), kProofInvalid;
// those of check_record().
[[nodiscard]] Result<CheckedProof> check_proof(std::string_view file, const Trust& trust,
                                               const std::optional<std::string>& entry);

}  // namespace mizan::audit
