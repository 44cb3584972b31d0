// `mizan-audit verify`: is a published log whole, signed, witnessed, at one with itself, and the continuation of what was seen
// before?
#include <CLI/CLI.hpp>
#include <memory>
#include <optional>

#include "audit/check_records.h"
#include "audit/log_source.h"
#include "audit/remember.h"
#include "audit/verify_log.h"
#include "auditor/command.h"
#include "auditor/told_report.h"
#include "base/json.h"
#include "base/sha256.h"
#include "console/exit_code.h"
#include "console/say.h"
#include "console/terminal.h"

namespace mizan::auditor {

namespace {

struct VerifySettings {
    std::string place;
    std::string remember;
    bool entries_only = false;
    CommonOptions common;
};

// Everything that the answer is made of.
struct Verified {
    audit::VerifyReport report;
    std::optional<audit::RecordReport> records;  // nothing: they were not to be looked at
    std::optional<audit::Remembered> remembered;

    [[nodiscard]] const audit::RecordReport* looked_at() const {
        return records ? &*records : nullptr;
    }
    [[nodiscard]] bool forked() const {
        return remembered && remembered->memory == audit::Memory::kFork;
    }
    [[nodiscard]] bool holds() const {
        return report.holds() && (!records || records->holds()) &&
               (!remembered || remembered->holds());
    }
};

Result<Verified> verify(const VerifySettings& s) {
    MZ_TRY(const auto trust, audit::load_trust(s.common.key, s.common.witnesses));
    MZ_TRY(const auto source, audit::open_log(s.place));
    Verified out;
    audit::RecordChecks checks;
    MZ_TRY(out.report, audit::verify_log(*source, trust, s.entries_only ? nullptr : &checks));
    if (!s.entries_only) out.records = checks.report();
    if (!s.remember.empty()) {
        MZ_TRY(out.remembered, audit::remember(s.remember, *source, trust, out.report));
    }
    return out;
}

std::string entries(std::uint64_t n) { return console::counted(n, "entry", "entries"); }

std::string told_memory(const audit::Remembered& seen, const std::string& file) {
    using enum audit::Memory;
    const auto before = entries(seen.size);
    switch (seen.memory) {
        case kFirst: return "nothing yet; from now on in " + file;
        case kSame: return before + ", and nothing was added since";
        case kGrown:
            return before + " when last seen; they stand unchanged at the beginning of the log";
        case kOlder:
            return before +
                   " when last seen, more than are shown now: an old copy, or a log that was "
                   "taken back";
        case kUnclear: return before + " when last seen; whether they are unchanged cannot be told";
        case kFork: return before + " when last seen, and they are not the beginning of this log";
    }
    return {};
}

std::string told_fork(const Verified& v, const std::string& file) {
    return "FORK: the log has signed two pasts that cannot both be true.\n" +
           told("seen before", file + " (" + entries(v.remembered->size) + ")") +
           told("shown now", v.remembered->kept + " (" +
                                 entries(v.report.signed_checkpoint.checkpoint.size) + ")") +
           "  Both are signed with the log's key. Keep both files: together they prove it to "
           "anybody who\n  knows that key, and nobody but the key's holder can have made them.\n\n";
}

std::string headline(const Verified& v) {
    if (const auto no = said_no(v.report, v.looked_at()); !no.empty()) return no;
    if (!v.holds()) return "NO: this is not the continuation of what was seen before.\n";
    return "YES: the log is whole, and every entry is the one that was signed.\n";
}

std::string to_text(const Verified& v, const VerifySettings& s) {
    const auto& r = v.report;
    auto out = v.forked() ? told_fork(v, s.remember) : std::string();
    out += headline(v) + told_log(r.signed_checkpoint.checkpoint);
    if (r.witnesses_missing) out += told("witnesses", r.witnesses_missing->message);
    else out += told_witnesses(r.witnessed, !s.common.witnesses.empty());
    out += told("read", entries(r.entries) + " and " + console::counted(r.tiles, "tile", "tiles") +
                            ", " + std::to_string(r.bytes) + " bytes");
    if (v.records) out += told_figures(*v.records);
    if (v.remembered) out += told("remembered", told_memory(*v.remembered, s.remember));
    return out + told_faults(r, v.looked_at());
}

std::string to_json(const Verified& v) {
    const auto& r = v.report;
    const auto& checkpoint = r.signed_checkpoint.checkpoint;
    std::string out;
    {
        json::Object object(out);
        object.flag("holds", v.holds())
            .text("origin", checkpoint.origin)
            .number("size", checkpoint.size)
            .text("root", to_hex(checkpoint.root))
            .json_value("witnesses", witnesses_json(r.witnessed));
        if (r.witnesses_missing) object.text("witnesses_missing", r.witnesses_missing->message);
        object.number("entries", r.entries).number("tiles", r.tiles).number("bytes", r.bytes);
        object.flag("complete", r.complete);
        append_faults(object, out, r, v.looked_at());
        if (v.records) object.json_value("records", figures_json(*v.records));
        if (v.remembered) {
            object.text("memory", name(v.remembered->memory));
            object.number("remembered_size", v.remembered->size);
            object.optional("kept", v.remembered->kept);
        }
    }
    return out.append("\n");
}

int run_verify(const VerifySettings& s) {
    const auto verified = verify(s);
    if (!verified)
        return is_verdict(verified.error()) ? say_no(verified.error(), s.common.json)
                                            : console::complain(verified.error());
    const auto text = s.common.json ? to_json(*verified) : to_text(*verified, s);
    return console::print_and(text, verified->holds() ? console::kExitOk : console::kExitRecord);
}

}  // namespace

void add_verify_command(CLI::App& app, int& exit_code) {
    auto* command = app.add_subcommand(
        "verify", "Read a whole log and say whether it is what was signed, and where it is not");
    command->footer(
        "Examples:\n"
        "  mizan-audit verify https://log.example.org --key log.vkey\n"
        "  mizan-audit verify ./copy-of-the-log --witnesses policy.txt --remember last-seen\n"
        "The exit code is 0 for yes, 7 for no, and another where the log could not be looked at.");
    auto s = std::make_shared<VerifySettings>();
    command->add_option("log", s->place, "Address (https://...) or folder of the log")
        ->required()
        ->type_name("LOG");
    add_common_options(*command, s->common);
    command
        ->add_option("--remember", s->remember,
                     "Keep the log's checkpoint here, and hold the log to it next time")
        ->type_name("FILE");
    command->add_flag("--entries-only", s->entries_only,
                      "For a log of another format: what the entries say is not looked at");
    command->callback([s, &exit_code] { exit_code = run_verify(*s); });
}

}  // namespace mizan::auditor
