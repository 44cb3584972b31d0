// The tables' schema, platforms and their counts.
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "casework/rows.h"
#include "casework/tables.h"
#include "sqlite/schema.h"

namespace mizan::casework {

namespace {

constexpr std::uint64_t kTablesSchema = 6;
constexpr sqlite::Kind kCasework{0x4D697A63, kTablesSchema, "casework"};

// What is asked for stands in columns, all of it in `body` as JSON. `about` is place_of() the subject, `key` of by what a flag is known.
constexpr const char* kSchemaSql = R"(
CREATE TABLE platforms(
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    taken INTEGER NOT NULL,
    looked INTEGER NOT NULL,
    cases INTEGER NOT NULL,
    flags INTEGER NOT NULL,
    partners INTEGER NOT NULL,
    goldens INTEGER NOT NULL,
    erased INTEGER NOT NULL,           -- the last erasure that was looked at
    told INTEGER NOT NULL,             -- the last event of the platform that was
    past INTEGER NOT NULL);            -- the last record that was, for decisions past their time
CREATE TABLE cases(
    platform INTEGER NOT NULL,
    id INTEGER NOT NULL,
    state INTEGER NOT NULL,            -- cases::CaseState
    place INTEGER NOT NULL,            -- in the queue
    next_at INTEGER NOT NULL,          -- when time changes it; 0: never
    about BLOB NOT NULL,
    joins INTEGER NOT NULL,            -- whether flags about the same join it
    lang TEXT NOT NULL,                -- cases::Lane, as are the next three
    skill TEXT NOT NULL,
    clause TEXT NOT NULL,
    severity INTEGER NOT NULL,
    gap INTEGER NOT NULL,              -- whether it was decided as a gap of the policy
    sensitive INTEGER NOT NULL,
    kept_for INTEGER NOT NULL,         -- what is in it (cases/retention.h)
    kept_since INTEGER NOT NULL,       -- since when that is kept for a time only; 0: it is not
    held INTEGER NOT NULL,             -- legal holds on it
    assigned TEXT NOT NULL,
    claimed TEXT NOT NULL,
    author TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY(platform, id)) WITHOUT ROWID;
-- They end with the columns of their conditions, so that who asks need not look into the rows.
CREATE INDEX cases_lane ON cases(platform, lang, skill, clause, severity, place, id, sensitive, state,
    assigned) WHERE state = 0 AND assigned = '';
CREATE INDEX cases_assigned ON cases(platform, assigned, place, id, sensitive, state)
    WHERE state = 0 AND assigned > '';
CREATE INDEX cases_due ON cases(next_at) WHERE next_at > 0;
CREATE INDEX cases_about ON cases(platform, about, id);
CREATE INDEX cases_gap ON cases(platform, id) WHERE gap = 1;
CREATE INDEX cases_kept ON cases(kept_for, kept_since, platform, id) WHERE kept_since > 0;
CREATE INDEX cases_held ON cases(platform, id) WHERE held > 0;
CREATE INDEX cases_author ON cases(platform, author, id) WHERE author > '';
CREATE INDEX cases_claimed ON cases(platform, claimed) WHERE state = 1;
CREATE TABLE flags(
    platform INTEGER NOT NULL,
    id INTEGER NOT NULL,
    case_no INTEGER NOT NULL,
    partner INTEGER,                   -- null: none's
    number INTEGER NOT NULL,           -- of the partner
    flagger TEXT NOT NULL,
    received_at INTEGER NOT NULL,
    key TEXT,
    record INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY(platform, id)) WITHOUT ROWID;
CREATE INDEX flags_case ON flags(platform, case_no, id);
CREATE INDEX flags_partner ON flags(platform, partner, number) WHERE partner IS NOT NULL;
CREATE INDEX flags_by ON flags(platform, flagger, id);
CREATE UNIQUE INDEX flags_key ON flags(platform, key) WHERE key IS NOT NULL;
CREATE TABLE files(                    -- that flags of a case name
    platform INTEGER NOT NULL,
    case_no INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    owner TEXT NOT NULL,               -- account or "key:ID" that named it
    PRIMARY KEY(platform, case_no, sha256, owner)) WITHOUT ROWID;
CREATE INDEX files_named ON files(sha256, platform, owner);
CREATE TABLE cited(                    -- posts that flags of a case show besides what it is about
    platform INTEGER NOT NULL,
    case_no INTEGER NOT NULL,
    about BLOB NOT NULL,
    PRIMARY KEY(platform, case_no, about)) WITHOUT ROWID;
CREATE INDEX cited_about ON cited(platform, about, case_no);
CREATE TABLE kept_decisions(           -- that are past their time
    platform INTEGER NOT NULL,
    record INTEGER NOT NULL,
    PRIMARY KEY(platform, record)) WITHOUT ROWID;
CREATE TABLE gaps(                     -- cases of which something was erased
    platform INTEGER NOT NULL,
    case_no INTEGER NOT NULL,
    PRIMARY KEY(platform, case_no)) WITHOUT ROWID;
CREATE TABLE partners(
    platform INTEGER NOT NULL,
    id INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY(platform, id)) WITHOUT ROWID;
CREATE TABLE members(
    platform INTEGER NOT NULL,
    who TEXT NOT NULL,
    partner INTEGER NOT NULL,
    PRIMARY KEY(platform, who)) WITHOUT ROWID;
CREATE TABLE flaggers(                 -- users and machines of whose flags some were reviewed
    platform INTEGER NOT NULL,
    who TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY(platform, who)) WITHOUT ROWID;
CREATE TABLE actors(                   -- of whom something is known
    platform INTEGER NOT NULL,
    actor TEXT NOT NULL,
    lapses_at INTEGER NOT NULL,        -- when the first strike goes whose case is forgotten; 0: none
    body TEXT NOT NULL,
    PRIMARY KEY(platform, actor)) WITHOUT ROWID;
CREATE INDEX actors_lapsing ON actors(lapses_at, platform, actor) WHERE lapses_at > 0;
CREATE TABLE exposures(                -- of those who decide cases
    platform INTEGER NOT NULL,
    who TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY(platform, who)) WITHOUT ROWID;
CREATE TABLE guidances(
    platform INTEGER NOT NULL,
    clause TEXT NOT NULL,
    version INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY(platform, clause, version)) WITHOUT ROWID;
CREATE TABLE clauses(                  -- cases::ClauseRecord
    platform INTEGER NOT NULL,
    clause TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY(platform, clause)) WITHOUT ROWID;
CREATE TABLE goldens(
    platform INTEGER NOT NULL,
    id INTEGER NOT NULL,
    retired INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY(platform, id)) WITHOUT ROWID;
CREATE TABLE dealt(                    -- to whom, which golden case
    platform INTEGER NOT NULL,
    who TEXT NOT NULL,
    golden INTEGER NOT NULL,
    PRIMARY KEY(platform, who, golden)) WITHOUT ROWID;
CREATE TABLE scores(                   -- cases::GoldenScore
    platform INTEGER NOT NULL,
    who TEXT NOT NULL,
    clause TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY(platform, who, clause)) WITHOUT ROWID;
CREATE TABLE tallies(                  -- cases::Tally, and how often
    platform INTEGER NOT NULL,
    series INTEGER NOT NULL,
    day INTEGER NOT NULL,
    a TEXT NOT NULL,
    b TEXT NOT NULL,
    c TEXT NOT NULL,
    n INTEGER NOT NULL,
    PRIMARY KEY(platform, series, day, a, b, c)) WITHOUT ROWID;
CREATE TABLE answered(                 -- cases::Answered
    platform INTEGER NOT NULL,
    case_no INTEGER NOT NULL,
    ruling INTEGER NOT NULL,           -- of the case, from 1
    day INTEGER NOT NULL,
    level INTEGER NOT NULL,
    gross INTEGER NOT NULL,
    net INTEGER NOT NULL,
    late INTEGER NOT NULL,
    stands INTEGER NOT NULL,
    PRIMARY KEY(platform, case_no, ruling)) WITHOUT ROWID;
CREATE INDEX answered_on ON answered(platform, day, level, gross, net, late, stands);
CREATE TABLE history(
    platform INTEGER NOT NULL,
    case_no INTEGER NOT NULL,
    record INTEGER NOT NULL,
    PRIMARY KEY(platform, case_no, record)) WITHOUT ROWID;
PRAGMA application_id=1298758243;
PRAGMA user_version=6)";
static_assert(kCasework.application == 1298758243);

// Who erases wants nothing to stay in unused parts of pages. What is read often stays in memory, which is bounded. A page that many flags change is
// written into the file once for all of them: 16 MiB of log are gathered first, and no more, for whoever writes then waits.
constexpr const char* kSettings =
    "PRAGMA secure_delete=ON; PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY; "
    "PRAGMA wal_autocheckpoint=4096";

// Nothing that the record does not hold goes with them.
Result<void> remove_files(const std::string& path) {
    for (const auto* end : {"", "-wal", "-shm"}) {
        const auto file = path + end;
        if (::unlink(file.c_str()) != 0 && errno != ENOENT)
            return fail({Code::kStoreFull, "it cannot be removed, to be made anew", file});
    }
    return {};
}

// Tables of an older program make room for new ones.
Result<void> remove_older(const std::string& path) {
    auto db = sqlite::Database::open(path, sqlite::Database::Mode::kWrite);
    if (!db) return fail(db.error());
    MZ_TRY(const auto schema, sqlite::schema_of(*db, kCasework, path));
    if (schema == 0 || schema == kTablesSchema) return {};
    *db = {};
    return remove_files(path);
}

}  // namespace

