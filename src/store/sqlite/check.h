// What the database itself and its tables can be checked for. Private to this folder.
#pragma once

#include <cstddef>
#include <vector>

#include "base/result.h"
#include "sqlite/database.h"
#include "store/store.h"

namespace mizan::store {

// SQLite's own integrity check; every log's indices from 0 on without a gap, leaves that can be read; frames in order whose root, count
// and views are those of their leaf, and whose salts are there, less those erased; a vault's row for every record that needs one and was
// not erased, and for no other.
// `path`: where the database is, and the file of what waits.
[[nodiscard]] Result<std::vector<Fault>> check_store(sqlite::Database& db, const std::string& path,
                                                     std::size_t limit);

}  // namespace mizan::store
