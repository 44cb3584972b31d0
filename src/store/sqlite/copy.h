// Backups: a copy of a store without its vault, and the vault beside it. Private to this folder.
#pragma once

#include <string>

#include "base/result.h"
#include "sqlite/database.h"

namespace mizan::store {

// Attaches another database as `beside`, which must be there.
[[nodiscard]] Result<void> attach(sqlite::Database& db, const std::string& path);

// See SqliteStore::backup(); `from` is where the database is.
[[nodiscard]] Result<void> back_up(sqlite::Database& db, const std::string& from,
                                   const std::string& path);

}  // namespace mizan::store
