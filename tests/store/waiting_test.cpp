// Ordinary posts that wait for their frame: durable, known and counted like any others, whatever comes between.
#include <doctest/doctest.h>

#include <fstream>
#include <random>

#include "base/files.h"
#include "store/history.h"
#include "store/sqlite/waiting.h"
#include "store/sqlite_backend.h"

using namespace mizan;
using namespace mizan::test;
using store::SqliteStore;
using store::Store;
using enum record::AnswerState;

namespace {

std::vector<record::Answer> put_later(Store& store, record::Batch batch,
                                      std::string platform = kPlatform) {
    std::vector<record::Outcome> one;
    one.push_back(outcome({}, {std::move(batch)}, std::move(platform)));
    auto done = store.commit_each(std::move(one), Store::Frames::kLater);
    return must(std::move(done.at(0))).batches.at(0);
}
std::vector<record::Answer> put_later(Store& store, std::vector<record::OrdinaryPost> posts) {
    return put_later(store, batch(std::move(posts)));
}

// Posts and a record in one group: the posts wait in the table then.
void put_beside_a_record(Store& store, std::uint64_t number) {
    std::vector<record::Outcome> both;
    both.push_back(outcome({}, {batch({ordinary(number)})}));
    both.push_back(outcome({decision(100 + number)}));
    for (const auto& done : store.commit_each(std::move(both), Store::Frames::kLater))
        CHECK(done.has_value());
}

// The files as a process would find them that begins after this one was killed.
std::string copy_as_killed(const SqliteBackend& backend, const ScratchFolder& folder) {
    const auto copy = folder / "store.db";
    for (const auto* end : {"", "-wal", ".waiting"})
        if (std::filesystem::exists(backend.path() + end))
            std::filesystem::copy_file(backend.path() + end, copy + end,
                                       std::filesystem::copy_options::overwrite_existing);
    return copy;
}

std::string rows_waiting(const std::string& path) {
    return dump(path, "SELECT count(*) FROM waiting", 1);
}
// In the file beside a store.
std::size_t groups_waiting(const std::string& path) {
    auto db = must(sqlite::Database::open(path, sqlite::Database::Mode::kRead));
    const auto file = must(store::WaitingFile::read(path));
    return must(store::WaitingFile::groups_in(file, *must(store::read_epoch(db)))).groups.size();
}

bool has(const std::string& folder, const Sha256& hash) {
    for (const auto& file : std::filesystem::directory_iterator(folder))
        if (must(read_file(file.path().string(), std::size_t{1} << 30)).contains(bytes_of(hash)))
            return true;
    return false;
}

}  // namespace

TEST_CASE("posts of many small batches come into one frame before anybody asks") {
    SqliteBackend backend;
    auto& store = backend.store();
    (void)put(store, decision(100));
    for (std::uint64_t i = 0; i < 30; i += 3) {
        const auto told = put_later(store, {ordinary(i), ordinary(i + 1), ordinary(i + 2)});
        CHECK(told.size() == 3);
        for (const auto& answer : told) {
            CHECK(answer.state == kNew);
            CHECK(answer.in_batch);
        }
    }
    CHECK(groups_waiting(backend.path()) == 10);
    CHECK(rows_waiting(backend.path()) == "0|\n");
    const auto status = must(store.status(kPlatform));
    CHECK(status.ordinary == 30);
    CHECK(status.leaves == 2);
    CHECK(groups_waiting(backend.path()) == 0);
    for (std::uint64_t i = 0; i < 30; ++i) {
        const auto found = must(store.find(kPlatform, tag_of(i), true));
        REQUIRE(found.size() == 1);
        CHECK(put_later(store, {ordinary(i)})[0].record == found[0].record);
    }
    (void)put_later(store, {ordinary(50)});
    CHECK(must(store.leaves(kPlatform, 0, 10)).size() == 3);
    (void)put_later(store, {ordinary(51)});
    std::size_t visited = 0;
    must(store.each(kPlatform, 0, [&](const auto&) { return ++visited > 0; }));
    CHECK(visited == 4);
    (void)put_later(store, {ordinary(52)});
    check_whole(store);
    check_whole(*must(SqliteStore::open_to_read(backend.path())));
    CHECK(must(store.last_at(kPlatform)) == 1000);
    backend.close();
    CHECK(must(SqliteStore::open_to_read(backend.path()))->status(kPlatform)->ordinary == 33);
}

