// The tables of a store, and how those of an older schema become those of this one. Private to this folder.
#pragma once

#include <string>

#include "base/result.h"
#include "store/sqlite/database.h"

namespace mizan::store {

inline constexpr std::uint64_t kSchema = 1;

// How every connection is set up. `write`: it will change the store.
[[nodiscard]] Result<void> prepare_connection(Database& db, bool write);

// Makes the tables in an empty database, or brings older ones to this schema, each step in a transaction. Errors: kStoreVersion if a
// newer program has made it (nothing is changed); kStoreCorrupt if it is another kind of database.
[[nodiscard]] Result<void> migrate(Database& db, const std::string& path);
// For readers: only looks. Errors: kStoreVersion, also for an older schema that a writer has to bring up first; kStoreCorrupt.
[[nodiscard]] Result<void> check_schema(Database& db, const std::string& path);

}  // namespace mizan::store
