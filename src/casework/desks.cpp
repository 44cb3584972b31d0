#include "casework/desks.h"

#include "casework/rows.h"
#include "sqlite/schema.h"

namespace mizan::casework {

namespace {

constexpr sqlite::Kind kDesks{0x4D697A64, 1, "file of desks"};
constexpr const char* kDesksSql = R"(
CREATE TABLE desks(
    who TEXT PRIMARY KEY,
    body TEXT NOT NULL) WITHOUT ROWID;  -- cases::Profile as JSON
PRAGMA application_id=1298758244;
PRAGMA user_version=1)";
static_assert(kDesks.application == 1298758244);

}  // namespace

Result<std::unique_ptr<Desks>> Desks::open(const std::string& path) {
    MZ_CHECK(make_file(path));
    MZ_TRY(auto db, sqlite::Database::open(path, sqlite::Database::Mode::kWrite));
    MZ_TRY(const auto schema, sqlite::schema_of(db, kDesks, path));
    MZ_CHECK(sqlite::use_write_ahead_log(db, path));
    // What was taken back stays nowhere, and what was said is not lost with the power.
    MZ_CHECK(db.run("PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; PRAGMA temp_store=MEMORY"));
    if (schema == 0) MZ_CHECK(db.write([&] { return db.run(kDesksSql); }));
    return std::unique_ptr<Desks>(new Desks(std::move(db)));
}

Result<cases::Profile> Desks::look_up(std::string_view who) {
    MZ_TRY(auto row, db_.prepare("SELECT body FROM desks WHERE who=?"));
    row.start().text(who);
    MZ_TRY(auto found, one_row<cases::Profile>(row));
    if (found) return *std::move(found);
    cases::Profile blank;
    blank.who = who;
    return blank;
}

Result<void> Desks::save(const cases::Profile& profile) {
    MZ_CHECK(cases::check(profile));
    MZ_TRY(auto put, db_.prepare("INSERT OR REPLACE INTO desks VALUES(?,?)"));
    const auto body = fields::to_json(profile);
    return put.start().text(profile.who).text(body).run();
}

Result<cases::Profile> Desks::find(std::string_view who) {
    const std::lock_guard lock(mutex_);
    return look_up(who);
}

Result<std::vector<cases::Profile>> Desks::all() {
    const std::lock_guard lock(mutex_);
    MZ_TRY(auto rows, db_.prepare("SELECT body FROM desks ORDER BY who"));
    rows.start();
    return all_rows<cases::Profile>(rows);
}

}  // namespace mizan::casework
