// Rules of time zones: known changes, the machine's C library as a second opinion, and what is no rule.
#include "cases/zone.h"

#include <doctest/doctest.h>

#include <cstdlib>
#include <ctime>
#include <optional>
#include <utility>

#include "base/error.h"

using namespace mizan;
using namespace mizan::cases;

namespace {

constexpr std::int64_t kZoneTestHour = 3600;

std::int64_t offset_at(const std::vector<OffsetChange>& changes, std::uint64_t at) {
    std::int64_t offset = 0;
    for (const auto& change : changes)
        if (change.at <= at) offset = change.offset;
    return offset;
}

// What a rule without tables of the machine makes of a time there. Puts the variable back.
class LibraryZone {
public:
    explicit LibraryZone(const char* rule) {
        if (const char* before = std::getenv("TZ")) before_ = before;
        ::setenv("TZ", rule, 1);
        ::tzset();
    }
    LibraryZone(const LibraryZone&) = delete;
    LibraryZone& operator=(const LibraryZone&) = delete;
    ~LibraryZone() {
        if (before_) ::setenv("TZ", before_->c_str(), 1);
        else ::unsetenv("TZ");
        ::tzset();
    }
    [[nodiscard]] static std::int64_t offset_at(std::uint64_t at) {
        const auto when = static_cast<std::time_t>(at);
        std::tm out{};
        ::localtime_r(&when, &out);
        return out.tm_gmtoff;
    }

private:
    std::optional<std::string> before_;
};

std::string refusal(std::string_view rule) {
    const auto read = read_zone(rule, "service.zone");
    return read ? "none" : to_string(read.error());
}

}  // namespace

TEST_CASE("a rule without summer time is one offset, to the east what it counts to the west") {
    const std::pair<const char*, std::int64_t> rules[] = {
        {"UTC0", 0},
        {"EST5", -5 * kZoneTestHour},
        {"JST-9", 9 * kZoneTestHour},
        {"<+0530>-5:30", 5 * kZoneTestHour + 1800},
        {"<-0330>+3:30", -(3 * kZoneTestHour + 1800)},
        {"LMT-0:53:28", 53 * 60 + 28},
        {"ABC24", -24 * kZoneTestHour}};
    for (const auto& [rule, offset] : rules) {
        CAPTURE(rule);
        const auto read = read_zone(rule, "zone");
        REQUIRE(read);
        CHECK(*read == std::vector<OffsetChange>{{0, offset}});
    }
}

