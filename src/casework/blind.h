// Who looks again at a decision must not see it: of which case, and by whom. Nor must who may be given that, before somebody has done it: from a
// look at the case it would be blind no more.
#pragma once

#include <cstdint>
#include <string_view>

#include "casework/casework.h"
#include "casework/views.h"
#include "store/store.h"

namespace mizan::casework {

// A recheck, or a golden case, that is not decided yet.
[[nodiscard]] bool is_blind(const cases::Case& c);

// Whether what was decided in this case is not for them: it is looked at again, and they have that, or review and may be given it. Who decided it
// may not, nor who has seen it in an appeal. Errors: of the tables.
[[nodiscard]] Result<bool> is_blind_to(Tables& tables, PlatformId p, const cases::Case& c,
                                       const Viewer& viewer);
// The same of the case or of the one that it is about, by the number of the first.
[[nodiscard]] Result<bool> is_blind_to(Tables& tables, PlatformId p, std::uint64_t case_no,
                                       const Viewer& viewer);
// Errors: kAccessForbidden.
[[nodiscard]] Result<void> check_blind(Tables& tables, PlatformId p, const cases::Case& c,
                                       const Viewer& viewer);

// Whether somebody has, or decided, an appeal about what a recheck is about: they are not given that. Of any other case: no.
[[nodiscard]] Result<bool> has_seen_decision(Tables& tables, PlatformId p,
                                             const cases::Case& recheck, std::string_view who);

// The case of a decision by people; 0: it is the engine's, or no decision.
[[nodiscard]] std::uint64_t case_decided_in(const store::Entry& entry);

}  // namespace mizan::casework
