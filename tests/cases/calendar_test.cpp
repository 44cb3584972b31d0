// The time that counts for service: known weeks, both changes of the clocks, and every minute of random calendars, counted one by one.
#include "cases/calendar.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "base/error.h"
#include "support/numbers.h"
#include "support/thorough.h"

using namespace mizan;
using namespace mizan::cases;

namespace {

constexpr std::uint64_t kCalHour = 3600;
constexpr std::uint64_t kMonday = 1'767'571'200;  // 2026-01-05T00:00:00Z, a Monday
constexpr std::uint64_t kCalDay = 86'400;
constexpr const char* kBerlin = "CET-1CEST,M3.5.0,M10.5.0/3";

WorkingTime nine_to_five(std::string zone = "UTC0") {
    WorkingTime time{std::move(zone), {}, {}};
    for (const auto day : {"monday", "tuesday", "wednesday", "thursday", "friday"})
        time.days.push_back({day, "09:00", "17:00"});
    return time;
}
WorkingTime round_the_clock(std::string zone) {
    WorkingTime time{std::move(zone), {}, {}};
    for (const auto day :
         {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"})
        time.days.push_back({day, "00:00", "24:00"});
    return time;
}
Calendar made(const WorkingTime& time) {
    auto calendar = Calendar::make(time);
    REQUIRE(calendar);
    return *std::move(calendar);
}
std::string refusal(const WorkingTime& time) {
    const auto calendar = Calendar::make(time);
    return calendar ? "none" : to_string(calendar.error());
}

std::string two(std::uint64_t n) { return (n < 10 ? "0" : "") + std::to_string(n); }
std::string clock(std::uint64_t minute) { return two(minute / 60) + ":" + two(minute % 60); }
constexpr const char* kDays[] = {"monday", "tuesday",  "wednesday", "thursday",
                                 "friday", "saturday", "sunday"};

std::string date(std::int64_t day) {
    const std::chrono::year_month_day d{std::chrono::sys_days{std::chrono::days{day}}};
    return std::to_string(int{d.year()}) + "-" + two(unsigned{d.month()}) + "-" +
           two(unsigned{d.day()});
}

// Whether a second counts, as the header says it and no other way.
bool counts(const WorkingTime& time, const std::vector<OffsetChange>& zone, std::uint64_t at) {
    std::int64_t offset = 0;
    for (const auto& change : zone)
        if (change.at <= at) offset = change.offset;
    const auto local = static_cast<std::int64_t>(at) + offset;
    const auto day = local / 86'400;
    if (std::ranges::count(time.holidays, date(day)) > 0) return false;
    const auto shown = clock(static_cast<std::uint64_t>(local % 86'400 / 60));
    return std::ranges::any_of(time.days, [&](const WorkingDay& span) {
        return span.day == kDays[(day + 3) % 7] && span.from <= shown && shown < span.to;
    });
}

WorkingTime random_time(test::Numbers& numbers, std::uint64_t begin, std::uint64_t days) {
    constexpr const char* kZones[] = {"UTC0",
                                      kBerlin,
                                      "EST5EDT,M3.2.0,M11.1.0",
                                      "<+0530>-5:30",
                                      "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0",
                                      "IST-2IDT,M3.4.4/26,M10.5.0",
                                      "AAA12BBB-12,M3.5.1/12,M10.4.6/0"};  // a whole day leapt over
    WorkingTime time{kZones[numbers.below(std::size(kZones))], {}, {}};
    for (const auto day : kDays) {
        std::uint64_t at = numbers.below(400);
        for (auto spans = numbers.below(4); spans > 0 && at < 1440; --spans) {
            const auto to = std::min<std::uint64_t>(1440, at + 1 + numbers.below(700));
            time.days.push_back({day, clock(at), clock(to)});
            at = to + (numbers.below(2) == 0 ? 0 : numbers.below(200));
        }
    }
    if (time.days.empty()) time.days.push_back({"sunday", "01:30", "02:30"});
    const auto first = begin / kCalDay;
    for (std::uint64_t i = 0; i < days; ++i)
        if (numbers.below(6) == 0)
            time.holidays.push_back(date(static_cast<std::int64_t>(first + i)));
    std::ranges::reverse(time.holidays);
    return time;
}

// Sums of minutes: `sum[i]` seconds count from `begin` until i minutes later.
struct Counted {
    std::uint64_t begin = 0;
    std::vector<std::uint64_t> sum;
    [[nodiscard]] std::uint64_t until(std::uint64_t at) const {
        const auto i = (at - begin) / 60;
        const auto within = (at - begin) % 60;
        return sum[i] + (within > 0 && sum[i + 1] > sum[i] ? within : 0);
    }
};
Counted count_all(const WorkingTime& time, std::uint64_t begin, std::uint64_t minutes) {
    auto zone = *read_zone(time.zone, "zone");
    std::erase_if(zone,
                  [&](const OffsetChange& change) { return change.at > begin + minutes * 60; });
    // The last one before the beginning is all that is needed of those before it.
    while (zone.size() > 1 && zone[1].at <= begin) zone.erase(zone.begin());
    Counted out{begin, {0}};
    for (std::uint64_t i = 0; i < minutes; ++i)
        out.sum.push_back(out.sum.back() + (counts(time, zone, begin + i * 60) ? 60 : 0));
    return out;
}

}  // namespace

TEST_CASE("nine to five, as a person would count it") {
    const auto calendar = made(nine_to_five());
    const auto nine = kMonday + 9 * kCalHour;
    CHECK(calendar.between(kMonday, kMonday + 7 * kCalDay) == 40 * kCalHour);
    CHECK(calendar.between(nine, nine + 60) == 60);
    CHECK(calendar.between(nine, nine) == 0);
    CHECK(calendar.between(nine + 1, nine) == 0);
    CHECK(calendar.add(nine, 8 * kCalHour) == nine + 8 * kCalHour);  // five, not the next nine
    CHECK(calendar.add(nine, 8 * kCalHour + 1) == nine + kCalDay + 1);
    CHECK(calendar.add(kMonday, 3600) == nine + 3600);
    CHECK(calendar.add(kMonday, 0) == kMonday);
    const auto friday_four = kMonday + 4 * kCalDay + 16 * kCalHour;
    CHECK(calendar.add(friday_four, 2 * kCalHour) == kMonday + 7 * kCalDay + 10 * kCalHour);
    CHECK(calendar.add(nine, 24 * kCalHour) == nine + 2 * kCalDay + 8 * kCalHour);
}

TEST_CASE("without days every second counts") {
    for (const auto& calendar : {Calendar{}, made(WorkingTime{}), made({kBerlin, {}, {}})}) {
        CHECK(calendar.always());
        CHECK(calendar.add(kMonday + 7, 1'000'000) == kMonday + 1'000'007);
        CHECK(calendar.between(0, ~std::uint64_t{0}) == ~std::uint64_t{0});
        CHECK(calendar.add(~std::uint64_t{0}, 1) == ~std::uint64_t{0});
    }
    CHECK_FALSE(made(nine_to_five()).always());
}

TEST_CASE("holidays are days of the place, and do not count") {
    auto time = nine_to_five("EST5EDT,M3.2.0,M11.1.0");
    time.holidays = {"2026-01-06", "2026-01-01", "2026-01-10"};  // a Tuesday, before, a Saturday
    const auto calendar = made(time);
    const auto nine = kMonday + 14 * kCalHour;
    CHECK(calendar.add(nine, 9 * kCalHour) == nine + 2 * kCalDay + kCalHour);
    CHECK(calendar.between(kMonday, kMonday + 7 * kCalDay) == 32 * kCalHour);
}

TEST_CASE(
    "where the clocks are put forward a night is shorter, and longer where they are put back") {
    WorkingTime night{kBerlin, {{"sunday", "01:00", "04:00"}}, {}};
    auto calendar = made(night);
    constexpr std::uint64_t kForward = 1'774'746'000;  // 2026-03-29T01:00:00Z: two is three
    constexpr std::uint64_t kBack = 1'792'890'000;     // 2026-10-25T01:00:00Z: three is two
    CHECK(calendar.between(kForward - kCalDay, kForward + kCalDay) == 2 * kCalHour);
    CHECK(calendar.add(kForward - kCalHour, 2 * kCalHour) == kForward + kCalHour);
    CHECK(calendar.between(kBack - kCalDay, kBack + kCalDay) == 4 * kCalHour);
    CHECK(calendar.add(kBack - 2 * kCalHour, 4 * kCalHour) == kBack + 2 * kCalHour);

    // What is leapt over does not come; what is shown twice counts twice.
    night.days = {{"sunday", "02:00", "02:30"}};
    calendar = made(night);
    CHECK(calendar.between(kForward - kCalDay, kForward + kCalDay) == 0);
    CHECK(calendar.between(kBack - kCalDay, kBack + kCalDay) == kCalHour);
    CHECK(calendar.add(kBack - kCalHour, 45 * 60) == kBack + 15 * 60);

    // Who works always is not touched by it.
    calendar = made(round_the_clock(kBerlin));
    for (const auto at : {kForward, kBack}) {
        CHECK(calendar.between(at - kCalDay, at + kCalDay) == 2 * kCalDay);
        CHECK(calendar.add(at - 5000, 10'000) == at + 5000);
    }
}

TEST_CASE("every minute of random calendars, counted one by one") {
    constexpr std::uint64_t kBegins[] = {
        1'774'500'000 / 60 * 60, 1'792'600'000 / 60 * 60, 1'772'800'020,  // about the changes
        1'775'200'020,           1'827'900'000 / 60 * 60, 4'102'444'800 / 60 * 60};
    constexpr std::uint64_t kMinutes = 12 * 1440;
    test::Numbers numbers(7);
    for (std::size_t round = 0; round < 60; round += test::every(10)) {
        const auto begin = kBegins[round % std::size(kBegins)];
        const auto time = random_time(numbers, begin, 12);
        CAPTURE(round);
        CAPTURE(fields::to_json(time));
        const auto calendar = made(time);
        const auto counted = count_all(time, begin, kMinutes);
        for (std::uint64_t i = 0; i <= kMinutes; ++i)
            REQUIRE(calendar.between(begin, begin + i * 60) == counted.sum[i]);
        for (int i = 0; i < 2000; ++i) {
            const auto from = begin + numbers.below(kMinutes * 60);
            const auto to = from + numbers.below(begin + kMinutes * 60 - from);
            const auto seconds = calendar.between(from, to);
            REQUIRE(seconds == counted.until(to) - counted.until(from));
            // The first time at which so many have counted.
            const auto due = calendar.add(from, seconds);
            REQUIRE(due <= to);
            REQUIRE(counted.until(due) - counted.until(from) == seconds);
            if (seconds > 0) REQUIRE(counted.until(due - 1) - counted.until(from) == seconds - 1);
            else REQUIRE(due == from);
        }
    }
}

TEST_CASE("adding and counting undo each other, are monotone, and add up") {
    test::Numbers numbers(11);
    for (std::size_t round = 0; round < 200; round += test::every(10)) {
        const auto time = random_time(numbers, kMonday, 300);
        CAPTURE(fields::to_json(time));
        const auto calendar = made(time);
        for (int i = 0; i < 200; ++i) {
            const auto from = numbers.below(kZoneEnd + 10 * kCalDay);
            const auto a = numbers.below(100'000'000);
            const auto b = numbers.below(1'000'000);
            const auto at = calendar.add(from, a);
            REQUIRE(at >= from + a);
            REQUIRE(calendar.between(from, at) == a);
            REQUIRE(calendar.add(at, b) == calendar.add(from, a + b));
            REQUIRE(calendar.add(from + b, a) >= at);
            REQUIRE(calendar.between(from, at + b) <= a + b);
            REQUIRE(calendar.between(from, at + b) == a + calendar.between(at, at + b));
        }
    }
}

TEST_CASE("from the end of the rules on every second counts, and nothing is later than the last") {
    const auto calendar = made(nine_to_five(kBerlin));
    constexpr auto kLast = ~std::uint64_t{0};
    CHECK(calendar.between(kZoneEnd, kZoneEnd + 1000) == 1000);
    CHECK(calendar.add(kZoneEnd + 5, 1000) == kZoneEnd + 1005);
    const auto left = calendar.between(kMonday, kZoneEnd);
    CHECK(left / kCalHour > 173 * 52 * 40);
    CHECK(calendar.add(kMonday, left + 77) == kZoneEnd + 77);
    CHECK(calendar.add(kMonday, left) <= kZoneEnd);
    CHECK(calendar.add(kMonday, kLast) == kLast);
    CHECK(calendar.add(kLast, 1) == kLast);
    CHECK(calendar.add(kLast, 0) == kLast);
    CHECK(calendar.between(kLast, 0) == 0);
    CHECK(calendar.between(0, kLast) > calendar.between(1'000'000, kLast));
}

TEST_CASE("each mistake has its place") {
    auto time = nine_to_five();
    CHECK(refusal(time) == "none");
    time.zone = "Berlin";
    CHECK(refusal(time).starts_with("service.zone: this is no rule of a time zone"));

    const auto with = [](std::vector<WorkingDay> days) {
        WorkingTime out = nine_to_five();
        out.days.insert(out.days.end(), days.begin(), days.end());
        return refusal(out);
    };
    const std::pair<WorkingDay, const char*> days[] = {
        {{"Monday", "18:00", "19:00"},
         "service.days[5].day: this must be one of monday, tuesday, "},
        {{"", "18:00", "19:00"}, "service.days[5].day: "},
        {{"sunday", "9:00", "10:00"}, "service.days[5].from: this must be a time as 09:00 "},
        {{"sunday", "09-00", "10:00"}, "service.days[5].from: "},
        {{"sunday", "09:60", "10:00"}, "service.days[5].from: "},
        {{"sunday", "-1:00", "10:00"}, "service.days[5].from: "},
        {{"sunday", "", "10:00"}, "service.days[5].from: "},
        {{"sunday", "09:00", "24:01"}, "service.days[5].to: this must be a time as 17:30, "},
        {{"sunday", "09:00", "25:00"}, "service.days[5].to: "},
        {{"sunday", "09:00", ""}, "service.days[5].to: "},
        {{"sunday", "09:00", "09:00"}, "service.days[5].to: this must be later than from"},
        {{"sunday", "22:00", "06:00"}, "service.days[5].to: this must be later than from"},
        {{"monday", "16:59", "18:00"}, "service.days[5].from: this begins before what is given "},
        {{"monday", "07:00", "08:00"}, "service.days[5].from: "},
    };
    for (const auto& [day, wanted] : days) {
        CAPTURE(fields::to_json(day));
        CHECK(with({day}).starts_with(wanted));
    }
    CHECK(with({{"monday", "17:00", "18:00"}, {"monday", "18:00", "24:00"}}) == "none");
    CHECK(with(std::vector<WorkingDay>(66)) ==
          "service.days: at most 70 working times [field-type]");
}

TEST_CASE("holidays are days that there are, once each, and of some days") {
    const auto with = [](std::vector<std::string> holidays) {
        auto time = nine_to_five();
        time.holidays = std::move(holidays);
        return refusal(time);
    };
    CHECK(with({"2028-02-29", "1970-01-01", "2199-12-31"}) == "none");
    for (const auto day : {"2026-02-29", "2026-13-01", "2026-00-01", "2026-04-31", "2026-04-00",
                           "1969-12-31", "2200-01-01", "26-01-01", "2026/01/01", "2026-1-01", ""})
        CHECK(
            with({"2026-01-01", day}) ==
            "service.holidays[1]: this must be a day as 2026-12-25, of 1970 to 2199 [field-type]");
    CHECK(with({"2026-01-01", "2026-01-02", "2026-01-01"}) ==
          "service.holidays[2]: this day is there twice [field-type]");
    CHECK(with(std::vector<std::string>(401)) ==
          "service.holidays: at most 400 holidays [field-type]");
    std::vector<std::string> most;
    for (std::int64_t i = 0; i < 400; ++i) most.push_back(date(20'000 + i));
    CHECK(with(std::move(most)) == "none");
    CHECK(
        refusal({"UTC0", {}, {"2026-01-01"}}).starts_with("service.holidays: without days every "));
}

TEST_CASE("it is read from a configuration") {
    const auto time = fields::from_json<WorkingTime>(
        R"({"zone":"CET-1CEST,M3.5.0,M10.5.0/3","days":[{"day":"monday","from":"09:00","to":"17:30"}],)"
        R"("holidays":["2026-12-25"]})");
    REQUIRE(time);
    CHECK(made(*time).between(kMonday, kMonday + 7 * kCalDay) == 8 * kCalHour + 1800);
    CHECK(*fields::from_json<WorkingTime>(fields::to_json(*time)) == *time);
    CHECK(made(*fields::from_json<WorkingTime>("{}")).always());
    const auto place = Calendar::make({"UTC0", {{}}, {}}, "partner.service");
    REQUIRE_FALSE(place);
    CHECK(place.error().where == "partner.service.days[0].day");
}
