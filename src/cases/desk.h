// Desk: whether a case that somebody names is for them. The queue asks the same of the cases that it gives (Takes in profile.h); here is what is said to
// who goes round it.
#pragma once

#include <span>

#include "cases/commands.h"
#include "cases/exposure.h"
#include "cases/profile.h"

namespace mizan::cases {

// Who wants a case, as their day stands.
struct Desk {
    const Profile& profile;
    const Today& today;
    std::span<const Case> held;  // the cases that they have now
};

// Whether nothing of their desk stands against it. What they asked to be spared, a break that is due and so many grave cases stand against all; of the
// latter not against what somebody has assigned to them, nor do language and skill. Those who lead may have what they do not read or know, too.
// Errors: kStateConflict, which says all that stands against it.
[[nodiscard]] Result<void> check_desk(const Rules& rules, const Case& c, const By& by,
                                      const Desk& desk);
// By its number: as claim(), after check_desk(). Those who lead may hold more than others.
[[nodiscard]] Result<Events> claim_named(const Terms& terms, const Case& c, const By& by,
                                         const Desk& desk);

// Why nothing is given to somebody before their break is over.
[[nodiscard]] std::string break_text(std::uint64_t until);

}  // namespace mizan::cases
