// Access: who is it, and may they? Accounts of people, their sessions, keys of machines, and what happened with them.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/event.h"
#include "access/password.h"
#include "access/principal.h"
#include "access/roles.h"
#include "base/result.h"

namespace mizan::access {

inline constexpr std::size_t kNameBytes = 64;         // of an account, of a platform
inline constexpr std::size_t kKeyNameBytes = 100;     // what a key is for, in words
inline constexpr std::size_t kAccountsMost = 10'000;  // more: kAccountConflict
inline constexpr std::size_t kKeysMost = 10'000;      // live ones; more: kAccountConflict
inline constexpr std::size_t kSessionsMost = 16;      // of an account: then the oldest ends
inline constexpr std::size_t kKnownAddresses = 16;    // of an account: then the oldest is forgotten
inline constexpr std::size_t kEventsAtOnce = 1000;
inline constexpr std::uint64_t kFailuresSeconds =
    60 * 60;  // wrong attempts within so long are one event
inline constexpr std::uint64_t kSessionSeconds = 12 * 60 * 60;     // from log-in to the end
inline constexpr std::uint64_t kSessionIdleSeconds = 2 * 60 * 60;  // without being used
inline constexpr std::uint64_t kSeenSeconds = 60;              // uses are noted at most so often
inline constexpr std::uint64_t kGraceMost = 7 * 24 * 60 * 60;  // of a key that was rotated

// Who asks for a change, and from where.
struct Actor {
    std::string who;  // Principal::who(), or "console"
    PermissionSet permissions;
    std::string address;  // as the server sees it; empty: at the machine itself

    [[nodiscard]] static Actor of(const Principal& principal, std::string address) {
        return {principal.who(), principal.permissions, std::move(address)};
    }
    // A person who can write to the file anyway.
    [[nodiscard]] static Actor console() { return {"console", PermissionSet::all(), {}}; }
};

struct Account {
    std::string name;
    Role role = Role::kReviewer;
    bool active = true;
    bool totp = false;  // has a second factor
    std::uint64_t made_at = 0;
    std::uint64_t last_login_at = 0;  // 0: never
};

// What a person shows to be let in.
struct Credentials {
    std::string_view name;
    std::string_view password;
    std::string_view code;     // of the second factor; empty: none
    std::string_view address;  // where they are, without a port
};

// Somebody whom a provider of identities has named.
struct Vouched {
    std::string_view name;        // of the account
    std::optional<Role> make_as;  // if there is none; nothing: none is made
    bool administrators = false;  // may log in so too
    std::string_view address;     // where they are, without a port
};

struct Session {
    std::string token;  // 43 characters, for a cookie; told at log-in alone
    std::string csrf;   // csrf_token(): for forms and headers
    Principal principal;
    std::uint64_t made_at = 0;
    std::uint64_t ends_at = 0;  // unless it ends before
};

// A session as lists show it.
struct OpenSession {
    std::string id;  // no secret
    std::uint64_t made_at = 0;
    std::uint64_t seen_at = 0;  // to kSeenSeconds
    std::uint64_t ends_at = 0;  // unless it ends before
    std::string address;        // of the log-in; empty: not known
    bool current = false;       // the one that asks
};

struct LogIn {
    enum class Outcome : std::uint8_t {
        kIn,
        kWrong,       // name, password or code; which of them is not told
        kCodeNeeded,  // the password is right: ask for the code
        kWait,        // nothing was looked at: too many wrong attempts, or too many at once
    };
    Outcome outcome = Outcome::kWrong;
    std::uint64_t wait_s = 0;  // before the next attempt; after kWrong too
    Session session;           // of kIn alone

