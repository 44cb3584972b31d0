// A thin hold on SQLite: connections and prepared statements as values, failures as Errors. Private to this folder.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace mizan::store {

// A prepared statement. Not thread-safe; it must not outlive its database.
class Statement {
public:
    // Values are bound from the first parameter on; texts and blobs must live until the next start() or run().
    Statement& start();
    Statement& number(std::uint64_t value);
    Statement& text(std::string_view value);
    Statement& blob(std::string_view value);
    Statement& null();

    // The next row; false at the end. Errors: kStoreFull, kStoreCorrupt, kStoreBusy.
    [[nodiscard]] Result<bool> row();
    // For statements that give no rows.
    [[nodiscard]] Result<void> run();

    [[nodiscard]] std::uint64_t number_at(int column) const;
    [[nodiscard]] bool is_null(int column) const;
    [[nodiscard]] std::string_view bytes_at(int column) const;  // valid until the next row

private:
    friend class Database;
    struct Finalize {
        void operator()(sqlite3_stmt* statement) const;
    };
    std::unique_ptr<sqlite3_stmt, Finalize> statement_;
    int next_ = 1;  // parameter to bind
    bool bound_ = true;
};

// A connection. Not thread-safe.
class Database {
public:
    enum class Mode { kRead, kWrite, kCreate };
    // Errors: kStoreMissing, kStoreFull (may not be written to), kStoreCorrupt.
    [[nodiscard]] static Result<Database> open(const std::string& path, Mode mode);

    // Errors: kInternal for a mistake in `sql`; else as Statement::row().
    [[nodiscard]] Result<Statement> prepare(std::string_view sql);
    // Statements without parameters and rows, one after the other.
    [[nodiscard]] Result<void> run(const std::string& sql);
    // The first column of the first row.
    [[nodiscard]] Result<std::uint64_t> number(std::string_view sql);
    [[nodiscard]] Result<std::string> text(std::string_view sql);
    // Copies all of it to a new file, while others read and write.
    [[nodiscard]] Result<void> backup(const std::string& path);

    [[nodiscard]] sqlite3* raw() const { return db_.get(); }

private:
    struct Close {
        void operator()(sqlite3* db) const;
    };
    std::unique_ptr<sqlite3, Close> db_;
};

}  // namespace mizan::store