TEST_CASE("posts that differ in platform, purpose, time or policy wait for frames of their own") {
    SqliteBackend backend;
    auto& store = backend.store();
    auto later = batch({ordinary(2)});
    later.at = 1001;
    auto other = batch({ordinary(4)});
    other.setting.policy = "test@2";
    other.tails = {{R"(,"outcome":"allowed","x":1)", record::kNotCovered},
                   {R"(,"outcome":"allowed")", record::kCoveredFull}};
    for (const auto& each :
         {batch({ordinary(1)}), later, batch({ordinary(3)}, "rescan"), other, batch({ordinary(5)})})
        (void)put_later(store, each);
    (void)put_later(store, batch({ordinary(1)}), "another");
    CHECK(must(store.status(kPlatform)).leaves == 4);
    CHECK(must(store.status(kPlatform)).ordinary == 5);
    CHECK(must(store.status("another")).ordinary == 1);
    const auto first = must(store.find(kPlatform, tag_of(1), true)).at(0).record;
    CHECK(must(store.find(kPlatform, tag_of(5), true)).at(0).record == first);
    const auto fourth = must(store.find(kPlatform, tag_of(4), true)).at(0);
    const auto frame = must(store.frame(fourth.record));
    const auto view = must(record::FrameView::read(frame.bytes));
    const auto tails = must(view.tails());
    CHECK(tails.at(view.slot(fourth.slot).tail).coverage == record::kNotCovered);
    CHECK(must(store.find(kPlatform, tag_of(3), true)).at(0).purpose == "rescan");
    check_whole(store);
}

TEST_CASE(
    "a post that waits is known: again, with other contents, twice at once, in a large batch") {
    SqliteBackend backend;
    auto& store = backend.store();
    auto other = ordinary(1);
    other.input = sha256("something else");
    (void)put_later(store, {ordinary(1), ordinary(2), ordinary(3)});
    const auto again = put_later(store, {ordinary(2), ordinary(4)});
    CHECK(again[0].state == kKnown);
    CHECK(again[0].record == 1);
    CHECK(again[1].state == kNew);
    const auto frame = must(store.frame(1));
    CHECK(must(record::FrameView::read(frame.bytes)).slot(again[0].slot).tag == tag_of(2));
    CHECK(put_later(store, {other})[0].state == kConflict);
    const auto twice = put_later(store, {ordinary(5), ordinary(5)});
    CHECK(twice[0].state == kNew);
    CHECK(twice[1].state == kKnown);
    CHECK(twice[1].record == twice[0].record);
    (void)put_later(store, {ordinary(6)});
    const auto bulk = put_posts(store, {ordinary(6), ordinary(7)});
    CHECK(bulk[0].state == kKnown);
    CHECK(bulk[1].state == kNew);
    (void)put_later(store, {ordinary(8)});
    CHECK(put_later(store, {ordinary(8, 2)})[0].state == kNew);  // an edited post is another key
    CHECK(must(store.find(kPlatform, tag_of(8), true)).size() == 2);
    CHECK(must(store.status(kPlatform)).ordinary == 9);
    check_whole(store);
}

