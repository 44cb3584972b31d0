// Commitments: what a public leaf says of a value that it does not show. Whoever is given salt and value can check that they are
// the ones; without the salt not even a guessed value can be tested. When both are erased, the commitment says nothing for good.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/hmac.h"
#include "base/sha256.h"

namespace mizan::record {

using Salt = HmacKey;  // 32 random bytes, one for each field of each record

// HMAC-SHA-256(salt, "mizan/commit/v1" NUL field NUL value). `field` is the name of the leaf's member.
[[nodiscard]] Sha256 commit(const Salt& salt, std::string_view field, std::string_view value);
// Of each value of this field under its own salt, into as many commitments (asserted).
void commit_each(std::span<const Salt> salts, std::string_view field,
                 std::span<const std::string_view> values, std::span<Sha256> commitments);

// What a commitment was made of: whoever has it can check it.
struct Opening {
    std::string field;
    Salt salt{};
    std::string value;

    bool operator==(const Opening&) const = default;
};
[[nodiscard]] inline bool opens(const Opening& opening, const Sha256& commitment) {
    return commit(opening.salt, opening.field, opening.value) == commitment;
}

// Fills bytes with the system's random numbers.
void fill_random(std::uint8_t* bytes, std::size_t size);
[[nodiscard]] Salt random_salt();

}  // namespace mizan::record
