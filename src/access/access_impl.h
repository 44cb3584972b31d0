// What is behind Access. Private to this room.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "access/access.h"
#include "access/guesses.h"
#include "access/key_ring.h"
#include "access/password.h"
#include "sqlite/database.h"

namespace mizan::access {

struct AccountRow {
    std::uint64_t id = 0;
    Account account;
    std::string password;  // its hash
    std::string totp;      // secrets, raw; empty: none
    std::string totp_pending;
    std::uint64_t totp_step = 0;
};

// Which secret the code belongs to.
enum class Factor : std::uint8_t {
    kCurrent,  // where there is one
    kPending,  // that is to be confirmed
};

// Credentials that were looked at.
struct Proof {
    LogIn answer;                   // kIn: they are right
    std::optional<AccountRow> row;  // of kIn
    std::uint64_t step = 0;         // of the code; 0: there was none
    std::string rehashed;           // the password's hash at today's cost; empty: it is so already
};

// Wrong attempts on an account within an hour.
struct Failures {
    std::uint64_t wrong = 0;
    std::uint64_t locked = 0;  // of these, such as led to a lock-out
};
// By account (empty: none of that name) and hour.
using FailureMap = std::map<std::pair<std::string, std::uint64_t>, Failures>;

struct Access::Impl {
    explicit Impl(PasswordCost cost_of_hash) : cost(cost_of_hash) {}

    const PasswordCost cost;
    HashTurns turns;
    std::mutex guesses_lock;
    Guesses guesses;  // guarded by guesses_lock
    std::mutex failures_lock;
    FailureMap failures;  // guarded by failures_lock; not yet written down
    KeyRing ring;
    std::mutex lock;  // guards what follows; never held while a password is hashed
    sqlite::Database db;
    std::uint64_t seen_version = 0;  // of the file, as the ring has it

    // All of `change` or nothing; no other thread meanwhile.
    template <class Change> [[nodiscard]] auto write(Change change) -> decltype(change()) {
        const std::lock_guard hold(lock);
        return db.write(change);
    }
    // write() of what keys depend on: the ring has it as soon as the file does.
    template <class Change> [[nodiscard]] auto write_keys(Change change) -> decltype(change()) {
        const std::lock_guard hold(lock);
        std::shared_ptr<const KeyMap> next;
        auto done = db.write([&]() -> decltype(change()) {
            auto made = change();
            if (!made) return made;
            MZ_TRY(next, load_keys());
            return made;
        });
        if (done) ring.replace(std::move(next));
        return done;
    }

    // What follows needs `lock`.
    [[nodiscard]] Result<std::shared_ptr<const KeyMap>> load_keys();
    [[nodiscard]] Result<std::optional<AccountRow>> find_account(std::string_view name);
    [[nodiscard]] Result<AccountRow> need_account(std::string_view name);  // or kAccountUnknown
    [[nodiscard]] Result<bool> is_known(std::uint64_t account, std::string_view group,
                                        std::uint64_t now);
    [[nodiscard]] Result<void> note(const AccessEvent& event);
    [[nodiscard]] Result<void> delete_sessions(std::uint64_t account);
    [[nodiscard]] Result<void> keep_session(const Session& session, std::uint64_t account,
                                            std::string_view address);
    [[nodiscard]] Result<void> change_account(const Actor& by, std::string_view name,
                                              EventKind kind, std::uint64_t now,
                                              std::string_view assignment, const std::string& value,
                                              std::string detail);

    [[nodiscard]] Result<std::uint64_t> maker_of(const Actor& by);
    // Sets when a key ends, and notes its last use, which goes with it.
    [[nodiscard]] Result<void> end_key(std::string_view id, std::string_view column,
                                       std::uint64_t at);

    // These take `lock` themselves.
    [[nodiscard]] Result<std::optional<AccountRow>> look_up(Guesses::Attempt& attempt,
                                                            std::uint64_t now);
    [[nodiscard]] Result<Proof> prove(const Credentials& given, Factor factor, std::uint64_t now);
    void count_failure(std::string_view account, bool locked, std::uint64_t now);
    [[nodiscard]] Result<void> note_lock_out(const Credentials& given, bool exists,
                                             std::uint64_t wait_s, std::uint64_t now);
};

[[nodiscard]] bool is_account_name(std::string_view name);
[[nodiscard]] Result<void> check_may(const Actor& by, Permission permission);
[[nodiscard]] AccessEvent event_of(const Actor& by, EventKind kind, std::string_view whom,
                                   std::uint64_t now);

}  // namespace mizan::access