TEST_CASE("a decision of its own supersedes the one about a post that waits") {
    SqliteBackend backend;
    auto& store = backend.store();
    (void)put_later(store, {ordinary(1)});
    CHECK(put(store, decision(1)).state == kKnown);  // the same key and contents
    (void)put_later(store, {ordinary(2)});
    const auto own = put(store, decision(2, 1));
    CHECK(own.state == kNew);
    const auto found = must(store.find(kPlatform, tag_of(2), true));
    REQUIRE(found.size() == 2);
    CHECK(must(store.entry(own.record)).supersedes == found[0].record);
    CHECK(found[0].in_batch);
    // And the other way round: what was decided on record before is the answer.
    (void)put(store, decision(3));
    CHECK(put_later(store, {ordinary(3)})[0].state == kKnown);
    check_whole(store);
}

TEST_CASE("posts that wait outlive the process, and whoever opens the store makes their frame") {
    SqliteBackend backend;
    auto& store = backend.store();
    (void)put(store, decision(100));
    for (std::uint64_t i = 0; i < 5; ++i) (void)put_later(store, {ordinary(i), ordinary(10 + i)});
    put_beside_a_record(store, 20);
    const ScratchFolder folder;
    const auto path = copy_as_killed(backend, folder);
    {
        auto reader = must(SqliteStore::open_to_read(path));
        check_whole(*reader);
    }
    CHECK(groups_waiting(path) == 5);
    CHECK(rows_waiting(path) == "1|\n");
    {
        auto after = must(SqliteStore::open({path}));
        CHECK(groups_waiting(path) == 0);
        CHECK(rows_waiting(path) == "0|\n");
        CHECK(must(after->status(kPlatform)).ordinary == 11);
        CHECK(must(after->status(kPlatform)).leaves == 3);
        CHECK(put_later(*after, {ordinary(3)})[0].state == kKnown);
        check_whole(*after);
    }
    // Killed again when their frame was durable and the file still as before: none is doubled.
    std::filesystem::copy_file(backend.path() + ".waiting", path + ".waiting",
                               std::filesystem::copy_options::overwrite_existing);
    CHECK(must(must(SqliteStore::open({path}))->status(kPlatform)).ordinary == 11);
}

TEST_CASE("what waits and was changed by the disk is told, and stops who would write") {
    SqliteBackend backend;
    auto& store = backend.store();
    put_beside_a_record(store, 20);
    for (std::uint64_t i = 0; i < 3; ++i) (void)put_later(store, {ordinary(i)});
    const ScratchFolder folder;
    const auto told = [](const std::string& path) {
        const auto faults = must(must(SqliteStore::open_to_read(path))->check(10));
        CHECK(code_of(SqliteStore::open({path})) == "store-corrupt");
        return faults.size() == 1 ? faults[0].where : std::to_string(faults.size());
    };
    const auto run = [](const std::string& path, const std::string& sql) {
        must(must(sqlite::Database::open(path, sqlite::Database::Mode::kWrite)).run(sql));
    };
    auto bad = copy_as_killed(backend, folder);
    run(bad, "UPDATE waiting SET posts = substr(posts, 1, 40) || x'FF' || substr(posts, 42)");
    CHECK(told(bad) == "waiting, row 1");
    bad = copy_as_killed(backend, folder);
    run(bad, "UPDATE waiting_file SET checked = checked + 1");
    CHECK(told(bad) == "waiting_file");
    bad = copy_as_killed(backend, folder);
    auto file = must(read_file(bad + ".waiting", std::size_t{1} << 30));
    file[store::WaitingFile::kBlock + 50] ^= 1;  // of the second group of three
    must(write_file(bad + ".waiting", file));
    CHECK(told(bad) == "waiting, group 1");
}

