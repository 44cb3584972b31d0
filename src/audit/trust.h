// Whom an auditor believes: the log's key, and the witnesses whose cosignatures a checkpoint must bear.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "ledger/checkpoint.h"
#include "ledger/witness_policy.h"

namespace mizan::audit {

inline constexpr std::size_t kKeyFileBytes = 4096;  // a larger file holds no key

struct Trust {
    std::optional<ledger::VerifierKey> log;  // nothing: the policy's log of the checkpoint's origin
    std::optional<ledger::WitnessPolicy> witnesses;
};

// `key` is a vkey, or a file that holds one; `policy_file` a tlog-policy. One of them may be empty; the key only if the policy
// names the log. Errors: kKeyInvalid, kWitnessPolicyInvalid, kFileRead; kUsage if both are empty.
[[nodiscard]] Result<Trust> load_trust(const std::string& key, const std::string& policy_file);

// Takes a checkpoint apart and checks the log's signature. Errors: kNoteMalformed, kSignatureInvalid.
[[nodiscard]] Result<ledger::SignedCheckpoint> open_trusted(std::string_view note,
                                                            const Trust& trust);
// The key that open_trusted() would check the note with. Errors: kNoteMalformed, kSignatureInvalid.
[[nodiscard]] Result<ledger::VerifierKey> key_for(std::string_view note, const Trust& trust);

// A witness that has cosigned.
struct Witnessed {
    std::string name;
    std::uint64_t time = 0;  // seconds of unix time, as the witness states it
};

// Who has cosigned, in the policy's order; nobody if there is no policy. Errors: kSignatureInvalid if a known cosignature fails,
// or too few are there for the quorum.
[[nodiscard]] Result<std::vector<Witnessed>> check_witnesses(const ledger::Note& note,
                                                             const Trust& trust);

}  // namespace mizan::audit
