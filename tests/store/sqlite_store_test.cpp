// The embedded store: the suite for all stores, and what is its own: files, locks, versions, erasure from the disk, copies.
#include "store/sqlite/sqlite_store.h"

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <fstream>
#include <random>
#include <thread>

#include "base/files.h"
#include "store/conformance.h"
#include "store/sqlite_backend.h"

using namespace mizan;
using namespace mizan::test;
using sqlite::Database;
using store::SqliteStore;

namespace {

// Whether some bytes stand in any file of a folder.
bool is_anywhere(const std::string& folder, std::string_view bytes) {
    for (const auto& file : std::filesystem::recursive_directory_iterator(folder)) {
        if (!file.is_regular_file()) continue;
        const auto content = must(read_file(file.path().string(), std::size_t{1} << 30));
        if (content.find(bytes) != content.npos) return true;
    }
    return false;
}

void run_sql(const std::string& path, const std::string& sql) {
    auto db = must(Database::open(path, Database::Mode::kCreate));
    must(db.run(sql));
}

std::string slurp(const std::string& path) { return must(read_file(path, std::size_t{1} << 30)); }

}  // namespace

STORE_CONFORMANCE(SqliteBackend);

TEST_CASE("who asks for little does not wait behind who asks for all") {
    SqliteBackend backend;
    record::Outcome outcome;
    outcome.platform = kPlatform;
    for (std::uint64_t post = 0; post < 4000; ++post) outcome.records.push_back(decision(post));
    must(backend.store().commit(std::move(outcome)));
    std::atomic<bool> begun{false};
    std::atomic<bool> ended{false};
    std::jthread long_question([&] {
        begun = true;
        for (int i = 0; i < 3; ++i) must(backend.store().check(1));
        ended = true;
    });
    while (!begun) std::this_thread::yield();
    int answered = 0;
    while (!ended) {
        must(backend.store().entry(1));
        if (!ended) ++answered;
    }
    CHECK(answered > 20);  // over one connection: about as often as the others were done
}

TEST_CASE("a window that is too small forgets only ordinary posts, and the oldest first") {
    const ScratchFolder folder;
    const auto path = folder / "store.db";
    auto store = must(SqliteStore::open({path, 4}));
    (void)put(*store, decision(1000));
    for (std::uint64_t i = 0; i < 20; ++i) (void)put_posts(*store, {ordinary(i)});
    for (int round = 0; round < 2; ++round) {
        for (std::uint64_t i = 16; i < 20; ++i)
            CHECK(put_posts(*store, {ordinary(i)})[0].state == kKnown);
        CHECK(put(*store, decision(1000)).state == kKnown);
        store.reset();
        store = must(SqliteStore::open({path, 4}));
    }
    CHECK(put_posts(*store, {ordinary(0)})[0].state == kNew);
    CHECK(must(store->find(kPlatform, tag_of(0), true)).size() == 2);
    check_whole(*store);
    // The views do not depend on what the window held.
    (void)put_posts(*store, {ordinary(50, 5)});
    for (std::uint64_t i = 60; i < 64; ++i) (void)put_posts(*store, {ordinary(i)});
    store.reset();
    store = must(SqliteStore::open({path, 4}));
    (void)put(*store, decision(50, 3));
    const auto decisions = [&] { return dump(path, "SELECT * FROM decisions ORDER BY record", 8); };
    const auto before = decisions();
    must(store->rebuild_views());
    CHECK(decisions() == before);
}

TEST_CASE("a store of a newer program is refused, and not a byte of it changes") {
    SqliteBackend backend;
    (void)put(backend.store(), decision(1));
    backend.close();
    run_sql(backend.path(), "PRAGMA user_version=7");
    const auto before = slurp(backend.path());
    CHECK(code_of(SqliteStore::open({backend.path()})) == "store-version");
    CHECK(code_of(SqliteStore::open_to_read(backend.path())) == "store-version");
    CHECK(slurp(backend.path()) == before);
    run_sql(backend.path(), "PRAGMA user_version=6");
    backend.reopen();
    CHECK(put(backend.store(), decision(1)).state == kKnown);
}

