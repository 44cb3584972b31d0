// `mizan case rule` and `mizan case bulk`: deciding one case, or many alike.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <memory>

#include "base/json.h"
#include "cli/case_command.h"
#include "cli/command.h"
#include "cli/outline.h"

namespace mizan::cli {

namespace {

struct RuleSettings : OneCaseSettings {
    std::vector<std::uint64_t> cases;  // of a bulk decision
    bool preview = false;
    std::string answer, clause, exception, reason, missing, route, review;
    std::uint64_t severity = 0;
    std::vector<std::string> measures;
    std::string office, balance, delay_ground;
    std::uint64_t interest_until = 0;
    std::uint64_t delayed_until = 0;
};

bool is_number(std::string_view digits, std::uint64_t& out) {
    const auto read = std::from_chars(digits.begin(), digits.end(), out);
    return !digits.empty() && read.ec == std::errc() && read.ptr == digits.end();
}

// NAME, NAME=NUMBER, NAME=TERRITORY as "withhold=DE", and NAME@UNIX-SECONDS behind it for one that ends.
Result<std::string> measure_json(const std::string& text) {
    const auto wrong = [&](std::string_view why) {
        return fail({Code::kUsage, std::string(why) + ": \"" + text + "\"", "--measure"});
    };
    const std::string_view all = text;
    const auto at = std::min(all.find('@'), all.size());
    const auto equal = std::min(all.find('='), at);
    std::uint64_t argument = 0;
    std::uint64_t until = 0;
    if (equal == 0) return wrong("a measure has a name");
    if (equal + 1 == at) return wrong("nothing follows the =");
    if (at < all.size() && !is_number(all.substr(at + 1), until))
        return wrong("what follows the @ is a time in unix seconds");
    std::string out;
    {
        json::Object object(out);
        object.text("name", all.substr(0, equal));
        if (equal < at) {
            const auto said = all.substr(equal + 1, at - equal - 1);
            if (is_number(said, argument)) object.number("argument", argument);
            else object.text("territory", said);
        }
        if (until != 0) object.number("until", until);
    }
    return out;
}

void append_ruling(json::Object& object, const RuleSettings& s, const std::string& measures) {
    object.text("answer", s.answer)
        .optional("clause", s.clause)
        .optional("exception", s.exception)
        .optional("reason", s.reason)
        .optional("missing", s.missing)
        .optional("route", s.route)
        .optional("review", s.review)
        .optional("delay_ground", s.delay_ground);
    if (s.severity != 0) object.number("severity", s.severity);
    if (s.delayed_until != 0) object.number("notice_delayed_until", s.delayed_until);
    if (!measures.empty()) object.json_value("measures", "[" + measures + "]");
    if (s.office.empty() && s.balance.empty() && s.interest_until == 0) return;
    std::string interest;
    json::Object(interest)
        .text("office", s.office)
        .text("balance", s.balance)
        .number("until", s.interest_until);
    object.json_value("public_interest", interest);
}

Result<std::string> measures_json(const RuleSettings& s) {
    std::string out;
    for (const auto& measure : s.measures) {
        MZ_TRY(const auto one, measure_json(measure));
        out.append(out.empty() ? "" : ",").append(one);
    }
    return out;
}

Result<int> rule_one(ServiceClient& service, const RuleSettings& s) {
    MZ_TRY(const auto measures, measures_json(s));
    std::string body;
    {
        json::Object object(body);
        object.optional("platform", s.platform);
        append_ruling(object, s, measures);
    }
    MZ_TRY(const auto answer, change_case(service, s, "rule", std::move(body)));
    return tell_answer(s, answer);
}

Result<int> rule_many(ServiceClient& service, const RuleSettings& s) {
    MZ_TRY(const auto measures, measures_json(s));
    std::string ruling;
    {
        json::Object object(ruling);
        append_ruling(object, s, measures);
    }
    std::string body;
    {
        json::Object object(body);
        object.optional("platform", s.platform);
        object.list("cases", s.cases, [&](std::uint64_t id) { body.append(std::to_string(id)); });
        object.json_value("ruling", ruling).flag("preview", s.preview);
    }
    MZ_TRY(const auto answer, service.ask({"POST", "/api/v1/cases/bulk", std::move(body),
                                           "application/json", change_fields(s)}));
    MZ_TRY(const auto document, fields::JsonDocument::read(answer.body));
    const auto cases = document.root().member("cases");
    int code = kExitOk;
    if (cases) {
        MZ_CHECK(cases->each([&](const fields::JsonValue& one) -> Result<void> {
            const auto ok = one.member("ok");
            if (!ok || !ok->flag().value_or(false)) code = kExitPartly;
            return {};
        }));
    }
    if (s.json) {
        const int printed = print_as_it_came(answer.body + "\n");
        return printed == kExitOk ? code : printed;
    }
    constexpr Column kColumns[] = {
        {"case", "case"}, {"done", "ok"}, {"code", "problem.code"}, {"why not", "problem.detail"}};
    return print_and(cases ? table(*cases, kColumns) : std::string(), code);
}

void add_ruling_options(CLI::App& command, RuleSettings& s) {
    const auto text = [&](const char* option, std::string& to, const char* what) {
        return command.add_option(option, to, what)->type_name("TEXT");
    };
    text("--answer", s.answer,
         "violates, allowed, undecided, cannot-decide, not-ours or policy-gap")
        ->required();
    text("--reason", s.reason, "Why; for the record and for colleagues");
    text("--clause", s.clause, "Clause that is violated, or whose exception holds");
    text("--exception", s.exception, "Exception of the policy that holds");
    command.add_option("--severity", s.severity, "From 1 to 5 (default: the clause's)")
        ->type_name("N");
    command
        .add_option("--measure", s.measures,
                    "What is done: remove, label, withhold=DE; with @SECONDS until then. May be "
                    "repeated")
        ->type_name("NAME[=ARG]");
    text("--missing", s.missing, "Of undecided and cannot-decide: what is missing");
    text("--route", s.route, "Of not-ours: to whom it goes");
    text("--review", s.review, "Of an appeal: upheld or overturned");
    text("--office", s.office, "Kept up in the public interest: whose own post it is");
    text("--balance", s.balance, "Likewise: what was weighed");
    command.add_option("--interest-until", s.interest_until, "Likewise: until when")
        ->type_name("SECONDS");
    command
        .add_option("--notice-delayed-until", s.delayed_until,
                    "The author is told then, by itself, for somebody's safety")
        ->type_name("SECONDS");
    text("--delay-ground", s.delay_ground, "Whose safety that is");
}

}  // namespace

void add_case_rule_commands(CLI::App& group, int& exit_code) {
    auto* rule = group.add_subcommand("rule", "Decide a case");
    rule->footer(
        "Example:\n"
        "  mizan case rule 7 --account ann --version 3 --answer violates --clause belittling \\\n"
        "      --measure remove --reason 'it calls them weeds'");
    auto one = std::make_shared<RuleSettings>();
    add_case_number(*rule, *one);
    add_ruling_options(*rule, *one);
    add_change_options(*rule, *one);
    add_service_options(*rule, *one);
    rule->callback([one, &exit_code] {
        exit_code =
            with_service(*one, [&](ServiceClient& service) { return rule_one(service, *one); });
    });
    auto* bulk =
        group.add_subcommand("bulk", "Decide many cases alike, or see what would come of it");
    bulk->footer("The exit code is 1 if some of them were refused.");
    auto many = std::make_shared<RuleSettings>();
    bulk->add_option("case", many->cases, "Numbers of the cases")->required()->type_name("N");
    bulk->add_flag("--preview", many->preview, "Change nothing");
    add_ruling_options(*bulk, *many);
    add_idempotency_key(*bulk, *many);
    add_service_options(*bulk, *many);
    bulk->callback([many, &exit_code] {
        exit_code =
            with_service(*many, [&](ServiceClient& service) { return rule_many(service, *many); });
    });
}

}  // namespace mizan::cli
