// Use case: a legal hold on a case. It keeps the case with what is forgotten with it, its flags, and the decisions about what it is about, from
// retention and from every erasure, which waits until the hold ends.
//
// The events stand in the case; beside them each record has a hold of its own (record::Kind::kHold), which the store heeds whoever wants to erase
// it. Records that come later are held within a second.
#pragma once

#include <cstdint>
#include <string>

#include "casework/casework.h"

namespace mizan::casework {

// Who holds, and what they say.
struct HoldOrder {
    cases::By by;            // `at` is not looked at
    bool sensitive = false;  // sees cases of which nobody else is to know
    std::string ground;
    std::string reason;
    std::uint64_t hold = 0;  // of what ends: its number; 0: the only one
};
// Errors: cases::begin_hold()'s and end_hold()'s; kRecordMissing; of the store.
[[nodiscard]] Result<void> begin_hold(Casework& casework, const std::string& platform,
                                      std::uint64_t case_no, const HoldOrder& order);
// What was to be erased meanwhile is erased with it.
[[nodiscard]] Result<void> end_hold(Casework& casework, const std::string& platform,
                                    std::uint64_t case_no, const HoldOrder& order);

}  // namespace mizan::casework
