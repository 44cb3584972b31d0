// Statements and their values, changes whole or not at all, and which kind of database a file is.
#include "sqlite/database.h"

#include <doctest/doctest.h>
#include <unistd.h>

#include <filesystem>
#include <string>

#include "base/files.h"
#include "sqlite/schema.h"

using namespace mizan;
using sqlite::Database;

namespace {

struct DatabaseFolder {
    std::string path = (std::filesystem::temp_directory_path() / "mizan-sqlite-XXXXXX").string();
    DatabaseFolder() { REQUIRE(::mkdtemp(path.data()) != nullptr); }
    DatabaseFolder(const DatabaseFolder&) = delete;
    DatabaseFolder& operator=(const DatabaseFolder&) = delete;
    ~DatabaseFolder() { std::filesystem::remove_all(path); }
    [[nodiscard]] std::string file() const { return path + "/some.db"; }
    [[nodiscard]] Database make() const {
        auto db = Database::open(file(), Database::Mode::kCreate).value();
        REQUIRE(db.run("CREATE TABLE t(n INTEGER PRIMARY KEY, words TEXT, bytes BLOB)"));
        return db;
    }
};

constexpr sqlite::Kind kPots{0x4D697A50, 3, "shelf of pots"};

}  // namespace

TEST_CASE("values come back as they were bound, and a text that points nowhere is not null") {
    const DatabaseFolder folder;
    auto db = folder.make();
    auto insert = db.prepare("INSERT INTO t(words, bytes) VALUES(?, ?)").value();
    REQUIRE(insert.text("two words").blob(std::string_view("\0x", 2)).run());
    REQUIRE(insert.text(std::string_view()).null().run());  // without start(): run() has done so

    auto rows = db.prepare("SELECT n, words, bytes FROM t ORDER BY n").value();
    REQUIRE(rows.row().value());
    CHECK(rows.number_at(0) == 1);
    CHECK(rows.bytes_at(1) == "two words");
    CHECK(rows.bytes_at(2) == std::string_view("\0x", 2));
    REQUIRE(rows.row().value());
    CHECK_FALSE(rows.is_null(1));
    CHECK(rows.bytes_at(1).empty());
    CHECK(rows.is_null(2));
    CHECK_FALSE(rows.row().value());
}

TEST_CASE("a statement that is prepared again knows nothing of its life before") {
    const DatabaseFolder folder;
    auto db = folder.make();
    REQUIRE(db.run("INSERT INTO t(words) VALUES('a'), ('b')"));
    for (int i = 0; i < 2; ++i) {
        auto rows = db.prepare("SELECT words FROM t WHERE words >= ? ORDER BY words").value();
        if (i == 1) {
            CHECK_FALSE(rows.row().value());  // nothing is bound: null is no more than anything
            rows.start();
        }
        REQUIRE(rows.text("a").row().value());
        CHECK(rows.bytes_at(0) == "a");  // "b" is not asked for: it goes back with a row to come
    }
    REQUIRE(db.run("DROP TABLE t"));  // which no statement reads any more
    REQUIRE(db.run("CREATE TABLE t(words TEXT)"));
    auto rows = db.prepare("SELECT words FROM t WHERE words >= ? ORDER BY words").value();
    CHECK_FALSE(rows.text("a").row().value());
}

TEST_CASE("two of the same statement are two, and a database moves with what it keeps") {
    const DatabaseFolder folder;
    auto db = folder.make();
    REQUIRE(db.run("INSERT INTO t(words) VALUES('a'), ('b')"));
    {
        auto first = db.prepare("SELECT words FROM t ORDER BY words").value();
        auto second = db.prepare("SELECT words FROM t ORDER BY words").value();
        REQUIRE(first.row().value());
        REQUIRE(first.row().value());
        REQUIRE(second.row().value());
        CHECK(first.bytes_at(0) == "b");
        CHECK(second.bytes_at(0) == "a");
    }
    Database moved = std::move(db);
    auto third = moved.prepare("SELECT words FROM t ORDER BY words").value();
    REQUIRE(third.row().value());
    CHECK(third.bytes_at(0) == "a");
}

TEST_CASE("one value too many is a mistake of ours and changes nothing") {
    const DatabaseFolder folder;
    auto db = folder.make();
    auto insert = db.prepare("INSERT INTO t(words) VALUES(?)").value();
    const auto done = insert.text("a").text("b").run();
    REQUIRE_FALSE(done);
    CHECK(done.error().code == Code::kInternal);
    CHECK(db.number("SELECT count(*) FROM t").value() == 0);
    CHECK(db.prepare("INSERT INTO nowhere VALUES(1)").error().code == Code::kInternal);
}

