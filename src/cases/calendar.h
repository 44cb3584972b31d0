// Calendar: the time that counts for service. A second counts if the clocks of the place show a working time of a day that is no holiday
// then; so where they are put forward within one, it is shorter by what they leap over, and where they are put back, what they show twice
// counts twice. A value: no clock, no data of the machine.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "cases/zone.h"
#include "fields/fields.h"

namespace mizan::cases {

// {"day": "monday", "from": "09:00", "to": "17:30"}; to "24:00" is to the end of the day.
struct WorkingDay {
    std::string day;
    std::string from;
    std::string to;

    static void fields(auto& self, auto&& visit) {
        visit("day", self.day, fields::Most{9});
        visit("from", self.from, fields::Most{5});
        visit("to", self.to, fields::Most{5});
    }
    bool operator==(const WorkingDay&) const = default;
};

inline constexpr std::size_t kWorkingDaysMost = 70;
inline constexpr std::size_t kHolidaysMost = 400;

struct WorkingTime {
    std::string zone = "UTC0";  // a rule: zone.h
    std::vector<WorkingDay>
        days;  // a day may have several, one after the other; none at all: every second counts
    std::vector<std::string> holidays;  // "2026-12-25", by the clocks of the place

    static void fields(auto& self, auto&& visit) {
        visit("zone", self.zone, fields::Most{kZoneBytesMost});
        visit("days", self.days, fields::Most{kWorkingDaysMost});
        visit("holidays", self.holidays, fields::Most{kHolidaysMost});
    }
    bool operator==(const WorkingTime&) const = default;
};

// Times are unix seconds. From kZoneEnd on every second counts: no promise reaches so far, and each question has an answer. Questions
// take a search of some thirty steps, however much time lies between.
class Calendar {
public:
    // Every second counts.
    Calendar() = default;
    // Errors: kFieldType, with a place below `where`, as in "service.days[2].from".
    [[nodiscard]] static Result<Calendar> make(const WorkingTime& time,
                                               const std::string& where = "service");

    // How many seconds of [from, to) count; 0 if there are none.
    [[nodiscard]] std::uint64_t between(std::uint64_t from, std::uint64_t to) const;
    // The first time at which so many have counted since `from`: with nine to five, eight hours from nine on end at five, not at nine the
    // day after. The end of all time if it is later.
    [[nodiscard]] std::uint64_t add(std::uint64_t from, std::uint64_t working_seconds) const;

    [[nodiscard]] bool always() const { return week_.empty(); }

private:
    // Of a week that begins with Monday.
    struct Span {
        std::int64_t from = 0;
        std::int64_t to = 0;
        std::int64_t before = 0;  // what counts of the week before it
    };
    struct Holiday {
        std::int64_t begin = 0;
        std::int64_t before = 0;  // what would have counted on all holidays before it
    };
    // As OffsetChange, with what counts from 0 until it.
    struct Stretch {
        std::uint64_t at = 0;
        std::int64_t offset = 0;
        std::uint64_t before = 0;
    };
    [[nodiscard]] Result<void> read_days(const WorkingTime& time, const std::string& where);
    [[nodiscard]] Result<void> read_holidays(const WorkingTime& time, const std::string& where);
    // What counts until `local`, by clocks that are never changed; from a time before 1970 on.
    [[nodiscard]] std::int64_t shown(std::int64_t local, bool with_holidays = true) const;
    // What counts from 0 until `time`.
    [[nodiscard]] std::uint64_t counted(std::uint64_t time) const;

    std::vector<Span> week_;
    std::vector<Holiday> holidays_;
    std::vector<Stretch> stretches_;
};

}  // namespace mizan::cases
