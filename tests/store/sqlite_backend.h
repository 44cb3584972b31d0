// An SQLite store in a scratch folder, for tests.
#pragma once

#include <memory>
#include <string>

#include "sqlite/database.h"
#include "store/history.h"
#include "store/sqlite/sqlite_store.h"
#include "support/scratch_folder.h"

namespace mizan::test {

// Some rows of a database as text.
inline std::string dump(const std::string& path, const std::string& sql, int columns) {
    auto db = must(sqlite::Database::open(path, sqlite::Database::Mode::kRead));
    auto rows = must(db.prepare(sql));
    std::string out;
    while (must(rows.row())) {
        for (int i = 0; i < columns; ++i) out.append(rows.bytes_at(i)).push_back('|');
        out.push_back('\n');
    }
    return out;
}

class SqliteBackend {
public:
    SqliteBackend() { reopen(); }

    [[nodiscard]] store::SqliteStore& store() { return *store_; }
    [[nodiscard]] std::string path() const { return folder_ / "store.db"; }
    [[nodiscard]] const ScratchFolder& folder() const { return folder_; }
    void close() { store_.reset(); }
    void reopen() {
        close();
        store_ = must(store::SqliteStore::open({path()}));
    }
    [[nodiscard]] std::string views() const {
        return dump(path(), "SELECT * FROM decisions ORDER BY record", 8) +
               dump(path(), "SELECT * FROM holds ORDER BY record, hold", 2) +
               dump(path(), "SELECT * FROM erasures ORDER BY record, slot", 3);
    }

private:
    ScratchFolder folder_;
    std::unique_ptr<store::SqliteStore> store_;
};

}  // namespace mizan::test
