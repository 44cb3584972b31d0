#include "access/schema.h"

#include "sqlite/schema.h"

namespace mizan::access {

namespace {

// "Mizk": neither a record of ours ("Mizn") nor anything else.
constexpr sqlite::Kind kAccounts{0x4D697A6B, kSchema, "database of accounts"};

// Accounts and keys are never deleted: what they did stays theirs. Names, not numbers, stand for roles and permissions.
constexpr const char* kTables = R"(
CREATE TABLE accounts(
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    role TEXT NOT NULL,
    active INTEGER NOT NULL,
    password TEXT NOT NULL,            -- argon2id, as libsodium writes it
    totp BLOB NOT NULL,                -- the secret; empty: no second factor
    totp_pending BLOB NOT NULL,        -- shown, and not confirmed yet
    totp_step INTEGER NOT NULL,        -- the last one that was used
    made_at INTEGER NOT NULL,          -- unix seconds, as all times
    last_login_at INTEGER NOT NULL);   -- 0: never
CREATE TABLE known_addresses(          -- where an account was logged into from
    account INTEGER NOT NULL,
    address TEXT NOT NULL,             -- address_group()
    at INTEGER NOT NULL,
    PRIMARY KEY(account, address)) WITHOUT ROWID;
CREATE TABLE sessions(
    hash BLOB PRIMARY KEY,             -- SHA-256 of the token
    account INTEGER NOT NULL,
    made_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX sessions_account ON sessions(account);
CREATE TABLE keys(
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    hash BLOB NOT NULL,                -- SHA-256 of the secret
    role TEXT NOT NULL,
    scopes TEXT NOT NULL,
    platform TEXT NOT NULL,            -- empty: all
    rate INTEGER NOT NULL,
    burst INTEGER NOT NULL,
    maker INTEGER NOT NULL,            -- account; 0: at the machine itself
    made_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,       -- 0: never
    revoked_at INTEGER NOT NULL,       -- 0: not
    last_use_at INTEGER NOT NULL);     -- 0: never
CREATE TABLE events(
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    who TEXT NOT NULL,
    whom TEXT NOT NULL,
    detail TEXT NOT NULL,
    address TEXT NOT NULL);
CREATE TRIGGER events_stay BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'events stay'); END;
CREATE TRIGGER events_are_as_they_were BEFORE UPDATE ON events
    BEGIN SELECT RAISE(ABORT, 'events stay as they were'); END;
)";

Result<void> make_tables(sqlite::Database& db) {
    return db.run(std::string(kTables) +
                  "PRAGMA application_id=" + std::to_string(kAccounts.application) +
                  ";PRAGMA user_version=" + std::to_string(kSchema));
}

}  // namespace

Result<void> prepare_tables(sqlite::Database& db, const std::string& path) {
    MZ_TRY(const auto found, sqlite::schema_of(db, kAccounts, path));  // before anything is changed
    MZ_CHECK(sqlite::use_write_ahead_log(db, path));
    // secure_delete: what was replaced, a password's hash say, does not stay in unused parts of pages.
    MZ_CHECK(db.run("PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; PRAGMA temp_store=MEMORY"));
    if (found > 0) return {};
    return db.write([&]() -> Result<void> {  // another program may have made them meanwhile
        MZ_TRY(const auto schema, sqlite::schema_of(db, kAccounts, path));
        if (schema > 0) return {};
        return make_tables(db);
    });
}

}  // namespace mizan::access