Result<void> make_file(const std::string& path) {
    const int fd = ::open(path.c_str(), O_RDWR | O_CLOEXEC | O_CREAT, 0600);
    if (fd < 0) return fail({Code::kStoreFull, "it cannot be made or written", path});
    (void)::close(fd);
    return {};
}

Result<std::unique_ptr<Tables>> Tables::open(const std::string& path) {
    MZ_CHECK(make_file(path));
    MZ_CHECK(remove_older(path));
    MZ_CHECK(make_file(path));
    MZ_TRY(auto db, sqlite::Database::open(path, sqlite::Database::Mode::kWrite));
    MZ_TRY(const auto schema, sqlite::schema_of(db, kCasework, path));
    MZ_CHECK(sqlite::use_write_ahead_log(db, path));
    // What a loss of power takes from here stands in the store, and is taken from there again.
    MZ_CHECK(db.run("PRAGMA synchronous=NORMAL"));
    MZ_CHECK(db.run(kSettings));
    if (schema == 0) MZ_CHECK(db.write([&] { return db.run(kSchemaSql); }));
    return std::unique_ptr<Tables>(new Tables(std::move(db)));
}

Result<std::unique_ptr<Tables>> Tables::open_anew(const std::string& path) {
    MZ_CHECK(remove_files(path));
    return open(path);
}

