// Terms: rules that were checked, with their calendars ready. What commands go by.
#pragma once

#include "cases/calendar.h"
#include "cases/rules.h"

namespace mizan::cases {

// A value; immutable, so that threads share it.
class Terms {
public:
    // Errors: check()'s; of a working time kFieldType, with a place as "service.other.days[2].from".
    [[nodiscard]] static Result<Terms> make(Rules rules);

    [[nodiscard]] const Rules& rules() const { return rules_; }
    // By which a clock counts. `own`: of an agreement; null: as of all partners.
    [[nodiscard]] const Calendar& calendar(Hours hours, const Calendar* own = nullptr) const;

private:
    Rules rules_;
    Calendar always_;
    Calendar other_;
    Calendar partner_;
    Calendar appeal_;
};

}  // namespace mizan::cases
