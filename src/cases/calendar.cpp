#include "cases/calendar.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <limits>
#include <optional>
#include <string_view>

namespace mizan::cases {

namespace {

constexpr std::int64_t kDaySeconds = 86'400;
constexpr std::int64_t kWeekSeconds = 7 * kDaySeconds;
// Monday 1969-12-22: before whatever clocks show at 0.
constexpr std::int64_t kFirstMonday = -10 * kDaySeconds;
constexpr int kFirstYear = 1970;

constexpr std::array<std::string_view, 7> kDayNames = {
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};

std::unexpected<Error> wrong_time(std::string message, std::string where) {
    return fail({Code::kFieldType, std::move(message), std::move(where)});
}
std::string item_of(const std::string& where, std::string_view list, std::size_t at) {
    return where + "." + std::string(list) + "[" + std::to_string(at) + "]";
}

// Of a text of digits; nothing if there is another character.
std::optional<int> digits_of(std::string_view text) {
    int value = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') return std::nullopt;
        value = value * 10 + (c - '0');
    }
    return value;
}

// "09:00", in seconds after midnight.
std::optional<std::int64_t> time_of_day(std::string_view text) {
    if (text.size() != 5 || text[2] != ':') return std::nullopt;
    const auto hours = digits_of(text.substr(0, 2));
    const auto minutes = digits_of(text.substr(3));
    if (!hours || !minutes || *minutes > 59 || *hours * 60 + *minutes > 24 * 60)
        return std::nullopt;
    return (*hours * 60 + *minutes) * 60;
}

// "2026-12-25", in days since 1970.
std::optional<std::int64_t> date_of(std::string_view text) {
    namespace ch = std::chrono;
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    const auto year = digits_of(text.substr(0, 4));
    const auto month = digits_of(text.substr(5, 2));
    const auto day = digits_of(text.substr(8));
    if (!year || !month || !day || *year < kFirstYear || *year > kZoneLastYear) return std::nullopt;
    const ch::year_month_day date(ch::year(*year), ch::month(static_cast<unsigned>(*month)),
                                  ch::day(static_cast<unsigned>(*day)));
    if (!date.ok()) return std::nullopt;
    return ch::sys_days{date}.time_since_epoch().count();
}

}  // namespace

Result<void> Calendar::read_days(const WorkingTime& time, const std::string& where) {
    if (time.days.size() > kWorkingDaysMost)
        return wrong_time("at most 70 working times", where + ".days");
    std::array<std::int64_t, 7> ends{};
    for (std::size_t i = 0; i < time.days.size(); ++i) {
        const auto& given = time.days[i];
        const auto place = item_of(where, "days", i);
        const auto day = std::ranges::find(kDayNames, given.day) - kDayNames.begin();
        if (day == static_cast<std::ptrdiff_t>(kDayNames.size()))
            return wrong_time(
                "this must be one of monday, tuesday, wednesday, thursday, friday, "
                "saturday, sunday",
                place + ".day");
        const auto from = time_of_day(given.from);
        if (!from) return wrong_time("this must be a time as 09:00", place + ".from");
        const auto to = time_of_day(given.to);
        if (!to) return wrong_time("this must be a time as 17:30, at most 24:00", place + ".to");
        if (*to <= *from)
            return wrong_time(
                "this must be later than from; what goes past midnight is two working "
                "times, the first to 24:00",
                place + ".to");
        auto& end = ends[static_cast<std::size_t>(day)];
        if (*from < end)
            return wrong_time("this begins before what is given above for the same day has ended",
                              place + ".from");
        end = *to;
        week_.push_back({day * kDaySeconds + *from, day * kDaySeconds + *to, 0});
    }
    std::ranges::sort(week_, {}, &Span::from);
    std::int64_t before = 0;
    for (auto& span : week_) {
        span.before = before;
        before += span.to - span.from;
    }
    return {};
}

