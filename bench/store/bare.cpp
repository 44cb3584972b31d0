#include "bare.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>

namespace bench {

namespace {

constexpr std::size_t kPage = 4096;
constexpr std::size_t kPages = 1024;
constexpr long long kCheck =
    1LL << 62;  // as large as the rows' own checks, which it has no need of

void must(bool ok, const char* what) {
    if (ok) return;
    std::fprintf(stderr, "bench_store: %s\n", what);
    std::exit(1);
}

sqlite3* db_of(void* db) { return static_cast<sqlite3*>(db); }

void run(void* db, const std::string& sql) {
    const bool ok = sqlite3_exec(db_of(db), sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK;
    must(ok, sqlite3_errmsg(db_of(db)));
}

void* prepare(void* db, const char* sql) {
    sqlite3_stmt* out = nullptr;
    const bool ok = sqlite3_prepare_v3(db_of(db), sql, -1, SQLITE_PREPARE_PERSISTENT, &out,
                                       nullptr) == SQLITE_OK;
    must(ok, sqlite3_errmsg(db_of(db)));
    return out;
}

// The first column of all rows, each with `end` behind it.
std::string lines_of(void* db, const char* sql, const char* end) {
    std::string out;
    auto* rows = static_cast<sqlite3_stmt*>(prepare(db, sql));
    while (sqlite3_step(rows) == SQLITE_ROW)
        out.append(reinterpret_cast<const char*>(sqlite3_column_text(rows, 0))).append(end);
    sqlite3_finalize(rows);
    return out;
}

// Binds values from left to right and runs.
class Row {
public:
    explicit Row(void* statement) : s_(static_cast<sqlite3_stmt*>(statement)) {}
    Row& number(long long n) {
        sqlite3_bind_int64(s_, at_++, n);
        return *this;
    }
    Row& text(std::string_view t) {
        sqlite3_bind_text64(s_, at_++, t.data(), t.size(), SQLITE_STATIC, SQLITE_UTF8);
        return *this;
    }
    Row& blob(std::string_view t) {
        sqlite3_bind_blob64(s_, at_++, t.data(), t.size(), SQLITE_STATIC);
        return *this;
    }
    void insert() {
        must(sqlite3_step(s_) == SQLITE_DONE, "an insert failed");
        sqlite3_reset(s_);
    }

private:
    sqlite3_stmt* s_;
    int at_ = 1;
};

}  // namespace

std::vector<double> probe_disk(const std::string& folder, std::size_t times) {
    const auto path = folder + "/probe";
    const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    must(fd >= 0, "cannot write to the folder");
    const std::string page(kPage, 'p');
    const auto put = [&](std::size_t at) {
        must(::pwrite(fd, page.data(), kPage, static_cast<off_t>(at % kPages * kPage)) ==
                 static_cast<ssize_t>(kPage),
             "cannot write to the folder");
    };
    for (std::size_t i = 0; i < kPages; ++i) put(i);
    must(::fsync(fd) == 0, "fsync failed");
    std::vector<double> out;
    for (std::size_t i = 0; i < times; ++i) {
        const auto begun = std::chrono::steady_clock::now();
        put(i);
        must(::fdatasync(fd) == 0, "fdatasync failed");
        out.push_back(
            std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - begun)
                .count());
    }
    ::close(fd);
    ::unlink(path.c_str());
    return out;
}

BareSqlite::BareSqlite(const std::string& path, const std::string& like) {
    sqlite3* db = nullptr;
    must(sqlite3_open(path.c_str(), &db) == SQLITE_OK, "cannot open a database");
    db_ = db;
    run(db_, "ATTACH '" + like + "' AS ours");
    run(db_, "PRAGMA main.page_size=" + lines_of(db_, "PRAGMA ours.page_size", ""));
    run(db_,
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536; "
        "PRAGMA wal_autocheckpoint=8192");
    const auto tables = lines_of(
        db_, "SELECT sql FROM ours.sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid", ";");
    run(db_, "DETACH ours");
    run(db_, tables);
    journal_ = prepare(db_, "INSERT INTO journal VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
    vault_ = prepare(db_, "INSERT INTO vault VALUES(?,?,?,?,?,?,?)");
    decisions_ = prepare(db_, "INSERT INTO decisions VALUES(?,?,?,?,?,?,?,0)");
}

BareSqlite::~BareSqlite() {
    for (auto* s : {journal_, vault_, decisions_}) sqlite3_finalize(static_cast<sqlite3_stmt*>(s));
    sqlite3_close(db_of(db_));
}

void BareSqlite::insert(const std::vector<mizan::record::Draft>& drafts) {
    run(db_, "BEGIN IMMEDIATE");
    for (const auto& d : drafts) {
        const auto id = next_++;
        Row(journal_)
            .number(id)
            .number(1)
            .number(1)
            .number(static_cast<long long>(d.at))
            .number(id)
            .text(d.leaf)
            .blob(d.tag.view())
            .number(d.revision)
            .text(d.purpose)
            .text(d.outcome)
            .text(d.clause)
            .number(0)
            .number(0)
            .number(0)
            .number(0)
            .number(kCheck)
            .insert();
        const auto& v = d.vault;
        const std::string_view salts(reinterpret_cast<const char*>(v.salts.data()),
                                     v.salts.size() * sizeof(mizan::record::Salt));
        Row(vault_)
            .number(id)
            .blob(salts)
            .text(v.source)
            .text(v.post)
            .blob(v.input)
            .blob(v.decision)
            .number(kCheck)
            .insert();
        Row(decisions_)
            .number(id)
            .number(1)
            .blob(d.tag.view())
            .number(d.revision)
            .text(d.purpose)
            .text(d.outcome)
            .text(d.clause)
            .insert();
    }
    run(db_, "COMMIT");
}

}  // namespace bench
