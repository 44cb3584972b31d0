// `mizan-audit prove-check`: is this entry in the log, and is what is opened of it what it commits to? From a proof file alone, without a network.
#include <CLI/CLI.hpp>
#include <memory>
#include <optional>

#include "audit/check_proof.h"
#include "auditor/command.h"
#include "auditor/told_record.h"
#include "base/files.h"
#include "base/json.h"
#include "base/sha256.h"
#include "console/exit_code.h"
#include "console/say.h"
#include "console/terminal.h"
#include "ledger/proof_file.h"
#include "ledger/tiles.h"

namespace mizan::auditor {

namespace {

struct ProveCheckSettings {
    std::string file;
    std::string entry;
    CommonOptions common;
};

Result<audit::CheckedProof> check(const ProveCheckSettings& s) {
    MZ_TRY(const auto trust, audit::load_trust(s.common.key, s.common.witnesses));
    MZ_TRY(const auto file, read_file(s.file, ledger::kProofFileBytes));
    std::optional<std::string> entry;
    if (!s.entry.empty()) {
        MZ_TRY(entry, read_file(s.entry, ledger::kEntryBytes));
    }
    return audit::check_proof(file, trust, entry);
}

std::string to_text(const audit::CheckedProof& proof, const ProveCheckSettings& s) {
    const auto& checkpoint = proof.signed_checkpoint.checkpoint;
    auto out = "YES: this entry is in the log, at place " + std::to_string(proof.index) +
               " (the first is 0).\n" + told_log(checkpoint) +
               told_witnesses(proof.witnessed, !s.common.witnesses.empty());
    out += told("entry", proof.entry) + told_record(proof.record, proof.entry);
    return out +
           "  Its holder has signed that the log holds this very text at this very place. Whether "
           "what the\n  entry says is true, a proof cannot show.\n";
}

std::string to_json(const audit::CheckedProof& proof) {
    const auto& checkpoint = proof.signed_checkpoint.checkpoint;
    std::string out;
    json::Object(out)
        .flag("holds", true)
        .text("origin", checkpoint.origin)
        .number("size", checkpoint.size)
        .text("root", to_hex(checkpoint.root))
        .number("index", proof.index)
        .json_value("witnesses", witnesses_json(proof.witnessed))
        .text("entry", proof.entry)
        .json_value("record", record_json(proof.record, proof.entry));
    return out.append("\n");
}

int run_prove_check(const ProveCheckSettings& s) {
    const auto proof = check(s);
    if (!proof)
        return is_verdict(proof.error()) ? say_no(proof.error(), s.common.json)
                                         : console::complain(proof.error());
    return console::print(s.common.json ? to_json(*proof) : to_text(*proof, s));
}

}  // namespace

void add_prove_check_command(CLI::App& app, int& exit_code) {
    auto* command = app.add_subcommand(
        "prove-check",
        "Say whether an entry is in a log, and whether what is opened of it fits, from "
        "a proof file alone");
    command->footer(
        "Examples:\n"
        "  mizan-audit prove-check receipt.tlog-proof --key log.vkey\n"
        "  mizan-audit prove-check receipt.tlog-proof --witnesses policy.txt --entry entry.json\n"
        "The exit code is 0 for yes, 7 for no, and another where the files could not be read.");
    auto s = std::make_shared<ProveCheckSettings>();
    command->add_option("file", s->file, "The proof (.tlog-proof)")->required()->type_name("FILE");
    add_common_options(*command, s->common);
    command
        ->add_option("--entry", s->entry,
                     "The entry, byte for byte; if none is given, the one that the proof brings")
        ->type_name("FILE");
    command->callback([s, &exit_code] { exit_code = run_prove_check(*s); });
}

}  // namespace mizan::auditor
