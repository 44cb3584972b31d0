// A check over the values of a row, so that a byte that a disk has changed is found. Not against people: for that there is the log.
// Private to this folder.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/hash.h"

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

}  // namespace mizan::store
