// A thin hold on SQLite: connections and prepared statements as values, failures as Errors.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace mizan::sqlite {

class KeptStatements;
struct GiveBack {
    KeptStatements* kept = nullptr;
    void operator()(sqlite3_stmt* statement) const;
};

// A prepared statement. Not thread-safe; its database outlives it, which takes it back.
class Statement {
public:
    // Values are bound from the first parameter on, of a new statement as after start() or run(); texts and blobs must live until the next
    // start() or the end of run(). One that points nowhere is an empty one, never null.
    Statement& start();
    Statement& number(std::uint64_t value);
    Statement& text(std::string_view value);
    Statement& blob(std::string_view value);
    Statement& null();

    // The next row; false at the end. Errors: kStoreFull, kStoreCorrupt, kStoreBusy.
    [[nodiscard]] Result<bool> row();
    // For statements that give no rows. count_run() gives how many rows were changed.
    [[nodiscard]] Result<void> run();
    [[nodiscard]] Result<std::uint64_t> count_run();

    // Done with the rows. A statement that still has some keeps the write-ahead log from being emptied.
    void end() { start(); }

    [[nodiscard]] std::uint64_t number_at(int column) const;
    [[nodiscard]] bool is_null(int column) const;
    [[nodiscard]] std::string_view bytes_at(int column) const;  // valid until the next row

private:
    friend class Database;
    std::unique_ptr<sqlite3_stmt, GiveBack> statement_;
    int next_ = 1;  // parameter to bind
    bool bound_ = true;
};

// A connection. Not thread-safe.
class Database {
public:
    Database();
    Database(Database&& other) noexcept;
    Database& operator=(Database&& other) noexcept;
    ~Database();

    enum class Mode { kRead, kWrite, kCreate };
    // Errors: kStoreMissing, also if it may not be read; kStoreFull (may not be written to), kStoreCorrupt.
    [[nodiscard]] static Result<Database> open(const std::string& path, Mode mode);

    // What was prepared before and is not in use is used again: it costs a look into a table. Errors: kInternal for a mistake in `sql`;
    // else as Statement::row().
    [[nodiscard]] Result<Statement> prepare(std::string_view sql);
    // Statements without parameters and rows, one after the other.
    [[nodiscard]] Result<void> run(const std::string& sql);
    // The first column of the first row; 0 or empty if there is none.
    [[nodiscard]] Result<std::uint64_t> number(std::string_view sql);
    [[nodiscard]] Result<std::string> text(std::string_view sql);

    [[nodiscard]] bool in_transaction() const;

    // All that `change` does, on disk when it returns, or nothing. It gives a Result.
    template <class Change> [[nodiscard]] auto write(Change change) -> decltype(change()) {
        MZ_CHECK(run("BEGIN IMMEDIATE"));
        auto done = change();
        if (done) {
            const auto kept = run("COMMIT");
            if (kept) return done;
            done = fail(kept.error());
        }
        (void)run("ROLLBACK");
        return done;
    }
    // Copies all of it to a new file, while others read and write.
    [[nodiscard]] Result<void> backup(const std::string& path);

    [[nodiscard]] sqlite3* raw() const { return db_.get(); }

private:
    struct Close {
        void operator()(sqlite3* db) const;
    };
    std::unique_ptr<sqlite3, Close> db_;
    std::unique_ptr<KeptStatements> kept_;  // they end before the connection
};

}  // namespace mizan::sqlite
