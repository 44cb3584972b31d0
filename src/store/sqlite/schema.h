// The tables of a store, and how those of an older schema become those of this one. Private to this folder.
#pragma once

#include <string>

#include "base/result.h"
#include "sqlite/database.h"

namespace mizan::store {

inline constexpr std::uint64_t kSchema = 6;
inline constexpr std::uint64_t kReadable = 1;  // the oldest that has all that readers ask for

// For writers: sets the connection up and makes the tables in an empty database, or brings older ones to this schema, each step in a
// transaction. Errors: kStoreVersion if a newer program has made it, kStoreCorrupt if it is another kind of database (nothing is changed
// of either); kStoreFull if it cannot be written.
[[nodiscard]] Result<void> prepare_to_write(sqlite::Database& db, const std::string& path);
// For readers: sets the connection up and looks. Errors: kStoreVersion, also for a schema before kReadable, which a writer has to bring
// up first; kStoreCorrupt.
[[nodiscard]] Result<void> prepare_to_read(sqlite::Database& db, const std::string& path);

}  // namespace mizan::store
