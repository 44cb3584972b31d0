#include "access/schema.h"

#include <iterator>

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
                  "PRAGMA application_id=" + std::to_string(kAccounts.application));
}

// Since schema 2: where a session was begun; wrong attempts, until their hour is over and they become one event; how far events are on the
// public record.
constexpr const char* kSchema2 = R"(
ALTER TABLE sessions ADD COLUMN address TEXT NOT NULL DEFAULT '';
CREATE TABLE failed_log_ins(
    account TEXT NOT NULL,             -- empty: none of that name
    hour INTEGER NOT NULL,             -- of unix time
    wrong INTEGER NOT NULL,
    locked INTEGER NOT NULL,           -- of these, such as led to a lock-out
    PRIMARY KEY(account, hour)) WITHOUT ROWID;
CREATE TABLE audited(
    one INTEGER PRIMARY KEY CHECK(one = 1),
    event INTEGER NOT NULL,            -- the last that is on record
    record INTEGER NOT NULL);          -- as this one
INSERT INTO audited VALUES(1, 0, 0);
)";

Result<void> to_schema_2(sqlite::Database& db) { return db.run(kSchema2); }

// From schema i to i + 1; none is ever changed once a release has had it.
using Step = Result<void> (*)(sqlite::Database&);
constexpr Step kSteps[] = {make_tables, to_schema_2};
static_assert(std::size(kSteps) == kSchema);

}  // namespace

Result<void> prepare_tables(sqlite::Database& db, const std::string& path) {
    MZ_TRY(const auto found, sqlite::schema_of(db, kAccounts, path));  // before anything is changed
    MZ_CHECK(sqlite::use_write_ahead_log(db, path));
    // secure_delete: what was replaced, a password's hash say, does not stay in unused parts of pages.
    MZ_CHECK(db.run("PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; PRAGMA temp_store=MEMORY"));
    if (found == kSchema) return {};
    return db.write([&]() -> Result<void> {  // another program may have made them meanwhile
        MZ_TRY(auto schema, sqlite::schema_of(db, kAccounts, path));
        for (; schema < kSchema; ++schema) MZ_CHECK(kSteps[schema](db));
        return db.run("PRAGMA user_version=" + std::to_string(kSchema));
    });
}

}  // namespace mizan::access
