// What authors are.
#include <utility>

#include "cases/command_parts.h"

namespace mizan::cases {

Result<Events> set_actor(const By& by, ActorSet set) {
    if (!by.leads || !by.person)
        return fail({Code::kAccessForbidden, "a lead says what an author is, no key", "actor"});
    if (set.actor.empty() || set.actor.size() > kActorBytes)
        return wrong("an author's id has 1 to 500 bytes", "actor");
    if ((set.is == Standing::kOfficial) == set.office.empty())
        return wrong("an official has an office, and nobody else", "office");
    if (set.reason.empty()) return wrong("say why", "reason");
    Events events;
    events.push_back(event_of(by, std::uint64_t{0}, std::move(set)));
    return events;
}

}  // namespace mizan::cases
