// The tables of access.db. Private to this room.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"
#include "sqlite/database.h"

namespace mizan::access {

inline constexpr std::uint64_t kSchema = 2;

// Sets the connection up, and makes the tables in an empty database or brings older ones to this schema. Errors: kStoreVersion if a newer program has made it, kStoreCorrupt if
// it is another kind of database (nothing is changed of either); kStoreFull if it cannot be written.
[[nodiscard]] Result<void> prepare_tables(sqlite::Database& db, const std::string& path);

}  // namespace mizan::access