    // What a caller is told of the others: kAccessDenied, kCodeNeeded, kAccessLocked.
    [[nodiscard]] Error error() const;
};

// A key to be made.
struct KeyOrder {
    std::string name;  // what it is for, in words
    Role role = Role::kService;
    PermissionSet scopes;          // within the role's and the maker's, without kPeopleOnly
    std::string platform;          // the only one it is for; empty: all
    std::uint32_t rate_per_s = 0;  // 0: as the server has it
    std::uint32_t burst = 0;       // 0: as the rate
    std::uint64_t expires_at = 0;  // 0: never
};

struct NewKey {
    std::string id;
    std::string text;  // the key itself, told this once
};

struct Key {
    std::string id;
    KeyOrder order;
    std::string maker;  // an account, or "console"
    std::uint64_t made_at = 0;
    std::uint64_t revoked_at = 0;   // 0: not
    std::uint64_t last_use_at = 0;  // 0: never; to about a minute
};

struct TotpOffer {
    std::string secret;  // in base32, to be typed
    std::string uri;     // "otpauth://...", to be shown as a QR code
};

// How far events are on the public record.
struct AuditMark {
    std::uint64_t event = 0;   // all up to this one are
    std::uint64_t record = 0;  // the record of the last of them; 0: none is
};

// Thread-safe. Times are unix seconds, as the caller's clock has them. The file may be open in several processes: accounts and sessions are
// read from it at each call, keys from memory: those that another process has changed are seen after reload(). What fails because of the
// file: kStoreFull, kStoreBusy, kStoreCorrupt; then nothing was changed.
class Access {
public:
    // `path` is the file; made, for its owner alone to read, if `create`. Errors: kStoreMissing, kStoreVersion, kStoreCorrupt, kStoreFull,
    // kKeyInvalid if others may read it.
    struct Options {
        std::string path;
        bool create = true;
        PasswordCost cost;
    };
    [[nodiscard]] static Result<Access> open(const Options& options);
    Access(Access&& other) noexcept;
    Access& operator=(Access&& other) noexcept;
    ~Access();

    // ---- Accounts. Who changes another's needs kManageAccounts: kAccessForbidden. A name has 1 to 64 of a-z 0-9 . _ - @ + and begins with a
    // letter or a digit: kFieldType. No account of that name: kAccountUnknown.

    // Of an empty file: makes the account "admin" and gives its password, this once. Nothing if there is any account.
    [[nodiscard]] Result<std::optional<std::string>> first_administrator(std::uint64_t now);
    // Errors: kAccountConflict if the name is taken, kPasswordRefused.
    [[nodiscard]] Result<void> add_account(const Actor& by, std::string_view name, Role role,
                                           std::string_view password, std::uint64_t now);
    // By name, those after `after`, at most `most`.
    [[nodiscard]] Result<std::vector<Account>> accounts(std::string_view after = {},
                                                        std::size_t most = kAccountsMost);
    [[nodiscard]] Result<Account> account(std::string_view name);
    // Errors: kAccountConflict for the last active administrator. Its sessions have the new role at once.
    [[nodiscard]] Result<void> set_role(const Actor& by, std::string_view name, Role role,
                                        std::uint64_t now);
    // Ends its sessions; its keys are of no use until it is enabled again. Errors: as set_role().
    [[nodiscard]] Result<void> disable(const Actor& by, std::string_view name, std::uint64_t now);
    [[nodiscard]] Result<void> enable(const Actor& by, std::string_view name, std::uint64_t now);
    // A new password for somebody else: kAccessForbidden for one's own, which needs the old one. Ends the account's sessions and its
    // lock-out in this process.
    [[nodiscard]] Result<void> set_password(const Actor& by, std::string_view name,
                                            std::string_view password, std::uint64_t now);
    // By who it belongs to: the credentials are as for a log-in and wrong ones count likewise; a code is needed where there is a second
    // factor. Ends the account's sessions. Errors: LogIn::error(), kPasswordRefused.
    [[nodiscard]] Result<void> change_password(const Credentials& of, std::string_view password,
                                               std::uint64_t now);
    // A second factor: an offer, which counts once its code was confirmed. Errors: LogIn::error(); kAccountConflict if there is one.
    [[nodiscard]] Result<TotpOffer> offer_totp(const Credentials& of, std::uint64_t now);
    [[nodiscard]] Result<void> confirm_totp(const Credentials& of, std::uint64_t now);
    // One's own, with a code of it. Nothing if there is none.
    [[nodiscard]] Result<void> drop_totp(const Credentials& of, std::uint64_t now);
    // Somebody else's: kAccessForbidden for one's own.
    [[nodiscard]] Result<void> remove_totp(const Actor& by, std::string_view name,
                                           std::uint64_t now);
    // Forgets the wrong attempts on an account, in this process.
    [[nodiscard]] Result<void> unlock(const Actor& by, std::string_view name, std::uint64_t now);

