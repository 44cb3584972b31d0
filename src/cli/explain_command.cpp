// `mizan explain`: why one post was decided as it was.
#include <unistd.h>

#include "base/files.h"
#include "base/limits.h"
#include "cli/policy_command.h"
#include "feeds/source.h"
#include "service/explain.h"
#include "service/post_line.h"

namespace mizan::cli {

namespace {

struct Options {
    std::string text;
    std::string policy;
    std::string lang;
    std::string post_file;
    std::vector<service::ExplainStep> steps;
    service::Reader reader = service::Reader::kAuditor;
    bool json = false;
};

Result<std::string> read_stdin() {
    return feeds::read_all("-", limits::kTextBytes,
                           {Code::kTextTooLong,
                            "more than " + std::to_string(limits::kTextBytes) + " bytes", "stdin"});
}

// The post and what its views point into.
struct Given {
    std::string text;
    service::PostLine line;
    Post post;
};

Result<void> read_post(const Options& options, Given& out) {
    if (!options.post_file.empty()) {
        MZ_TRY(const auto json, read_file(options.post_file, limits::kLineBytes));
        MZ_CHECK(out.line.read(json, options.post_file, out.post));
    } else if (options.text.empty() || options.text == "-") {
        MZ_TRY(out.text, read_stdin());
    } else {
        out.text = options.text;
    }
    if (options.post_file.empty()) {
        out.post.id = "text";
        out.post.parts.push_back({PartKind::kText, PartRole::kBody, out.text, {}});
    }
    if (!options.lang.empty()) out.post.lang = options.lang;
    return {};
}

service::ExplainMarks marks() {
    if (!console::wants_colour(STDOUT_FILENO)) return {};
    return {"\x1b[1;31m", "\x1b[0m", "\x1b[34m", "\x1b[0m", "\x1b[1m", "\x1b[0m"};
}

std::string steps_json(const service::Explainer& explainer,
                       const std::vector<service::ExplainStep>& steps) {
    std::string out = "{";
    for (const auto step : steps) {
        if (out.size() > 1) out.push_back(',');
        out.append("\"")
            .append(service::name(step))
            .append("\":")
            .append(explainer.step_json(step));
    }
    return out.append("}\n");
}

std::string steps_text(const service::Explainer& explainer,
                       const std::vector<service::ExplainStep>& steps) {
    std::string out;
    for (const auto step : steps) {
        if (steps.size() > 1)
            out.append(out.empty() ? "" : "\n")
                .append("# ")
                .append(service::name(step))
                .append("\n");
        out.append(explainer.step(step));
    }
    return out;
}

int run(const Options& options) {
    if (options.text.empty() && options.post_file.empty() && console::is_terminal(STDIN_FILENO)) {
        return complain({Code::kUsage,
                         "no post: give a TEXT, or - for standard input, or --post FILE.json",
                         {}});
    }
    for (const auto step : options.steps) {
        if (!service::may_see(options.reader, step)) {
            return complain({Code::kUsage,
                             "--print " + std::string(service::name(step)) +
                                 " is not for the author of a post: what the engine saw on the "
                                 "way tells what is in its lexicon; assessment and decision are",
                             {}});
        }
    }
    int exit_code = kExitOk;
    const auto path = find_policy(options.policy);
    if (!path) return complain(path.error());
    const auto loaded = load_for_running(*path, exit_code);
    if (!loaded) return exit_code;
    Given given;
    if (const auto read = read_post(options, given); !read) return complain(read.error());
    const service::Explainer explainer(loaded->policy, given.post, options.reader, loaded->scorer);
    if (options.steps.empty())
        return print(options.json ? explainer.story_json() + "\n" : explainer.story(marks()));
    return print(options.json ? steps_json(explainer, options.steps)
                              : steps_text(explainer, options.steps));
}

// "text,claims"
void set_steps(std::string_view names, Options& options) {
    while (true) {
        const auto one = names.substr(0, names.find(','));
        service::ExplainStep step{};
        if (!service::parse(one, step)) {
            throw CLI::ValidationError(
                "--print", "no step is called \"" + std::string(one) +
                               "\"; text, tokens, concepts, claims, assessment, decision are");
        }
        options.steps.push_back(step);
        if (one.size() == names.size()) return;
        names.remove_prefix(one.size() + 1);
    }
}

}  // namespace

void add_explain_command(CLI::App& app, int& exit_code) {
    auto options = std::make_shared<Options>();
    auto* command = app.add_subcommand("explain", "Say why a post is decided as it is");
    auto* text =
        command->add_option("TEXT", options->text, "the post's text; - or none: standard input");
    command
        ->add_option("--post", options->post_file,
                     "a file with one post as JSON, with its parts and context")
        ->type_name("FILE")
        ->excludes(text);
    command->add_option("--policy", options->policy, "policy folder, or a compiled bundle")
        ->type_name("DIR");
    command->add_option("--lang", options->lang, "the language, as a platform would declare it")
        ->type_name("LANG");
    command
        ->add_option_function<std::string>(
            "--print", [options](const std::string& names) { set_steps(names, *options); },
            "print these values instead: text, tokens, concepts, claims, assessment, decision")
        ->type_name("STEPS");
    command
        ->add_option_function<std::string>(
            "--reader",
            [options](const std::string& name) {
                if (!service::parse(name, options->reader)) {
                    throw CLI::ValidationError("--reader", "nobody is called \"" + name +
                                                               "\"; author, reviewer, auditor are");
                }
            },
            "who reads it: author, reviewer or auditor (the default)")
        ->type_name("READER");
    command->add_flag("--json", options->json, "JSON instead of text");
    command->footer(
        "Words that make a statement are shown «so», words that frame it ‹so›; in colour on a "
        "terminal.\n"
        "The author of a post is told nothing of restricted terms, a reviewer which concept one "
        "belongs to, an auditor\n"
        "its lexicon line.\n"
        "Exit codes: 0 explained, whatever the outcome; 3 no valid policy; 4 the post can not be "
        "read.\n"
        "Examples:\n"
        "  mizan explain \"some text\"\n"
        "  mizan explain \"some text\" --print tokens,claims\n"
        "  echo \"some text\" | mizan explain - --json");
    command->callback([options, &exit_code] { exit_code = run(*options); });
}

}  // namespace mizan::cli
