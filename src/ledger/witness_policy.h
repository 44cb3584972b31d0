// Which logs are believed, and whose cosignatures a checkpoint must bear (C2SP tlog-policy):
//
//     log <vkey> [<url>]
//     witness <name> <vkey> [<url>]
//     group <name> all|any|<k> <member>...
//     quorum <name>|none
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "ledger/note.h"

namespace mizan::ledger {

inline constexpr std::size_t kPolicyFileBytes = 1u << 20;  // a longer file is refused
inline constexpr std::size_t kPolicyEntries = 1024;        // of each kind; more are refused

struct WitnessPolicy {
    struct Log {
        VerifierKey key;
        std::string url;  // empty: none given
    };
    struct Witness {
        std::string name;
        VerifierKey key;  // of type kCosignature
        std::string url;
    };
    struct Group {
        std::string name;
        std::size_t needed = 0;  // of its members
        std::vector<std::size_t>
            members;  // < witnesses.size(): a witness; beyond: groups[member - witnesses.size()]
    };
    static constexpr std::size_t kNone = ~std::size_t{0};

    std::vector<Log> logs;
    std::vector<Witness> witnesses;
    std::vector<Group> groups;
    std::size_t quorum = kNone;  // as a member; kNone: no cosignature is asked for
};

// Errors: kWitnessPolicyInvalid, with the line's number and what is wrong with it.
[[nodiscard]] Result<WitnessPolicy> parse_witness_policy(std::string_view file);

// Who of a policy's witnesses has cosigned a note.
struct Cosigned {
    std::vector<std::size_t> witnesses;  // whose cosignature holds, ascending
    bool quorum = false;                 // enough of them
};
// Errors: kSignatureInvalid if a known witness's cosignature fails.
[[nodiscard]] Result<Cosigned> check_quorum(const Note& note, const WitnessPolicy& policy);

}  // namespace mizan::ledger
