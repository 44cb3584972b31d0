// Standing: the strikes of an actor that stand, as events make them. One whose decision holds no more is gone, as if it had never been.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "cases/events.h"
#include "cases/ladder.h"

namespace mizan::cases {

struct ActorStanding {
    std::string actor;
    std::vector<Strike> strikes;  // in the order in which they were given

    static void fields(auto& self, auto&& visit) {
        visit("actor", self.actor);
        visit("strikes", self.strikes);
    }
    bool operator==(const ActorStanding&) const = default;
};
// So many strikes are kept of an actor; of more the one that expires first is dropped, so those that have expired before all others. Whoever has
// so many in force is on the last step long since.
inline constexpr std::size_t kStrikesKept = 200;

// Whose standing an event changes; empty: nobody's.
[[nodiscard]] std::string_view actor_of(const Event& event);
void apply(ActorStanding& standing, const Event& event);

}  // namespace mizan::cases
