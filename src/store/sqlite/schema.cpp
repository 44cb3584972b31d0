#include "store/sqlite/schema.h"

#include <iterator>

#include "record/commitment.h"
#include "record/outcome.h"
#include "sqlite/schema.h"
#include "store/sqlite/row_check.h"

namespace mizan::store {

namespace {

// "Mizn", so that `file` and we can tell a store from other databases.
constexpr sqlite::Kind kStore{0x4D697A6E, kSchema, "store"};

// Journal: what happened, never changed but for the index that a sealed leaf waits for. Frames belong to it.
// Vault: what can be erased: rows are appended, and what is erased is overwritten with zeros where it stands. None is ever deleted or moved:
// then SQLite would leave copies in the unused parts of pages. Salts of frames likewise.
// Log: what was integrated and signed. The rest are views: made from these alone (writer_views.cpp).
constexpr const char* kTables = R"(
CREATE TABLE platforms(
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    next_index INTEGER NOT NULL);      -- of the log
CREATE TABLE journal(
    record INTEGER PRIMARY KEY,
    platform INTEGER NOT NULL,
    kind INTEGER NOT NULL,             -- record::Kind
    at INTEGER NOT NULL,               -- unix seconds
    idx INTEGER,                       -- in the platform's log; null: sealed, and waiting
    leaf TEXT NOT NULL,                -- all of it but the index
    tag BLOB,
    revision INTEGER,
    purpose TEXT,
    outcome TEXT,
    clause TEXT,
    about INTEGER,                     -- the record that this one erases, holds, releases
    slot INTEGER,
    supersedes INTEGER,                -- the decision that was in force; of a release, the hold that ends
    lost INTEGER NOT NULL,             -- known from the published log only
    checked INTEGER NOT NULL);         -- row_check() of what stands before
CREATE UNIQUE INDEX journal_index ON journal(platform, idx) WHERE idx IS NOT NULL;
CREATE INDEX journal_waiting ON journal(platform) WHERE idx IS NULL;
CREATE TABLE frames(
    record INTEGER PRIMARY KEY,
    bytes BLOB NOT NULL,               -- record/frame.h
    checked INTEGER NOT NULL);
CREATE TABLE vault(
    record INTEGER PRIMARY KEY,
    salts BLOB NOT NULL,
    source TEXT NOT NULL,
    post TEXT NOT NULL,
    input BLOB NOT NULL,
    decision BLOB NOT NULL,
    checked INTEGER NOT NULL);
CREATE TABLE frame_salts(
    id INTEGER PRIMARY KEY,            -- of several about a record the last; those before are zeros
    record INTEGER NOT NULL,
    salts BLOB NOT NULL,               -- record/salt_tree.h
    checked INTEGER NOT NULL);
CREATE INDEX frame_salts_record ON frame_salts(record);
CREATE TABLE log(
    platform INTEGER PRIMARY KEY,
    integrated INTEGER NOT NULL,
    edge BLOB NOT NULL,
    signed_size INTEGER NOT NULL,
    checkpoint TEXT NOT NULL,
    sealed_at INTEGER NOT NULL,
    checked INTEGER NOT NULL);
)";

constexpr const char* kViews = R"(
CREATE TABLE decisions(
    record INTEGER PRIMARY KEY,
    platform INTEGER NOT NULL,
    tag BLOB NOT NULL,
    revision INTEGER NOT NULL,
    purpose TEXT NOT NULL,
    outcome TEXT NOT NULL,
    clause TEXT NOT NULL,
    erased INTEGER NOT NULL);
CREATE INDEX decisions_tag ON decisions(tag);
CREATE TABLE holds(
    record INTEGER NOT NULL,           -- that is held
    hold INTEGER NOT NULL,             -- by this one
    PRIMARY KEY(record, hold)) WITHOUT ROWID;
CREATE TABLE erasures(
    record INTEGER NOT NULL,           -- whose contents were erased
    slot INTEGER NOT NULL,             -- of a batch; else 0
    erasure INTEGER NOT NULL,
    PRIMARY KEY(record, slot)) WITHOUT ROWID;
)";

Result<void> make_tables(sqlite::Database& db) {
    return db.run(std::string(kTables) + kViews +
                  "PRAGMA application_id=" + std::to_string(kStore.application));
}

// Since schema 2 a hold may be on one post of a batch. Before, all were on whole records.
constexpr const char* kHoldsOnSlots = R"(
CREATE TABLE holds_on_slots(
    record INTEGER NOT NULL,           -- that is held
    slot INTEGER NOT NULL,             -- record::held_slot()
    hold INTEGER NOT NULL,             -- by this one
    PRIMARY KEY(record, slot, hold)) WITHOUT ROWID;
INSERT INTO holds_on_slots SELECT record, 0, hold FROM holds;
DROP TABLE holds;
ALTER TABLE holds_on_slots RENAME TO holds)";
// For who reads a store of schema 1: it looks as if it were of this one. If a writer brings it up meanwhile, who had it open goes on
// to see holds on posts as on whole batches.
constexpr const char* kHoldsAsOnSlots =
    "CREATE TEMP VIEW holds AS SELECT record, 0 AS slot, hold FROM main.holds";

// Likewise: what tells a store, its copies and their vaults from others.
constexpr const char* kIdentity =
    "CREATE TABLE store(identity BLOB NOT NULL, checked INTEGER NOT NULL)";