TEST_CASE("a store of schema 5 with posts that wait is brought up, and they get their frame") {
    SqliteBackend backend;
    put_beside_a_record(backend.store(), 1);
    put_beside_a_record(backend.store(), 2);
    const ScratchFolder folder;
    const auto path = copy_as_killed(backend, folder);
    CHECK(rows_waiting(path) == "2|\n");
    must(must(sqlite::Database::open(path, sqlite::Database::Mode::kWrite))
             .run("DROP TABLE waiting_file; PRAGMA user_version=5"));
    must(must(SqliteStore::open_to_read(path))->backup(folder / "copy.db"));
    auto after = must(SqliteStore::open({path}));
    CHECK(must(after->status(kPlatform)).ordinary == 2);
    (void)put_later(*after, {ordinary(3)});
    CHECK(groups_waiting(path) == 1);
    check_whole(*after);
    CHECK(must(must(SqliteStore::open({folder / "copy.db"}))->status(kPlatform)).ordinary == 2);
}

TEST_CASE("a copy that is put back takes no file for its own that is another's") {
    SqliteBackend backend;
    auto& store = backend.store();
    (void)put(store, decision(100));
    (void)put_later(store, {ordinary(1)});
    const ScratchFolder folder;
    must(store.backup(folder / "store.db"));
    (void)put_later(store, {ordinary(2)});
    std::filesystem::copy_file(backend.path() + ".waiting", folder / "store.db.waiting");
    auto restored = must(SqliteStore::open({folder / "store.db"}));
    CHECK(must(restored->status(kPlatform)).ordinary == 1);
}

TEST_CASE(
    "the file of what waits begins anew when it is full, and what is too much for it is a row") {
    SqliteBackend backend;
    auto& store = backend.store();
    (void)put(store, decision(5000));
    constexpr auto kLone = store::WaitingFile::kBytes / store::WaitingFile::kBlock;
    for (std::uint64_t i = 0; i < kLone + 10; ++i) (void)put_later(store, {ordinary(i)});
    CHECK(groups_waiting(backend.path()) < kLone / 2);
    auto large = batch({ordinary(4000)});
    large.tails[0].text.append(store::WaitingFile::kBytes, 'x');
    (void)put_later(store, large);
    CHECK(rows_waiting(backend.path()) == "1|\n");
    CHECK(must(store.status(kPlatform)).ordinary == kLone + 11);
    CHECK(std::filesystem::file_size(backend.path() + ".waiting") == store::WaitingFile::kBytes);
    check_whole(store);
}

TEST_CASE("a row of posts that wait is read whole or not at all") {
    std::mt19937 random(5);
    const ScratchFolder folder;
    auto db = must(sqlite::Database::open(folder / "x.db", sqlite::Database::Mode::kCreate));
    must(
        db.run("CREATE TABLE platforms(id, name); CREATE TABLE waiting(id INTEGER PRIMARY KEY, "
               "platform, posts, checked)"));
    store::Waiting waiting(db);
    must(waiting.load());
    auto two = batch({ordinary(1), ordinary(2)});
    two.tails.push_back({"another", record::kNotCovered});
    two.posts[1].tail = 1;
    must(waiting.add("p", 1, two));
    auto rows = must(db.prepare("SELECT posts FROM waiting"));
    REQUIRE(must(rows.row()));
    const std::string bytes(rows.bytes_at(0));
    const auto read = must(store::read_waiting(bytes));
    CHECK(read.tails.at(1).text == "another");
    CHECK(read.posts.at(1).tail == 1);
    CHECK(read.posts.at(1).input == two.posts[1].input);
    CHECK(read.posts.at(0).tag == tag_of(1));
    for (std::size_t size = 0; size < bytes.size(); ++size)
        CHECK(code_of(store::read_waiting(bytes.substr(0, size))) == "store-corrupt");
    for (int i = 0; i < 2000; ++i) {
        auto changed = bytes;
        changed[random() % changed.size()] = static_cast<char>(random());
        if (const auto any = store::read_waiting(changed))
            for (const auto& post : any->posts) CHECK(post.tail < any->tails.size());
    }
}

