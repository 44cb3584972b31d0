// Leaf: the public projection of a record, as the log holds it: one line of ASCII JSON with members in a fixed order, whole numbers
// only. It shows public fields and commitments (commitment.h); never content, never a hash of an id that could be guessed.
//
// A leaf begins {"v":1,"seq":N,"t":T,"type":"..."; what follows is given by its type's form. `seq` is its index in the log, `t` unix
// time in seconds, of sealed leaves in whole hours. docs/record.md lists the forms; a test compares.
#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.h"
#include "base/sha256.h"

namespace mizan::record {

inline constexpr unsigned kLeafVersion = 1;
inline constexpr std::uint64_t kSealedTimeStep = 3600;  // seconds

enum class LeafType : std::uint8_t {
    kDecision,  // a post was decided and something was found in it
    kBatch,     // posts in which nothing was found
    kPolicy,    // a policy version went live
    kErasure,   // a record's contents were erased, or will be
    kConfig,    // a key was changed, or a restored store was reconciled with the published log
    kSealed,  // anything whose time or nature would tell on somebody: a flag, a hold of evidence, a threat
    kEvent,  // what the platform told: how far a post got, that it was deleted, what its people think of a text
    kAction,  // what became of an action that was decided
    kBrake,   // the program halted itself, or was let go again
    kAccess,  // who was let in, and who changed who may come in
};
inline constexpr std::size_t kLeafTypes = 10;

enum class FieldKind : std::uint8_t {
    kNumber,  // 0..2^63-1
    kWord,    // printable ASCII without '"' and '\\'; may be empty
    kHash,    // 64 hex digits
};
struct LeafField {
    std::string_view name;
    FieldKind kind = FieldKind::kNumber;
};

[[nodiscard]] std::string_view name(LeafType type);            // "decision", "batch", ...
[[nodiscard]] std::span<const LeafField> form(LeafType type);  // what follows `type`

using LeafValue = std::variant<std::uint64_t, std::string_view, Sha256>;

// All of a leaf but its index: from the comma behind `seq` to the end. One value for each field of the form, in its order, of its
// kind: anything else is our own mistake and gives an empty text. Characters that no word may hold become '?'.
[[nodiscard]] std::string leaf_rest(LeafType type, std::uint64_t t,
                                    std::initializer_list<LeafValue> values);
// The same with another time.
[[nodiscard]] std::string leaf_at(std::uint64_t t, std::string_view rest);
// The same with other indices where it cites leaves (`activation`, `of`): `moved` gives the new one of each.
[[nodiscard]] std::string leaf_citing(std::string_view rest,
                                      const std::function<std::uint64_t(std::uint64_t)>& moved);
// The leaf that has that index.
[[nodiscard]] std::string leaf_text(std::uint64_t seq, std::string_view rest);

// A leaf that was read. Views point into its text.
struct Leaf {
    std::uint64_t seq = 0;
    std::uint64_t t = 0;
    LeafType type = LeafType::kDecision;
    std::vector<LeafValue> values;  // as form(type)

    // The value of that name; 0, empty or zeros if the form has none of that name and kind.
    [[nodiscard]] std::uint64_t number(std::string_view field) const;
    [[nodiscard]] std::string_view word(std::string_view field) const;
    [[nodiscard]] Sha256 hash(std::string_view field) const;
};

// Reads a leaf in the one way it may be written, into `leaf`, whose memory is used again. Errors: kLogCorrupt, which says what does
// not fit; also for a leaf of a newer version.
[[nodiscard]] Result<void> read_leaf(std::string_view text, Leaf& leaf);

}  // namespace mizan::record
