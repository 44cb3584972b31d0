#include "cli/access_command.h"

#include <memory>

#include "base/files.h"
#include "base/json.h"
#include "cli/command.h"
#include "cli/self.h"

namespace mizan::cli {

namespace {

struct EventSettings : AccessSettings {
    std::uint64_t after = 0;
    std::size_t most = 100;
};

std::string event_text(const access::AccessEvent& e) {
    constexpr std::size_t kKindWidth = 18;
    auto out = std::to_string(e.id) + "  " + utc(e.at) + "  " + padded(name(e.kind), kKindWidth);
    out += e.who.empty() ? "a stranger" : e.who;
    if (!e.whom.empty() && e.whom != e.who) out += " -> " + e.whom;
    if (!e.detail.empty()) out += " (" + e.detail + ")";
    if (!e.address.empty()) out += " from " + e.address;
    return printable(out) + "\n";
}

void append_event(std::string& out, const access::AccessEvent& e) {
    json::Object(out)
        .number("id", e.id)
        .number("at", e.at)
        .text("kind", name(e.kind))
        .text("who", e.who)
        .text("whom", e.whom)
        .text("detail", e.detail)
        .text("address", e.address);
}

// As JSON one line an event, so that a follower can go on where it ended.
Result<int> tell_events(access::Access& access, const EventSettings& s) {
    MZ_TRY(const auto events, access.events(s.after, s.most));
    std::string out;
    for (const auto& event : events) {
        if (!s.json) {
            out += event_text(event);
            continue;
        }
        append_event(out, event);
        out.push_back('\n');
    }
    return print(out);
}

void add_events(CLI::App& group, int& exit_code) {
    auto* command = group.add_subcommand(
        "events", "What happened with accounts, sessions and keys, oldest first");
    auto s = std::make_shared<EventSettings>();
    add_access_options(*command, *s);
    command->add_option("--after", s->after, "Those after the event with this id")
        ->type_name("ID")
        ->capture_default_str();
    command->add_option("--most", s->most, "At most so many")
        ->check(CLI::Range(std::size_t{1}, access::kEventsAtOnce))
        ->type_name("N")
        ->capture_default_str();
    command->callback([s, &exit_code] {
        exit_code = with_access(*s, false, [&](auto& access) { return tell_events(access, *s); });
    });
}

}  // namespace

void add_access_options(CLI::App& command, AccessSettings& s) {
    command.add_option("--data", s.data, "Folder of the service, as given to `mizan serve`")
        ->type_name("DIR")
        ->required();
    command.add_flag("--json", s.json, "Print JSON");
}

int with_access(const AccessSettings& settings, bool make, const UseAccess& use) {
    if (make)
        if (const auto made = make_folder(settings.data, 0700); !made)
            return complain(made.error());
    auto access = access::Access::open({settings.data + "/access.db", make, {}});
    if (!access) return complain(access.error());
    const auto code = use(*access);
    return code ? *code : complain(code.error());
}

Result<access::Role> role_named(const std::string& name) {
    if (const auto role = access::parse_role(name)) return *role;
    std::string known;
    for (const auto role : access::kRoleNames) known.append(known.empty() ? "" : ", ").append(role);
    return fail({Code::kUsage, "no role is called \"" + name + "\"; there are " + known, {}});
}

std::string when(std::uint64_t unix_seconds) {
    return unix_seconds == 0 ? "never" : utc(unix_seconds);
}

void add_access_commands(CLI::App& app, int& exit_code) {
    auto* group = app.add_subcommand("access", "Accounts of people and keys of machines");
    group->require_subcommand(1);
    group->footer(
        "Examples:\n"
        "  mizan access accounts add ann --role reviewer --data data\n"
        "  mizan access accounts password admin --data data\n"
        "  mizan access keys add --name \"the forum\" --role service --data data\n"
        "  mizan access keys revoke 0123456789ab --data data\n"
        "Whoever may write to the folder may do all this; docs/access.md says who may do what.");
    add_account_commands(*group, exit_code);
    add_key_commands(*group, exit_code);
    add_events(*group, exit_code);
}

}  // namespace mizan::cli
