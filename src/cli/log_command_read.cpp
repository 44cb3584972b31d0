// `mizan log status`, `show`, `prove` and `key`: what can be read of the record.
#include "base/json.h"
#include "cli/command.h"
#include "cli/log_command.h"
#include "cli/self.h"
#include "ledger/note.h"
#include "record/frame.h"
#include "service/log_status.h"
#include "service/prove.h"

namespace mizan::cli {

namespace {

std::string status_text(const service::LogStatus& s) {
    std::string out;
    const auto line = [&out](std::string_view what, const std::string& value) {
        out.append(what);
        out.append(what.size() < 20 ? 20 - what.size() : 1, ' ')
            .append(printable(value))
            .push_back('\n');
    };
    const auto count = [&](std::string_view what, std::uint64_t n) {
        line(what, std::to_string(n));
    };
    line("platform", s.platform);
    line("log", s.vkey.empty() ? "has no key yet" : s.folder);
    if (!s.vkey.empty()) line("key", s.vkey);
    count("records", s.store.records);
    count("  decisions", s.store.decisions);
    count("  posts in batches", s.store.ordinary);
    count("  erased", s.store.erased);
    count("  held", s.store.held);
    count("sealed, waiting", s.store.sealed);
    count("leaves sequenced", s.store.leaves);
    count("leaves integrated", s.integrated);
    count("leaves published", s.published);
    if (s.forked)
        line("log-fork",
             "the public has seen more than this store has signed: run `mizan log adopt`");
    return out;
}

void append_status(std::string& out, const service::LogStatus& s) {
    json::Object(out)
        .text("platform", s.platform)
        .text("folder", s.folder)
        .text("vkey", s.vkey)
        .number("records", s.store.records)
        .number("decisions", s.store.decisions)
        .number("posts_in_batches", s.store.ordinary)
        .number("erased", s.store.erased)
        .number("held", s.store.held)
        .number("sealed", s.store.sealed)
        .number("sequenced", s.store.leaves)
        .number("integrated", s.integrated)
        .number("published", s.published)
        .flag("forked", s.forked)
        .number("last_at", s.store.last_at);
}

Result<int> tell_status(service::RecordFolder& folder, const LogSettings& s) {
    std::vector<std::string> platforms{s.query.platform};
    if (s.query.platform.empty()) {
        MZ_TRY(platforms, folder.store().platforms());
    } else {
        MZ_TRY(platforms.front(), service::platform_of(folder.store(), s.query.platform));
    }
    std::string out;
    if (s.json) out.push_back('[');
    for (const auto& platform : platforms) {
        MZ_TRY(const auto status, service::log_status(folder, platform));
        if (out.size() > 1) out.append(s.json ? "," : "\n");
        s.json ? append_status(out, status) : void(out.append(status_text(status)));
    }
    if (platforms.empty() && !s.json) out = "the store is empty\n";
    if (s.json) out.append("]\n");
    return print(out);
}

// The frame of a batch, as an auditor is given it.
Result<int> put_frame(service::RecordFolder& folder, const LogSettings& s,
                      const std::string& path) {
    MZ_TRY(const auto found, service::find_record(folder, s.query));
    MZ_TRY(const auto stored, folder.store().frame(found.record));
    return put_out(path, stored.bytes);
}

Result<int> tell_keys(service::RecordFolder& folder, const LogSettings& s) {
    MZ_TRY(const auto platform, service::platform_of(folder.store(), s.query.platform));
    MZ_TRY(const auto signer, folder.log_key(platform));
    return print(ledger::to_vkey(signer.key()) + "\n");
}

void add_status(CLI::App& log, int& exit_code) {
    auto* command =
        log.add_subcommand("status", "How many records there are, and how far the log has come");
    auto s = std::make_shared<LogSettings>();
    add_log_options(*command, *s);
    command->callback([s, &exit_code] {
        exit_code = with_folder(*s, false, [&](auto& folder) { return tell_status(folder, *s); });
    });
}

void add_show(CLI::App& log, int& exit_code) {
    auto* command =
        log.add_subcommand("show", "One record as JSON: its leaf, its place, its contents");
    auto s = std::make_shared<LogSettings>();
    auto frame = std::make_shared<std::string>();
    add_log_options(*command, *s);
    add_query_options(*command, *s);
    command
        ->add_option("--frame", *frame, "Write the frame of the batch to this file, for an auditor")
        ->type_name("FILE");
    command->callback([s, frame, &exit_code] {
        exit_code = with_folder(*s, false, [&](auto& folder) -> Result<int> {
            if (!frame->empty()) return put_frame(folder, *s, *frame);
            MZ_TRY(const auto text, service::show_record(folder, s->query));
            return print(text + "\n");
        });
    });
}

void add_prove(CLI::App& log, int& exit_code) {
    auto* command =
        log.add_subcommand("prove",
                           "Write a proof that a decision is in the published log, which a "
                           "stranger can check offline");
    auto s = std::make_shared<LogSettings>();
    auto options = std::make_shared<service::ProveOptions>();
    auto out = std::make_shared<std::string>();
    add_log_options(*command, *s);
    add_query_options(*command, *s);
    command->add_option("--out", *out, "File to write (default: standard output)")
        ->type_name("FILE");
    command
        ->add_option("--open", options->open,
                     "Open these commitments to whoever gets the file: input_commit, "
                     "actor_commit, reviewer_commit, reasons_commit; post of a post in "
                     "a batch")
        ->delimiter(',')
        ->type_name("FIELDS");
    command
        ->add_option("--input", options->input, "The post itself as JSON, to open one in a batch")
        ->type_name("JSON");
    command->callback([s, options, out, &exit_code] {
        exit_code = with_folder(*s, false, [&](auto& folder) -> Result<int> {
            MZ_TRY(const auto proof, service::prove(folder, s->query, *options, unix_now()));
            if (proof.due != 0)
                print_note("it is not published yet: this is a signed promise that it will be by " +
                           utc(proof.due) + "; ask for the proof then");
            return put_out(*out, proof.file);
        });
    });
}

void add_key(CLI::App& log, int& exit_code) {
    auto* command = log.add_subcommand("key", "The log's public key, as verifiers take it");
    auto s = std::make_shared<LogSettings>();
    add_log_options(*command, *s);
    command->callback([s, &exit_code] {
        exit_code = with_folder(*s, false, [&](auto& folder) { return tell_keys(folder, *s); });
    });
}

}  // namespace

void add_log_read_commands(CLI::App& log, int& exit_code) {
    add_status(log, exit_code);
    add_show(log, exit_code);
    add_prove(log, exit_code);
    add_key(log, exit_code);
}

}  // namespace mizan::cli
