// How what stands in the tables is read. Private to this room.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "casework/tables.h"
#include "fields/fields.h"

namespace mizan::casework {

inline constexpr std::size_t kFlagsAtOnce = 1000;

// For its owner alone, if it is not there.
[[nodiscard]] Result<void> make_file(const std::string& path);

// By what subjects are found: cases::key_of(), or how a long one begins, and a hash. Ids of posts rise with time for the most part, so that what is new stands
// together.
[[nodiscard]] std::string place_of(const cases::Subject& subject);

// A value from the JSON in a row's column.
template <class T> [[nodiscard]] Result<T> from_row(const sqlite::Statement& row, int column) {
    auto value = fields::from_json<T>(row.bytes_at(column), fields::Unknown::kPassedOver);
    if (value) return value;
    return fail(
        {Code::kStoreCorrupt, "a row cannot be read: " + value.error().message, "casework"});
}
// Cases, of any platform, by the statement's first two columns.
[[nodiscard]] Result<std::vector<Tables::Due>> all_due(sqlite::Statement& rows);
// All rows that a statement gives.
template <class T> [[nodiscard]] Result<std::vector<T>> all_rows(sqlite::Statement& rows) {
    std::vector<T> out;
    while (true) {
        MZ_TRY(const bool more, rows.row());
        if (!more) return out;
        MZ_TRY(auto value, from_row<T>(rows, 0));
        out.push_back(std::move(value));
    }
}
template <class T> [[nodiscard]] Result<std::optional<T>> one_row(sqlite::Statement& row) {
    MZ_TRY(const bool there, row.row());
    if (!there) return std::optional<T>();
    MZ_TRY(auto value, from_row<T>(row, 0));
    row.end();
    return std::optional<T>(std::move(value));
}

}  // namespace mizan::casework
