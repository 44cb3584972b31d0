// Accounts: made, changed, disabled; who may.
#include <algorithm>

#include "access/access_impl.h"
#include "access/tokens.h"

namespace mizan::access {

namespace {

constexpr std::string_view kColumns =
    "id, name, role, active, password, totp, totp_pending, totp_step, made_at, last_login_at";

Result<AccountRow> read_account(const sqlite::Statement& query) {
    AccountRow out;
    const auto role = parse_role(query.bytes_at(2));
    if (!role)
        return fail({Code::kStoreCorrupt, "an account of a role that is not known",
                     std::string(query.bytes_at(1))});
    out.id = query.number_at(0);
    out.account = {std::string(query.bytes_at(1)),
                   *role,
                   query.number_at(3) != 0,
                   !query.bytes_at(5).empty(),
                   query.number_at(8),
                   query.number_at(9)};
    out.password = query.bytes_at(4);
    out.totp = query.bytes_at(5);
    out.totp_pending = query.bytes_at(6);
    out.totp_step = query.number_at(7);
    return out;
}

Result<void> insert_account(sqlite::Database& db, std::string_view name, Role role,
                            std::string_view password_hash, std::uint64_t now) {
    MZ_TRY(auto query, db.prepare("INSERT INTO accounts(name, role, active, password, totp, "
                                  "totp_pending, totp_step, made_at, last_login_at) "
                                  "VALUES(?,?,1,?,x'',x'',0,?,0)"));
    query.text(name).text(access::name(role)).text(password_hash).number(now);
    MZ_CHECK(query.run());
    return {};
}

// One's own password or second factor needs the old one, or a code of it: a session that was left open is not enough.
Result<void> check_not_own(const Actor& by, std::string_view name) {
    if (by.who != name) return {};
    return fail({Code::kAccessForbidden, "this is for the accounts of others", std::string(name)});
}

// Somebody must be left who can make accounts.
Result<void> check_not_last(sqlite::Database& db, const AccountRow& row) {
    if (row.account.role != Role::kAdministrator || !row.account.active) return {};
    MZ_TRY(auto query, db.prepare("SELECT count(*) FROM accounts WHERE role = ? AND active = 1 "
                                  "AND id <> ?"));
    query.text(name(Role::kAdministrator)).number(row.id);
    MZ_TRY(const bool found, query.row());
    if (found && query.number_at(0) > 0) return {};
    return fail({Code::kAccountConflict,
                 "this is the last active administrator; make another one first",
                 row.account.name});
}

}  // namespace

bool is_account_name(std::string_view name) {
    const auto plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
    const auto allowed = [&](char c) {
        return plain(c) || c == '.' || c == '_' || c == '-' || c == '@' || c == '+';
    };
    // Actor::console() goes by this name.
    return !name.empty() && name.size() <= kNameBytes && name != "console" && plain(name.front()) &&
           std::ranges::all_of(name, allowed);
}

Result<std::optional<AccountRow>> Access::Impl::find_account(std::string_view name) {
    MZ_TRY(auto query,
           db.prepare(std::string("SELECT ").append(kColumns) + " FROM accounts WHERE name = ?"));
    MZ_TRY(const bool found, query.text(name).row());
    if (!found) return std::optional<AccountRow>();
    MZ_TRY(auto row, read_account(query));
    return std::optional(std::move(row));
}

Result<AccountRow> Access::Impl::need_account(std::string_view name) {
    MZ_TRY(auto row, find_account(name));
    if (row) return *std::move(row);
    return fail({Code::kAccountUnknown, "there is no account of this name", std::string(name)});
}

Result<void> Access::Impl::delete_sessions(std::uint64_t account) {
    MZ_TRY(auto query, db.prepare("DELETE FROM sessions WHERE account = ?"));
    MZ_CHECK(query.number(account).run());
    return {};
}

// One column of an account, as in "role = ?", and the event.
Result<void> Access::Impl::change_account(const Actor& by, std::string_view name, EventKind kind,
                                          std::uint64_t now, std::string_view assignment,
                                          const std::string& value, std::string detail) {
    MZ_TRY(auto query,
           db.prepare(std::string("UPDATE accounts SET ").append(assignment) + " WHERE name = ?"));
    MZ_CHECK(query.text(value).text(name).run());
    auto event = event_of(by, kind, name, now);
    event.detail = std::move(detail);
    return note(event);
}

Result<std::optional<std::string>> Access::first_administrator(std::uint64_t now) {
    constexpr std::string_view kFirst = "admin";
    const auto any = [this] { return impl_->db.number("SELECT count(*) FROM accounts"); };
    {
        const std::lock_guard hold(impl_->lock);
        MZ_TRY(const auto there, any());
        if (there > 0) return std::optional<std::string>();
    }
    auto password = new_password();
    MZ_TRY(const auto hash, hash_password(password, impl_->cost));
    return impl_->write([&]() -> Result<std::optional<std::string>> {
        MZ_TRY(const auto there, any());  // another process may have been faster
        if (there > 0) return std::optional<std::string>();
        MZ_CHECK(insert_account(impl_->db, kFirst, Role::kAdministrator, hash, now));
        auto event = event_of(Actor::console(), EventKind::kAccountMade, kFirst, now);
        event.detail = name(Role::kAdministrator);
        MZ_CHECK(impl_->note(event));
        return std::optional(std::move(password));
    });
}

Result<void> Access::add_account(const Actor& by, std::string_view name, Role role,
                                 std::string_view password, std::uint64_t now) {
    MZ_CHECK(check_may(by, Permission::kManageAccounts));
    if (!is_account_name(name))
        return fail({Code::kFieldType,
                     "a name has 1 to 64 of a-z 0-9 . _ - @ + and begins with a letter or a digit; "
                     "\"console\" is not free",
                     "name"});
    MZ_CHECK(check_new_password(name, password));
    MZ_TRY(const auto hash, hash_password(password, impl_->cost));
    return impl_->write([&]() -> Result<void> {
        MZ_TRY(const auto taken, impl_->find_account(name));
        if (taken) return fail({Code::kAccountConflict, "this name is taken", std::string(name)});
        MZ_TRY(const auto there, impl_->db.number("SELECT count(*) FROM accounts"));
        if (there >= kAccountsMost)
            return fail({Code::kAccountConflict,
                         "there are " + std::to_string(there) + " accounts, which is the limit",
                         {}});
        MZ_CHECK(insert_account(impl_->db, name, role, hash, now));
        auto event = event_of(by, EventKind::kAccountMade, name, now);
        event.detail = access::name(role);
        return impl_->note(event);
    });
}

Result<std::vector<Account>> Access::accounts(std::string_view after, std::size_t most) {
    const std::lock_guard hold(impl_->lock);
    MZ_TRY(auto query, impl_->db.prepare(std::string("SELECT ").append(kColumns) +
                                         " FROM accounts WHERE name > ? ORDER BY name LIMIT ?"));
    query.text(after).number(std::min(most, kAccountsMost));
    std::vector<Account> out;
    while (true) {
        MZ_TRY(const bool found, query.row());
        if (!found) return out;
        MZ_TRY(auto row, read_account(query));
        out.push_back(std::move(row.account));
    }
}

Result<Account> Access::account(std::string_view name) {
    const std::lock_guard hold(impl_->lock);
    MZ_TRY(auto row, impl_->need_account(name));
    return std::move(row.account);
}

Result<void> Access::set_role(const Actor& by, std::string_view name, Role role,
                              std::uint64_t now) {
    MZ_CHECK(check_may(by, Permission::kManageAccounts));
    return impl_->write_keys([&]() -> Result<void> {
        MZ_TRY(const auto row, impl_->need_account(name));
        if (row.account.role == role) return {};
        MZ_CHECK(check_not_last(impl_->db, row));
        const std::string value(access::name(role));
        return impl_->change_account(by, name, EventKind::kRoleChanged, now, "role = ?", value,
                                     value);
    });
}

Result<void> Access::disable(const Actor& by, std::string_view name, std::uint64_t now) {
    MZ_CHECK(check_may(by, Permission::kManageAccounts));
    return impl_->write_keys([&]() -> Result<void> {
        MZ_TRY(const auto row, impl_->need_account(name));
        if (!row.account.active) return {};
        MZ_CHECK(check_not_last(impl_->db, row));
        MZ_CHECK(impl_->delete_sessions(row.id));
        return impl_->change_account(by, name, EventKind::kAccountDisabled, now, "active = ?", "0",
                                     {});
    });
}

Result<void> Access::enable(const Actor& by, std::string_view name, std::uint64_t now) {
    MZ_CHECK(check_may(by, Permission::kManageAccounts));
    return impl_->write_keys([&]() -> Result<void> {
        MZ_TRY(const auto row, impl_->need_account(name));
        if (row.account.active) return {};
        return impl_->change_account(by, name, EventKind::kAccountEnabled, now, "active = ?", "1",
                                     {});
    });
}

Result<void> Access::set_password(const Actor& by, std::string_view name, std::string_view password,
                                  std::uint64_t now) {
    MZ_CHECK(check_may(by, Permission::kManageAccounts));
    MZ_CHECK(check_not_own(by, name));
    MZ_CHECK(check_new_password(name, password));
    MZ_TRY(const auto hash, hash_password(password, impl_->cost));
    MZ_CHECK(impl_->write([&]() -> Result<void> {
        MZ_TRY(const auto row, impl_->need_account(name));
        MZ_CHECK(impl_->delete_sessions(row.id));
        return impl_->change_account(by, name, EventKind::kPasswordSet, now, "password = ?", hash,
                                     {});
    }));
    const std::lock_guard hold(impl_->guesses_lock);
    impl_->guesses.forget(name);
    return {};
}

Result<void> Access::remove_totp(const Actor& by, std::string_view name, std::uint64_t now) {
    MZ_CHECK(check_may(by, Permission::kManageAccounts));
    MZ_CHECK(check_not_own(by, name));
    return impl_->write([&]() -> Result<void> {
        MZ_TRY(const auto row, impl_->need_account(name));
        if (row.totp.empty()) return {};
        return impl_->change_account(by, name, EventKind::kTotpRemoved, now,
                                     "totp = CAST(? AS BLOB)", "", {});
    });
}

Result<void> Access::unlock(const Actor& by, std::string_view name, std::uint64_t now) {
    MZ_CHECK(check_may(by, Permission::kManageAccounts));
    MZ_CHECK(impl_->write([&]() -> Result<void> {
        MZ_TRY(const auto row, impl_->need_account(name));
        return impl_->note(event_of(by, EventKind::kUnlocked, row.account.name, now));
    }));
    const std::lock_guard hold(impl_->guesses_lock);
    impl_->guesses.forget(name);
    return {};
}

}  // namespace mizan::access
