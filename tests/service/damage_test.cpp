// A record in which one byte has changed: fsck says which, or the byte carries nothing.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "base/files.h"
#include "model/json.h"
#include "service/decide.h"
#include "service/erase.h"
#include "service/fsck.h"
#include "service/publish_logs.h"
#include "service/recorder.h"
#include "sqlite/database.h"
#include "store/sqlite_backend.h"
#include "support/thorough.h"
#include "support/tiny_policy.h"

using namespace mizan;
using test::must;

namespace {

constexpr std::uint64_t kStart = 1'790'000'000;
constexpr std::size_t kFileBytes = 64u << 20;

// A folder with decisions, batches, a hold, erasures and a log that was published in several sizes.
class SmallRecord {
public:
    SmallRecord() {
        policy_.policy = must(service::load_policy_alone(
                                  std::string(MIZAN_SOURCE_DIR) + "/examples/garden-club", {}))
                             .policy;
        for (int run = 0; run < 3; ++run) record(run);
        change();
        whole_ = must(read_file(db(), kFileBytes));
    }
    [[nodiscard]] std::string db() const { return path() + "/store.db"; }
    [[nodiscard]] std::string log() const { return path() + "/log/garden"; }
    [[nodiscard]] const std::string& whole() const { return whole_; }
    [[nodiscard]] std::unique_ptr<service::RecordFolder> open(bool write = false) const {
        return must(service::RecordFolder::open({path(), {}, write}));
    }
    // What is wrong, a line each; also why it cannot be looked at.
    [[nodiscard]] std::string faults() const {
        auto folder = service::RecordFolder::open({path(), {}, false});
        if (!folder) return to_string(folder.error());
        const auto report = service::fsck(**folder);
        if (!report) return to_string(report.error());
        std::string out;
        for (const auto& fault : report->faults)
            out.append(fault.where).append(": ").append(fault.what).append("\n");
        return out;
    }
    void put(const std::string& bytes) const {
        for (const char* more : {"-wal", "-shm"}) std::filesystem::remove(db() + more);
        must(write_file(db(), bytes));
    }

private:
    [[nodiscard]] std::string path() const { return scratch_ / "record"; }
    static service::Clock clock(std::uint64_t later) {
        return [later] { return kStart + later; };
    }
    void record(int run) {
        const auto folder = open(true);
        service::RecorderOptions options;
        options.platform = "garden";
        service::LiveLogsOptions publishing;
        publishing.publish_ms = 0;
        publishing.clock = clock(static_cast<std::uint64_t>(run) * 60);
        service::LiveLogs logs(*folder, publishing);
        const auto recorder = must(service::Recorder::make(*folder, logs, policy_, {}, options));
        service::Decider decider(policy_.policy);
        service::RecordNotes notes;
        for (int i = 0; i < 6; ++i) {
            const auto id = "p" + std::to_string(run) + "." + std::to_string(i);
            auto post =
                test::post_of(i % 3 == 0 ? "Gardeners are weeds" : "The roses are in bloom");
            post.platform = "garden";
            post.id = id;
            post.author = "ann";
            const auto& decision = decider.decide(post);
            std::string json;
            append_json(json, decision);
            recorder->note(notes, post, decision, json, "input", {});
        }
        std::string output;
        std::string rejects;
        must(recorder->commit(notes, service::RejectFormat::kJsonl, "input", output, rejects));
        (void)must(logs.finish());
    }
    void change() {
        const auto folder = open(true);
        const auto post = [](const char* id) {
            service::RecordQuery query;
            query.post = id;
            return query;
        };
        const service::Order order{"author-request", "asked", "clerk"};
        (void)must(service::hold_post(*folder, post("p0.0"), order, clock(300)));
        for (const char* id : {"p0.0", "p0.3", "p1.1"})
            (void)must(service::erase_post(*folder, post(id), order, clock(300)));
        (void)must(service::publish_logs(*folder, {}, kStart + 400, {}));
        (void)must(service::publish_logs(*folder, {}, kStart + 7200, {}));
        (void)must(service::hold_post(*folder, post("p1.0"), order, clock(7300)));
    }

    test::ScratchFolder scratch_;
    service::LoadedPolicy policy_;
    std::string whole_;
};

// All that the tables hold, as text; empty if they cannot be read.
std::string dump_all(const std::string& path) {
    auto db = sqlite::Database::open(path, sqlite::Database::Mode::kRead);
    if (!db) return {};
    std::string out;
    for (const auto& [table, columns] :
         {std::pair("platforms", 3), std::pair("journal", 16), std::pair("frames", 3),
          std::pair("vault", 7), std::pair("frame_salts", 4), std::pair("log", 7),
          std::pair("decisions", 8), std::pair("holds", 2), std::pair("erasures", 3),
          std::pair("store", 2)}) {
        auto rows = db->prepare(std::string("SELECT * FROM ") + table);
        if (!rows) return {};
        while (true) {
            const auto more = rows->row();
            if (!more) return {};
            if (!*more) break;
            for (int i = 0; i < columns; ++i)
                out.append(rows->is_null(i) ? "null" : rows->bytes_at(i)).push_back('|');
        }
    }
    return out;
}

struct Tally {
    std::size_t named = 0;
    std::size_t empty = 0;  // the bytes carry nothing
};

// Turns one bit of the database at that place.
void flip(const SmallRecord& record, const std::string& before, std::size_t at, unsigned bit,
          Tally& tally) {
    auto bytes = record.whole();
    bytes[at] = static_cast<char>(bytes[at] ^ (1 << bit));
    record.put(bytes);
    if (!record.faults().empty()) {
        ++tally.named;
        return;
    }
    const bool same = dump_all(record.db()) == before;
    CHECK_MESSAGE(same, "a bit of byte ", at, " is another and nobody notices");
    ++tally.empty;
}

// The places of a table's rows that hold texts and bytes.
std::vector<std::size_t> places(const SmallRecord& record, const std::string& sql) {
    std::vector<std::size_t> out;
    auto db = must(sqlite::Database::open(record.db(), sqlite::Database::Mode::kRead));
    auto rows = must(db.prepare(sql));
    while (must(rows.row())) {
        const auto at = record.whole().find(rows.bytes_at(0));
        REQUIRE(at != std::string::npos);
        for (std::size_t i = 0; i < rows.bytes_at(0).size(); ++i) out.push_back(at + i);
    }
    return out;
}

}  // namespace

