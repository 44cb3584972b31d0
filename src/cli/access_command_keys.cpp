// `mizan access keys`: list, add, rotate, revoke.
#include <memory>

#include "access/rate_limiter.h"
#include "base/json.h"
#include "cli/access_command.h"
#include "cli/command.h"
#include "cli/self.h"

namespace mizan::cli {

namespace {

constexpr std::uint64_t kDaySeconds = 24 * 60 * 60;

struct KeySettings : AccessSettings {
    std::string id;
    std::string role = "service";
    std::string scopes;
    access::KeyOrder order;
    std::uint64_t days = 0;
    std::uint64_t grace_s = 0;
};

std::string_view state_of(const access::Key& key, std::uint64_t now) {
    if (key.revoked_at != 0) return "revoked";
    return key.order.expires_at != 0 && key.order.expires_at <= now ? "ended" : "live";
}

void append_key(std::string& out, const access::Key& key, std::uint64_t now) {
    json::Object(out)
        .text("id", key.id)
        .text("name", key.order.name)
        .text("state", state_of(key, now))
        .text("role", name(key.order.role))
        .text("scopes", to_string(key.order.scopes))
        .text("platform", key.order.platform)
        .number("rate_per_s", key.order.rate_per_s)
        .number("burst", key.order.burst)
        .text("maker", key.maker)
        .number("made_at", key.made_at)
        .number("expires_at", key.order.expires_at)
        .number("revoked_at", key.revoked_at)
        .number("last_use_at", key.last_use_at);
}

Result<int> list_keys(access::Access& access, const KeySettings& s) {
    const auto now = unix_now();
    MZ_TRY(const auto keys, access.keys());
    std::string out;
    if (s.json) {
        out.push_back('[');
        for (const auto& key : keys) {
            if (out.size() > 1) out.push_back(',');
            append_key(out, key, now);
        }
        return print(out + "]\n");
    }
    for (const auto& key : keys) {
        constexpr std::size_t kStateWidth = 9;
        out += key.id + "  " + padded(state_of(key, now), kStateWidth) + printable(key.order.name);
        out += "\n    " + std::string(name(key.order.role)) + ": " + to_string(key.order.scopes);
        if (!key.order.platform.empty())
            out += "\n    for " + printable(key.order.platform) + " alone";
        out += "\n    made " + utc(key.made_at) + " by " + key.maker + ", ends " +
               when(key.order.expires_at) + ", last use " + when(key.last_use_at) + "\n";
    }
    if (keys.empty()) out = "there are no keys\n";
    return print(out);
}

Result<int> tell_new_key(const access::NewKey& key, const KeySettings& s) {
    std::string out;
    if (s.json) {
        json::Object(out).text("id", key.id).text("key", key.text);
        return print(out + "\n");
    }
    return print("id   " + key.id + "\nkey  " + key.text + "   (told this once)\n");
}

// Those that are named, or all that a key of this role may have.
Result<access::PermissionSet> scopes_of(const KeySettings& s, access::Role role) {
    if (s.scopes.empty()) {
        auto all = access::permissions_of(role);
        for (const auto& grant : access::kMatrix)
            if (access::kPeopleOnly.has(grant.permission)) all.remove(grant.permission);
        return all;
    }
    if (const auto scopes = access::parse_permissions(s.scopes)) return *scopes;
    return fail({Code::kUsage,
                 "--scopes takes permissions with commas between them: " +
                     to_string(access::permissions_of(role)),
                 {}});
}

Result<int> add_one_key(access::Access& access, const KeySettings& s) {
    const auto now = unix_now();
    auto order = s.order;
    MZ_TRY(order.role, role_named(s.role));
    MZ_TRY(order.scopes, scopes_of(s, order.role));
    if (s.days > 0) order.expires_at = now + s.days * kDaySeconds;
    MZ_TRY(const auto key, access.make_key(access::Actor::console(), order, now));
    return tell_new_key(key, s);
}

Result<int> rotate_one_key(access::Access& access, const KeySettings& s) {
    MZ_TRY(const auto key,
           access.rotate_key(access::Actor::console(), s.id, s.grace_s, unix_now()));
    return tell_new_key(key, s);
}

Result<int> revoke_one_key(access::Access& access, const KeySettings& s) {
    MZ_CHECK(access.revoke_key(access::Actor::console(), s.id, unix_now()));
    if (!s.json) return print(s.id + " is revoked\n");
    std::string out;
    json::Object(out).text("id", s.id).text("state", "revoked");
    return print(out + "\n");
}

using RunKey = Result<int> (*)(access::Access& access, const KeySettings& settings);

struct KeyCommand {
    CLI::App* command;
    std::shared_ptr<KeySettings> settings;
};

KeyCommand add_key_command(CLI::App& group, int& exit_code, const char* name, const char* what,
                           RunKey run) {
    auto* command = group.add_subcommand(name, what);
    auto s = std::make_shared<KeySettings>();
    add_access_options(*command, *s);
    const bool make = run == add_one_key;
    command->callback([s, make, run, &exit_code] {
        exit_code = with_access(*s, make, [&](auto& access) { return run(access, *s); });
    });
    return {command, s};
}

void add_id(const KeyCommand& to) {
    to.command->add_option("id", to.settings->id, "Id of the key, not the key itself")
        ->required()
        ->type_name("ID");
}

void add_order_of_key(const KeyCommand& to) {
    auto& s = *to.settings;
    to.command->add_option("--name", s.order.name, "What it is for, in words")
        ->required()
        ->type_name("TEXT");
    to.command->add_option("--role", s.role, "Its role")->type_name("ROLE")->capture_default_str();
    to.command
        ->add_option("--scopes", s.scopes,
                     "Permissions of the role that it may use (default: all of them)")
        ->type_name("LIST");
    to.command->add_option("--platform", s.order.platform, "The only platform it is for")
        ->type_name("NAME");
    to.command
        ->add_option("--rate", s.order.rate_per_s, "Requests a second (default: the service's)")
        ->check(CLI::Range(1u, access::RateLimiter::kMost))
        ->type_name("N");
    to.command->add_option("--burst", s.order.burst, "Requests at once (default: the rate)")
        ->check(CLI::Range(1u, access::RateLimiter::kMost))
        ->type_name("N");
    constexpr std::uint64_t kDaysMost = 36'500;
    to.command->add_option("--days", s.days, "It ends after so many days (default: never)")
        ->check(CLI::Range(std::uint64_t{1}, kDaysMost))
        ->type_name("N");
}

}  // namespace

void add_key_commands(CLI::App& access, int& exit_code) {
    auto* group = access.add_subcommand("keys", "Keys of machines");
    group->require_subcommand(1);
    (void)add_key_command(*group, exit_code, "list", "All keys that ever were, without secrets",
                          list_keys);
    add_order_of_key(
        add_key_command(*group, exit_code, "add", "Make a key and print it", add_one_key));
    const auto rotate = add_key_command(*group, exit_code, "rotate",
                                        "Make a key in place of another one", rotate_one_key);
    add_id(rotate);
    rotate.command
        ->add_option("--grace", rotate.settings->grace_s, "The old one goes on for so many seconds")
        ->check(CLI::Range(std::uint64_t{0}, access::kGraceMost))
        ->type_name("SECONDS")
        ->capture_default_str();
    add_id(add_key_command(*group, exit_code, "revoke", "End a key at once", revoke_one_key));
}

}  // namespace mizan::cli
