// A thin hold on SQLite: a connection and its statements, failures as Errors. Private to this room.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace mizan::access {

// A prepared statement. It must not outlive its database.
class Query {
public:
    // Bound from the first parameter on; texts must live until the last row was read.
    Query& number(std::uint64_t value);
    Query& text(std::string_view value);
    Query& blob(std::string_view value);

    // The next row; false at the end.
    [[nodiscard]] Result<bool> row();
    // For statements that give no rows: how many rows were changed.
    [[nodiscard]] Result<std::uint64_t> run();

    [[nodiscard]] std::uint64_t number_at(int column) const;
    [[nodiscard]] std::string_view text_at(int column) const;  // valid until the next row

private:
    friend class Database;
    struct Finalize {
        void operator()(sqlite3_stmt* statement) const;
    };
    std::unique_ptr<sqlite3_stmt, Finalize> statement_;
    int next_ = 1;
    bool bound_ = true;
};

// A connection. Not thread-safe. Errors: kStoreFull (it cannot be written), kStoreBusy, kStoreCorrupt; kInternal for a mistake of ours.
class Database {
public:
    // Made, for its owner alone, if `create` and it is not there. Errors also: kStoreMissing; kKeyInvalid if others may read it.
    [[nodiscard]] static Result<Database> open(const std::string& path, bool create);

    [[nodiscard]] Result<Query> prepare(std::string_view sql);
    // Statements without parameters and rows, one after the other.
    [[nodiscard]] Result<void> run(const std::string& sql);
    // The first column of the first row; 0 if there is none.
    [[nodiscard]] Result<std::uint64_t> number(std::string_view sql);
    [[nodiscard]] Result<std::string> text(std::string_view sql);

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

private:
    struct Close {
        void operator()(sqlite3* db) const;
    };
    std::unique_ptr<sqlite3, Close> db_;
};

}  // namespace mizan::access
