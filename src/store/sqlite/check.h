// What the database itself and its tables can be checked for. Private to this folder.
#pragma once

#include <cstddef>
#include <vector>

#include "base/result.h"
#include "store/sqlite/database.h"
#include "store/store.h"

namespace mizan::store {

// SQLite's own integrity check; every log's indices from 0 on without a gap, leaves that can be read and bear their index; frames whose
// root, count and views are those of their leaf; a vault's row for every record that needs one and was not erased, and for no other.
[[nodiscard]] Result<std::vector<Fault>> check_store(Database& db, std::size_t limit);

}  // namespace mizan::store
