// The working times of partners' agreements, each compiled once.
#pragma once

#include <cstdint>
#include <map>
#include <utility>

#include "cases/calendar.h"
#include "cases/partner.h"
#include "casework/tables.h"

namespace mizan::casework {

// Not thread-safe.
class AgreementCalendars {
public:
    // Null: its agreement has none of its own. It stays until the agreement's working time is another.
    [[nodiscard]] Result<const cases::Calendar*> of(PlatformId platform,
                                                    const cases::Partner& partner);

private:
    struct Compiled {
        cases::WorkingTime time;
        cases::Calendar calendar;
    };
    std::map<std::pair<PlatformId, std::uint64_t>, Compiled> compiled_;  // as many as partners
};

}  // namespace mizan::casework
