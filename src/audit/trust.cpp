#include "audit/trust.h"

#include <algorithm>

#include "base/files.h"
#include "ledger/cosignature.h"

namespace mizan::audit {

namespace {

std::string_view without_blanks(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == text.npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

Result<ledger::VerifierKey> load_key(const std::string& named) {
    if (auto key = ledger::parse_vkey(named)) return *key;
    auto file = read_file(named, kKeyFileBytes);
    if (!file)
        return fail({Code::kKeyInvalid, "neither a key (NAME+HASH+KEY) nor a file that can be read",
                     named});
    auto key = ledger::parse_vkey(without_blanks(*file));
    if (!key) key.error().where = named;
    return key;
}

std::unexpected<Error> too_few(const ledger::Cosigned& cosigned,
                               const ledger::WitnessPolicy& policy) {
    const auto& names = policy.witnesses;
    std::string message = "cosigned by " + std::to_string(cosigned.witnesses.size()) + " of the " +
                          std::to_string(names.size()) + " witnesses of the policy";
    for (std::size_t i = 0; i < cosigned.witnesses.size(); ++i)
        message.append(i == 0 ? ": " : ", ").append(names[cosigned.witnesses[i]].name);
    return fail({Code::kSignatureInvalid, message + "; that is not the quorum it asks for", {}});
}

}  // namespace

Result<Trust> load_trust(const std::string& key, const std::string& policy_file) {
    Trust trust;
    if (key.empty() && policy_file.empty())
        return fail(
            {Code::kUsage,
             "whose log? give its key with --key, or a policy that names it with --witnesses",
             {}});
    if (!key.empty()) {
        MZ_TRY(trust.log, load_key(key));
    }
    if (!policy_file.empty()) {
        MZ_TRY(const auto text, read_file(policy_file, ledger::kPolicyFileBytes));
        auto policy = ledger::parse_witness_policy(text);
        if (!policy) {
            policy.error().where =
                policy_file + (policy.error().where.empty() ? "" : ": ") + policy.error().where;
            return fail(std::move(policy).error());
        }
        trust.witnesses = *std::move(policy);
    }
    return trust;
}

Result<ledger::VerifierKey> key_for(std::string_view note, const Trust& trust) {
    if (trust.log) return *trust.log;
    MZ_TRY(const auto parsed, ledger::parse_note(note));
    MZ_TRY(const auto checkpoint, ledger::parse_checkpoint(parsed.text));
    if (trust.witnesses) {
        for (const auto& log : trust.witnesses->logs)
            if (log.key.name == checkpoint.origin) return log.key;
    }
    return fail({Code::kSignatureInvalid,
                 "no key is known for a log of this origin; give it with --key",
                 checkpoint.origin});
}

Result<ledger::SignedCheckpoint> open_trusted(std::string_view note, const Trust& trust) {
    MZ_TRY(const auto key, key_for(note, trust));
    return ledger::open_checkpoint(note, key);
}

Result<std::vector<Witnessed>> check_witnesses(const ledger::Note& note, const Trust& trust) {
    std::vector<Witnessed> out;
    if (!trust.witnesses) return out;
    MZ_TRY(const auto cosigned, ledger::check_quorum(note, *trust.witnesses));
    if (!cosigned.quorum) return too_few(cosigned, *trust.witnesses);
    for (const auto index : cosigned.witnesses) {
        const auto& witness = trust.witnesses->witnesses[index];
        MZ_TRY(const auto time, ledger::check_cosignature(note, witness.key));
        out.push_back({witness.name, time});
    }
    return out;
}

}  // namespace mizan::audit
