// Standing: what an actor is, and the strikes of theirs that stand, as events make them. One whose decision holds no more is gone, as if it had
// never been.
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
    Standing is = Standing::kOrdinary;
    std::string office;           // of an official
    std::vector<Strike> strikes;  // in the order in which they were given

    static void fields(auto& self, auto&& visit) {
        visit("actor", self.actor);
        visit("is", self.is);
        visit("office", self.office);
        visit("strikes", self.strikes);
    }
    bool operator==(const ActorStanding&) const = default;
};
// So many strikes are kept of an actor; of more the one that expires first is dropped, so those that have expired before all others. Whoever has
// so many in force is on the last step long since.
inline constexpr std::size_t kStrikesKept = 200;

// Nothing is known of the actor that is not true of any.
[[nodiscard]] bool is_blank(const ActorStanding& standing);
// Whose standing an event changes; empty: nobody's.
[[nodiscard]] std::string_view actor_of(const Event& event);
void apply(ActorStanding& standing, const Event& event);
// A case is forgotten: its strikes go that have expired by then, and the others once they have: lapse_strikes(). What is told in one notice expires
// together, since of it the gravest counts, and without that another would count again.
void forget_strikes(ActorStanding& standing, std::uint64_t case_no, std::uint64_t at);
void lapse_strikes(ActorStanding& standing, std::uint64_t now);
// When the first of them goes of which the case is forgotten; 0: there is none.
[[nodiscard]] std::uint64_t lapses_at(const ActorStanding& standing);

}  // namespace mizan::cases
