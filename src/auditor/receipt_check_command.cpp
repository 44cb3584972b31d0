// `mizan-audit receipt-check`: what does a receipt for a flag prove, and was its promise kept?
#include <CLI/CLI.hpp>
#include <chrono>
#include <memory>
#include <optional>

#include "audit/find_leaf.h"
#include "auditor/command.h"
#include "auditor/told_report.h"
#include "base/files.h"
#include "base/instant.h"
#include "base/json.h"
#include "base/sha256.h"
#include "console/exit_code.h"
#include "console/say.h"
#include "console/terminal.h"
#include "record/receipt.h"

namespace mizan::auditor {

namespace {

struct ReceiptCheckSettings {
    std::string file;
    std::string log;
    CommonOptions common;
};

enum class Kept { kNotAsked, kKept, kNotYet, kBroken, kNoLog };
struct ReceiptAnswer {
    record::Receipt receipt;
    record::Proved proved;
    std::optional<audit::FoundLeaf> found;
    std::uint64_t now = 0;

    [[nodiscard]] Kept kept() const {
        if (!found) return Kept::kNotAsked;
        if (!found->report.holds()) return Kept::kNoLog;
        if (found->index) return Kept::kKept;
        return now <= proved.promises.due ? Kept::kNotYet : Kept::kBroken;
    }
};

std::uint64_t unix_time() {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return static_cast<std::uint64_t>(
        std::chrono::duration_cast<std::chrono::seconds>(now).count());
}

Result<ReceiptAnswer> answer(const ReceiptCheckSettings& s) {
    MZ_TRY(const auto trust, audit::load_trust(s.common.key, s.common.witnesses));
    if (!trust.log)
        return fail({Code::kUsage,
                     "a receipt is checked with the log's own key: give it with --key", s.file});
    MZ_TRY(const auto file, read_file(s.file, record::kReceiptBytes));
    ReceiptAnswer out;
    MZ_TRY(out.receipt, record::read_receipt(file));
    MZ_TRY(out.proved, record::check_receipt(out.receipt, *trust.log));
    if (s.log.empty()) return out;
    MZ_TRY(const auto source, audit::open_log(s.log));
    MZ_TRY(out.found, audit::find_leaf(*source, trust, out.receipt.leaf));
    out.now = unix_time();
    return out;
}

std::string line_of(std::string_view label, std::string_view text) {
    return "  " + console::padded(label, 15) + console::printable(text) + "\n";
}

std::string size_of(const ReceiptAnswer& a) {
    return console::counted(a.found->report.signed_checkpoint.checkpoint.size, "entry", "entries");
}

std::string told_promise_kept(const ReceiptAnswer& a) {
    const auto due = moment(a.proved.promises.due);
    switch (a.kept()) {
        case Kept::kNotAsked:
            return "YES: the log's holder has signed that this was flagged, and that it will be in "
                   "the log by " +
                   due + ".\n";
        case Kept::kKept:
            return "YES: promise kept at index " + std::to_string(*a.found->index) +
                   ": what was flagged is in the log.\n";
        case Kept::kNotYet: return "PROMISE: not due yet: it will be in the log by " + due + ".\n";
        case Kept::kBroken:
            return "NO: promise broken: due at " + due + ", log published at size " + size_of(a) +
                   " at time " + moment(a.now) + " has no such leaf.\n";
        case Kept::kNoLog: break;
    }
    return said_no(a.found->report, nullptr);
}

// A copy that was taken before the time had come breaks no promise, and who looks at one should know.
std::string told_search(const ReceiptAnswer& a) {
    const auto& found = *a.found;
    auto out = line_of("searched", size_of(a) + " of " + a.proved.promises.origin);
    if (found.seen_at() != 0) out += line_of("log is of", moment(found.seen_at()) + " or later");
    if (a.kept() == Kept::kBroken && found.seen_at() < a.proved.promises.due)
        out +=
            "  Nothing in this log is of after the time that was promised. If it is a copy, look "
            "at the log\n  itself before you call the promise broken.\n";
    return out;
}

std::string to_text(const ReceiptAnswer& a) {
    auto out = told_promise_kept(a);
    for (const auto& [label, text] : record::words_of(a.receipt, a.proved))
        out += line_of(label, text);
    if (a.found) out += told_search(a) + told_faults(a.found->report, nullptr);
    return out +
           "  It proves that the platform was told this at that time. Whether what was said is "
           "true, no\n  receipt can show.\n";
}

std::string_view word_of(Kept kept) {
    switch (kept) {
        case Kept::kKept: return "kept";
        case Kept::kNotYet: return "not-due";
        case Kept::kBroken: return "broken";
        case Kept::kNotAsked:
        case Kept::kNoLog: break;
    }
    return "unknown";
}

std::string to_json(const ReceiptAnswer& a) {
    const auto kept = a.kept();
    std::string out;
    {
        json::Object object(out);
        object.flag("holds", kept != Kept::kBroken && kept != Kept::kNoLog)
            .json_value("receipt", record::json_of(a.receipt, a.proved));
        if (a.found) {
            const auto& checkpoint = a.found->report.signed_checkpoint.checkpoint;
            std::string log;
            {
                json::Object one(log);
                one.text("promise", word_of(kept))
                    .number("size", checkpoint.size)
                    .text("root", to_hex(checkpoint.root))
                    .number("now", a.now)
                    .number("seen_at", a.found->seen_at())
                    .json_value("witnesses", witnesses_json(a.found->report.witnessed));
                if (a.found->index) one.number("index", *a.found->index);
                append_faults(one, log, a.found->report, nullptr);
            }
            object.json_value("log", log);
        }
    }
    return out.append("\n");
}

int run_receipt_check(const ReceiptCheckSettings& s) {
    const auto a = answer(s);
    if (!a)
        return is_verdict(a.error()) ? say_no(a.error(), s.common.json)
                                     : console::complain(a.error());
    const auto kept = a->kept();
    const int exit_code = kept == Kept::kNotYet                           ? console::kExitPartly
                          : kept == Kept::kBroken || kept == Kept::kNoLog ? console::kExitRecord
                                                                          : console::kExitOk;
    return console::print_and(s.common.json ? to_json(*a) : to_text(*a), exit_code);
}

}  // namespace

void add_receipt_check_command(CLI::App& app, int& exit_code) {
    auto* command = app.add_subcommand(
        "receipt-check",
        "Say what a receipt for a flag proves, and whether what it promises is in the log");
    command->footer(
        "Examples:\n"
        "  mizan-audit receipt-check flag.mizan-receipt --key log.vkey\n"
        "  mizan-audit receipt-check flag.mizan-receipt --key log.vkey --log "
        "https://log.example.org\n"
        "The exit code is 0 for yes, 7 for no (also where the promise is broken), 1 where what was "
        "promised\nis not in the log and not due yet, and another where the files could not be "
        "read.");
    auto s = std::make_shared<ReceiptCheckSettings>();
    command->add_option("file", s->file, "The receipt (.mizan-receipt)")
        ->required()
        ->type_name("FILE");
    add_common_options(*command, s->common);
    command
        ->add_option("--log", s->log,
                     "Look for what was promised in the log: its address (https://...) or folder")
        ->type_name("LOG");
    command->callback([s, &exit_code] { exit_code = run_receipt_check(*s); });
}

}  // namespace mizan::auditor
