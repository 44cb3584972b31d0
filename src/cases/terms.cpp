#include "cases/terms.h"

#include <utility>

namespace mizan::cases {

Result<Terms> Terms::make(Rules rules) {
    MZ_CHECK(check(rules));
    Terms terms;
    const auto compile = [](const std::optional<WorkingTime>& time, Calendar& to,
                            const std::string& where) -> Result<void> {
        if (!time) return {};
        MZ_TRY(to, Calendar::make(*time, where));
        return {};
    };
    const auto& service = rules.service;
    MZ_CHECK(compile(service.partner, terms.partner_, "service.partner"));
    MZ_CHECK(compile(service.other, terms.other_, "service.other"));
    MZ_CHECK(compile(service.appeal, terms.appeal_, "service.appeal"));
    terms.rules_ = std::move(rules);
    return terms;
}

const Calendar& Terms::calendar(Hours hours, const Calendar* own) const {
    switch (hours) {
        case Hours::kCalendar: return always_;
        case Hours::kOther: return other_;
        case Hours::kAppeal: return appeal_;
        case Hours::kAgreement: return own == nullptr ? partner_ : *own;
        case Hours::kPartner: break;
    }
    return partner_;
}

}  // namespace mizan::cases