TEST_CASE("of what was erased no hash is left where its post waited") {
    SqliteBackend backend;
    auto& store = backend.store();
    const auto folder = backend.folder().path();
    (void)put(store, decision(5000));
    for (std::uint64_t i = 0; i < 400; ++i)
        (void)put_later(store, {ordinary(i), ordinary(1000 + i)});
    CHECK(has(folder, ordinary(77).input));
    const auto found = must(store.find(kPlatform, tag_of(77), true)).at(0);
    (void)put(store, erasure(found.record, found.slot));
    must(store.empty_log());
    for (const std::uint64_t i : {0u, 1u, 77u, 399u, 1077u, 1399u})
        CHECK_FALSE(has(folder, ordinary(i).input));
    CHECK(put_later(store, {ordinary(77)})[0].state == kErased);
    check_whole(store);
}

TEST_CASE("a copy has the posts that wait in its frames, whoever makes it") {
    SqliteBackend backend;
    auto& store = backend.store();
    const ScratchFolder other;
    (void)put_later(store, {ordinary(3)});  // with its platform: a row
    (void)put_later(store, {ordinary(1), ordinary(2)});
    must(must(SqliteStore::open_to_read(backend.path()))->backup(other / "read.db"));
    CHECK(groups_waiting(backend.path()) == 1);
    CHECK(rows_waiting(backend.path()) == "1|\n");
    must(store.backup(other / "own.db"));
    for (const auto* name : {"read.db", "own.db"}) {
        CAPTURE(std::string(name));
        const auto copy = other / name;
        CHECK(rows_waiting(copy) == "0|\n");
        auto restored = must(SqliteStore::open({copy}));
        CHECK(must(restored->status(kPlatform)).ordinary == 3);
        must(restored->restore_vault(copy + ".vault"));
        CHECK(put_posts(*restored, {ordinary(2)})[0].state == kKnown);
        check_whole(*restored);
    }
    CHECK_FALSE(has(other.path(), ordinary(1).input));
}

TEST_CASE("many that wait get their frame by themselves; a large batch never waits") {
    SqliteBackend backend;
    auto& store = backend.store();
    (void)put(store, decision(20'000));
    constexpr std::uint64_t kEach = 128;
    const auto some = [](std::uint64_t first, std::uint64_t count) {
        std::vector<record::OrdinaryPost> posts;
        for (std::uint64_t i = first; i < first + count; ++i) posts.push_back(ordinary(i));
        return posts;
    };
    std::uint64_t next = 0;
    for (; next + kEach < store::Waiting::kDue; next += kEach)
        (void)put_later(store, some(next, kEach));
    CHECK(groups_waiting(backend.path()) == store::Waiting::kDue / kEach - 1);
    (void)put_later(store, some(next, kEach));
    const auto told = put_later(store, some(10'000, store::Waiting::kFew + 1));
    CHECK(groups_waiting(backend.path()) == 0);
    CHECK(told[0].record == 3);
    CHECK(must(store.status(kPlatform)).leaves == 3);
    check_whole(store);
}

TEST_CASE("what is turned away beside posts that wait takes none of them along") {
    SqliteBackend backend;
    auto& store = backend.store();
    (void)put_later(store, {ordinary(1)});
    std::vector<record::Outcome> several;
    several.push_back(outcome({}, {batch({ordinary(2)})}));
    several.push_back(outcome({erasure(99)}));
    auto long_leaf = decision(7);
    long_leaf.leaf.append(70'000,
                          'x');  // fails when it is written: all is rolled back and done again
    several.push_back(outcome({long_leaf}));
    several.push_back(outcome({}, {batch({ordinary(3)})}));
    const auto done = store.commit_each(std::move(several), Store::Frames::kLater);
    CHECK(done[0].has_value());
    CHECK(code_of(done[1]) == "record-missing");
    CHECK(code_of(done[2]) == "record-conflict");
    CHECK(done[3].has_value());
    CHECK(must(store.status(kPlatform)).ordinary == 3);
    check_whole(store);
    must(store.rebuild_views());
    CHECK(put_later(store, {ordinary(3)})[0].state == kKnown);
}
