// Asking the witnesses that a policy file names to cosign a log's checkpoints.
#pragma once

#include <functional>
#include <string>

#include "base/result.h"
#include "publish/publisher.h"

namespace mizan::cli {

// `file` is a tlog-policy (ledger/witness_policy.h) whose `witness` lines have addresses; empty: nobody is asked, and the function is
// empty. Gives for a log's folder what a Publisher calls. A witness that does not answer or refuses is passed over, with a warning.
// Errors: kFileRead, kWitnessPolicyInvalid.
inline constexpr const char* kWitnessesHelp =
    "Policy file whose witnesses are asked to cosign each checkpoint";
using WitnessesOf = std::function<publish::AskWitnesses(const std::string& log_folder)>;
[[nodiscard]] Result<WitnessesOf> read_witnesses(const std::string& file);

}  // namespace mizan::cli
