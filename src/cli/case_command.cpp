// `mizan case`: queue, list, show, history, attachment, claim-next.
#include "cli/case_command.h"

#include <CLI/CLI.hpp>
#include <memory>

#include "base/files.h"
#include "cli/command.h"
#include "cli/outline.h"

namespace mizan::cli {

namespace {

constexpr int kNoContent = 204;

struct CasesSettings : OneCaseSettings {
    std::string langs;
    std::string state;
    bool mine = false;
    std::string sha256;
    std::string out;
    std::string after;
    std::uint64_t limit = 0;
};

Result<int> tell_cases(const CasesSettings& s, const http::Fetched& answer) {
    constexpr Column kColumns[] = {{"case", "id"},
                                   {"state", "state"},
                                   {"kind", "kind"},
                                   {"severity", "severity"},
                                   {"due", "clock.due"},
                                   {"clause", "clause"},
                                   {"flags", "flags"},
                                   {"about", "subject.id"},
                                   {"claimed by", "claimed_by"},
                                   {"assigned to", "assigned_to"}};
    return tell_page(s, answer, "cases", kColumns, "there are no cases\n");
}

std::string limit_text(const CasesSettings& s) {
    return s.limit == 0 ? std::string() : std::to_string(s.limit);
}

Result<int> show_queue(ServiceClient& service, const CasesSettings& s) {
    MZ_TRY(const auto answer,
           service.ask({"GET", "/api/v1/queue" + query_of({{"platform", s.platform},
                                                           {"lang", s.langs},
                                                           {"after", s.after},
                                                           {"limit", limit_text(s)}})}));
    return tell_cases(s, answer);
}

Result<int> list_cases(ServiceClient& service, const CasesSettings& s) {
    MZ_TRY(const auto answer,
           service.ask({"GET", "/api/v1/cases" + query_of({{"platform", s.platform},
                                                           {"state", s.state},
                                                           {"mine", s.mine ? "true" : ""},
                                                           {"after", s.after},
                                                           {"limit", limit_text(s)}})}));
    return tell_cases(s, answer);
}

Result<int> claim_next(ServiceClient& service, const CasesSettings& s) {
    MZ_TRY(
        const auto answer,
        service.ask({"POST",
                     "/api/v1/queue/next" + query_of({{"platform", s.platform}, {"lang", s.langs}}),
                     "{}", "application/json", change_fields(s)}));
    if (answer.status == kNoContent) return print(s.json ? "" : "nothing waits\n");
    return tell_answer(s, answer);
}

Result<http::Fetched> case_in_full(ServiceClient& service, const OneCaseSettings& s) {
    return service.ask({"GET", "/api/v1/cases/" + std::to_string(s.case_no) +
                                   query_of({{"platform", s.platform}})});
}

Result<int> show_one_case(ServiceClient& service, const CasesSettings& s) {
    MZ_TRY(const auto answer, case_in_full(service, s));
    return tell_answer(s, answer);
}

Result<int> show_history(ServiceClient& service, const CasesSettings& s) {
    MZ_TRY(const auto answer, case_in_full(service, s));
    MZ_TRY(const auto document, fields::JsonDocument::read(answer.body));
    const auto history = document.root().member("history");
    if (const auto erased = document.root().member("history_erased"))
        print_note(counted(erased->number().value_or(0), "record of it was erased",
                           "records of it were erased"));
    if (!history) return print("");
    if (s.json) return print_as_it_came(history->json() + "\n");
    constexpr Column kColumns[] = {
        {"at", "at"}, {"what", "event"}, {"by", "by"}, {"flag", "flag"}, {"reason", "reason"}};
    return print(table(*history, kColumns));
}

Result<int> fetch_attachment(ServiceClient& service, const CasesSettings& s) {
    MZ_TRY(const auto answer,
           service.ask({"GET", "/api/v1/cases/" + std::to_string(s.case_no) + "/attachments/" +
                                   http::percent_encoded(s.sha256) +
                                   query_of({{"platform", s.platform}})}));
    MZ_CHECK(write_file_durably(s.out, answer.body, 0600));  // evidence
    return print(s.json ? "" : printable(s.out) + ": " + answer.content_type + "\n");
}

using RunOnCases = Result<int> (*)(ServiceClient& service, const CasesSettings& settings);

struct CasesCommand {
    CLI::App* command;
    std::shared_ptr<CasesSettings> settings;
};

CasesCommand add_cases_command(CLI::App& group, int& exit_code, const char* name, const char* what,
                               RunOnCases run) {
    auto* command = group.add_subcommand(name, what);
    auto s = std::make_shared<CasesSettings>();
    command->callback([s, run, &exit_code] {
        exit_code = with_service(*s, [&](ServiceClient& service) { return run(service, *s); });
    });
    return {command, s};
}

void add_langs(const CasesCommand& to) {
    to.command->add_option("--lang", to.settings->langs, "Languages that you read, with commas")
        ->type_name("LIST");
}

void add_page(const CasesCommand& to) {
    to.command->add_option("--after", to.settings->after, "Behind this one")->type_name("WHERE");
    to.command->add_option("--limit", to.settings->limit, "So many at most")->type_name("N");
}

}  // namespace

void add_idempotency_key(CLI::App& command, OneCaseSettings& s) {
    command
        .add_option("--idempotency-key", s.idempotency_key,
                    "A name of this change: sent again under it, it happens once")
        ->type_name("TEXT");
}

void add_case_number(CLI::App& command, OneCaseSettings& s) {
    command.add_option("case", s.case_no, "Number of the case")->required()->type_name("N");
}

void add_change_options(CLI::App& command, OneCaseSettings& s) {
    command
        .add_option("--version", s.version,
                    "Only if the case is still of this version, as it was shown (If-Match)")
        ->type_name("N");
    add_idempotency_key(command, s);
}

http::Fields change_fields(const OneCaseSettings& s) {
    http::Fields fields;
    if (s.version != 0) fields.emplace_back("If-Match", "\"" + std::to_string(s.version) + "\"");
    if (!s.idempotency_key.empty()) fields.emplace_back("Idempotency-Key", s.idempotency_key);
    return fields;
}

Result<http::Fetched> change_case(ServiceClient& service, const OneCaseSettings& s,
                                  std::string_view name, std::string body) {
    return service.ask({"POST",
                        "/api/v1/cases/" + std::to_string(s.case_no) + "/" + std::string(name),
                        std::move(body), "application/json", change_fields(s)});
}

void add_case_commands(CLI::App& app, int& exit_code) {
    auto* group = app.add_subcommand("case", "Cases of a running service: the queue, deciding");
    group->footer(
        "Cases are decided by people: name yours with --account. A key may look, note and assign.");
    group->require_subcommand(1);
    const auto queue = add_cases_command(
        *group, exit_code, "queue", "Cases that wait for a person, in their order", show_queue);
    add_langs(queue);
    add_page(queue);
    add_service_options(*queue.command, *queue.settings);
    const auto list = add_cases_command(*group, exit_code, "list", "Cases by number", list_cases);
    list.command
        ->add_option(
            "--state", list.settings->state,
            "In this state: open, claimed, waiting, proposed, decided, handed-off, merged, "
            "closed")
        ->type_name("NAME");
    list.command->add_flag("--mine", list.settings->mine, "Those that you hold");
    add_page(list);
    add_service_options(*list.command, *list.settings);
    const auto show = add_cases_command(*group, exit_code, "show",
                                        "A case with all that is in it; that you looked is on "
                                        "record",
                                        show_one_case);
    add_case_number(*show.command, *show.settings);
    add_service_options(*show.command, *show.settings);
    const auto history =
        add_cases_command(*group, exit_code, "history", "What happened in a case", show_history);
    add_case_number(*history.command, *history.settings);
    add_service_options(*history.command, *history.settings);
    const auto attachment =
        add_cases_command(*group, exit_code, "attachment",
                          "Fetch a file that came with a flag of a case", fetch_attachment);
    add_case_number(*attachment.command, *attachment.settings);
    attachment.command
        ->add_option("sha256", attachment.settings->sha256, "By which the flag names it")
        ->required()
        ->type_name("SHA256");
    attachment.command->add_option("-o,--out", attachment.settings->out, "Write it into this file")
        ->required()
        ->type_name("FILE");
    add_service_options(*attachment.command, *attachment.settings);
    const auto next = add_cases_command(*group, exit_code, "claim-next",
                                        "Claim the case that comes first", claim_next);
    add_langs(next);
    add_idempotency_key(*next.command, *next.settings);
    add_service_options(*next.command, *next.settings);
    add_case_content_command(*group, exit_code);
    add_case_move_commands(*group, exit_code);
    add_case_rule_commands(*group, exit_code);
}

}  // namespace mizan::cli
