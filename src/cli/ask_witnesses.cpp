#include "cli/ask_witnesses.h"

#include <memory>
#include <utility>
#include <vector>

#include "base/files.h"
#include "cli/command.h"
#include "ledger/cosignature.h"
#include "ledger/proof.h"
#include "ledger/witness_policy.h"
#include "publish/log_folder.h"
#include "witness/client.h"

namespace mizan::cli {

namespace {

using Witness = ledger::WitnessPolicy::Witness;

// Its cosignature of the checkpoint; it says itself from where on it wants a proof.
Result<std::vector<ledger::SignatureLine>> ask(const Witness& witness, const std::string& folder,
                                               const ledger::SignedCheckpoint& checkpoint) {
    witness::AddRequest request;
    request.checkpoint = ledger::to_string(checkpoint.note);
    MZ_TRY(auto answer, witness::add_checkpoint(witness.url, request));
    if (answer.held && *answer.held > checkpoint.checkpoint.size) {
        return fail({Code::kLogFork,
                     "a witness has seen this log with " + std::to_string(*answer.held) +
                         " leaves, this one has " + std::to_string(checkpoint.checkpoint.size) +
                         ": was an older copy of the whole folder put back? See docs/record.md",
                     witness.url});
    }
    if (answer.held) {
        request.old_size = *answer.held;
        if (request.old_size != checkpoint.checkpoint.size) {
            publish::LogFolder log(folder);
            ledger::TileNodes nodes(log, checkpoint.checkpoint.size);
            MZ_TRY(request.proof,
                   ledger::prove_consistency(nodes, request.old_size, checkpoint.checkpoint.size));
        }
        MZ_TRY(answer, witness::add_checkpoint(witness.url, request));
        if (answer.held)
            return fail({Code::kNetwork, "another asked at the same time", witness.url});
    }
    auto note = checkpoint.note;
    note.signatures.insert(note.signatures.end(), answer.lines.begin(), answer.lines.end());
    MZ_CHECK(ledger::check_cosignature(note, witness.key));
    return std::move(answer.lines);
}

}  // namespace

Result<WitnessesOf> read_witnesses(const std::string& file) {
    if (file.empty()) return WitnessesOf();
    MZ_TRY(const auto text, read_file(file, ledger::kPolicyFileBytes));
    auto policy = ledger::parse_witness_policy(text);
    if (!policy) return fail({policy.error().code, policy.error().message, file});
    const auto witnesses = std::make_shared<std::vector<Witness>>();
    for (auto& witness : policy->witnesses)
        if (!witness.url.empty()) witnesses->push_back(std::move(witness));
    return WitnessesOf([witnesses](const std::string& folder) {
        return publish::AskWitnesses([witnesses,
                                      folder](const ledger::SignedCheckpoint& checkpoint) {
            std::vector<ledger::SignatureLine> lines;
            for (const auto& witness : *witnesses) {
                auto answered = ask(witness, folder, checkpoint);
                // That it refuses the proof means that it has seen another log of this name.
                if (!answered && (answered.error().code == Code::kLogFork ||
                                  answered.error().code == Code::kProofInvalid)) {
                    auto error = answered.error();
                    error.code = Code::kLogFork;
                    return Result<std::vector<ledger::SignatureLine>>(fail(std::move(error)));
                }
                if (!answered) {
                    print_warning("witness " + witness.name + ": " + to_string(answered.error()));
                    continue;
                }
                lines.insert(lines.end(), answered->begin(), answered->end());
            }
            return Result<std::vector<ledger::SignatureLine>>(std::move(lines));
        });
    });
}

}  // namespace mizan::cli
