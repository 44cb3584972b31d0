#include "casework/agreements.h"

namespace mizan::casework {

Result<const cases::Calendar*> AgreementCalendars::of(PlatformId platform,
                                                      const cases::Partner& partner) {
    const auto& time = partner.facts.agreement.service;
    if (!time) return nullptr;
    const auto key = std::pair(platform, partner.id);
    const auto at = compiled_.find(key);
    if (at != compiled_.end() && at->second.time == *time) return &at->second.calendar;
    MZ_TRY(auto calendar, cases::Calendar::make(*time, "agreement.service"));
    auto& kept = compiled_[key];
    kept = {*time, std::move(calendar)};
    return &kept.calendar;
}

}  // namespace mizan::casework