TEST_CASE("count_run() tells how many rows were changed") {
    const DatabaseFolder folder;
    auto db = folder.make();
    REQUIRE(db.run("INSERT INTO t(words) VALUES('a'), ('b'), ('b')"));
    auto change = db.prepare("UPDATE t SET bytes = x'00' WHERE words = ?").value();
    CHECK(change.text("b").count_run().value() == 2);
    CHECK(change.text("c").count_run().value() == 0);
}

TEST_CASE("a change that fails is undone, one that does not is kept") {
    const DatabaseFolder folder;
    auto db = folder.make();
    const auto failed = db.write([&]() -> Result<void> {
        MZ_CHECK(db.run("INSERT INTO t(words) VALUES('a')"));
        return fail({Code::kFieldType, "no", {}});
    });
    REQUIRE_FALSE(failed);
    CHECK(failed.error().code == Code::kFieldType);
    CHECK(db.number("SELECT count(*) FROM t").value() == 0);
    const auto kept = db.write([&]() -> Result<int> {
        MZ_CHECK(db.run("INSERT INTO t(words) VALUES('a')"));
        return 7;
    });
    CHECK(kept.value() == 7);
    auto other = Database::open(folder.file(), Database::Mode::kRead).value();
    CHECK(other.number("SELECT count(*) FROM t").value() == 1);
}

TEST_CASE("what fails tells which file, and a full one what to do") {
    const DatabaseFolder folder;
    CHECK(Database::open(folder.file(), Database::Mode::kRead).error().code == Code::kStoreMissing);
    CHECK(Database::open(folder.file(), Database::Mode::kWrite).error().code ==
          Code::kStoreMissing);
    auto db = folder.make();
    REQUIRE(db.run("PRAGMA max_page_count=3"));
    const auto full = db.run("INSERT INTO t(bytes) VALUES(zeroblob(100000))");
    REQUIRE_FALSE(full);
    CHECK(full.error().code == Code::kStoreFull);
    CHECK(full.error().message.find("make room") != std::string::npos);
    CHECK(full.error().where.find("some.db") != std::string::npos);

    auto reader = Database::open(folder.file(), Database::Mode::kRead).value();
    CHECK(reader.run("INSERT INTO t(words) VALUES('a')").error().code == Code::kStoreFull);
    REQUIRE(write_file(folder.path + "/no.db", std::string(8192, 'x')));
    auto broken = Database::open(folder.path + "/no.db", Database::Mode::kRead).value();
    const auto count = broken.number("SELECT count(*) FROM t");
    REQUIRE_FALSE(count);
    CHECK(count.error().code == Code::kStoreCorrupt);
}

TEST_CASE("a file of another kind or of a newer program is told from ours") {
    const DatabaseFolder folder;
    auto db = Database::open(folder.file(), Database::Mode::kCreate).value();
    CHECK(sqlite::schema_of(db, kPots, folder.file()).value() == 0);
    REQUIRE(db.run("PRAGMA application_id=0x4D697A50; PRAGMA user_version=3"));
    CHECK(sqlite::schema_of(db, kPots, folder.file()).value() == 3);
    REQUIRE(db.run("PRAGMA user_version=4"));
    const auto newer = sqlite::schema_of(db, kPots, folder.file());
    CHECK(newer.error().code == Code::kStoreVersion);
    CHECK(newer.error().message.find("the shelf of pots has schema 4") != std::string::npos);
    REQUIRE(db.run("PRAGMA application_id=5; PRAGMA user_version=1"));
    CHECK(sqlite::schema_of(db, kPots, folder.file()).error().code == Code::kStoreCorrupt);
    REQUIRE(db.run("PRAGMA application_id=0; PRAGMA user_version=0; CREATE TABLE theirs(x)"));
    CHECK(sqlite::schema_of(db, kPots, folder.file()).error().code == Code::kStoreCorrupt);
    CHECK(db.text("PRAGMA journal_mode").value() == "delete");  // nothing was changed
    REQUIRE(sqlite::use_write_ahead_log(db, folder.file()));
    CHECK(db.text("PRAGMA journal_mode").value() == "wal");
}
