// `mizan case content`: the platform hands in what a flagged post says of which nothing is on record.
#include <CLI/CLI.hpp>
#include <memory>

#include "base/json.h"
#include "cli/case_command.h"
#include "cli/command.h"
#include "cli/outline.h"

namespace mizan::cli {

namespace {

constexpr std::size_t kPostBytes = 1u << 20;  // the service says itself what is too long for it

// A post belongs to no case alone: all open ones about it have the text from then on.
struct ContentSettings : OneCaseSettings {
    std::string file, post, source, author, lang;
};

// From a file and never from the command line: others on the machine can read that.
Result<int> hand_in(ServiceClient& service, const ContentSettings& s) {
    MZ_TRY(const auto text, read_input(s.file, kPostBytes));
    std::string body;
    json::Object(body)
        .optional("platform", s.platform)
        .text("post", s.post)
        .optional("source", s.source)
        .text("text", text)
        .optional("author", s.author)
        .optional("lang", s.lang);
    MZ_TRY(const auto answer, service.ask({"POST", "/api/v1/cases/content", std::move(body),
                                           "application/json", change_fields(s)}));
    return tell_answer(s, answer);
}

}  // namespace

void add_case_content_command(CLI::App& group, int& exit_code) {
    auto* command = group.add_subcommand(
        "content", "Hand in what a post says, for the open cases about it; for the platform");
    command->footer(
        "Example:\n"
        "  mizan case content post.txt --post 4711 --author u-17 --lang en\n"
        "The file is the text as it is, nothing is left out; the last one that is handed in "
        "counts.");
    auto s = std::make_shared<ContentSettings>();
    command->add_option("file", s->file, "What the post says; `-` for standard input")
        ->required()
        ->type_name("FILE");
    command->add_option("--post", s->post, "The platform's id of the post")
        ->required()
        ->type_name("ID");
    command->add_option("--source", s->source, "Feed of the post, where it has one")
        ->type_name("NAME");
    command->add_option("--author", s->author, "Who wrote it")->type_name("ID");
    command->add_option("--lang", s->lang, "Its language")->type_name("LANG");
    add_idempotency_key(*command, *s);
    add_service_options(*command, *s);
    command->callback([s, &exit_code] {
        exit_code = with_service(*s, [&](ServiceClient& service) { return hand_in(service, *s); });
    });
}

}  // namespace mizan::cli
