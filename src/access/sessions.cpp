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

Session session_of(SessionRow row, std::string_view token) {
    return {{},
            csrf_token(token),
            std::move(row.principal),
            row.made_at,
            row.made_at + kSessionSeconds};
}

Error no_session() {
    return {Code::kAccessDenied, "there is no such session, or it has ended", {}};
}

Result<void> note_seen(sqlite::Database& db, std::string_view token, std::uint64_t now) {
    const auto hash = sha256(token);
    MZ_TRY(auto query, db.prepare("UPDATE sessions SET seen_at = ? WHERE hash = ?"));
    MZ_CHECK(query.number(now).blob(bytes_of(hash)).run());
    return {};
}

// Names a session in lists: a part of what the file holds, from which no token can be made.
std::string session_id(std::string_view hash) {
    constexpr std::size_t kIdBytes = 8;
    static constexpr char kDigits[] = "0123456789abcdef";
    std::string out;
    for (const char c : hash.substr(0, kIdBytes)) {
        const auto byte = static_cast<unsigned char>(c);
        out.push_back(kDigits[byte >> 4]);
        out.push_back(kDigits[byte & 15]);
    }
    return out;
}

Result<void> check_own_or_may(const Actor& by, std::string_view name) {
    if (by.who == name) return {};
    return check_may(by, Permission::kManageAccounts);
}

}  // namespace

Result<Session> Access::check_session(std::string_view token, std::uint64_t now) {
    const std::lock_guard hold(impl_->lock);
    MZ_TRY(auto row, find_session(impl_->db, token, now));
    if (!row) return fail(no_session());
    if (now >= row->seen_at + kSeenSeconds)
        (void)note_seen(impl_->db, token, now);  // a full disk must not keep people out
    return session_of(*std::move(row), token);
}

Result<Session> Access::look_at_session(std::string_view token, std::uint64_t now) {
    const std::lock_guard hold(impl_->lock);
    MZ_TRY(auto row, find_session(impl_->db, token, now));
    if (!row) return fail(no_session());
    return session_of(*std::move(row), token);
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

Result<std::vector<OpenSession>> Access::sessions(const Actor& by, std::string_view name,
                                                  std::string_view token, std::uint64_t now) {
    MZ_CHECK(check_own_or_may(by, name));
    const auto own = sha256(token);
    const std::lock_guard hold(impl_->lock);
    MZ_TRY(const auto account, impl_->need_account(name));
    MZ_TRY(auto query,
           impl_->db.prepare("SELECT hash, made_at, seen_at, address FROM sessions WHERE account = "
                             "? AND made_at + ? > ? AND seen_at + ? > ? "
                             "ORDER BY made_at DESC, hash LIMIT ?"));
    query.number(account.id).number(kSessionSeconds).number(now);
    query.number(kSessionIdleSeconds).number(now).number(kSessionsMost);
    std::vector<OpenSession> out;
    while (true) {
        MZ_TRY(const bool row, query.row());
        if (!row) return out;
        const auto hash = query.bytes_at(0);
        out.push_back({session_id(hash), query.number_at(1), query.number_at(2),
                       query.number_at(1) + kSessionSeconds, std::string(query.bytes_at(3)),
                       !token.empty() && hash == bytes_of(own)});
    }
}

Result<void> Access::end_session(const Actor& by, std::string_view name, std::string_view id,
                                 std::uint64_t now) {
    MZ_CHECK(check_own_or_may(by, name));
    return impl_->write([&]() -> Result<void> {
        MZ_TRY(const auto account, impl_->need_account(name));
        MZ_TRY(auto end, impl_->db.prepare("DELETE FROM sessions WHERE account = ? AND "
                                           "lower(hex(substr(hash, 1, 8))) = ?"));
        MZ_TRY(const auto ended, end.number(account.id).text(id).count_run());
        if (ended == 0) return {};
        auto event = event_of(by, EventKind::kSessionsEnded, name, now);
        event.detail = id;
        return impl_->note(event);
    });
}

Result<void> Access::end_sessions(const Actor& by, std::string_view name, std::uint64_t now) {
    MZ_CHECK(check_own_or_may(by, name));
    return impl_->write([&]() -> Result<void> {
        MZ_TRY(const auto row, impl_->need_account(name));
        MZ_CHECK(impl_->delete_sessions(row.id));
        return impl_->note(event_of(by, EventKind::kSessionsEnded, name, now));
    });
}

}  // namespace mizan::access
