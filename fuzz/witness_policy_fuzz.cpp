// Arbitrary bytes as a policy of logs and witnesses: no crash, and what is read can be applied.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "ledger/witness_policy.h"

using namespace mizan::ledger;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto policy =
        parse_witness_policy(std::string_view(reinterpret_cast<const char*>(data), size));
    if (!policy) {
        if (policy.error().message.empty()) std::abort();
        return 0;
    }
    const auto witnesses = policy->witnesses.size();
    for (std::size_t i = 0; i < policy->groups.size(); ++i) {
        const auto& group = policy->groups[i];
        if (group.needed < 1 || group.needed > group.members.size()) std::abort();
        for (const auto member : group.members) {
            if (member >= witnesses + i) std::abort();
        }
    }
    const bool none = policy->quorum == WitnessPolicy::kNone;
    if (!none && policy->quorum >= witnesses + policy->groups.size()) std::abort();
    // Nobody has signed: enough for a policy that asks for nobody.
    const auto cosigned = check_quorum({"text\n", {}}, *policy);
    if (!cosigned || cosigned->quorum != none || !cosigned->witnesses.empty()) std::abort();
    return 0;
}