TEST_CASE("a bit of a published file that is another is found and the file named") {
    const SmallRecord record;
    REQUIRE(record.faults() == "");
    const auto folder = record.open();
    std::size_t flipped = 0;
    std::size_t files = 0;
    for (const auto& at : std::filesystem::recursive_directory_iterator(record.log())) {
        if (!at.is_regular_file()) continue;
        ++files;
        const auto path = at.path().string();
        const auto whole = must(read_file(path, kFileBytes));
        for (std::size_t i = 0; i < whole.size(); i += test::every(23)) {
            auto bytes = whole;
            bytes[i] = static_cast<char>(bytes[i] ^ (1 << i % 8));
            must(write_file(path, bytes));
            const auto report = must(service::verify_log(*folder, "garden"));
            const auto named =
                std::any_of(report.faults.begin(), report.faults.end(),
                            [&](const auto& fault) { return fault.where.starts_with(path); });
            CHECK_MESSAGE(named, path, ", byte ", i);
            ++flipped;
        }
        must(write_file(path, whole));
    }
    MESSAGE(flipped, " bytes of ", files, " published files, each found");
    CHECK(files >= 7);
    CHECK(record.faults() == "");
}

TEST_CASE("a bit of the database that is another is found, or carries nothing") {
    const SmallRecord record;
    const auto before = dump_all(record.db());
    REQUIRE_FALSE(before.empty());
    const char* seed = std::getenv("DAMAGE_SEED");
    std::mt19937_64 random(seed == nullptr ? 1 : std::strtoull(seed, nullptr, 10));
    Tally anywhere;
    for (std::size_t i = 0; i < 300; i += test::every(10))
        flip(record, before, random() % record.whole().size(), random() % 8, anywhere);
    Tally rows;
    for (const char* sql :
         {"SELECT leaf FROM journal WHERE record = 2", "SELECT salts FROM vault WHERE record = 2",
          "SELECT input FROM vault WHERE record = 2", "SELECT decision FROM vault WHERE record = 2",
          "SELECT bytes FROM frames LIMIT 1", "SELECT salts FROM frame_salts LIMIT 1",
          "SELECT edge FROM log", "SELECT checkpoint FROM log"})
        for (const auto at : places(record, sql))
            if (at % test::every(23) == 0) flip(record, before, at, random() % 8, rows);
    MESSAGE("anywhere: ", anywhere.named, " found, ", anywhere.empty, " carry nothing; of ",
            rows.named + rows.empty, " in rows: ", rows.named, " found, ", rows.empty,
            " carry nothing");
    record.put(record.whole());
    CHECK(record.faults() == "");
}

TEST_CASE("no column of any row can be another unnoticed") {
    const SmallRecord record;
    const std::pair<const char*, const char*> tables[] = {
        {"platforms", "id"},     {"journal", "record"},     {"frames", "record"},
        {"vault", "record"},     {"frame_salts", "id"},     {"log", "platform"},
        {"decisions", "record"}, {"holds", "record, hold"}, {"erasures", "record, slot"},
        {"store", "identity"}};
    std::size_t changed = 0;
    for (const auto& [table, key] : tables) {
        std::vector<std::string> columns;
        std::uint64_t rows = 0;
        {
            auto db = must(sqlite::Database::open(record.db(), sqlite::Database::Mode::kRead));
            auto names = must(
                db.prepare(std::string("SELECT name FROM pragma_table_info('") + table + "')"));
            while (must(names.row())) columns.emplace_back(names.bytes_at(0));
            rows = must(db.number(std::string("SELECT count(*) FROM ") + table));
        }
        CHECK(rows > 0);
        for (const auto& column : columns) {
            for (std::uint64_t row = 0; row < rows; ++row) {
                {
                    auto db =
                        must(sqlite::Database::open(record.db(), sqlite::Database::Mode::kWrite));
                    must(db.run(std::string("UPDATE ") + table + " SET " + column +
                                " = CASE typeof(" + column + ") WHEN 'text' THEN " + column +
                                " || 'x' WHEN 'blob' THEN CAST(" + column +
                                " || 'x' AS BLOB) ELSE coalesce(" + column +
                                ", 0) + 1000003 END WHERE (" + key + ") = (SELECT " + key +
                                " FROM " + table + " ORDER BY " + key + " LIMIT 1 OFFSET " +
                                std::to_string(row) + ")"));
                }
                CHECK_MESSAGE(!record.faults().empty(), std::string(table), ".", column, ", row ",
                              row);
                ++changed;
                record.put(record.whole());
            }
        }
    }
    MESSAGE(changed, " values changed");
    CHECK(record.faults() == "");
}