    // ---- Sessions.

    // Takes as long for a name that does not exist as for a wrong password. guesses.h says when it refuses.
    [[nodiscard]] Result<LogIn> log_in(const Credentials& credentials, std::uint64_t now);
    // Of somebody for whom a provider of identities vouches: neither a password nor a second factor of ours is looked at. If there is no such
    // account, one of role `make_as` is made, which no password opens. Errors: kProviderRefused if there is none and none is made, it is
    // disabled, or it is an administrator's and those may not.
    [[nodiscard]] Result<Session> log_in_vouched(const Vouched& who, std::uint64_t now);
    // Without the token. Errors: kAccessDenied if there is none, or it has ended.
    [[nodiscard]] Result<Session> check_session(std::string_view token, std::uint64_t now);
    // The same, but it counts as no use: who only waits for something must not keep a session alive.
    [[nodiscard]] Result<Session> look_at_session(std::string_view token, std::uint64_t now);
    // Nothing if it has ended before.
    [[nodiscard]] Result<void> log_out(std::string_view token, std::string_view address,
                                       std::uint64_t now);
    // Those of an account, the newest first; `token` is that of the one that asks. One's own, or with kManageAccounts.
    [[nodiscard]] Result<std::vector<OpenSession>> sessions(const Actor& by, std::string_view name,
                                                            std::string_view token,
                                                            std::uint64_t now);
    // One of them. Nothing if it has ended before. One's own, or with kManageAccounts.
    [[nodiscard]] Result<void> end_session(const Actor& by, std::string_view name,
                                           std::string_view id, std::uint64_t now);
    // All of an account. One's own, or with kManageAccounts.
    [[nodiscard]] Result<void> end_sessions(const Actor& by, std::string_view name,
                                            std::uint64_t now);

    // ---- Keys. To change any needs kManageKeys: kAccessForbidden. A key never may more than who made it may now.

    // Errors: kFieldType, kAccessForbidden if a scope is not the maker's.
    [[nodiscard]] Result<NewKey> make_key(const Actor& by, const KeyOrder& order,
                                          std::uint64_t now);
    // A new key, of `by`, in place of one that ends in `grace_s`, at most kGraceMost. Errors: kApiKeyUnknown.
    [[nodiscard]] Result<NewKey> rotate_key(const Actor& by, std::string_view id,
                                            std::uint64_t grace_s, std::uint64_t now);
    // At once in this process. Errors: kApiKeyUnknown if it is not there or was revoked.
    [[nodiscard]] Result<void> revoke_key(const Actor& by, std::string_view id, std::uint64_t now);
    // All that ever were, in the order they were made; never secrets.
    [[nodiscard]] Result<std::vector<Key>> keys();
    // Asks memory alone; takes about a microsecond. Errors: kAccessDenied.
    [[nodiscard]] Result<Principal> check_key(std::string_view text, std::uint64_t now) const;
    // Writes down when keys were used last. To be called from time to time, and before the end.
    [[nodiscard]] Result<void> note_uses();
    // Sees what other processes have changed; cheap if nothing was.
    [[nodiscard]] Result<void> reload();

    // ---- Events.

    // Those after the id `after`, oldest first, at most `most` and kEventsAtOnce. Who reads on gives the last id.
    [[nodiscard]] Result<std::vector<AccessEvent>> events(std::uint64_t after, std::size_t most);
    // Wrong attempts are counted in memory. Writes the counts down, and as one event for each account and hour once that is over, at the
    // hour's end; names that do not exist are one account without a name. To be called from time to time, and before the end: a crash
    // loses what was counted since.
    [[nodiscard]] Result<void> note_failures(std::uint64_t now);
    // For who puts events on the public record.
    [[nodiscard]] Result<AuditMark> audit_mark();
    [[nodiscard]] Result<void> set_audit_mark(const AuditMark& mark);

private:
    struct Impl;
    explicit Access(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace mizan::access
