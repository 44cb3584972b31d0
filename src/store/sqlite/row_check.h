// A check over the values of a row, so that a byte that a disk has changed is found. Not against people: for that there is the log.
// Private to this folder.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/hash.h"
#include "sqlite/database.h"

namespace mizan::store {

// Takes the values in the order of their columns; of two different rows it differs but once in 2^62.
class RowCheck {
public:
    RowCheck& number(std::uint64_t value) {
        state_ = fold_product(state_ ^ value, kFactor) + 1;
        return *this;
    }
    RowCheck& bytes(std::string_view value) { return number(hash64(value)); }
    // Always of the size in which SQLite keeps the largest numbers, so that kNoCheck can be written over it where it stands.
    [[nodiscard]] std::uint64_t value() const { return state_ >> 2 | kNoCheck; }
    // Of a row that was erased.
    static constexpr std::uint64_t kNoCheck = 1ull << 62;

private:
    static constexpr std::uint64_t kFactor = 0x9E3779B97F4A7C15ull;
    std::uint64_t state_ = 0x4D697A616E526F77ull;
};

// The columns of the journal that are checked, and where the leaf stands among them.
inline constexpr std::string_view kJournalColumns =
    "record, platform, kind, at, leaf, tag, revision, purpose, outcome, clause, about, slot, "
    "supersedes, lost";
inline constexpr int kJournalLeaf = 4;

// The check of a row of these columns, if its leaf is that one.
[[nodiscard]] inline std::uint64_t journal_check(const sqlite::Statement& row,
                                                 std::string_view leaf) {
    RowCheck check;
    for (const int c : {0, 1, 2, 3}) check.number(row.number_at(c));
    check.bytes(leaf).bytes(row.bytes_at(5)).number(row.number_at(6));
    for (const int c : {7, 8, 9}) check.bytes(row.bytes_at(c));
    for (const int c : {10, 11, 12, 13}) check.number(row.number_at(c));
    return check.value();
}

}  // namespace mizan::store
