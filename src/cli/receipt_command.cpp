// `mizan receipt check`: what a receipt for a flag proves.
#include <CLI/CLI.hpp>
#include <memory>

#include "base/files.h"
#include "base/json.h"
#include "cli/command.h"
#include "ledger/note.h"
#include "record/receipt.h"

namespace mizan::cli {

namespace {

struct ReceiptSettings {
    std::string file;
    std::string key;
    std::string key_file;
    bool json = false;
};

constexpr std::size_t kKeyFileBytes = 4096;

Result<ledger::VerifierKey> key_of(const ReceiptSettings& s) {
    if (!s.key.empty()) return ledger::parse_vkey(s.key);
    if (s.key_file.empty())
        return fail({Code::kUsage,
                     "whose receipt? give the log's public key with --key, or a file that holds it "
                     "with --key-file",
                     s.file});
    MZ_TRY(auto text, read_file(s.key_file, kKeyFileBytes));
    text.erase(text.find_last_not_of(" \t\r\n") + 1);
    auto key = ledger::parse_vkey(text);
    if (!key) key.error().where = s.key_file;
    return key;
}

Result<std::string> checked(const ReceiptSettings& s) {
    MZ_TRY(const auto key, key_of(s));
    MZ_TRY(const auto file, read_file(s.file, record::kReceiptBytes));
    MZ_TRY(const auto receipt, record::read_receipt(file));
    MZ_TRY(const auto proved, record::check_receipt(receipt, key));
    std::string out;
    if (s.json) {
        json::Object(out)
            .flag("holds", true)
            .json_value("receipt", record::json_of(receipt, proved));
        return out.append("\n");
    }
    out =
        "YES: the log's holder has signed that this was flagged, and that it will be in the log "
        "in time.\n";
    for (const auto& [label, text] : record::words_of(receipt, proved))
        out.append("  ").append(padded(label, 15)).append(printable(text)).append("\n");
    return out +
           "  Whether it is there when the time has come, `mizan-audit receipt-check --log` "
           "says.\n";
}

int run_receipt_check(const ReceiptSettings& s) {
    const auto told = checked(s);
    if (told) return print(*told);
    const auto& error = told.error();
    const int exit_code = console::exit_code_of(error.code);
    if (exit_code != kExitRecord) return complain(error);
    std::string out;
    if (s.json) {
        json::Object(out)
            .flag("holds", false)
            .text("reason", error.message)
            .text("code", name(error.code));
        return print_and(out.append("\n"), exit_code);
    }
    return print_and("NO: " + printable(error.message) + ".\n", exit_code);
}

}  // namespace

void add_receipt_commands(CLI::App& app, int& exit_code) {
    auto* receipt =
        app.add_subcommand("receipt", "Receipts that those who flag a post are given at once");
    receipt->require_subcommand(1);
    auto* command = receipt->add_subcommand(
        "check",
        "Say what a receipt proves: what was flagged, when, by when it will be in the log");
    command->footer(
        "Examples:\n"
        "  mizan receipt check flag.mizan-receipt --key-file log.vkey\n"
        "It needs no store and no network. The exit code is 0 for yes, 7 for no, and another where "
        "the files\ncould not be read. `mizan-audit receipt-check` looks into the log as well.");
    auto s = std::make_shared<ReceiptSettings>();
    command->add_option("file", s->file, "The receipt (.mizan-receipt)")
        ->required()
        ->type_name("FILE");
    auto* key = command->add_option("--key", s->key, "The log's public key")->type_name("VKEY");
    command->add_option("--key-file", s->key_file, "A file that holds it")
        ->type_name("FILE")
        ->excludes(key);
    command->add_flag("--json", s->json, "Print JSON");
    command->callback([s, &exit_code] { exit_code = run_receipt_check(*s); });
}

}  // namespace mizan::cli