Result<std::unique_ptr<Tables>> Tables::open_to_read(const std::string& path) {
    MZ_TRY(auto db, sqlite::Database::open(path, sqlite::Database::Mode::kRead));
    MZ_TRY(const auto schema, sqlite::schema_of(db, kCasework, path));
    if (schema != kTablesSchema)
        return fail({Code::kStoreMissing, "there is no casework of this program yet", path});
    MZ_CHECK(db.run("PRAGMA cache_size=-16384"));
    return std::unique_ptr<Tables>(new Tables(std::move(db)));
}

Result<PlatformId> Tables::known_platform(std::string_view name) {
    MZ_TRY(auto row, db_.prepare("SELECT id FROM platforms WHERE name = ?"));
    MZ_TRY(const bool there, row.start().text(name).row());
    return there ? row.number_at(0) : 0;
}

Result<PlatformId> Tables::platform(std::string_view name) {
    MZ_TRY(const auto known, known_platform(name));
    if (known != 0) return known;
    MZ_TRY(auto put,
           db_.prepare("INSERT INTO platforms(name, taken, looked, cases, flags, "
                       "partners, goldens, erased, told, past) VALUES(?,0,0,0,0,0,0,0,0,0)"));
    MZ_CHECK(put.start().text(name).run());
    return platform(name);
}

