#include "access/database.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace mizan::access {

namespace {

constexpr int kBusyMs = 5000;  // another process writes; it never does so for long

Code code_of_sqlite(int result) {
    switch (result & 0xFF) {
        case SQLITE_FULL:
        case SQLITE_READONLY:
        case SQLITE_IOERR:
        case SQLITE_CANTOPEN:
        case SQLITE_PERM: return Code::kStoreFull;
        case SQLITE_BUSY:
        case SQLITE_LOCKED: return Code::kStoreBusy;
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB: return Code::kStoreCorrupt;
        default: return Code::kInternal;
    }
}

Error error_of_sqlite(sqlite3* db, int result) {
    const char* file = db == nullptr ? nullptr : sqlite3_db_filename(db, "main");
    return {code_of_sqlite(result), db == nullptr ? sqlite3_errstr(result) : sqlite3_errmsg(db),
            file == nullptr ? "" : file};
}

// SQLite makes the files beside it with the same mode.
Result<void> make_for_owner(const std::string& path, bool create) {
    const int fd = ::open(path.c_str(), O_RDWR | O_CLOEXEC | (create ? O_CREAT : 0), 0600);
    if (fd < 0 && errno == ENOENT)
        return fail({Code::kStoreMissing, "there are no accounts here, or no such folder", path});
    if (fd < 0)
        return fail({Code::kStoreFull, std::string("cannot open: ") + std::strerror(errno), path});
    struct stat st{};
    const bool looked = ::fstat(fd, &st) == 0;
    ::close(fd);
    if (!looked || !S_ISREG(st.st_mode))
        return fail({Code::kStoreCorrupt, "not a plain file", path});
    if ((st.st_mode & 077) != 0)
        return fail({Code::kKeyInvalid,
                     "others may read the secrets of accounts; run: chmod 600 " + path, path});
    return {};
}

}  // namespace

void Query::Finalize::operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
void Database::Close::operator()(sqlite3* db) const { sqlite3_close_v2(db); }

Query& Query::number(std::uint64_t value) {
    bound_ &= sqlite3_bind_int64(statement_.get(), next_++, static_cast<sqlite3_int64>(value)) ==
              SQLITE_OK;
    return *this;
}
Query& Query::text(std::string_view value) {
    const char* bytes = value.data() == nullptr ? "" : value.data();  // else it would be null
    bound_ &= sqlite3_bind_text64(statement_.get(), next_++, bytes, value.size(), SQLITE_STATIC,
                                  SQLITE_UTF8) == SQLITE_OK;
    return *this;
}
Query& Query::blob(std::string_view value) {
    const char* bytes = value.data() == nullptr ? "" : value.data();
    bound_ &= sqlite3_bind_blob64(statement_.get(), next_++, bytes, value.size(), SQLITE_STATIC) ==
              SQLITE_OK;
    return *this;
}

Result<bool> Query::row() {
    if (!bound_) return fail({Code::kInternal, "a value could not be bound to a statement", {}});
    const int result = sqlite3_step(statement_.get());
    if (result == SQLITE_ROW) return true;
    if (result == SQLITE_DONE) return false;
    return fail(error_of_sqlite(sqlite3_db_handle(statement_.get()), result));
}

Result<std::uint64_t> Query::run() {
    MZ_TRY(const bool row, this->row());
    (void)row;
    const auto changed = sqlite3_changes64(sqlite3_db_handle(statement_.get()));
    sqlite3_reset(statement_.get());
    next_ = 1;
    return static_cast<std::uint64_t>(changed);
}

std::uint64_t Query::number_at(int column) const {
    return static_cast<std::uint64_t>(sqlite3_column_int64(statement_.get(), column));
}
std::string_view Query::text_at(int column) const {
    const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_.get(), column));
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column));
    return bytes == nullptr ? std::string_view() : std::string_view(bytes, size);
}

Result<Database> Database::open(const std::string& path, bool create) {
    MZ_CHECK(make_for_owner(path, create));
    sqlite3* raw = nullptr;
    const int result =
        sqlite3_open_v2(path.c_str(), &raw, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
    Database db;
    db.db_.reset(raw);
    if (result != SQLITE_OK) {
        auto error = error_of_sqlite(raw, result);
        error.where = path;
        return fail(std::move(error));
    }
    sqlite3_extended_result_codes(raw, 1);
    sqlite3_busy_timeout(raw, kBusyMs);
    return db;
}

Result<Query> Database::prepare(std::string_view sql) {
    sqlite3_stmt* raw = nullptr;
    const int result =
        sqlite3_prepare_v2(db_.get(), sql.data(), static_cast<int>(sql.size()), &raw, nullptr);
    if (result != SQLITE_OK) return fail(error_of_sqlite(db_.get(), result));
    Query query;
    query.statement_.reset(raw);
    return query;
}

Result<void> Database::run(const std::string& sql) {
    const int result = sqlite3_exec(db_.get(), sql.c_str(), nullptr, nullptr, nullptr);
    if (result != SQLITE_OK) return fail(error_of_sqlite(db_.get(), result));
    return {};
}

Result<std::uint64_t> Database::number(std::string_view sql) {
    MZ_TRY(auto query, prepare(sql));
    MZ_TRY(const bool row, query.row());
    return row ? query.number_at(0) : 0;
}

Result<std::string> Database::text(std::string_view sql) {
    MZ_TRY(auto query, prepare(sql));
    MZ_TRY(const bool row, query.row());
    return row ? std::string(query.text_at(0)) : std::string();
}

}  // namespace mizan::access
