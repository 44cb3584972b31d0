// `mizan access accounts`: list, add, role, password, remove-totp, disable, enable.
#include <memory>

#include "access/tokens.h"
#include "base/json.h"
#include "cli/access_command.h"
#include "cli/command.h"
#include "cli/self.h"
#include "console/secret_input.h"

namespace mizan::cli {

namespace {

struct AccountSettings : AccessSettings {
    std::string name;
    std::string role;
    bool generate = false;  // a password
};

Result<int> list_accounts(access::Access& access, const AccountSettings& s) {
    MZ_TRY(const auto accounts, access.accounts());
    std::string out;
    if (s.json) {
        out.push_back('[');
        for (const auto& account : accounts) {
            if (out.size() > 1) out.push_back(',');
            json::Object(out)
                .text("name", account.name)
                .text("role", name(account.role))
                .flag("active", account.active)
                .flag("second_factor", account.totp)
                .number("made_at", account.made_at)
                .number("last_login_at", account.last_login_at);
        }
        return print(out + "]\n");
    }
    std::size_t width = 0;
    for (const auto& account : accounts) width = std::max(width, account.name.size());
    for (const auto& account : accounts) {
        constexpr std::size_t kRoleWidth = 15;
        out += padded(account.name, width + 2) + padded(name(account.role), kRoleWidth);
        out += account.active ? "active    " : "disabled  ";
        out += "last log-in " + when(account.last_login_at);
        out += account.totp ? ", second factor\n" : "\n";
    }
    if (accounts.empty()) out = "there are no accounts\n";
    return print(out);
}

// From a person twice, from a program once, or made here.
Result<std::string> new_password_for(const AccountSettings& s) {
    if (s.generate) return access::new_password();
    MZ_TRY(auto first, console::read_secret("New password for " + printable(s.name) + ": ",
                                            access::kPasswordBytes));
    if (!console::is_terminal(0)) return first;
    MZ_TRY(const auto second, console::read_secret("Once more: ", access::kPasswordBytes));
    if (first == second) return first;
    return fail({Code::kPasswordRefused, "these were two different ones", {}});
}

Result<int> tell_account(const AccountSettings& s, const access::Account& account,
                         const std::string& password) {
    std::string out;
    if (s.json) {
        json::Object(out)
            .text("name", account.name)
            .text("role", name(account.role))
            .flag("active", account.active)
            .optional("password", password);
        return print(out + "\n");
    }
    out = account.name + ": " + std::string(name(account.role));
    out += account.active ? ", active\n" : ", disabled\n";
    if (!password.empty()) out += "password " + password + "   (told this once)\n";
    return print(out);
}

// Runs `change`, and tells what the account is now.
Result<int> change_account(access::Access& access, const AccountSettings& s,
                           const Result<void>& changed, const std::string& password = {}) {
    if (!changed) return fail(changed.error());
    MZ_TRY(const auto account, access.account(s.name));
    return tell_account(s, account, s.generate ? password : std::string());
}

Result<int> add_one(access::Access& access, const AccountSettings& s) {
    MZ_TRY(const auto role, role_named(s.role));
    MZ_TRY(const auto password, new_password_for(s));
    return change_account(
        access, s, access.add_account(access::Actor::console(), s.name, role, password, unix_now()),
        password);
}

Result<int> set_password_of(access::Access& access, const AccountSettings& s) {
    MZ_CHECK(access.account(s.name));  // before anybody types one
    MZ_TRY(const auto password, new_password_for(s));
    return change_account(
        access, s, access.set_password(access::Actor::console(), s.name, password, unix_now()),
        password);
}

using RunOnAccount = Result<int> (*)(access::Access& access, const AccountSettings& settings);

// A command about one account; gives its settings for more options.
std::shared_ptr<AccountSettings> add_one_account(CLI::App& group, int& exit_code, bool make,
                                                 const char* name, const char* what,
                                                 RunOnAccount run) {
    auto* command = group.add_subcommand(name, what);
    auto s = std::make_shared<AccountSettings>();
    command->add_option("name", s->name, "Name of the account")->required()->type_name("NAME");
    add_access_options(*command, *s);
    command->callback([s, make, run, &exit_code] {
        exit_code = with_access(*s, make, [&](auto& access) { return run(access, *s); });
    });
    return s;
}

void add_role_option(CLI::App& group, const char* command, AccountSettings& s) {
    group.get_subcommand(command)
        ->add_option("--role", s.role, "What they may do: see docs/access.md")
        ->required()
        ->type_name("ROLE");
}

void add_generate_option(CLI::App& group, const char* command, AccountSettings& s) {
    group.get_subcommand(command)->add_flag(
        "--generate", s.generate, "Make a password and print it, instead of asking for one");
}

void add_account_list(CLI::App& group, int& exit_code) {
    auto* command = group.add_subcommand("list", "All accounts");
    auto s = std::make_shared<AccountSettings>();
    add_access_options(*command, *s);
    command->callback([s, &exit_code] {
        exit_code = with_access(*s, false, [&](auto& access) { return list_accounts(access, *s); });
    });
}

}  // namespace

void add_account_commands(CLI::App& access, int& exit_code) {
    auto* group = access.add_subcommand("accounts", "Accounts of people");
    group->require_subcommand(1);
    add_account_list(*group, exit_code);
    auto s = add_one_account(*group, exit_code, true, "add",
                             "Make an account; its password is asked for, or read from a line of "
                             "standard input",
                             add_one);
    add_role_option(*group, "add", *s);
    add_generate_option(*group, "add", *s);
    s = add_one_account(*group, exit_code, false, "role", "Give an account another role",
                        [](access::Access& a, const AccountSettings& to) -> Result<int> {
                            MZ_TRY(const auto role, role_named(to.role));
                            return change_account(
                                a, to,
                                a.set_role(access::Actor::console(), to.name, role, unix_now()));
                        });
    add_role_option(*group, "role", *s);
    s = add_one_account(*group, exit_code, false, "password",
                        "Set a new password, which ends the account's sessions", set_password_of);
    add_generate_option(*group, "password", *s);
    (void)add_one_account(
        *group, exit_code, false, "remove-totp", "Remove a second factor whose device was lost",
        [](access::Access& a, const AccountSettings& of) {
            return change_account(a, of,
                                  a.remove_totp(access::Actor::console(), of.name, unix_now()));
        });
    (void)add_one_account(
        *group, exit_code, false, "disable", "Let an account, its sessions and its keys in no more",
        [](access::Access& a, const AccountSettings& of) {
            return change_account(a, of, a.disable(access::Actor::console(), of.name, unix_now()));
        });
    (void)add_one_account(*group, exit_code, false, "enable", "Let a disabled account in again",
                          [](access::Access& a, const AccountSettings& of) {
                              return change_account(
                                  a, of, a.enable(access::Actor::console(), of.name, unix_now()));
                          });
}

}  // namespace mizan::cli
