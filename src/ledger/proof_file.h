// A proof that an entry is in a log, as a file a stranger can check offline (C2SP tlog-proof):
//
//     c2sp.org/tlog-proof@v1
//     extra <base64>                  optional, not authenticated
//     index <i>
//     <base64 hash>                   none or more, the leaf's sibling first
//
//     <checkpoint with its signatures, verbatim>
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "ledger/checkpoint.h"
#include "ledger/hashing.h"
#include "ledger/witness_policy.h"

namespace mizan::ledger {

inline constexpr std::size_t kProofFileBytes = 8u << 20;  // longer files are refused

struct ProofFile {
    std::optional<std::string> extra;  // decoded
    std::uint64_t index = 0;
    std::vector<Hash> hashes;
    std::string checkpoint;  // the signed note, as it came
};

[[nodiscard]] std::string to_string(const ProofFile& proof);
// Errors: kProofMalformed, with the line's number.
[[nodiscard]] Result<ProofFile> parse_proof_file(std::string_view file);

// Whether `entry` is in the log that `log` signs, as the file says; cosignatures are for check_quorum() on the result's note.
// Errors: kNoteMalformed, kSignatureInvalid, kProofInvalid.
[[nodiscard]] Result<SignedCheckpoint> check_proof_file(const ProofFile& proof,
                                                        std::string_view entry,
                                                        const VerifierKey& log);

}  // namespace mizan::ledger
