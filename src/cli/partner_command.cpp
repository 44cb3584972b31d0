// `mizan partner`: list, show, mine, add, amend, suspend, resume, end, members, add-member, remove-member.
#include <CLI/CLI.hpp>
#include <memory>

#include "base/json.h"
#include "cli/command.h"
#include "cli/outline.h"
#include "cli/service_client.h"

namespace mizan::cli {

namespace {

constexpr std::size_t kFactsBytes = 64u << 10;  // what the service takes

struct PartnerSettings : ServiceSettings {
    std::uint64_t partner = 0;
    std::string file;
    std::string reason;
    std::string member;
};

std::string path_of_partner(const PartnerSettings& s) {
    return "/api/v1/partners/" + std::to_string(s.partner);
}

Result<int> list_partners(ServiceClient& service, const PartnerSettings& s) {
    MZ_TRY(const auto answer,
           service.ask({"GET", "/api/v1/partners" + query_of({{"platform", s.platform}})}));
    constexpr Column kColumns[] = {{"partner", "id"},      {"state", "state"},
                                   {"kind", "facts.kind"}, {"name", "facts.name"},
                                   {"flags", "flags"},     {"reviewed", "reviewed"},
                                   {"held", "held"},       {"warned", "warned"}};
    return tell_page(s, answer, "partners", kColumns, "there are no partners\n");
}

Result<http::Fetched> fetch_partner(ServiceClient& service, const PartnerSettings& s) {
    return service.ask({"GET", path_of_partner(s) + query_of({{"platform", s.platform}})});
}

Result<int> show_partner(ServiceClient& service, const PartnerSettings& s) {
    MZ_TRY(const auto answer, fetch_partner(service, s));
    return tell_answer(s, answer);
}

Result<int> show_own_partner(ServiceClient& service, const PartnerSettings& s) {
    MZ_TRY(const auto answer,
           service.ask({"GET", "/api/v1/partners/mine" + query_of({{"platform", s.platform}})}));
    return tell_answer(s, answer);
}

Result<int> list_members(ServiceClient& service, const PartnerSettings& s) {
    MZ_TRY(const auto answer, fetch_partner(service, s));
    MZ_TRY(const auto document, fields::JsonDocument::read(answer.body));
    const auto members = document.root().member("members");
    if (!members) return print("");
    if (s.json) return print_as_it_came(members->json() + "\n");
    std::string out;
    MZ_CHECK(members->each([&](const fields::JsonValue& member) -> Result<void> {
        out.append(printable(member.text().value_or(""))).append("\n");
        return {};
    }));
    return print(out);
}

// What is known of a partner, from a file; with the platform that the command names.
Result<std::string> facts_in(const PartnerSettings& s) {
    MZ_TRY(auto text, read_input(s.file, kFactsBytes));
    const auto document = fields::JsonDocument::read(text);
    if (!document || !document->root().is_object())
        return fail({Code::kJsonMalformed,
                     document ? "this is no JSON object" : document.error().message, s.file});
    if (s.platform.empty()) return text;
    std::string out = "{";
    json::append_string(out.append("\"platform\":"), s.platform);
    (void)document->root().each_member(
        [&](std::string_view name, const auto& value) -> Result<void> {
            json::append_string(out.append(","), name);
            out.append(":").append(value.json());
            return {};
        });
    return out + "}";
}

Result<int> send_facts(ServiceClient& service, const PartnerSettings& s) {
    MZ_TRY(auto facts, facts_in(s));
    const bool is_new = s.partner == 0;
    MZ_TRY(const auto answer,
           service.ask({is_new ? "POST" : "PUT", is_new ? "/api/v1/partners" : path_of_partner(s),
                        std::move(facts)}));
    return tell_answer(s, answer);
}

using RunOnPartner =
    std::function<Result<int>(ServiceClient& service, const PartnerSettings& settings)>;

// Suspends, resumes, ends; adds and removes members: the last part of the path says which.
RunOnPartner as_change(std::string_view name) {
    return [name](ServiceClient& service, const PartnerSettings& s) -> Result<int> {
        std::string body;
        json::Object(body)
            .optional("platform", s.platform)
            .optional("member", s.member)
            .optional("reason", s.reason);
        MZ_TRY(const auto answer, service.ask({"POST", path_of_partner(s) + "/" + std::string(name),
                                               std::move(body)}));
        return tell_answer(s, answer);
    };
}

struct PartnerCommand {
    CLI::App* command;
    std::shared_ptr<PartnerSettings> settings;
};

PartnerCommand add_partner_command(CLI::App& group, int& exit_code, const char* name,
                                   const char* what, RunOnPartner run) {
    auto* command = group.add_subcommand(name, what);
    auto s = std::make_shared<PartnerSettings>();
    command->callback([s, run = std::move(run), &exit_code] {
        exit_code = with_service(*s, [&](ServiceClient& service) { return run(service, *s); });
    });
    return {command, s};
}

PartnerCommand add_one_partner(CLI::App& group, int& exit_code, const char* name, const char* what,
                               RunOnPartner run) {
    auto made = add_partner_command(group, exit_code, name, what, std::move(run));
    made.command->add_option("partner", made.settings->partner, "Number of the partner")
        ->required()
        ->check(CLI::PositiveNumber)
        ->type_name("N");
    return made;
}

void add_facts_file(const PartnerCommand& to) {
    to.command
        ->add_option("file", to.settings->file,
                     "JSON with name, kind, agreement and so on; `-` for standard input")
        ->required()
        ->type_name("FILE");
}

}  // namespace

void add_partner_commands(CLI::App& app, int& exit_code) {
    auto* group = app.add_subcommand("partner", "Partners of a running service");
    group->require_subcommand(1);
    const auto finish = [](const PartnerCommand& made) {
        add_service_options(*made.command, *made.settings);
    };
    finish(add_partner_command(*group, exit_code, "list", "All partners", list_partners));
    finish(add_one_partner(*group, exit_code, "show", "A partner", show_partner));
    finish(add_partner_command(*group, exit_code, "mine",
                               "The partner that you flag for, and its record", show_own_partner));
    const auto add = add_partner_command(*group, exit_code, "add", "Add a partner", send_facts);
    add_facts_file(add);
    finish(add);
    const auto amend = add_one_partner(*group, exit_code, "amend",
                                       "Change what is known of a partner: all of it", send_facts);
    add_facts_file(amend);
    finish(amend);
    constexpr std::pair<const char*, const char*> kChanges[] = {
        {"suspend", "Suspend a partner"},
        {"resume", "Let a suspended partner go on"},
        {"end", "End a partnership, for good"}};
    for (const auto& [name, what] : kChanges) {
        const auto change = add_one_partner(*group, exit_code, name, what, as_change(name));
        change.command->add_option("--reason", change.settings->reason, "Why")
            ->required()
            ->type_name("TEXT");
        finish(change);
    }
    finish(add_one_partner(*group, exit_code, "members", "Who flags for a partner", list_members));
    constexpr std::pair<const char*, const char*> kMembers[] = {
        {"add-member", "Let an account or a key flag for a partner"},
        {"remove-member", "Let it do so no more"}};
    for (const auto& [name, what] : kMembers) {
        const auto change = add_one_partner(*group, exit_code, name, what, as_change(name));
        change.command->add_option("member", change.settings->member, "Account, or key:ID")
            ->required()
            ->type_name("WHO");
        finish(change);
    }
}

}  // namespace mizan::cli
