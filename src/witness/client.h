// Asking a witness to cosign: for whoever publishes a log.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "ledger/note.h"
#include "witness/add_checkpoint.h"

namespace mizan::witness {

struct Cosigning {
    std::vector<ledger::SignatureLine> lines;  // to be checked with the witness's key
    // Set, and no lines, if the witness has cosigned another size last: ask again with a proof from there.
    std::optional<std::uint64_t> held;
};

// `url` is the witness's submission prefix. Errors: kNetwork; kLogMissing if the witness does not know the log; kSignatureInvalid,
// kProofInvalid, kNoteMalformed as it judges.
[[nodiscard]] Result<Cosigning> add_checkpoint(const std::string& url, const AddRequest& request);

}  // namespace mizan::witness
