// The write-ahead log stays short while its writer goes on, and nothing is lost with it.
#include "store/sqlite/checkpointer.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <set>

#include "store/sqlite_backend.h"

using namespace mizan;
using namespace mizan::test;
using sqlite::Database;
using store::Checkpointer;

namespace {

constexpr int kPages = 32;  // of a log that is to be emptied
constexpr std::size_t kPageBytes = 4096;

// A database into which numbers are written, one after the other, with some bytes each.
struct Numbers {
    explicit Numbers(const std::string& to) : path(to) {
        must(
            db.run("PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; "
                   "CREATE TABLE numbers(n INTEGER PRIMARY KEY, bytes BLOB)"));
    }
    void write(Checkpointer& checkpointer, int count) {
        auto insert = must(db.prepare("INSERT INTO numbers VALUES(NULL, zeroblob(3000))"));
        for (int i = 0; i < count; ++i) {
            must(insert.start().run());
            checkpointer.between_groups();
        }
    }
    [[nodiscard]] std::uint64_t count() const {
        auto reader = must(Database::open(path, Database::Mode::kRead));
        return must(reader.number("SELECT count(*) FROM numbers"));
    }
    [[nodiscard]] std::size_t log_pages() const {
        return static_cast<std::size_t>(std::filesystem::file_size(path + "-wal")) / kPageBytes;
    }

    std::string path;
    Database db = must(Database::open(path, Database::Mode::kCreate));
};

Checkpointer checkpointer_of(Numbers& numbers) {
    return {numbers.db, must(Database::open(numbers.path, Database::Mode::kWrite)), kPages};
}

}  // namespace

TEST_CASE("a log is written from its beginning again, however long its writer goes on") {
    const ScratchFolder folder;
    Numbers numbers(folder / "n.db");
    {
        auto checkpointer = checkpointer_of(numbers);
        numbers.write(checkpointer, 3000);
        // At most the bound from which the writer does it by itself, and one transaction.
        CHECK(numbers.log_pages() < 5 * kPages);
    }
    CHECK(numbers.count() == 3000);
    CHECK(must(numbers.db.text("PRAGMA integrity_check")) == "ok");
}

TEST_CASE("a reader keeps the log from being emptied, and not for longer than it reads") {
    const ScratchFolder folder;
    Numbers numbers(folder / "n.db");
    auto checkpointer = checkpointer_of(numbers);
    numbers.write(checkpointer, 10);
    {
        auto reader = must(Database::open(numbers.path, Database::Mode::kRead));
        must(reader.run("BEGIN"));
        CHECK(must(reader.number("SELECT count(*) FROM numbers")) == 10);
        numbers.write(checkpointer, 1000);
        CHECK(numbers.log_pages() > 1000);
        CHECK(must(reader.number("SELECT count(*) FROM numbers")) == 10);
    }
    const auto before = numbers.log_pages();
    numbers.write(checkpointer, 4000);
    CHECK(numbers.count() == 5010);
    CHECK(numbers.log_pages() < before + 4000);  // each takes more than a page
}

TEST_CASE("a log that grows is lengthened ahead, and what is ahead is no part of it") {
    const ScratchFolder folder;
    const auto path = folder / "n.db";
    Numbers numbers(path);
    constexpr int kLarge = 64 * 64;  // lengthened by 64 pages
    Checkpointer checkpointer(numbers.db, must(Database::open(path, Database::Mode::kWrite)),
                              kLarge);
    numbers.write(checkpointer, 2);
    CHECK(numbers.log_pages() < 16);  // who writes little needs no room
    numbers.write(checkpointer, 60);
    std::set<std::size_t> lengths;
    for (int i = 0; i < 500; ++i) {
        numbers.write(checkpointer, 1);
        lengths.insert(numbers.log_pages());
    }
    CHECK(lengths.size() > 5);
    CHECK(lengths.size() < 30);
    // As a process finds it that begins after this one was killed.
    const ScratchFolder other;
    for (const auto* end : {"", "-wal"})
        std::filesystem::copy_file(path + end, other / (std::string("n.db") + end));
    auto after = must(Database::open(other / "n.db", Database::Mode::kWrite));
    CHECK(must(after.number("SELECT count(*) FROM numbers")) == 562);
    CHECK(must(after.text("PRAGMA integrity_check")) == "ok");
    numbers.write(checkpointer, 9000);  // emptied and filled again, several times
    CHECK(numbers.count() == 9562);
    CHECK(must(numbers.db.text("PRAGMA integrity_check")) == "ok");
}
