#include "sqlite/database.h"

#include <sqlite3.h>

#include <functional>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace mizan::sqlite {

namespace {

constexpr int kBusyMs =
    5000;  // for a checkpoint that is in the way, or another process that writes

Code code_of(int result) {
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

Error sqlite_error(sqlite3* db, int result) {
    const char* file = db == nullptr ? nullptr : sqlite3_db_filename(db, "main");
    const char* what = db == nullptr ? sqlite3_errstr(result) : sqlite3_errmsg(db);
    std::string message = what;
    if (code_of(result) == Code::kStoreFull)
        message.append("; what was acknowledged before is kept: make room and start again");
    return {code_of(result), std::move(message), file == nullptr ? "" : file};
}

// SQLite takes a pointer to nowhere for null.
const char* bytes_of(std::string_view value) { return value.data() == nullptr ? "" : value.data(); }

}  // namespace

// Prepared statements that wait to be used again, by their text.
class KeptStatements {
public:
    KeptStatements() = default;
    KeptStatements(const KeptStatements&) = delete;
    KeptStatements& operator=(const KeptStatements&) = delete;
    ~KeptStatements() {
        for (const auto& [sql, statements] : by_sql_)
            for (auto* const statement : statements) sqlite3_finalize(statement);
    }

    // Null: there is none.
    [[nodiscard]] sqlite3_stmt* take(std::string_view sql) {
        const auto at = by_sql_.find(sql);
        if (at == by_sql_.end() || at->second.empty()) return nullptr;
        auto* const statement = at->second.back();
        at->second.pop_back();
        --size_;
        return statement;
    }
    void give_back(sqlite3_stmt* statement) {
        const std::string_view sql = sqlite3_sql(statement);
        // Some pragmas do their work when they are prepared.
        if (size_ == kMost || sql.starts_with("PRAGMA")) {
            sqlite3_finalize(statement);
            return;
        }
        sqlite3_reset(statement);  // its last error was told
        sqlite3_clear_bindings(statement);
        try {
            auto at = by_sql_.find(sql);
            if (at == by_sql_.end()) at = by_sql_.emplace(sql, std::vector<sqlite3_stmt*>()).first;
            at->second.push_back(statement);
            ++size_;
        } catch (const std::exception&) {  // no memory
            sqlite3_finalize(statement);
        }
    }

private:
    static constexpr std::size_t kMost = 200;  // a few kilobytes each
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view sql) const {
            return std::hash<std::string_view>()(sql);
        }
    };
    std::unordered_map<std::string, std::vector<sqlite3_stmt*>, Hash, std::equal_to<>> by_sql_;
    std::size_t size_ = 0;
};

void GiveBack::operator()(sqlite3_stmt* statement) const { kept->give_back(statement); }
void Database::Close::operator()(sqlite3* db) const { sqlite3_close_v2(db); }

Database::Database() : kept_(std::make_unique<KeptStatements>()) {}
Database::Database(Database&& other) noexcept = default;
Database& Database::operator=(Database&& other) noexcept {
    kept_ = std::move(other.kept_);  // before the connection that they belong to
    db_ = std::move(other.db_);
    return *this;
}
Database::~Database() = default;

Statement& Statement::start() {
    sqlite3_reset(statement_.get());
    next_ = 1;
    bound_ = true;
    return *this;
}
Statement& Statement::number(std::uint64_t value) {
    bound_ &= sqlite3_bind_int64(statement_.get(), next_++, static_cast<sqlite3_int64>(value)) ==
              SQLITE_OK;
    return *this;
}
Statement& Statement::text(std::string_view value) {
    bound_ &= sqlite3_bind_text64(statement_.get(), next_++, bytes_of(value), value.size(),
                                  SQLITE_STATIC, SQLITE_UTF8) == SQLITE_OK;
    return *this;
}
Statement& Statement::blob(std::string_view value) {
    bound_ &= sqlite3_bind_blob64(statement_.get(), next_++, bytes_of(value), value.size(),
                                  SQLITE_STATIC) == SQLITE_OK;
    return *this;
}
Statement& Statement::null() {
    bound_ &= sqlite3_bind_null(statement_.get(), next_++) == SQLITE_OK;
    return *this;
}

