#include "cases/zone.h"

#include <algorithm>
#include <chrono>
#include <tuple>

namespace mizan::cases {

namespace {

constexpr std::int64_t kZoneDay = 86'400;

bool is_zone_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_zone_digit(char c) { return c >= '0' && c <= '9'; }

// The day of a year on which the clocks change.
struct ChangeDay {
    enum class Kind : std::uint8_t {
        kJulian,   // J1..J365: February 29 is never counted
        kOrdinal,  // 0..365
        kWeekday,  // M3.5.0: of month, week (5: the last) and day of the week (0: Sunday)
    };
    Kind kind = Kind::kJulian;
    std::int64_t day = 0;  // of the year or of the week
    std::int64_t week = 0;
    std::int64_t month = 0;
    std::int64_t seconds = 2 * 3600;  // after midnight of that day, by the clocks before the change
};

struct ZoneRule {
    std::int64_t standard = 0;  // offsets from UTC, to the east
    std::int64_t summer = 0;
    bool has_summer = false;
    ChangeDay begin;
    ChangeDay end;
};

// Reads a rule from its front; the first thing that does not fit is told, and nothing is read after it.
class RuleReader {
public:
    RuleReader(std::string_view rule, const std::string& where) : rest_(rule), where_(where) {}

    Result<ZoneRule> rule() {
        ZoneRule out;
        MZ_CHECK(name());
        MZ_TRY(const auto west, time(24));
        out.standard = out.summer = -west;
        if (rest_.empty()) return out;
        out.has_summer = true;
        MZ_CHECK(name());
        out.summer = out.standard + 3600;
        if (!rest_.empty() && rest_.front() != ',') {
            MZ_TRY(const auto summer_west, time(24));
            out.summer = -summer_west;
        }
        MZ_TRY(out.begin, change());
        MZ_TRY(out.end, change());
        if (!rest_.empty()) return wrong("something follows its end");
        return out;
    }

private:
    std::unexpected<Error> wrong(std::string_view what) const {
        return fail(
            {Code::kFieldType,
             "this is no rule of a time zone, as \"UTC0\" or \"CET-1CEST,M3.5.0,M10.5.0/3\": " +
                 std::string(what),
             where_});
    }
    bool take(char c) {
        if (rest_.empty() || rest_.front() != c) return false;
        rest_.remove_prefix(1);
        return true;
    }
    // "CET" or "<+0530>": at least three characters. What they are is of no matter here.
    Result<void> name() {
        const bool quoted = take('<');
        std::size_t length = 0;
        while (length < rest_.size()) {
            const char c = rest_[length];
            if (!is_zone_letter(c) && !(quoted && (is_zone_digit(c) || c == '+' || c == '-')))
                break;
            ++length;
        }
        rest_.remove_prefix(length);
        if (length < 3) return wrong("a name of at least three letters is missing");
        if (quoted && !take('>')) return wrong("\">\" is missing after a name");
        return {};
    }
    Result<std::int64_t> number(std::int64_t least, std::int64_t most, std::string_view what) {
        std::int64_t value = 0;
        std::size_t length = 0;
        for (; length < rest_.size() && is_zone_digit(rest_[length]) && length < 4; ++length)
            value = value * 10 + (rest_[length] - '0');
        rest_.remove_prefix(length);
        if (length == 0 || value < least || value > most)
            return wrong(std::string(what) + " must be from " + std::to_string(least) + " to " +
                         std::to_string(most));
        return value;
    }
    // "2", "-5:30", "+1:02:03", in seconds.
    Result<std::int64_t> time(std::int64_t hours_most) {
        const std::int64_t sign = take('-') ? -1 : 1;
        if (sign > 0) take('+');
        MZ_TRY(const auto hours, number(0, hours_most, "the hours of a time"));
        std::int64_t minutes = 0;
        std::int64_t seconds = 0;
        if (take(':')) {
            MZ_TRY(minutes, number(0, 59, "the minutes of a time"));
            if (take(':')) {
                MZ_TRY(seconds, number(0, 59, "the seconds of a time"));
            }
        }
        return sign * (hours * 3600 + minutes * 60 + seconds);
    }
    // ",M3.5.0/2"
    Result<ChangeDay> change() {
        if (!take(',')) return wrong("it must say from when to when summer time is");
        ChangeDay out;
        if (take('M')) {
            out.kind = ChangeDay::Kind::kWeekday;
            MZ_TRY(out.month, number(1, 12, "a month"));
            if (!take('.')) return wrong("a week is missing after a month");
            MZ_TRY(out.week, number(1, 5, "a week"));
            if (!take('.')) return wrong("a day is missing after a week");
            MZ_TRY(out.day, number(0, 6, "a day of the week"));
        } else if (take('J')) {
            MZ_TRY(out.day, number(1, 365, "a day after J"));
        } else {
            out.kind = ChangeDay::Kind::kOrdinal;
            MZ_TRY(out.day, number(0, 365, "a day of the year"));
        }
        if (take('/')) {
            MZ_TRY(out.seconds, time(167));
        }
        return out;
    }

    std::string_view rest_;
    const std::string& where_;
};

// Seconds since 1970 by the clocks before the change.
std::int64_t seconds_of(const ChangeDay& change, int in_year) {
    namespace ch = std::chrono;
    const ch::year year{in_year};
    const auto first = ch::sys_days{year / ch::January / 1}.time_since_epoch().count();
    std::int64_t day = first + change.day;
    if (change.kind == ChangeDay::Kind::kJulian) {
        day = first + change.day - 1;
        if (year.is_leap() && change.day >= 60) ++day;  // J60 is March 1
    } else if (change.kind == ChangeDay::Kind::kWeekday) {
        const ch::month month{static_cast<unsigned>(change.month)};
        const ch::weekday weekday{static_cast<unsigned>(change.day)};
        const auto found =
            change.week == 5
                ? ch::sys_days{year / month / weekday[ch::last]}
                : ch::sys_days{year / month / weekday[static_cast<unsigned>(change.week)]};
        day = found.time_since_epoch().count();
    }
    return day * kZoneDay + change.seconds;
}

}  // namespace

Result<std::vector<OffsetChange>> read_zone(std::string_view rule, const std::string& where) {
    if (rule.size() > kZoneBytesMost)
        return fail({Code::kFieldType, "a rule of a time zone has at most 100 bytes", where});
    MZ_TRY(const auto zone, RuleReader(rule, where).rule());
    std::vector<OffsetChange> out = {{0, zone.standard}};
    if (!zone.has_summer) return out;

    // Hours may reach into the neighbouring years, so those before 1970 and after the last count too. Where summer time ends as it begins,
    // which is how a rule says that it never ends, the beginning counts.
    std::vector<std::tuple<std::int64_t, bool>> changes;
    for (int year = 1968; year <= kZoneLastYear + 1; ++year) {
        changes.emplace_back(seconds_of(zone.begin, year) - zone.standard, true);
        changes.emplace_back(seconds_of(zone.end, year) - zone.summer, false);
    }
    std::ranges::sort(changes);
    for (const auto& [at, summer] : changes) {
        if (at >= static_cast<std::int64_t>(kZoneEnd)) break;
        const auto offset = summer ? zone.summer : zone.standard;
        const auto from = static_cast<std::uint64_t>(std::max<std::int64_t>(at, 0));
        if (out.back().at == from) out.back().offset = offset;
        else if (out.back().offset != offset) out.push_back({from, offset});
    }
    return out;
}

}  // namespace mizan::cases
