// `mizan moderate`: its options.
#include <CLI/CLI.hpp>
#include <memory>

#include "cli/ask_witnesses.h"
#include "cli/command.h"
#include "cli/input_options.h"
#include "cli/moderate_run.h"

namespace mizan::cli {

namespace {

constexpr std::string_view kFooter =
    "Input: newline-delimited JSON, CSV with a header row or plain lines, also as .gz or .zst.\n"
    "Decisions come in input order, whatever the number of threads. Without --out they go to\n"
    "standard output and the summary to standard error. Records that cannot be read go to the\n"
    "rejects, are counted in the summary and make the exit code 1.\n"
    "A run that is killed leaves whole lines, but for the last one.\n\n";

using SharedSettings = std::shared_ptr<ModerateSettings>;

// "violation,review"
std::string set_only(service::ModerateOptions& options, std::string_view names) {
    options.only.fill(false);
    while (true) {
        const auto one = names.substr(0, names.find(','));
        bool known = false;
        for (std::size_t i = 0; i < options.only.size(); ++i) {
            if (name(static_cast<Outcome>(i)) != one) continue;
            options.only[i] = known = true;
        }
        if (!known) {
            return "no outcome is called \"" + std::string(one) +
                   "\"; violation, review, allowed, undecided are";
        }
        if (one.size() == names.size()) return {};
        names.remove_prefix(one.size() + 1);
    }
}

std::string set_format(service::OutputFormat& format, std::string_view name) {
    if (name == "jsonl") {
        format = service::OutputFormat::kJsonl;
    } else if (name == "csv") {
        format = service::OutputFormat::kCsv;
    } else if (name == "table") {
        format = service::OutputFormat::kTable;
    } else {
        return "no format is called \"" + std::string(name) + "\"; jsonl, csv, table are";
    }
    return {};
}

void add_output_options(CLI::App& command, const SharedSettings& s) {
    command.add_option("--out", s->out, "File for the decisions")->type_name("FILE");
    add_parsed(command, "--format", "FORMAT", "jsonl (the default), csv or table",
               [s](const std::string& name) { return set_format(s->options.format, name); });
    add_parsed(command, "--only", "OUTCOMES",
               "Write decisions of these outcomes only, e.g. violation,review",
               [s](const std::string& names) { return set_only(s->options, names); });
    command
        .add_option("--rejects", s->rejects,
                    "File for records that cannot be read (default: OUT.rejects.jsonl, made when "
                    "there is one; without --out each is told on standard error)")
        ->type_name("FILE");
    command.add_option("--report", s->report, "HTML page with figures and examples")
        ->type_name("FILE");
    command.add_flag("--json", s->json, "Print the summary as JSON");
    command.add_flag("--quiet", s->quiet, "No summary, no progress, no notes; errors remain");
    command.add_flag("--no-progress", s->no_progress, "No progress bar on the terminal");
}

void add_store_options(CLI::App& command, const SharedSettings& s) {
    command
        .add_option("--store", s->store,
                    "Folder of the record: every decision is kept in it before it is told")
        ->type_name("DIR");
    command.add_option("--keys", s->keys, "Folder of the store's secrets (default: DIR/keys)")
        ->type_name("DIR");
    command
        .add_option("--platform", s->platform,
                    "Platform of posts that name none (default: default)")
        ->type_name("NAME");
    command
        .add_option("--source", s->source,
                    "Name of the feed: ids are unique within it (default: none; the "
                    "file's name for posts without an id)")
        ->type_name("NAME");
    command
        .add_option("--origin", s->origin,
                    "Name of logs that are made, which are called ORIGIN/PLATFORM: best the "
                    "address where they are "
                    "served, without https:// (default: mizan)")
        ->type_name("NAME");
    command.add_option("--witnesses", s->witnesses, kWitnessesHelp)->type_name("FILE");
    command.add_flag("--rescan", s->rescan,
                     "Decide posts anew that were decided under another policy; the new "
                     "decisions supersede the old");
}

}  // namespace

void add_moderate_command(CLI::App& app, int& exit_code) {
    auto* command = app.add_subcommand("moderate", "Decide every post of a stream or of files");
    auto s = std::make_shared<ModerateSettings>();
    command->add_option("--policy", s->policy, "Policy folder, or a compiled bundle")
        ->type_name("DIR");
    command->add_option("--threads", s->threads, "Worker threads (default: one for each core)")
        ->check(CLI::Range(1u, service::kMaxThreads))
        ->type_name("N");
    command->add_option("--cache", s->cache, "Folder for compiled policies, or none")
        ->type_name("DIR");
    command->add_option("files", s->files, "Files to read; - or none: standard input")
        ->type_name("FILE");
    add_input_options(*command, s->options.input_format, s->options.fields);
    add_output_options(*command, s);
    add_store_options(*command, s);
    command->footer(std::string(kFooter) + std::string(console::exit_code_help()));
    command->callback([s, &exit_code] { exit_code = run_moderate(*s); });
}

}  // namespace mizan::cli