Result<bool> Statement::row() {
    if (!bound_) return fail({Code::kInternal, "a value could not be bound to a statement", {}});
    const int result = sqlite3_step(statement_.get());
    if (result == SQLITE_ROW) return true;
    if (result == SQLITE_DONE) return false;
    auto error = sqlite_error(sqlite3_db_handle(statement_.get()), result);
    sqlite3_reset(statement_.get());
    return fail(std::move(error));
}

Result<void> Statement::run() {
    MZ_TRY(const bool row, this->row());
    (void)row;
    start();
    return {};
}

Result<std::uint64_t> Statement::count_run() {
    MZ_CHECK(run());
    const auto changed = sqlite3_changes64(sqlite3_db_handle(statement_.get()));
    return static_cast<std::uint64_t>(changed);
}

std::uint64_t Statement::number_at(int column) const {
    return static_cast<std::uint64_t>(sqlite3_column_int64(statement_.get(), column));
}
bool Statement::is_null(int column) const {
    return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL;
}
std::string_view Statement::bytes_at(int column) const {
    const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_.get(), column));
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column));
    return bytes == nullptr ? std::string_view() : std::string_view(bytes, size);
}

Result<Database> Database::open(const std::string& path, Mode mode) {
    // Nobody asks how much memory it has in use, and to count it takes a lock at each piece. Where somebody else has begun with SQLite before, it counts on.
    [[maybe_unused]] static const int kUncounted = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    const int flags = mode == Mode::kRead    ? SQLITE_OPEN_READONLY
                      : mode == Mode::kWrite ? SQLITE_OPEN_READWRITE
                                             : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    sqlite3* raw = nullptr;
    const int result = sqlite3_open_v2(path.c_str(), &raw, flags | SQLITE_OPEN_NOMUTEX, nullptr);
    Database db;
    db.db_.reset(raw);
    if (result != SQLITE_OK) {
        auto error = sqlite_error(raw, result);
        error.where = path;
        if (mode != Mode::kCreate && (result & 0xFF) == SQLITE_CANTOPEN)
            error = {Code::kStoreMissing, "there is no such database, or it may not be read", path};
        return fail(std::move(error));
    }
    sqlite3_extended_result_codes(raw, 1);
    sqlite3_busy_timeout(raw, kBusyMs);
    return db;
}

Result<Statement> Database::prepare(std::string_view sql) {
    auto* raw = kept_->take(sql);
    if (raw == nullptr) {
        const int result = sqlite3_prepare_v3(db_.get(), sql.data(), static_cast<int>(sql.size()),
                                              SQLITE_PREPARE_PERSISTENT, &raw, nullptr);
        if (result != SQLITE_OK) return fail(sqlite_error(db_.get(), result));
    }
    Statement statement;
    statement.statement_ = decltype(statement.statement_)(raw, {kept_.get()});
    return statement;
}

Result<void> Database::run(const std::string& sql) {
    const int result = sqlite3_exec(db_.get(), sql.c_str(), nullptr, nullptr, nullptr);
    if (result != SQLITE_OK) return fail(sqlite_error(db_.get(), result));
    return {};
}

bool Database::in_transaction() const { return sqlite3_get_autocommit(db_.get()) == 0; }

Result<std::uint64_t> Database::number(std::string_view sql) {
    MZ_TRY(auto statement, prepare(sql));
    MZ_TRY(const bool row, statement.row());
    return row ? statement.number_at(0) : 0;
}

Result<std::string> Database::text(std::string_view sql) {
    MZ_TRY(auto statement, prepare(sql));
    MZ_TRY(const bool row, statement.row());
    return row ? std::string(statement.bytes_at(0)) : std::string();
}

Result<void> Database::backup(const std::string& path) {
    MZ_TRY(auto target, open(path, Mode::kCreate));
    auto* copy = sqlite3_backup_init(target.raw(), "main", db_.get(), "main");
    if (copy == nullptr) return fail(sqlite_error(target.raw(), sqlite3_errcode(target.raw())));
    const int result = sqlite3_backup_step(copy, -1);
    sqlite3_backup_finish(copy);
    if (result != SQLITE_DONE) return fail(sqlite_error(target.raw(), result));
    return {};
}

}  // namespace mizan::sqlite
