// `mizan flag`: send, show, list, add, withdraw, reply, appeal, attach, receipt.
#include "cli/flag_command.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <vector>

#include "base/files.h"
#include "base/json.h"
#include "casework/attachments.h"
#include "cli/command.h"
#include "cli/outline.h"
#include "cli/service_client.h"

namespace mizan::cli {

namespace {

struct FlagSettings : ServiceSettings {
    std::uint64_t flag = 0;
    std::string text;
    std::vector<std::string> files;
    std::string out;
    std::string user;
    std::string after;
    std::uint64_t limit = 0;
};

std::string path_of_flag(const FlagSettings& s, std::string_view rest) {
    return "/api/v1/flags/" + std::to_string(s.flag) + std::string(rest);
}

Result<int> show_flag(ServiceClient& service, const FlagSettings& s) {
    MZ_TRY(const auto answer,
           service.ask({"GET", path_of_flag(s, query_of({{"platform", s.platform}}))}));
    return tell_answer(s, answer);
}

Result<int> list_flags(ServiceClient& service, const FlagSettings& s) {
    const auto limit = s.limit == 0 ? std::string() : std::to_string(s.limit);
    MZ_TRY(const auto answer,
           service.ask({"GET", "/api/v1/flags" + query_of({{"platform", s.platform},
                                                           {"user", s.user},
                                                           {"after", s.after},
                                                           {"limit", limit}})}));
    constexpr Column kColumns[] = {{"flag", "id"},         {"state", "state"},
                                   {"answer", "answer"},   {"urgency", "urgency"},
                                   {"flagger", "flagger"}, {"received", "received_at"},
                                   {"due", "due"},         {"closed", "closed_at"}};
    return tell_page(s, answer, "flags", kColumns, "there are no flags\n");
}

// Its answer names the file by what a flag names it by.
Result<http::Fetched> attach_file(ServiceClient& service, const std::string& file) {
    MZ_TRY(auto bytes, read_input(file, casework::kAttachmentBytes));
    return service.ask(
        {"POST", "/api/v1/attachments", std::move(bytes), "application/octet-stream"});
}

std::string name_in_path(const std::string& path) { return path.substr(path.rfind('/') + 1); }

Result<int> attach_files(ServiceClient& service, const FlagSettings& s) {
    std::string out;
    for (const auto& file : s.files) {
        MZ_TRY(const auto answer, attach_file(service, file));
        MZ_TRY(const auto document, fields::JsonDocument::read(answer.body));
        if (s.json) out.append(answer.body).append("\n");
        else out.append(printable(file)).append("\n").append(outline(document.root()));
    }
    return s.json ? print_as_it_came(out) : print(out);
}

// Adds to a flag, takes it back, replies, appeals: the last part of the path says which.
Result<int> move_flag(ServiceClient& service, const FlagSettings& s, std::string_view name) {
    std::string attachments;
    for (const auto& file : s.files) {
        MZ_TRY(const auto answer, attach_file(service, file));
        MZ_TRY(const auto document, fields::JsonDocument::read(answer.body));
        const auto sha256 = document.root().member("sha256");
        attachments.append(attachments.empty() ? "" : ",");
        json::Object(attachments)
            .text("name", name_in_path(file))
            .text("sha256", sha256 ? sha256->text().value_or("") : "");
    }
    std::string body;
    {
        json::Object object(body);
        object.optional("platform", s.platform).optional("text", s.text);
        if (!attachments.empty()) object.json_value("attachments", "[" + attachments + "]");
    }
    MZ_TRY(const auto answer,
           service.ask({"POST", path_of_flag(s, "/" + std::string(name)), std::move(body)}));
    return tell_answer(s, answer);
}

Result<int> fetch_receipt(ServiceClient& service, const FlagSettings& s) {
    MZ_TRY(
        const auto answer,
        service.ask({"GET", path_of_flag(s, "/receipt" + query_of({{"platform", s.platform}}))}));
    if (s.out.empty()) return print_as_it_came(answer.body);
    MZ_CHECK(write_file(s.out, answer.body));
    return kExitOk;
}

using RunOnFlags = std::function<Result<int>(ServiceClient& service, const FlagSettings& settings)>;

struct FlagCommand {
    CLI::App* command;
    std::shared_ptr<FlagSettings> settings;
};

FlagCommand add_flag_command(CLI::App& group, int& exit_code, const char* name, const char* what,
                             RunOnFlags run) {
    auto* command = group.add_subcommand(name, what);
    auto s = std::make_shared<FlagSettings>();
    command->callback([s, run = std::move(run), &exit_code] {
        exit_code = with_service(*s, [&](ServiceClient& service) { return run(service, *s); });
    });
    return {command, s};
}

// The number of the flag, which the commands about one take.
FlagCommand add_one_flag(CLI::App& group, int& exit_code, const char* name, const char* what,
                         RunOnFlags run) {
    auto made = add_flag_command(group, exit_code, name, what, std::move(run));
    made.command->add_option("flag", made.settings->flag, "Number of the flag")
        ->required()
        ->type_name("N");
    return made;
}

CLI::Option* add_text(const FlagCommand& to, const char* what) {
    return to.command->add_option("--text", to.settings->text, what)->type_name("TEXT");
}

RunOnFlags as_move(std::string_view name) {
    return [name](ServiceClient& service, const FlagSettings& s) {
        return move_flag(service, s, name);
    };
}

void add_flag_moves(CLI::App& group, int& exit_code) {
    const auto add =
        add_one_flag(group, exit_code, "add", "Say more about one's flag", as_move("add"));
    (void)add_text(add, "What is added");
    add.command->add_option("--attach", add.settings->files, "File to hand in with it")
        ->type_name("FILE");
    add_service_options(*add.command, *add.settings);
    const auto withdraw =
        add_one_flag(group, exit_code, "withdraw", "Take one's flag back", as_move("withdraw"));
    (void)add_text(withdraw, "Why");
    add_service_options(*withdraw.command, *withdraw.settings);
    const auto reply =
        add_one_flag(group, exit_code, "reply", "Answer what a reviewer asked", as_move("reply"));
    add_text(reply, "The answer")->required();
    add_service_options(*reply.command, *reply.settings);
    const auto appeal = add_one_flag(group, exit_code, "appeal",
                                     "Appeal against what came of one's flag", as_move("appeal"));
    add_text(appeal, "Why it was wrong")->required();
    add_service_options(*appeal.command, *appeal.settings);
}

}  // namespace

void add_flag_commands(CLI::App& app, int& exit_code) {
    auto* group = app.add_subcommand("flag", "Flag posts at a running service, and follow flags");
    group->require_subcommand(1);
    add_flag_send_command(*group, exit_code);
    const auto show =
        add_one_flag(*group, exit_code, "show", "A flag and what came of it", show_flag);
    add_service_options(*show.command, *show.settings);
    const auto list = add_flag_command(*group, exit_code, "list",
                                       "One's own flags, and one's organisation's", list_flags);
    list.command
        ->add_option("--user", list.settings->user, "Those of this user of the platform instead")
        ->type_name("NAME");
    list.command->add_option("--after", list.settings->after, "Behind this one")->type_name("N");
    list.command->add_option("--limit", list.settings->limit, "So many at most")->type_name("N");
    add_service_options(*list.command, *list.settings);
    add_flag_moves(*group, exit_code);
    const auto attach =
        add_flag_command(*group, exit_code, "attach", "Hand in files for a flag", attach_files);
    attach.command->add_option("file", attach.settings->files, "PNG, JPEG, GIF, WebP, PDF or text")
        ->required()
        ->type_name("FILE");
    add_service_options(*attach.command, *attach.settings);
    const auto receipt =
        add_one_flag(*group, exit_code, "receipt",
                     "The receipt of a flag, or a proof once it is in the log", fetch_receipt);
    receipt.command->add_option("-o,--out", receipt.settings->out, "Write it into this file")
        ->type_name("FILE");
    add_service_options(*receipt.command, *receipt.settings);
}

}  // namespace mizan::cli