Result<void> Calendar::read_holidays(const WorkingTime& time, const std::string& where) {
    if (time.holidays.size() > kHolidaysMost)
        return wrong_time("at most 400 holidays", where + ".holidays");
    if (always() && !time.holidays.empty())
        return wrong_time(
            "without days every second counts, so nothing is a holiday: name the days, from "
            "00:00 to 24:00, or leave this out",
            where + ".holidays");
    for (std::size_t i = 0; i < time.holidays.size(); ++i) {
        const auto day = date_of(time.holidays[i]);
        const auto place = item_of(where, "holidays", i);
        if (!day) return wrong_time("this must be a day as 2026-12-25, of 1970 to 2199", place);
        const auto begin = *day * kDaySeconds;
        if (std::ranges::find(holidays_, begin, &Holiday::begin) != holidays_.end())
            return wrong_time("this day is there twice", place);
        holidays_.push_back({begin, 0});
    }
    std::ranges::sort(holidays_, {}, &Holiday::begin);
    std::int64_t before = 0;
    for (auto& holiday : holidays_) {
        holiday.before = before;
        before += shown(holiday.begin + kDaySeconds, false) - shown(holiday.begin, false);
    }
    return {};
}

Result<Calendar> Calendar::make(const WorkingTime& time, const std::string& where) {
    MZ_TRY(const auto changes, read_zone(time.zone, where + ".zone"));
    Calendar out;
    MZ_CHECK(out.read_days(time, where));
    MZ_CHECK(out.read_holidays(time, where));
    if (out.always()) return out;
    std::uint64_t before = 0;
    for (const auto& change : changes) {
        if (!out.stretches_.empty()) before = out.counted(change.at);
        out.stretches_.push_back({change.at, change.offset, before});
    }
    return out;
}

std::int64_t Calendar::shown(std::int64_t local, bool with_holidays) const {
    const auto since = local - kFirstMonday;
    const auto of_week = since % kWeekSeconds;
    auto sum = since / kWeekSeconds * (week_.back().before + week_.back().to - week_.back().from);
    const auto after = std::ranges::upper_bound(week_, of_week, {}, &Span::from);
    if (after != week_.begin()) {
        const auto& span = *(after - 1);
        sum += span.before + std::min(of_week, span.to) - span.from;
    }
    if (!with_holidays) return sum;
    const auto later = std::ranges::upper_bound(holidays_, local, {}, &Holiday::begin);
    if (later == holidays_.begin()) return sum;
    const auto& holiday = *(later - 1);
    const auto until = std::min(local, holiday.begin + kDaySeconds);
    return sum - holiday.before - (shown(until, false) - shown(holiday.begin, false));
}

std::uint64_t Calendar::counted(std::uint64_t time) const {
    if (always()) return time;
    if (time > kZoneEnd) return counted(kZoneEnd) + (time - kZoneEnd);
    const auto after = std::ranges::upper_bound(stretches_, time, {}, &Stretch::at);
    const auto& stretch = *(after - 1);
    const auto shown_until = [&](std::uint64_t at) {
        return shown(static_cast<std::int64_t>(at) + stretch.offset);
    };
    return stretch.before + static_cast<std::uint64_t>(shown_until(time) - shown_until(stretch.at));
}

std::uint64_t Calendar::between(std::uint64_t from, std::uint64_t to) const {
    return to <= from ? 0 : counted(to) - counted(from);
}

std::uint64_t Calendar::add(std::uint64_t from, std::uint64_t working_seconds) const {
    constexpr auto kLast = std::numeric_limits<std::uint64_t>::max();
    const auto start = counted(from);
    if (working_seconds > counted(kLast) - start) return kLast;
    if (always()) return from + working_seconds;
    const auto wanted = start + working_seconds;
    const auto at_end = counted(kZoneEnd);
    if (at_end < wanted) return kZoneEnd + (wanted - at_end);
    auto low = from;       // the answer is from here
    auto high = kZoneEnd;  // to here
    while (low < high) {
        const auto middle = low + (high - low) / 2;
        if (counted(middle) < wanted) low = middle + 1;
        else high = middle;
    }
    return low;
}

}  // namespace mizan::cases
