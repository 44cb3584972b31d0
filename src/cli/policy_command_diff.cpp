// `mizan policy diff`: its options; policy_diff_text.cpp writes what it found.
#include <algorithm>

#include "cli/policy_command.h"
#include "cli/policy_diff_text.h"
#include "service/diff.h"

namespace mizan::cli {

namespace {

constexpr const char* kInputFields[] = {"text",     "id",         "author",  "lang",     "title",
                                        "platform", "created_at", "surface", "reply_to", "target",
                                        "mentions", "parts",      "reach",   "signals"};

struct DiffOptions {
    std::string before;
    std::string after;
    std::vector<std::string> files;
    feeds::Format format = feeds::Format::kAuto;
    feeds::FieldMap fields;
    std::size_t examples = 5;
    bool json = false;
};

void add_input_options(CLI::App& command, const std::shared_ptr<DiffOptions>& options) {
    command.add_option("--on", options->files, "posts to decide: files, - for standard input")
        ->required()
        ->type_name("FILE");
    command
        .add_option_function<std::string>(
            "--input-format",
            [options](const std::string& name) {
                if (!feeds::parse(name, options->format)) {
                    throw CLI::ValidationError(
                        "--input-format",
                        "no format is called \"" + name + "\"; auto, ndjson, csv, text are");
                }
            },
            "auto (the default), ndjson, csv or text")
        ->type_name("FORMAT");
    for (const std::string field : kInputFields) {
        auto option = "--" + field + "-field";
        std::replace(option.begin(), option.end(), '_', '-');
        command
            .add_option_function<std::string>(
                option,
                [options, field, option](const std::string& name) {
                    if (!options->fields.set(field, name)) {
                        throw CLI::ValidationError(
                            option, "\"" + name + "\" has an empty step between its dots");
                    }
                },
                "the input's name for the field " + field)
            ->type_name("NAME");
    }
}

int run_diff(const DiffOptions& options) {
    int exit_code = kExitOk;
    const auto old_one = load_for_running(options.before, exit_code);
    if (!old_one) return exit_code;
    const auto new_one = load_for_running(options.after, exit_code);
    if (!new_one) return exit_code;
    const auto& before = old_one->policy;
    const auto& after = new_one->policy;
    service::Diff diff(service::Decider(before, old_one->scorer),
                       service::Decider(after, new_one->scorer), options.examples);
    for (const auto& file : options.files) {
        auto source = feeds::open_source(file);
        if (!source) return complain(source.error());
        if (const auto read = diff.add_all(**source, options.format, options.fields); !read)
            return complain(read.error());
    }
    const auto& report = diff.report();
    for (const auto& error : report.rejects) print_warning(to_string(error));
    const auto out = options.json ? to_json(report, *before, *after) + "\n"
                                  : diff_text(report, *before, *after, stdout_paint());
    return print_and(out, report.rejected > 0 ? kExitPartly : kExitOk);
}

}  // namespace

void add_policy_diff(CLI::App& policy, int& exit_code) {
    auto options = std::make_shared<DiffOptions>();
    auto* command =
        policy.add_subcommand("diff", "Decide posts under two policies and say what changes");
    command->add_option("OLD", options->before, "policy folder or bundle")->required();
    command->add_option("NEW", options->after, "policy folder or bundle")->required();
    add_input_options(*command, options);
    command->add_option("--examples", options->examples, "examples for each kind of change")
        ->capture_default_str()
        ->type_name("N");
    command->add_flag("--json", options->json, "one JSON object instead of text");
    command->footer(
        "Exit codes: 0 fine, whether or not anything changes; 1 some records were not posts; 3 a "
        "policy is missing or\n"
        "invalid; 4 an input can not be read.\n"
        "Example:\n"
        "  mizan policy diff policies/hateful-conduct my-draft --on posts.jsonl --examples 10");
    command->callback([options, &exit_code] { exit_code = run_diff(*options); });
}

}  // namespace mizan::cli
