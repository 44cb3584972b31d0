// ActorCap: how many undecided posts of one actor go to a person within an hour. No clock; memory is fixed, whatever comes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace mizan::sanction {

// An actor's hour begins with the first post that counts. Not thread-safe.
class ActorCap {
public:
    // `most`: posts of an actor an hour; 0: any number.
    explicit ActorCap(std::uint32_t most) : most_(most) {
        if (most_ > 0) places_.resize(kPlaces);
    }

    // A post that would go to a person; true if the actor has had as many as may. `actor` is a hash that the actor cannot choose. An actor for
    // whom there is no place, since kWays others whose hours still run have theirs, is not counted and never past the cap: a person
    // looks. Times are unix seconds and never go back.
    [[nodiscard]] bool is_past(std::uint64_t actor, std::uint64_t now);

    static constexpr std::size_t kPlaces = 1u << 16;  // a MiB
    static constexpr std::size_t kWays = 8;           // places where an actor may stand
    static constexpr std::uint64_t kSeconds = 60 * 60;

private:
    struct Place {
        std::uint64_t actor = 0;
        std::uint32_t hour_began = 0;  // unix seconds; 0: nobody's
        std::uint32_t posts = 0;
    };
    std::uint32_t most_;
    std::vector<Place> places_;
};

}  // namespace mizan::sanction
