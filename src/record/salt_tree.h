// SaltTree: the salts of a frame's slots, all from one seed, so that one post's salt can be erased without a row for each post.
//
// A binary tree of seeds (Goldreich, Goldwasser and Micali 1986): a seed's children are SHA-256("mizan/salt/v1", NUL or 0x01,
// seed); the leaves are the salts. Erasing a slot puts, in place of the seed above it, the seeds of all other slots below that
// seed: the siblings along its path. What is erased cannot be computed from what is left.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "base/sha256.h"
#include "record/commitment.h"

namespace mizan::record {

// Over 2^depth slots. A value; not thread-safe.
class SaltTree {
public:
    static constexpr unsigned kMaxDepth = 16;

    SaltTree() = default;
    // The smallest tree that has `slots` of them (1..2^kMaxDepth).
    SaltTree(const Salt& seed, std::size_t slots);

    // Nothing if it was erased or there is no such slot.
    [[nodiscard]] std::optional<Salt> salt(std::size_t slot) const;
    // The salts of the first `slots` slots, none of which may be erased.
    [[nodiscard]] std::vector<Salt> all(std::size_t slots) const;
    // False if it was erased before, or there is no such slot.
    [[nodiscard]] bool erase(std::size_t slot);

    [[nodiscard]] unsigned depth() const { return depth_; }

    // base/archive.h. After reading, valid() must be asked.
    template <class A> void archive(A& a) { a(depth_, seeds_); }
    [[nodiscard]] bool valid() const;

private:
    // The root of the subtree over slots [index << (depth - level), (index + 1) << (depth - level)).
    struct Seed {
        std::uint32_t level = 0;
        std::uint32_t index = 0;
        Salt seed{};
        template <class A> void archive(A& a) { a(level, index, seed); }
    };

    std::uint32_t depth_ = 0;
    std::vector<Seed> seeds_;  // disjoint; ascending by their slots
};

}  // namespace mizan::record
