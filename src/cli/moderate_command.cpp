// `mizan moderate`: its options.
#include <CLI/CLI.hpp>
#include <array>
#include <memory>

#include "cli/command.h"
#include "cli/moderate_run.h"

namespace mizan::cli {

namespace {

constexpr std::string_view kFooter =
    "Input: newline-delimited JSON, CSV with a header row or plain lines, also as .gz or .zst.\n"
    "Decisions come in input order, whatever the number of threads. Without --out they go to\n"
    "standard output and the summary to standard error. Records that cannot be read go to the\n"
    "rejects, are counted in the summary and make the exit code 1.\n"
    "A run that is killed leaves whole lines, but for the last one.\n\n";

// What a field is called in Post's JSON form, and what it is.
struct FieldOption {
    const char* option;
    const char* field;
    const char* help;
};
constexpr std::array<FieldOption, 14> kFields{{
    {"--text-field", "text", "the text"},
    {"--id-field", "id", "the post's id"},
    {"--author-field", "author", "who wrote it"},
    {"--lang-field", "lang", "the language, as the platform says"},
    {"--title-field", "title", "a title above the text"},
    {"--platform-field", "platform", "the platform's name"},
    {"--created-at-field", "created_at", "the time of writing"},
    {"--surface-field", "surface", "post, comment, profile, ..."},
    {"--reply-to-field", "reply_to", "id of the post answered"},
    {"--target-field", "target", "id of the person addressed"},
    {"--mentions-field", "mentions", "ids mentioned (JSON only)"},
    {"--parts-field", "parts", "further parts (JSON only)"},
    {"--reach-field", "reach", "how often it was seen (JSON only)"},
    {"--signals-field", "signals", "outside evidence (JSON only)"},
}};

using Settings = std::shared_ptr<ModerateSettings>;

void add_input_options(CLI::App& command, const Settings& s) {
    command.add_option("files", s->files, "Files to read; - or none: standard input")
        ->type_name("FILE");
    auto format = [s](const std::string& name) {
        return feeds::parse(name, s->options.input_format)
                   ? std::string()
                   : "not a format: " + name + " (auto, ndjson, csv, text)";
    };
    command
        .add_option("--input-format", "auto (the default), ndjson, csv or text")
        ->check(CLI::Validator(format, ""))
        ->type_name("FORMAT")
        ->group("Input");
    for (const auto& f : kFields) {
        auto set = [s, field = f.field](const std::string& name) {
            return s->options.fields.set(field, name)
                       ? std::string()
                       : "not a field's name: \"" + name + "\" (an empty step)";
        };
        command.add_option(f.option, std::string("The input's name for ") + f.help)
            ->check(CLI::Validator(set, ""))
            ->type_name("NAME")
            ->group("Input");
    }
}

std::string set_only(const Settings& s, const std::string& name) {
    for (std::size_t i = 0; i < s->options.only.size(); ++i) {
        if (mizan::name(static_cast<Outcome>(i)) != name) continue;
        s->options.only[i] = true;
        return {};
    }
    return "not an outcome: " + name + " (violation, review, allowed, undecided)";
}

void add_output_options(CLI::App& command, const Settings& s) {
    command.add_option("--out", s->out, "File for the decisions")->type_name("FILE")->group("Output");
    const std::map<std::string, service::OutputFormat> formats{
        {"jsonl", service::OutputFormat::kJsonl},
        {"csv", service::OutputFormat::kCsv},
        {"table", service::OutputFormat::kTable}};
    command.add_option("--format", s->options.format, "jsonl (the default), csv or table")
        ->transform(CLI::CheckedTransformer(formats).description(""))
        ->type_name("FORMAT")
        ->group("Output");
    auto only = [s](const std::string& name) { return set_only(s, name); };
    command.add_option("--only", "Write decisions of these outcomes only, e.g. violation,review")
        ->delimiter(',')
        ->expected(1, 4)
        ->allow_extra_args(false)
        ->check(CLI::Validator(only, ""))
        ->type_name("OUTCOMES")
        ->group("Output");
    command
        .add_option("--rejects", s->rejects,
                    "File for records that cannot be read (default: OUT.rejects.jsonl, made when "
                    "there is one; without --out they are told on standard error)")
        ->type_name("FILE")
        ->group("Output");
    command.add_option("--report", s->report, "HTML page with figures and examples")
        ->type_name("FILE")
        ->group("Output");
    command.add_flag("--json", s->json, "Print the summary as JSON")->group("Output");
    command.add_flag("--quiet", s->quiet, "No summary, no progress, no notes; errors remain")
        ->group("Output");
    command.add_flag("!--no-progress", s->progress, "No progress bar on the terminal")
        ->group("Output");
}

}  // namespace

void add_moderate_command(CLI::App& app, int& exit_code) {
    auto* command = app.add_subcommand("moderate", "Decide every post of a stream or of files");
    auto s = std::make_shared<ModerateSettings>();
    command->add_option("--policy", s->policy, "Policy folder, or a compiled bundle")
        ->type_name("DIR");
    command
        ->add_option("--threads", s->threads, "Worker threads (default: one for each core)")
        ->check(CLI::Range(1u, service::kMaxThreads).description(""))
        ->type_name("N");
    command->add_option("--cache", s->cache, "Folder for compiled policies, or none")
        ->type_name("DIR");
    add_input_options(*command, s);
    add_output_options(*command, s);
    command->footer(std::string(kFooter) + std::string(exit_code_help()));
    command->callback([s, command, &exit_code] {
        exit_code = run_moderate(*s);
        (void)command;
    });
}

}  // namespace mizan::cli
