// apply(): from what was and what happened to what is. Pure, and the only place where states change.
//
// An event concerns a case, its flags or a partner. Whoever keeps them (Book in memory, casework/ on disk) hands each its events.
#pragma once

#include <optional>

#include "cases/events.h"

namespace mizan::cases {

// The case that an event opens, before it was applied to it; nothing if it opens none. `of`: the case that an appeal or a recheck is about.
[[nodiscard]] std::optional<Case> opened_by(const Event& event, const Case* of);
// Errors: kStateConflict if the event may not come in this state; the case is as before then.
[[nodiscard]] Result<void> apply(Case& c, const Event& event);
// The case that an event means something for besides the one that it is about, which is `c` after it: the one that it is merged into, the one
// that is appealed. 0: none.
[[nodiscard]] std::uint64_t other_of(const Event& event, const Case& c);
// What it means for that one; `other` is the one that the event is about, before it was merged, else after it.
void apply_to_other(Case& c, const Event& event, const Case& other);

// Whether an event of a case is one for its flags; apply() leaves those alone that it does not fit.
[[nodiscard]] bool concerns_flags(const Event& event);
[[nodiscard]] std::optional<Flag> flag_of(const Event& event);
// True if it changed.
bool apply(Flag& flag, const Event& event);

[[nodiscard]] std::optional<Partner> partner_of(const Event& event);
[[nodiscard]] Result<void> apply(Partner& partner, const Event& event);

}  // namespace mizan::cases