TEST_CASE("a store of schema 1 is read as it is and brought up by the first that writes, or left") {
    SqliteBackend backend;
    (void)put(backend.store(), decision(1));
    const auto batch = put_posts(backend.store(), {ordinary(2), ordinary(3)})[0].record;
    (void)put(backend.store(), about(record::Kind::kHold, 1));
    (void)put(backend.store(), about(record::Kind::kHold, batch));
    backend.close();
    const std::string identity = "SELECT hex(identity) FROM store";
    run_sql(
        backend.path(),
        "DROP TABLE waiting_file; DROP INDEX journal_rare; DROP TABLE store; DROP TABLE waiting; "
        "DROP TABLE told; "
        "PRAGMA user_version=1;"
        "CREATE TABLE old(record INTEGER NOT NULL, hold INTEGER NOT NULL, PRIMARY KEY(record, "
        "hold)) WITHOUT ROWID; INSERT INTO old SELECT record, hold FROM holds; DROP TABLE "
        "holds; ALTER TABLE old RENAME TO holds");
    const auto before = slurp(backend.path());
    const ScratchFolder folder;
    {
        const auto reader = must(SqliteStore::open_to_read(backend.path()));
        CHECK(must(reader->check(9)).empty());
        CHECK(must(reader->is_held(1)));
        CHECK(must(reader->is_held(batch, 1)));
        CHECK(must(reader->status(kPlatform)).held == 2);
        must(reader->backup(folder / "copy.db"));
    }
    CHECK(slurp(backend.path()) == before);
    run_sql(backend.path(), "CREATE TABLE store(another)");  // in the way of the step
    CHECK_FALSE(SqliteStore::open({backend.path()}).has_value());
    CHECK(dump(backend.path(), "PRAGMA user_version", 1) == "1|\n");
    run_sql(backend.path(), "DROP TABLE store");
    backend.reopen();
    CHECK(put(backend.store(), decision(1)).state == kKnown);
    CHECK(must(backend.store().is_held(batch, 1)));
    CHECK(must(backend.store().check(9)).empty());
    check_rebuilt(backend);
    (void)put(backend.store(), about(record::Kind::kRelease, batch));
    CHECK_FALSE(must(backend.store().is_held(batch)));
    backend.close();
    CHECK(dump(backend.path(), "PRAGMA user_version", 1) == "6|\n");
    const auto once = dump(backend.path(), identity, 1);
    CHECK(once.size() == 34);
    backend.reopen();
    backend.close();
    CHECK(dump(backend.path(), identity, 1) == once);
}

TEST_CASE("what is no store of ours is refused and left alone") {
    const ScratchFolder folder;
    const auto path = folder / "store.db";
    CHECK(code_of(SqliteStore::open_to_read(path)) == "store-missing");
    run_sql(path, "CREATE TABLE t(a); INSERT INTO t VALUES(1)");
    auto before = slurp(path);
    CHECK(code_of(SqliteStore::open({path})) == "store-corrupt");
    CHECK(code_of(SqliteStore::open_to_read(path)) == "store-corrupt");
    CHECK(slurp(path) == before);
    run_sql(path, "PRAGMA user_version=1");  // another's schema 1
    before = slurp(path);
    CHECK(code_of(SqliteStore::open({path})) == "store-corrupt");
    CHECK(slurp(path) == before);
    std::ofstream(path, std::ios::trunc) << std::string(5000, 'x');
    before = slurp(path);
    CHECK(code_of(SqliteStore::open({path})) == "store-corrupt");
    CHECK(code_of(SqliteStore::open_to_read(path)) == "store-corrupt");
    CHECK(slurp(path) == before);
    CHECK(code_of(SqliteStore::open({folder / "no/such/folder"})) == "store-full");
}