Result<void> to_schema_2(sqlite::Database& db) {
    MZ_CHECK(db.run(kHoldsOnSlots));
    MZ_CHECK(db.run(kIdentity));
    std::string identity(16, '\0');
    record::fill_random(reinterpret_cast<std::uint8_t*>(identity.data()), identity.size());
    MZ_TRY(auto insert, db.prepare("INSERT INTO store VALUES(?,?)"));
    return insert.start().blob(identity).number(RowCheck().bytes(identity).value()).run();
}

// Since schema 3: what platforms told, by its key and by what it is about.
constexpr const char* kTold = R"(
CREATE TABLE told(
    record INTEGER PRIMARY KEY,
    platform INTEGER NOT NULL,
    key TEXT NOT NULL,                 -- record::Draft::purpose
    tag BLOB NOT NULL);
CREATE UNIQUE INDEX told_key ON told(platform, key);
CREATE INDEX told_tag ON told(tag))";
constexpr const char* kToldNothing =
    "CREATE TEMP VIEW told AS SELECT 0 AS record, 0 AS platform, '' AS key, x'' AS tag WHERE 0";

Result<void> to_schema_3(sqlite::Database& db) { return db.run(kTold); }

// Since schema 4 ordinary posts that come a few at a time stand here until there are enough of them for a frame (waiting.h). The hash of a
// post's contents is one that can be guessed at, so what goes must leave nothing: rows are only ever added at the end, which moves none, and
// deleted all together, which gives their pages back; those are overwritten (secure_delete).
constexpr const char* kWaiting = R"(
CREATE TABLE waiting(
    id INTEGER PRIMARY KEY,
    platform INTEGER NOT NULL,
    posts BLOB NOT NULL,
    checked INTEGER NOT NULL))";

Result<void> to_schema_4(sqlite::Database& db) { return db.run(kWaiting); }

// Since schema 5: the records that are neither decisions nor batches, which are few among many.
constexpr const char* kRareKinds =
    "CREATE INDEX journal_rare ON journal(platform, kind) WHERE kind > 2";
static_assert(static_cast<int>(record::Kind::kDecision) <= 2 &&
              static_cast<int>(record::Kind::kBatch) <= 2);

Result<void> to_schema_5(sqlite::Database& db) { return db.run(kRareKinds); }

// Since schema 6 most of them stand in a file beside the database (waiting_file.h): in that epoch of it.
constexpr const char* kWaitingFile =
    "CREATE TABLE waiting_file(epoch BLOB NOT NULL, checked INTEGER NOT NULL)";

Result<void> to_schema_6(sqlite::Database& db) {
    MZ_CHECK(db.run(kWaitingFile));
    std::string epoch(16, '\0');
    record::fill_random(reinterpret_cast<std::uint8_t*>(epoch.data()), epoch.size());
    MZ_TRY(auto insert, db.prepare("INSERT INTO waiting_file VALUES(?,?)"));
    return insert.start().blob(epoch).number(RowCheck().bytes(epoch).value()).run();
}

// From schema i to i + 1; none is ever changed once a release has had it.
using Step = Result<void> (*)(sqlite::Database&);
constexpr Step kSteps[] = {make_tables, to_schema_2, to_schema_3,
                           to_schema_4, to_schema_5, to_schema_6};
static_assert(std::size(kSteps) == kSchema);

// One step, all or nothing.
Result<void> step_from(sqlite::Database& db, std::uint64_t schema) {
    return db.write([&]() -> Result<void> {
        MZ_CHECK(kSteps[schema](db));
        return db.run("PRAGMA user_version=" + std::to_string(schema + 1));
    });
}

// Who writes looks up tags all over an index; who reads mostly goes along, and the system keeps the file's pages as well. There are half a
// dozen of these in a service.
constexpr const char* kWriterCache = "PRAGMA cache_size=-32768";
constexpr const char* kReaderCache = "PRAGMA cache_size=-8192";
constexpr const char* kConnection = "PRAGMA temp_store=MEMORY; PRAGMA mmap_size=0";

}  // namespace

Result<void> prepare_to_write(sqlite::Database& db, const std::string& path) {
    MZ_CHECK(db.run(kConnection));
    MZ_CHECK(db.run(kWriterCache));
    MZ_TRY(const auto schema, sqlite::schema_of(db, kStore, path));  // before anything is changed
    // A record is of 4 kB in three tables, a frame of many more: on pages of 4 kB both take more room and more writes. Larger ones than
    // these make a single decision dear, which writes whole pages. Settled for good when a store is made.
    MZ_CHECK(db.run("PRAGMA page_size=8192"));
    MZ_CHECK(sqlite::use_write_ahead_log(db, path));
    // What is erased is overwritten with zeros by us; secure_delete does the same to what SQLite itself discards.
    // The log is emptied by a Checkpointer.
    MZ_CHECK(
        db.run("PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; PRAGMA wal_autocheckpoint=0"));
    for (auto at = schema; at < kSchema; ++at) MZ_CHECK(step_from(db, at));
    return {};
}

Result<void> prepare_to_read(sqlite::Database& db, const std::string& path) {
    MZ_CHECK(db.run(kConnection));
    MZ_CHECK(db.run(kReaderCache));
    MZ_TRY(const auto schema, sqlite::schema_of(db, kStore, path));
    if (schema == 1) MZ_CHECK(db.run(kHoldsAsOnSlots));
    if (schema == 1 || schema == 2) MZ_CHECK(db.run(kToldNothing));
    MZ_CHECK(db.run("PRAGMA query_only=ON"));
    if (schema >= kReadable) return {};
    return fail({Code::kStoreVersion,
                 "the store is of an older schema; let a program that writes to it open it once",
                 path});
}

}  // namespace mizan::store