TEST_CASE("changes are at the second at which they are known to be") {
    struct Known {
        const char* rule;
        std::uint64_t at;
        std::int64_t before, after;
    };
    const Known known[] = {
        {"CET-1CEST,M3.5.0,M10.5.0/3", 1'774'746'000, 3600, 7200},    // 2026-03-29T01:00:00Z
        {"CET-1CEST,M3.5.0,M10.5.0/3", 1'792'890'000, 7200, 3600},    // 2026-10-25T01:00:00Z
        {"EST5EDT,M3.2.0,M11.1.0", 1'772'953'200, -18'000, -14'400},  // 2026-03-08T07:00:00Z
        {"EST5EDT,M3.2.0,M11.1.0", 1'793'512'800, -14'400, -18'000},  // 2026-11-01T06:00:00Z
        // The south: summer time over the turn of the year.
        {"AEST-10AEDT,M10.1.0,M4.1.0/3", 1'775'318'400, 39'600, 36'000},  // 2026-04-04T16:00:00Z
        {"AEST-10AEDT,M10.1.0,M4.1.0/3", 1'791'043'200, 36'000, 39'600},  // 2026-10-03T16:00:00Z
        // Half an hour of summer time.
        {"<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", 1'775'314'800, 39'600, 37'800},  // 15:00:00Z
        // Hours of another day: Jerusalem's Friday before the last Sunday, and Nuuk's Saturday.
        {"IST-2IDT,M3.4.4/26,M10.5.0", 1'774'569'600, 7200, 10'800},       // 2026-03-27T00:00:00Z
        {"<-02>2<-01>,M3.5.0/-1,M10.5.0/0", 1'774'746'000, -7200, -3600},  // 2026-03-29T01:00:00Z
    };
    for (const auto& [rule, at, before, after] : known) {
        CAPTURE(rule);
        CAPTURE(at);
        const auto read = read_zone(rule, "zone");
        REQUIRE(read);
        CHECK(offset_at(*read, at - 1) == before);
        CHECK(offset_at(*read, at) == after);
    }
}

TEST_CASE("days of the year are counted with and without February 29") {
    const auto change_of = [](const char* rule, std::uint64_t year_begin) {
        const auto read = read_zone(rule, "zone");
        REQUIRE(read);
        for (const auto& change : *read)
            if (change.at >= year_begin) return (change.at - year_begin) / 86'400;
        return ~std::uint64_t{0};
    };
    constexpr std::uint64_t k2027 = 1'798'761'600, k2028 = 1'830'297'600;  // 2028 has the day
    CHECK(change_of("AAA0BBB,J59/0,J300/0", k2027) == 58);
    CHECK(change_of("AAA0BBB,J59/0,J300/0", k2028) == 58);
    CHECK(change_of("AAA0BBB,J60/0,J300/0", k2027) == 59);
    CHECK(change_of("AAA0BBB,J60/0,J300/0", k2028) == 60);
    CHECK(change_of("AAA0BBB,59/0,300/0", k2027) == 59);
    CHECK(change_of("AAA0BBB,59/0,300/0", k2028) == 59);
    CHECK(change_of("AAA0BBB,0/0,300/0", k2028) == 0);
}

TEST_CASE("summer time that ends as it begins never ends") {
    const auto read = read_zone("XXX3EDT4,0/0,J365/23", "zone");  // RFC 8536, 3.3.1
    REQUIRE(read);
    for (const auto& change : *read) CHECK(change.offset == -4 * kZoneTestHour);
}

TEST_CASE("changes are in order, each a change, and end before the end") {
    for (const auto rule : {"CET-1CEST,M3.5.0,M10.5.0/3", "AEST-10AEDT,M10.1.0,M4.1.0/3",
                            "AAA0BBB,0/-167,J365/167", "AAA-24BBB24,J1/167,J2/-167"}) {
        CAPTURE(rule);
        const auto read = read_zone(rule, "zone");
        REQUIRE(read);
        CHECK(read->front().at == 0);
        CHECK(read->back().at < kZoneEnd);
        CHECK(read->size() <= 461);
        for (std::size_t i = 1; i < read->size(); ++i) CHECK((*read)[i - 1].at < (*read)[i].at);
    }
    CHECK(read_zone("CET-1CEST,M3.5.0,M10.5.0/3", "zone")->size() == 461);  // two a year, and 0
    // The years before and after the first and the last reach into them.
    const auto early = read_zone("AAA0BBB,J1/-100,J200", "zone");
    REQUIRE(early);
    CHECK(early->front().offset == kZoneTestHour);
    CHECK(early->back() == OffsetChange{kZoneEnd - 100 * kZoneTestHour, kZoneTestHour});
}

TEST_CASE("the C library says the same") {
    for (const auto rule : {"UTC0", "<+0545>-5:45", "CET-1CEST,M3.5.0,M10.5.0/3",
                            "EST5EDT,M3.2.0,M11.1.0", "AEST-10AEDT,M10.1.0,M4.1.0/3",
                            "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", "GMT0BST,M3.5.0/1,M10.5.0",
                            "IST-1GMT0,M10.5.0,M3.5.0/1", "NST3:30NDT,M3.2.0/0:01,M11.1.0/0:01",
                            "IRST-3:30IRDT,J80/0,J264/0", "AAA5BBB3:30:15,59/1:02:03,299/13"}) {
        CAPTURE(rule);
        const auto read = read_zone(rule, "zone");
        REQUIRE(read);
        const LibraryZone library(rule);
        // From 1971 on; a change, the seconds around it, and times of no meaning.
        for (const auto& change : *read) {
            if (change.at < 31'536'000) continue;
            CHECK(LibraryZone::offset_at(change.at) == change.offset);
            CHECK(LibraryZone::offset_at(change.at - 1) == offset_at(*read, change.at - 1));
        }
        for (std::uint64_t at = 31'536'000; at < kZoneEnd; at += 1'234'567)
            REQUIRE(LibraryZone::offset_at(at) == offset_at(*read, at));
    }
}

TEST_CASE("what is no rule is refused, and told why") {
    const std::string head =
        "service.zone: this is no rule of a time zone, as \"UTC0\" or "
        "\"CET-1CEST,M3.5.0,M10.5.0/3\": ";
    const std::pair<const char*, const char*> rules[] = {
        {"", "a name of at least three letters is missing"},
        {"Europe/Berlin", "the hours of a time must be from 0 to 24"},
        {":Europe/Berlin", "a name of at least three letters is missing"},
        {"CE-1", "a name of at least three letters is missing"},
        {"<+1>-1", "a name of at least three letters is missing"},
        {"<+01-1", "\">\" is missing after a name"},
        {"CET", "the hours of a time must be from 0 to 24"},
        {"CET25", "the hours of a time must be from 0 to 24"},
        {"CET-1:60", "the minutes of a time must be from 0 to 59"},
        {"CET-1:0:60", "the seconds of a time must be from 0 to 59"},
        {"CET-1 ", "a name of at least three letters is missing"},
        {"CET-1CEST", "it must say from when to when summer time is"},
        {"CET-1CEST,", "a day of the year must be from 0 to 365"},
        {"CET-1CEST,M3.5.0", "it must say from when to when summer time is"},
        {"CET-1CEST,M13.5.0,M10.5.0", "a month must be from 1 to 12"},
        {"CET-1CEST,M0.5.0,M10.5.0", "a month must be from 1 to 12"},
        {"CET-1CEST,M3.6.0,M10.5.0", "a week must be from 1 to 5"},
        {"CET-1CEST,M3.5.7,M10.5.0", "a day of the week must be from 0 to 6"},
        {"CET-1CEST,M3.5,M10.5.0", "a day is missing after a week"},
        {"CET-1CEST,M3,M10.5.0", "a week is missing after a month"},
        {"CET-1CEST,J0,J300", "a day after J must be from 1 to 365"},
        {"CET-1CEST,J366,J300", "a day after J must be from 1 to 365"},
        {"CET-1CEST,366,300", "a day of the year must be from 0 to 365"},
        {"CET-1CEST,M3.5.0/168,M10.5.0", "the hours of a time must be from 0 to 167"},
        {"CET-1CEST,M3.5.0,M10.5.0/3,", "something follows its end"},
        {"CET-1CEST,M3.5.0,M10.5.0/3 ", "something follows its end"},
        {"CET-1CEST,M3.5.0,M00010.5.0", "a week is missing after a month"},
    };
    for (const auto& [rule, why] : rules) {
        CAPTURE(rule);
        CHECK(refusal(rule) == head + why + " [field-type]");
    }
    CHECK(refusal(std::string(101, 'A')) ==
          "service.zone: a rule of a time zone has at most 100 bytes [field-type]");
}