TEST_CASE("one writes, many read, and they do not wait for each other") {
    SqliteBackend backend;
    (void)put(backend.store(), decision(1));
    CHECK(code_of(SqliteStore::open({backend.path()})) == "store-busy");
    auto reader = must(SqliteStore::open_to_read(backend.path()));
    CHECK(must(reader->vault(1)) == decision(1).vault);
    (void)put(backend.store(), decision(2));
    CHECK(must(reader->vault(2)) == decision(2).vault);
    CHECK(code_of(reader->commit(outcome({decision(3)}))) == "internal");
    CHECK(code_of(reader->rebuild_views()) == "internal");
    check_whole(*reader);
    const auto child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {  // another process
        const auto second = SqliteStore::open({backend.path()});
        ::_exit(!second && second.error().code == Code::kStoreBusy ? 0 : 1);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    CHECK(status == 0);
    backend.close();
    CHECK(must(reader->status(kPlatform)).records == 2);  // there is no writer now
    CHECK(must(SqliteStore::open({backend.path()})) != nullptr);
}

TEST_CASE("a folder that may not be written can be read, and says so to a writer") {
    SqliteBackend backend;
    (void)put(backend.store(), decision(1));
    backend.close();
    ::chmod(backend.folder().path().c_str(), 0555);
    ::chmod(backend.path().c_str(), 0444);
    const auto child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        if (::getuid() == 0 && ::setuid(65'534) != 0) ::_exit(9);  // root may write anywhere
        if (const auto writer = SqliteStore::open({backend.path()});
            writer || writer.error().code != Code::kStoreFull)
            ::_exit(1);
        const auto reader = SqliteStore::open_to_read(backend.path());
        if (!reader) ::_exit(2);
        ::_exit((*reader)->vault(1) ? 0 : 3);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    ::chmod(backend.folder().path().c_str(), 0755);
    CHECK(WEXITSTATUS(status) == 0);
}

TEST_CASE("what was erased is in no file once the write-ahead log is empty") {
    SqliteBackend backend;
    auto& store = backend.store();
    constexpr std::uint64_t kPosts = 300;
    std::mt19937 random(7);
    std::vector<std::string> secret;
    for (std::uint64_t i = 0; i < kPosts; ++i) {
        // Of all sizes from a few bytes to several pages.
        std::string text = "<<secret " + std::to_string(i) + ">>";
        const auto whole = text.size();
        while (text.size() < (i % 10 == 0 ? 20'000 : random() % 900))
            text += " and so on " + std::to_string(random());
        secret.push_back(text.substr(0, whole));
        auto draft = decision(i);
        draft.vault.input = text;
        draft.vault.post = "<<id " + std::to_string(i) + ">>";
        draft.vault.decision = "<<why " + std::to_string(i) + ">>";
        draft.vault.salts.assign(4, record::random_salt());
        (void)put(store, draft);
    }
    std::vector<std::uint64_t> order(kPosts);
    for (std::uint64_t i = 0; i < kPosts; ++i) order[i] = i;
    std::shuffle(order.begin(), order.end(), random);
    CHECK(put(store, decision(0)).state == kConflict);  // a known key was looked up
    for (std::uint64_t n = 0; n < kPosts; ++n) {
        const auto i = order[n];
        const auto salt = must(store.vault(i + 1)).salts.at(2);
        (void)put(store, erasure(i + 1));
        if (n % 30 != 0 && n + 1 != kPosts) continue;
        must(store.empty_log());
        const auto folder = backend.folder().path();
        for (std::uint64_t before = 0; before <= n; ++before) {
            const auto number = std::to_string(order[before]);
            for (const auto* what : {"secret ", "id ", "why "})
                CHECK_FALSE(is_anywhere(folder, std::string("<<") + what + number + ">>"));
        }
        CHECK_FALSE(is_anywhere(folder, {reinterpret_cast<const char*>(salt.data()), salt.size()}));
        if (n + 1 < kPosts) CHECK(is_anywhere(folder, secret[order[n + 1]]));
    }
    check_whole(store);
}

TEST_CASE("the write-ahead log can be emptied whatever was asked before") {
    SqliteBackend backend;
    auto& store = backend.store();
    const auto wal = [&] { return std::filesystem::file_size(backend.path() + "-wal"); };
    (void)put(store, decision(1));
    (void)put_posts(store, {ordinary(2)});
    (void)put(store, decision(1));               // known
    (void)put_posts(store, {ordinary(1)});       // known, as a record of its own
    (void)put_posts(store, {ordinary(2)});       // known, in a batch
    (void)put(store, decision(1, 0, "rescan"));  // supersedes
    CHECK(wal() > 0);
    must(store.empty_log());
    CHECK(wal() == 0);
    must(store.rebuild_views());
    CHECK(code_of(store.commit(outcome({erasure(99)}))) == "record-missing");
    must(store.empty_log());
    CHECK(wal() == 0);
}

TEST_CASE("a copy is without the vault, which stands beside it and can be put back") {
    SqliteBackend backend;
    auto& store = backend.store();
    auto draft = decision(1);
    draft.vault.input = "<<secret>>";
    (void)put(store, draft);
    const auto slot = put_posts(store, {ordinary(2), ordinary(3)});
    (void)put(store, about(record::Kind::kHold, 1));
    (void)put(store, erasure(2, slot[1].slot));
    const ScratchFolder other;
    const auto copy = other / "it's a copy.db";
    must(store.backup(copy));
    CHECK(code_of(store.backup(copy)) == "file-write");
    CHECK(code_of(store.backup(other / "no/such/folder")) == "file-write");
    for (const auto& path : {copy, copy + ".vault"}) {
        struct stat st{};
        REQUIRE(::stat(path.c_str(), &st) == 0);
        CHECK((st.st_mode & 0777) == 0600);
    }
    CHECK(slurp(copy).find("<<secret>>") == std::string::npos);
    CHECK(slurp(copy + ".vault").find("<<secret>>") != std::string::npos);
    {
        // Without its vault it is as if all had been erased.
        auto bare = must(SqliteStore::open({copy}));
        CHECK(must(bare->leaves(kPlatform, 0, 10)) == must(store.leaves(kPlatform, 0, 10)));
        CHECK(must(bare->is_held(1)));
        CHECK(code_of(bare->vault(1)) == "record-erased");
        CHECK_FALSE(must(bare->frame(2)).salts.salt(0));
        CHECK(must(bare->find(kPlatform, tag_of(2), true)).size() == 1);
        CHECK(put(*bare, draft).state == kErased);
        CHECK(put_posts(*bare, {ordinary(2)})[0].state == kErased);
        CHECK(code_of(bare->commit(outcome({erasure(2, slot[0].slot)}))) == "record-erased");
    }
    {
        auto db = must(Database::open(copy, Database::Mode::kWrite));
        must(db.run("ATTACH '" + (other / "it''s a copy.db.vault") +
                    "' AS v; INSERT INTO vault SELECT * FROM v.vault;"
                    "INSERT INTO frame_salts SELECT * FROM v.frame_salts"));
    }
    auto restored = must(SqliteStore::open({copy}));
    CHECK(must(restored->vault(1)) == draft.vault);
    CHECK(put(*restored, draft).state == kKnown);
    CHECK(put_posts(*restored, {ordinary(2)})[0].state == kKnown);
    CHECK(put_posts(*restored, {ordinary(3)})[0].state == kErased);
    CHECK(put(*restored, decision(9)).state == kNew);
    check_whole(*restored);
    // The original goes on as before.
    CHECK(put(store, draft).state == kKnown);
    check_whole(store);
}

TEST_CASE("a copy can be made while others write") {
    SqliteBackend backend;
    auto& store = backend.store();
    for (std::uint64_t i = 0; i < 50; ++i) (void)put(store, decision(i));
    std::atomic<bool> stop = false;
    std::atomic<std::uint64_t> written = 50;
    std::jthread writer([&] {
        for (std::uint64_t i = 50; !stop; ++i)
            if (store.commit(outcome({decision(i)}))) ++written;
    });
    const ScratchFolder other;
    for (int i = 0; i < 5; ++i) {
        const auto path = other / std::to_string(i);
        const auto before = written.load();
        must(store.backup(path));
        auto copy = must(SqliteStore::open_to_read(path));
        CHECK(must(copy->status(kPlatform)).decisions >= before);
    }
    stop = true;
}

TEST_CASE("damage is told, not believed") {
    SqliteBackend backend;
    (void)put(backend.store(), decision(1));
    (void)put_posts(backend.store(), {ordinary(2), ordinary(3)});
    (void)put(backend.store(), decision(4));
    (void)put(backend.store(), erasure(3));
    backend.close();
    const auto intact = slurp(backend.path());
    for (const char* sql : {
             "DELETE FROM vault WHERE record = 1",
             "DELETE FROM journal WHERE record = 3",
             "UPDATE journal SET leaf = ',\"t\":1' WHERE record = 1",
             "UPDATE journal SET idx = 9 WHERE record = 4",
             "DELETE FROM frames",
             "UPDATE frames SET bytes = substr(bytes, 1, 40)",
             "UPDATE frames SET bytes = substr(bytes, 1, 20) || x'FF' || substr(bytes, 22)",
             "UPDATE frames SET bytes = substr(bytes, 1, 50) || x'00' || substr(bytes, 52)",
             "UPDATE platforms SET next_index = 3",
             "INSERT INTO vault VALUES(77,'','','','','',0)",
             "UPDATE vault SET input = x'41' WHERE record = 3",
             "DELETE FROM erasures",
             "UPDATE frame_salts SET salts = x'0102'",
         }) {
        CAPTURE(std::string(sql));
        run_sql(backend.path(), sql);
        auto reader = must(SqliteStore::open_to_read(backend.path()));
        CHECK_FALSE(must(reader->check(10)).empty());
        CHECK(must(reader->check(1)).size() == 1);
        reader.reset();
        std::filesystem::remove(backend.path() + "-wal");
        std::filesystem::remove(backend.path() + "-shm");
        std::ofstream(backend.path(), std::ios::binary | std::ios::trunc) << intact;
    }
    auto reader = must(SqliteStore::open_to_read(backend.path()));
    CHECK(must(reader->check(10)).empty());
}
