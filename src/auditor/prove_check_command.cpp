// `mizan-audit prove-check`: is this entry in the log, and is what is opened of it what it commits to? From a proof file alone, without a network.
#include <CLI/CLI.hpp>
#include <ctime>
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
#include "ledger/promise.h"
#include "ledger/proof_file.h"
#include "ledger/tiles.h"
#include "record/leaf.h"

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

// "2026-01-31 09:30:00 UTC"
std::string utc(std::uint64_t unix_seconds) {
    const auto seconds = static_cast<std::time_t>(unix_seconds);
    std::tm parts{};
    char text[40];
    if (::gmtime_r(&seconds, &parts) == nullptr) return std::to_string(unix_seconds);
    return {text, std::strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S UTC", &parts)};
}

// A promise is no proof yet: it says what will be in the log, and by when. With an entry: whether that keeps it.
Result<int> tell_promise(const ProveCheckSettings& s, std::string_view file) {
    MZ_TRY(const auto trust, audit::load_trust(s.common.key, s.common.witnesses));
    if (!trust.log)
        return fail({Code::kUsage,
                     "a promise is checked with the log's own key: give it with --key", s.file});
    MZ_TRY(const auto promise, ledger::open_promise(file, *trust.log));
    std::optional<bool> kept;
    if (!s.entry.empty()) {
        MZ_TRY(const auto entry, read_file(s.entry, ledger::kEntryBytes));
        record::Leaf leaf;
        kept = record::read_leaf(entry, leaf).has_value() &&
               entry == record::leaf_text(leaf.seq, promise.entry);
    }
    const int exit_code = kept.has_value() && !*kept ? console::kExitRecord : console::kExitPartly;
    std::string out;
    if (s.common.json) {
        json::Object object(out);
        object.flag("promise", true).text("origin", promise.origin).number("due", promise.due);
        if (kept) object.flag("kept_by_entry", *kept);
        object.text("ends", promise.entry);
    } else {
        out = "PROMISE: the log's holder has signed that this will be in the log by " +
              utc(promise.due) + ".\n" + told("log", promise.origin) +
              told("ends with", promise.entry);
        if (kept)
            out += *kept ? "  The entry given is the one that was promised.\n"
                         : "  The entry given is NOT the one that was promised.\n";
        out +=
            "  It is no proof yet. Ask for the proof when the time has come; if there is none "
            "then, the promise\n"
            "  is broken, and this file shows it.";
    }
    return console::print_and(out + "\n", exit_code);
}

int run_prove_check(const ProveCheckSettings& s) {
    const auto file = read_file(s.file, ledger::kProofFileBytes);
    if (file && ledger::is_promise(*file)) {
        const auto told = tell_promise(s, *file);
        if (told) return *told;
        return is_verdict(told.error()) ? say_no(told.error(), s.common.json)
                                        : console::complain(told.error());
    }
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
