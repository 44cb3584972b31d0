// Who shows a password: log-in, a new password, a second factor.
#include "access/access_impl.h"
#include "access/tokens.h"
#include "access/totp.h"

namespace mizan::access {

namespace {

constexpr std::uint64_t kKnownSeconds = 90 * 24 * 60 * 60;  // an address is known for so long
constexpr std::size_t kAddressBytes = 64;                   // that are kept with a session

// Gives the turn back whatever happens.
class HashTurn {
public:
    explicit HashTurn(HashTurns& turns) : turns_(turns), ours_(turns.enter()) {}
    HashTurn(const HashTurn&) = delete;
    HashTurn& operator=(const HashTurn&) = delete;
    ~HashTurn() {
        if (ours_) turns_.leave();
    }
    [[nodiscard]] bool ours() const { return ours_; }

private:
    HashTurns& turns_;
    bool ours_;
};

LogIn answer_of(LogIn::Outcome outcome, std::uint64_t wait_s = 0) { return {outcome, wait_s, {}}; }

// True: right. Sets the step where there was a code, or the answer where it is missing.
bool check_factor(const AccountRow& row, const Credentials& given, Factor factor, std::uint64_t now,
                  Proof& out) {
    const auto& secret = factor == Factor::kPending ? row.totp_pending : row.totp;
    if (factor == Factor::kCurrent && secret.empty()) return true;
    if (given.code.empty()) {
        out.answer = answer_of(LogIn::Outcome::kCodeNeeded);
        return false;
    }
    const auto step =
        secret.empty() ? std::nullopt : match_totp(secret, given.code, now, row.totp_step);
    out.step = step.value_or(0);
    return step.has_value();
}

// Writes what is new, if the account still is as it was when its password was looked at: an order to disable it, a new password or the same
// code used elsewhere may have come between.
Result<void> use_proof(sqlite::Database& db, const Proof& proof, std::string_view password_hash,
                       std::string_view totp) {
    MZ_TRY(auto query, db.prepare("UPDATE accounts SET password = ?, totp = ?, totp_pending = "
                                  "CASE WHEN ? THEN x'' ELSE totp_pending END, "
                                  "totp_step = max(totp_step, ?) "
                                  "WHERE id = ? AND active = 1 AND password = ? AND totp = ? "
                                  "AND (? = 0 OR totp_step < ?)"));
    const auto& row = *proof.row;
    query.text(password_hash).blob(totp).number(totp != row.totp ? 1 : 0).number(proof.step);
    query.number(row.id).text(row.password).blob(row.totp).number(proof.step).number(proof.step);
    MZ_TRY(const auto changed, query.count_run());
    if (changed == 1) return {};
    return fail(answer_of(LogIn::Outcome::kWrong).error());
}

Result<void> remember_address(sqlite::Database& db, std::uint64_t account, std::string_view group,
                              std::uint64_t now) {
    MZ_TRY(auto insert, db.prepare("INSERT OR REPLACE INTO known_addresses VALUES(?,?,?)"));
    MZ_CHECK(insert.number(account).text(group).number(now).run());
    MZ_TRY(auto forget, db.prepare("DELETE FROM known_addresses WHERE account = ? AND address IN "
                                   "(SELECT address FROM known_addresses WHERE account = ? "
                                   "ORDER BY at DESC, address LIMIT -1 OFFSET ?)"));
    MZ_CHECK(forget.number(account).number(account).number(kKnownAddresses).run());
    return {};
}

// Those that have ended go, and the oldest of this account where there are too many.
Result<void> make_room_for_session(sqlite::Database& db, std::uint64_t account, std::uint64_t now) {
    MZ_TRY(auto ended,
           db.prepare("DELETE FROM sessions WHERE made_at + ? <= ? OR seen_at + ? <= ?"));
    ended.number(kSessionSeconds).number(now).number(kSessionIdleSeconds).number(now);
    MZ_CHECK(ended.run());
    MZ_TRY(auto oldest, db.prepare("DELETE FROM sessions WHERE hash IN (SELECT hash FROM sessions "
                                   "WHERE account = ? ORDER BY seen_at DESC, hash LIMIT -1 "
                                   "OFFSET ?)"));
    MZ_CHECK(oldest.number(account).number(kSessionsMost - 1).run());
    return {};
}

Result<void> insert_session(sqlite::Database& db, const Session& session, std::uint64_t account,
                            std::string_view address) {
    MZ_TRY(auto insert, db.prepare("INSERT INTO sessions VALUES(?,?,?,?,?)"));
    const auto hash = sha256(session.token);
    insert.blob(bytes_of(hash)).number(account).number(session.made_at).number(session.made_at);
    return insert.text(address.substr(0, kAddressBytes)).run();
}

Result<void> note_log_in_time(sqlite::Database& db, std::uint64_t account, std::uint64_t now) {
    MZ_TRY(auto query, db.prepare("UPDATE accounts SET last_login_at = ? WHERE id = ?"));
    MZ_CHECK(query.number(now).number(account).run());
    return {};
}

Session new_session(const Account& account, std::uint64_t now) {
    Session out;
    out.token = new_secret();
    out.csrf = csrf_token(out.token);
    out.principal.account = account.name;
    out.principal.role = account.role;
    out.principal.permissions = permissions_of(account.role);
    out.made_at = now;
    out.ends_at = now + kSessionSeconds;
    return out;
}

std::unexpected<Error> not_of_ours(std::string_view name) {
    return fail({Code::kProviderRefused,
                 "there is no account for this person here, or it is disabled", std::string(name)});
}

Actor themselves(const Proof& proof, const Credentials& given) {
    return {proof.row->account.name, {}, std::string(given.address)};
}

}  // namespace

Error LogIn::error() const {
    switch (outcome) {
        case Outcome::kIn: break;
        case Outcome::kWrong:
            return {Code::kAccessDenied, "the name, the password or the code is wrong", {}};
        case Outcome::kCodeNeeded:
            return {Code::kCodeNeeded, "the code of the second factor is missing", {}};
        case Outcome::kWait:
            return {Code::kAccessLocked,
                    "too many attempts; wait " + std::to_string(wait_s) + " seconds",
                    {}};
    }
    return {Code::kInternal, "a log-in that went well is no error", {}};
}

Result<bool> Access::Impl::is_known(std::uint64_t account, std::string_view group,
                                    std::uint64_t now) {
    MZ_TRY(auto query, db.prepare("SELECT 1 FROM known_addresses WHERE account = ? AND address = ? "
                                  "AND at + ? > ?"));
    return query.number(account).text(group).number(kKnownSeconds).number(now).row();
}

// Names that do not exist are not written down: people type passwords there.
Result<void> Access::Impl::note_lock_out(const Credentials& given, bool exists,
                                         std::uint64_t wait_s, std::uint64_t now) {
    if (wait_s == 0) return {};
    return write([&]() -> Result<void> {
        return note({0,
                     now,
                     EventKind::kLockedOut,
                     {},
                     std::string(exists ? given.name : ""),
                     std::to_string(wait_s),
                     std::string(given.address)});
    });
}

// The account, and whether it was logged into from there before.
Result<std::optional<AccountRow>> Access::Impl::look_up(Guesses::Attempt& attempt,
                                                        std::uint64_t now) {
    if (!is_account_name(attempt.account)) return std::optional<AccountRow>();
    const std::lock_guard hold(lock);
    MZ_TRY(auto row, find_account(attempt.account));
    if (row) {
        MZ_TRY(attempt.known, is_known(row->id, attempt.group, now));
    }
    return row;
}

Result<Proof> Access::Impl::prove(const Credentials& given, Factor factor, std::uint64_t now) {
    using enum LogIn::Outcome;
    Proof out;
    const auto group = address_group(given.address);
    Guesses::Attempt attempt{given.name.substr(0, kNameBytes + 1), group, false};
    MZ_TRY(auto row, look_up(attempt, now));
    const auto counted = [&](auto count) {
        const std::lock_guard hold(guesses_lock);
        return count();
    };
    if (const auto wait = counted([&] { return guesses.begin(attempt, now); })) {
        out.answer = answer_of(kWait, wait);
        return out;
    }
    bool right = false;
    {
        const HashTurn turn(turns);
        if (!turn.ours()) {
            counted([&] { guesses.take_back(attempt); });
            out.answer = answer_of(kWait, 1);
            return out;
        }
        right = row ? verify_password(row->password, given.password)
                    : verify_nobody(given.password, cost);
        if (right && needs_rehash(row->password, cost))
            out.rehashed = hash_password(given.password, cost).value_or("");
    }
    right = right && row->account.active && check_factor(*row, given, factor, now, out);
    if (right) {
        counted([&] { guesses.succeed(attempt); });
        out.answer = answer_of(kIn);
        out.row = std::move(row);
    } else if (out.answer.outcome == kCodeNeeded) {
        counted([&] { guesses.take_back(attempt); });
    } else {
        out.answer = answer_of(kWrong, counted([&] { return guesses.fail(attempt, now); }));
        count_failure(row ? row->account.name : "", out.answer.wait_s > 0, now);
        MZ_CHECK(note_lock_out(given, row.has_value(), out.answer.wait_s, now));
    }
    return out;
}

Result<LogIn> Access::log_in(const Credentials& given, std::uint64_t now) {
    MZ_TRY(auto proof, impl_->prove(given, Factor::kCurrent, now));
    if (proof.answer.outcome != LogIn::Outcome::kIn) return std::move(proof.answer);
    const auto& account = proof.row->account;
    auto& session = proof.answer.session;
    session = new_session(account, now);
    const auto kept = impl_->write([&]() -> Result<void> {
        const auto& hash = proof.rehashed.empty() ? proof.row->password : proof.rehashed;
        MZ_CHECK(use_proof(impl_->db, proof, hash, proof.row->totp));
        return impl_->keep_session(session, proof.row->id, given.address);
    });
    if (kept) return std::move(proof.answer);
    if (kept.error().code == Code::kAccessDenied) return answer_of(LogIn::Outcome::kWrong);
    return fail(kept.error());
}

// The session with all that a log-in leaves.
Result<void> Access::Impl::keep_session(const Session& session, std::uint64_t account,
                                        std::string_view address) {
    const auto now = session.made_at;
    const auto& name = session.principal.account;
    MZ_CHECK(make_room_for_session(db, account, now));
    MZ_CHECK(insert_session(db, session, account, address));
    MZ_CHECK(note_log_in_time(db, account, now));
    MZ_CHECK(remember_address(db, account, address_group(address), now));
    return note(event_of({name, {}, std::string(address)}, EventKind::kLoggedIn, name, now));
}

Result<Session> Access::log_in_vouched(const Vouched& who, std::uint64_t now) {
    const auto name = who.name;
    if (!is_account_name(name)) return not_of_ours(name);
    const auto there = account(name);
    if (!there && there.error().code != Code::kAccountUnknown) return fail(there.error());
    if (!there && who.make_as) {
        const Actor by{std::string(name), PermissionSet::all(), std::string(who.address)};
        const auto made = add_account(by, name, *who.make_as, new_secret(), now);
        // Somebody else may have made it meanwhile.
        if (!made && made.error().code != Code::kAccountConflict) return fail(made.error());
    }
    return impl_->write([&]() -> Result<Session> {
        MZ_TRY(const auto row, impl_->find_account(name));
        if (!row || !row->account.active) return not_of_ours(name);
        if (row->account.role == Role::kAdministrator && !who.administrators)
            return fail({Code::kProviderRefused,
                         "an administrator logs in with a password here, not by the provider",
                         std::string(name)});
        auto session = new_session(row->account, now);
        MZ_CHECK(impl_->keep_session(session, row->id, who.address));
        return session;
    });
}

Result<void> Access::change_password(const Credentials& of, std::string_view password,
                                     std::uint64_t now) {
    MZ_CHECK(check_new_password(of.name, password));
    MZ_TRY(const auto proof, impl_->prove(of, Factor::kCurrent, now));
    if (proof.answer.outcome != LogIn::Outcome::kIn) return fail(proof.answer.error());
    MZ_TRY(const auto hash, hash_password(password, impl_->cost));
    return impl_->write([&]() -> Result<void> {
        MZ_CHECK(use_proof(impl_->db, proof, hash, proof.row->totp));
        MZ_CHECK(impl_->delete_sessions(proof.row->id));
        return impl_->note(
            event_of(themselves(proof, of), EventKind::kPasswordChanged, of.name, now));
    });
}

Result<TotpOffer> Access::offer_totp(const Credentials& of, std::uint64_t now) {
    MZ_TRY(const auto proof, impl_->prove(of, Factor::kCurrent, now));
    if (proof.answer.outcome != LogIn::Outcome::kIn) return fail(proof.answer.error());
    const auto secret = new_totp_secret();
    return impl_->write([&]() -> Result<TotpOffer> {
        MZ_CHECK(use_proof(impl_->db, proof, proof.row->password, proof.row->totp));
        if (proof.row->account.totp)
            return fail({Code::kAccountConflict,
                         "there is a second factor already; an administrator can remove it",
                         std::string(of.name)});
        MZ_TRY(auto query, impl_->db.prepare("UPDATE accounts SET totp_pending = ? WHERE id = ?"));
        MZ_CHECK(query.blob(secret).number(proof.row->id).run());
        return TotpOffer{to_base32(secret), totp_uri(of.name, secret)};
    });
}

Result<void> Access::drop_totp(const Credentials& of, std::uint64_t now) {
    MZ_TRY(const auto proof, impl_->prove(of, Factor::kCurrent, now));
    if (proof.answer.outcome != LogIn::Outcome::kIn) return fail(proof.answer.error());
    if (!proof.row->account.totp) return {};
    return impl_->write([&]() -> Result<void> {
        MZ_CHECK(use_proof(impl_->db, proof, proof.row->password, {}));
        return impl_->note(event_of(themselves(proof, of), EventKind::kTotpRemoved, of.name, now));
    });
}

Result<void> Access::confirm_totp(const Credentials& of, std::uint64_t now) {
    MZ_TRY(const auto proof, impl_->prove(of, Factor::kPending, now));
    if (proof.answer.outcome != LogIn::Outcome::kIn) return fail(proof.answer.error());
    return impl_->write([&]() -> Result<void> {
        const auto& row = *proof.row;
        if (row.account.totp)
            return fail({Code::kAccountConflict,
                         "there is a second factor already; an administrator can remove it",
                         row.account.name});
        MZ_CHECK(use_proof(impl_->db, proof, row.password, row.totp_pending));
        return impl_->note(
            event_of(themselves(proof, of), EventKind::kTotpAdded, row.account.name, now));
    });
}

}  // namespace mizan::access
