// Which kind of database of ours a file is, and of which schema: what SQLite's application_id and user_version are for.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "sqlite/database.h"

namespace mizan::sqlite {

// A kind of database.
struct Kind {
    std::uint64_t application = 0;  // "PRAGMA application_id"
    std::uint64_t newest = 0;       // the newest schema that this program knows, from 1 on
    std::string_view what;          // in messages, after "a" and "the": "store"
};

// The schema of the file at `path`; 0 if nothing is in it yet. Changes nothing. Errors: kStoreCorrupt if it is of another kind, kStoreVersion
// if a newer program has made it; as Database.
[[nodiscard]] Result<std::uint64_t> schema_of(Database& db, const Kind& kind,
                                              const std::string& path);

// What begins is not seen by readers until it is whole, and who reads does not wait. Errors: kStoreFull if the disk cannot do that.
[[nodiscard]] Result<void> use_write_ahead_log(Database& db, const std::string& path);

}  // namespace mizan::sqlite
