// Sessions that were begun by log_in(): checked, ended.
#include "access/access_impl.h"
#include "access/tokens.h"

namespace mizan::access {

namespace {

struct SessionRow {
    std::uint64_t made_at = 0;
    std::uint64_t seen_at = 0;
    Principal principal;
};

// Nothing if there is none, or it has ended.
Result<std::optional<SessionRow>> find_session(sqlite::Database& db, std::string_view token,
                                               std::uint64_t now) {
    if (!is_session_token(token)) return std::optional<SessionRow>();
    const auto hash = sha256(token);
    MZ_TRY(auto query, db.prepare("SELECT s.made_at, s.seen_at, a.name, a.role FROM sessions s "
                                  "JOIN accounts a ON a.id = s.account "
                                  "WHERE s.hash = ? AND a.active = 1"));
    MZ_TRY(const bool found, query.blob(bytes_of(hash)).row());
    if (!found) return std::optional<SessionRow>();
    SessionRow out{query.number_at(0), query.number_at(1), {}};
    const auto role = parse_role(query.bytes_at(3));
    const bool ended =
        now >= out.made_at + kSessionSeconds || now >= out.seen_at + kSessionIdleSeconds;
    if (ended || !role) return std::optional<SessionRow>();
    out.principal.account = query.bytes_at(2);
    out.principal.role = *role;
    out.principal.permissions = permissions_of(*role);
    return std::optional(std::move(out));
}

Result<void> note_seen(sqlite::Database& db, std::string_view token, std::uint64_t now) {
    const auto hash = sha256(token);
    MZ_TRY(auto query, db.prepare("UPDATE sessions SET seen_at = ? WHERE hash = ?"));
    MZ_CHECK(query.number(now).blob(bytes_of(hash)).run());
    return {};
}

}  // namespace

Result<Session> Access::check_session(std::string_view token, std::uint64_t now) {
    const std::lock_guard hold(impl_->lock);
    MZ_TRY(auto row, find_session(impl_->db, token, now));
    if (!row) return fail({Code::kAccessDenied, "there is no such session, or it has ended", {}});
    if (now >= row->seen_at + kSeenSeconds)
        (void)note_seen(impl_->db, token, now);  // a full disk must not keep people out
    return Session{{},
                   csrf_token(token),
                   std::move(row->principal),
                   row->made_at,
                   row->made_at + kSessionSeconds};
}

Result<void> Access::log_out(std::string_view token, std::string_view address, std::uint64_t now) {
    return impl_->write([&]() -> Result<void> {
        MZ_TRY(const auto row, find_session(impl_->db, token, now));
        if (!row) return {};
        const auto hash = sha256(token);
        MZ_TRY(auto query, impl_->db.prepare("DELETE FROM sessions WHERE hash = ?"));
        MZ_CHECK(query.blob(bytes_of(hash)).run());
        const auto& account = row->principal.account;
        return impl_->note(
            event_of({account, {}, std::string(address)}, EventKind::kLoggedOut, account, now));
    });
}

Result<void> Access::end_sessions(const Actor& by, std::string_view name, std::uint64_t now) {
    if (by.who != name) MZ_CHECK(check_may(by, Permission::kManageAccounts));
    return impl_->write([&]() -> Result<void> {
        MZ_TRY(const auto row, impl_->need_account(name));
        MZ_CHECK(impl_->delete_sessions(row.id));
        return impl_->note(event_of(by, EventKind::kSessionsEnded, name, now));
    });
}

}  // namespace mizan::access