Result<std::vector<std::string>> Tables::platforms() {
    MZ_TRY(auto rows, db_.prepare("SELECT name FROM platforms ORDER BY name"));
    rows.start();
    std::vector<std::string> out;
    while (true) {
        MZ_TRY(const bool more, rows.row());
        if (!more) return out;
        out.emplace_back(rows.bytes_at(0));
    }
}

Result<std::string> Tables::name_of(PlatformId p) {
    MZ_TRY(auto row, db_.prepare("SELECT name FROM platforms WHERE id = ?"));
    MZ_TRY(const bool there, row.start().number(p).row());
    return there ? std::string(row.bytes_at(0)) : std::string();
}

Result<Counts> Tables::counts(PlatformId p) {
    MZ_TRY(auto row,
           db_.prepare("SELECT taken, looked, cases, flags, partners, goldens, erased, told, past "
                       "FROM platforms WHERE id = ?"));
    MZ_TRY(const bool there, row.start().number(p).row());
    if (!there) return Counts{};
    Counts counts{row.number_at(0), row.number_at(1), row.number_at(2),
                  row.number_at(3), row.number_at(4), row.number_at(5),
                  row.number_at(6), row.number_at(7), row.number_at(8)};
    const auto at = unsettled_.numbers.find(p);
    if (at == unsettled_.numbers.end()) return counts;
    counts.cases = std::max(counts.cases, at->second.cases);
    counts.flags = std::max(counts.flags, at->second.flags);
    return counts;
}

Result<Tables::Numbers> Tables::last_numbers(PlatformId p) {
    const auto at = unsettled_.numbers.find(p);
    if (at != unsettled_.numbers.end() && at->second.cases != 0 && at->second.flags != 0)
        return at->second;
    MZ_TRY(const auto counts, this->counts(p));
    return Numbers{counts.cases, counts.flags};
}

Result<void> Tables::set_taken(PlatformId p, std::uint64_t record) {
    MZ_TRY(auto put, db_.prepare("UPDATE platforms SET taken = max(taken, ?) WHERE id = ?"));
    return put.start().number(record).number(p).run();
}

Result<void> Tables::set_looked(PlatformId p, std::uint64_t record) {
    MZ_TRY(auto put, db_.prepare("UPDATE platforms SET looked = max(looked, ?) WHERE id = ?"));
    return put.start().number(record).number(p).run();
}

Result<void> Tables::set_told(PlatformId p, std::uint64_t record) {
    MZ_TRY(auto put, db_.prepare("UPDATE platforms SET told = max(told, ?) WHERE id = ?"));
    return put.start().number(record).number(p).run();
}

Result<void> Tables::set_erased(PlatformId p, std::uint64_t record) {
    MZ_TRY(auto put, db_.prepare("UPDATE platforms SET erased = max(erased, ?) WHERE id = ?"));
    return put.start().number(record).number(p).run();
}

Result<void> Tables::set_past(PlatformId p, std::uint64_t record) {
    MZ_TRY(auto put, db_.prepare("UPDATE platforms SET past = max(past, ?) WHERE id = ?"));
    return put.start().number(record).number(p).run();
}

}  // namespace mizan::casework
