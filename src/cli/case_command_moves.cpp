// `mizan case`: what people do with one case, each a row of a table: claim, release, assign, note and so on.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

#include "base/json.h"
#include "cli/case_command.h"
#include "cli/command.h"
#include "cli/outline.h"

namespace mizan::cli {

namespace {

struct MoveSettings : OneCaseSettings {
    std::string reason, to, lang, skill, question, answer, clause, text;
    std::uint64_t flag = 0, into = 0, severity = 0, hold = 0;
    bool notify = false, target_offered = false;
    std::string authority, disclosed, ground, contact, notice, channel;
};

// A member of the body, and the option that gives it.
struct MoveOption {
    std::string_view member;
    const char* option;
    const char* what;
    std::string MoveSettings::* text = nullptr;
    std::uint64_t MoveSettings::* number = nullptr;
    bool MoveSettings::* flag = nullptr;
};
constexpr MoveOption kMoveOptions[] = {
    {"reason", "--reason", "Why; for the record and for colleagues", &MoveSettings::reason},
    {"to", "--to", "Account of who gets it", &MoveSettings::to},
    {"lang", "--lang", "Language that is needed", &MoveSettings::lang},
    {"skill", "--skill", "Knowledge that is needed", &MoveSettings::skill},
    {"question", "--question", "What is asked", &MoveSettings::question},
    {"answer", "--answer", "What you would answer", &MoveSettings::answer},
    {"clause", "--clause", "By which clause", &MoveSettings::clause},
    {"text", "--text", "Why it was wrong, in the author's words", &MoveSettings::text},
    {"flag", "--flag", "Number of the flag whose flagger is asked", nullptr, &MoveSettings::flag},
    {"into", "--into", "Number of the case in which it goes on", nullptr, &MoveSettings::into},
    {"severity", "--severity", "From 1 to 5", nullptr, &MoveSettings::severity},
    {"notify", "--notify", "Somebody is told", nullptr, nullptr, &MoveSettings::notify},
    {"authority", "--authority", "Who is told", &MoveSettings::authority},
    {"disclosed", "--disclosed", "What they are told", &MoveSettings::disclosed},
    {"ground", "--ground",
     "On what ground: of a hold, which court and number; of a duty, the law, or why nobody is told",
     &MoveSettings::ground},
    {"hold", "--hold", "Number of the hold that ends (not needed if there is but one)", nullptr,
     &MoveSettings::hold},
    {"target_offered", "--target-offered", "The target was told and could choose", nullptr, nullptr,
     &MoveSettings::target_offered},
    {"contact", "--contact", "Whom the target talks to", &MoveSettings::contact},
    {"notice", "--notice", "offered, chosen, declined or unreachable", &MoveSettings::notice},
    {"channel", "--channel", "How whose life it is wants to be reached", &MoveSettings::channel},
};

struct Move {
    const char* name;
    const char* what;
    std::string_view members;  // "reason!" is required
    bool has_version = true;
};
constexpr Move kCaseMoves[] = {
    {"claim", "Take a case for oneself, for a time", ""},
    {"release", "Let a case go", "reason"},
    {"recuse", "Say that one must not decide a case", "reason"},
    {"assign", "Hand a case to somebody", "to! reason"},
    {"route", "Send a case to who knows the language or the matter", "lang skill reason"},
    {"note", "Write a note to colleagues", "reason!"},
    {"opinion", "Give a second opinion", "answer! clause reason!"},
    {"ask", "Ask who flagged", "flag! question!"},
    {"severity", "Set how grave a case is", "severity! reason!"},
    {"clear-threat", "Find that a case is no threat", "reason!"},
    {"danger", "Say that a life is in danger", "reason!"},
    {"duty", "Decide whom to tell of a danger to life",
     "notify authority disclosed ground! target_offered contact", false},
    {"target-notice", "Say that whose life is in danger was told, and what they chose",
     "notice! channel reason", false},
    {"agree", "Agree with a proposed decision", ""},
    {"decline", "Disagree with a proposed decision", "reason!"},
    {"undo", "Undo a decision", "reason!"},
    {"hold", "Put a case under a legal hold: nothing of it is erased until it ends",
     "ground! reason", false},
    {"end-hold", "End a legal hold on a case, and carry out the erasures that waited for it",
     "hold reason!", false},
    {"taken-over", "Say that another has taken a case over", "reason"},
    {"merge", "Let a case go on in another", "into!"},
    {"appeal", "Pass on an author's appeal", "text!", false},
};

bool takes(std::string_view members, std::string_view member, bool& required) {
    while (!members.empty()) {
        const auto end = std::min(members.find(' '), members.size());
        auto one = members.substr(0, end);
        members.remove_prefix(std::min(end + 1, members.size()));
        required = one.ends_with('!');
        if (required) one.remove_suffix(1);
        if (one == member) return true;
    }
    return false;
}

std::string body_of(const MoveSettings& s) {
    std::string body;
    {
        json::Object object(body);
        object.optional("platform", s.platform);
        for (const auto& option : kMoveOptions) {
            if (option.text != nullptr) object.optional(option.member, s.*option.text);
            if (option.number != nullptr && s.*option.number != 0)
                object.number(option.member, s.*option.number);
            if (option.flag != nullptr && s.*option.flag) object.flag(option.member, true);
        }
    }
    return body;
}

void add_move_options(CLI::App& command, MoveSettings& s, std::string_view members) {
    for (const auto& option : kMoveOptions) {
        bool required = false;
        if (!takes(members, option.member, required)) continue;
        CLI::Option* added = nullptr;
        if (option.text != nullptr)
            added =
                command.add_option(option.option, s.*option.text, option.what)->type_name("TEXT");
        else if (option.number != nullptr)
            added =
                command.add_option(option.option, s.*option.number, option.what)->type_name("N");
        else added = command.add_flag(option.option, s.*option.flag, option.what);
        if (required) added->required();
    }
}

}  // namespace

void add_case_move_commands(CLI::App& group, int& exit_code) {
    for (const auto& move : kCaseMoves) {
        auto* command = group.add_subcommand(move.name, move.what);
        auto s = std::make_shared<MoveSettings>();
        add_case_number(*command, *s);
        add_move_options(*command, *s, move.members);
        if (move.has_version) add_change_options(*command, *s);
        else add_idempotency_key(*command, *s);
        add_service_options(*command, *s);
        command->callback([s, name = move.name, &exit_code] {
            exit_code = with_service(*s, [&](ServiceClient& service) -> Result<int> {
                MZ_TRY(const auto answer, change_case(service, *s, name, body_of(*s)));
                return tell_answer(*s, answer);
            });
        });
    }
}

}  // namespace mizan::cli
