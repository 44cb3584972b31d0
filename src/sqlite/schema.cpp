#include "sqlite/schema.h"

namespace mizan::sqlite {

Result<std::uint64_t> schema_of(Database& db, const Kind& kind, const std::string& path) {
    MZ_TRY(const auto application, db.number("PRAGMA application_id"));
    MZ_TRY(const auto schema, db.number("PRAGMA user_version"));
    if (application == 0 && schema == 0) {
        MZ_TRY(const auto tables, db.number("SELECT count(*) FROM sqlite_schema"));
        if (tables == 0) return 0;
    }
    if (application != kind.application)
        return fail({Code::kStoreCorrupt,
                     std::string("this is not a ").append(kind.what).append(" of ours"), path});
    if (schema > kind.newest)
        return fail({Code::kStoreVersion,
                     std::string("the ").append(kind.what) + " has schema " +
                         std::to_string(schema) + ", this program knows " +
                         std::to_string(kind.newest) +
                         " and older; use the newer program that made it",
                     path});
    return schema;
}

Result<void> use_write_ahead_log(Database& db, const std::string& path) {
    MZ_TRY(const auto mode, db.text("PRAGMA journal_mode=WAL"));
    if (mode == "wal") return {};
    return fail(
        {Code::kStoreFull, "the disk does not allow a write-ahead log (a network disk?)", path});
}

}  // namespace mizan::sqlite
