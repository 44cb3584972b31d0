// Use case: somebody wants the case that comes next for them, and is not given more than is good for them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "casework/casework.h"

namespace mizan::casework {

// Who asks for cases.
struct Seeker {
    cases::By by;                    // `at` is not looked at
    std::vector<std::string> langs;  // of these alone, this time; empty: as their profile says
    bool sensitive = false;          // sees cases of which nobody else is to know
};
// What they find in the queue: by their profile, and by their role.
[[nodiscard]] Result<QueueQuery> queue_of(Casework& casework, const Seeker& seeker);

// How somebody's day stands, and what of it stands against some cases, which their query is told. Errors: kStateConflict before a break that is due
// is over.
[[nodiscard]] Result<cases::Today> heed_day(Session& s, const cases::Terms& terms,
                                            const cases::Profile& profile, QueueQuery& query);

struct Next {
    std::optional<cases::Case> c;  // claimed; nothing: nothing waits for them
};
// Claims it. Errors: cases::claim()'s; kStateConflict before a break that is due is over.
[[nodiscard]] Result<Next> claim_next(Casework& casework, const std::string& platform,
                                      const Seeker& seeker);

// By its number. Errors: cases::claim_named()'s.
[[nodiscard]] Result<cases::Events> claim_named(Session& s, const cases::Terms& terms,
                                                const cases::Case& c, const cases::By& by,
                                                const cases::Profile& profile);

// How somebody's day stands, of those who have ever had a case and those with a profile.
struct DeskSeen {
    cases::Profile profile;
    cases::Today today;
    std::uint32_t held = 0;
    std::vector<cases::GoldenScore> golden;  // by clause
};
[[nodiscard]] Result<DeskSeen> see_desk(Casework& casework, const std::string& platform,
                                        const std::string& who);
[[nodiscard]] Result<std::vector<DeskSeen>> see_desks(Casework& casework,
                                                      const std::string& platform);

}  // namespace mizan::casework
