#include "base/instant.h"

#include <charconv>
#include <cstdint>

namespace mizan {

namespace {

constexpr std::int64_t kDay = 86'400;

struct Date {
    std::int64_t year = 0;
    unsigned month = 0;
    unsigned day = 0;
};

// Days since 1970-01-01 and back, in the proleptic Gregorian calendar, by eras of 400 years that begin in March
// (H. Hinnant, "chrono-compatible low-level date algorithms").
std::int64_t to_days(Date d) {
    const std::int64_t y = d.month <= 2 ? d.year - 1 : d.year;
    const std::int64_t era = (y >= 0 ? y : y - 399) / 400;
    const std::int64_t of_era = y - era * 400;
    const std::int64_t of_year = (153 * ((d.month + 9) % 12) + 2) / 5 + d.day - 1;
    return era * 146'097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719'468;
}

Date to_date(std::int64_t days) {
    days += 719'468;
    const std::int64_t era = (days >= 0 ? days : days - 146'096) / 146'097;
    const std::int64_t n = days - era * 146'097;
    const std::int64_t of_era = (n - n / 1460 + n / 36'524 - n / 146'096) / 365;
    const std::int64_t of_year = n - (365 * of_era + of_era / 4 - of_era / 100);
    const auto from_march = static_cast<unsigned>((5 * of_year + 2) / 153);
    Date d;
    d.day = static_cast<unsigned>(of_year - (153 * from_march + 2) / 5 + 1);
    d.month = from_march < 10 ? from_march + 3 : from_march - 9;
    d.year = of_era + era * 400 + (d.month <= 2 ? 1 : 0);
    return d;
}

bool exists(Date d) {
    constexpr unsigned kDays[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (d.month < 1 || d.month > 12 || d.day < 1 || d.day > kDays[d.month - 1]) return false;
    const bool leap = d.year % 4 == 0 && (d.year % 100 != 0 || d.year % 400 == 0);
    return d.month != 2 || d.day <= 28 || leap;
}

// Reads from the front of a text; once something does not fit, nothing fits.
class Reader {
public:
    explicit Reader(std::string_view text) : rest_(text) {}

    // A number of exactly `digits` digits.
    unsigned number(std::size_t digits) {
        unsigned value = 0;
        for (std::size_t i = 0; i < digits; ++i) {
            const bool digit = i < rest_.size() && rest_[i] >= '0' && rest_[i] <= '9';
            if (!digit) return fail();
            value = value * 10 + static_cast<unsigned>(rest_[i] - '0');
        }
        rest_.remove_prefix(digits);
        return value;
    }
    unsigned number(std::size_t digits, unsigned most) {
        const auto value = number(digits);
        return value <= most ? value : fail();
    }
    bool take(std::string_view any_of) {
        if (rest_.empty() || any_of.find(rest_.front()) == any_of.npos) return false;
        last_ = rest_.front();
        rest_.remove_prefix(1);
        return true;
    }
    void expect(std::string_view any_of) {
        if (!take(any_of)) fail();
    }
    void skip_digits() {
        const auto end = rest_.find_first_not_of("0123456789");
        if (end == 0 || rest_.empty()) fail();
        rest_.remove_prefix(end == rest_.npos ? rest_.size() : end);
    }
    [[nodiscard]] char last() const { return last_; }
    [[nodiscard]] bool done() const { return ok_ && rest_.empty(); }
    [[nodiscard]] bool ended() const { return rest_.empty(); }

private:
    unsigned fail() {
        ok_ = false;
        rest_ = {};
        return 0;
    }
    std::string_view rest_;
    bool ok_ = true;
    char last_ = 0;
};

// Seconds since 1970 of an RFC 3339 full-date or date-time. A leap second counts as the one before it.
std::optional<std::int64_t> read_rfc3339(std::string_view given) {
    Reader in(given);
    Date date;
    date.year = in.number(4);
    in.expect("-");
    date.month = in.number(2);
    in.expect("-");
    date.day = in.number(2);
    std::int64_t seconds = 0;
    if (!in.ended()) {
        in.expect("Tt ");
        seconds = 3600 * std::int64_t{in.number(2, 23)};
        in.expect(":");
        seconds += 60 * std::int64_t{in.number(2, 59)};
        in.expect(":");
        const auto second = in.number(2, 60);
        seconds += second == 60 ? 59 : second;
        if (in.take(".")) in.skip_digits();
        in.expect("Zz+-");
        if (in.last() == '+' || in.last() == '-') {
            const std::int64_t sign = in.last() == '+' ? 1 : -1;
            seconds -= sign * 3600 * std::int64_t{in.number(2, 23)};
            in.expect(":");
            seconds -= sign * 60 * std::int64_t{in.number(2, 59)};
        }
    }
    if (!in.done() || !exists(date)) return std::nullopt;
    return to_days(date) * kDay + seconds;
}

// Unix time; the number of digits tells seconds from milliseconds, both from 1973 to 2286.
std::optional<std::int64_t> read_unix(std::string_view given) {
    const auto digits = given.size();
    const bool seconds = digits == 9 || digits == 10;
    const bool milliseconds = digits == 12 || digits == 13;
    if (given.empty() || given.front() == '0' || (!seconds && !milliseconds)) return std::nullopt;
    std::int64_t value = 0;
    const auto r = std::from_chars(given.data(), given.data() + given.size(), value);
    if (r.ec != std::errc() || r.ptr != given.data() + given.size() || value < 0)
        return std::nullopt;
    return seconds ? value : value / 1000;
}

void put(char* out, std::size_t digits, std::int64_t value) {
    for (; digits > 0; --digits, value /= 10) out[digits - 1] = static_cast<char>('0' + value % 10);
}

}  // namespace

std::optional<Instant> read_instant(std::string_view given) {
    auto seconds = read_unix(given);
    if (!seconds) seconds = read_rfc3339(given);
    if (!seconds) return std::nullopt;
    const std::int64_t days = (*seconds >= 0 ? *seconds : *seconds - (kDay - 1)) / kDay;
    const std::int64_t rest = *seconds - days * kDay;
    const Date date = to_date(days);
    if (date.year < 0 || date.year > 9999) return std::nullopt;
    Instant out{{'0', '0', '0', '0', '-', '0', '0', '-', '0', '0',
                 'T', '0', '0', ':', '0', '0', ':', '0', '0', 'Z'}};
    char* const text = out.text.data();
    put(text, 4, date.year);
    put(text + 5, 2, date.month);
    put(text + 8, 2, date.day);
    put(text + 11, 2, rest / 3600);
    put(text + 14, 2, rest / 60 % 60);
    put(text + 17, 2, rest % 60);
    return out;
}

std::string moment(std::uint64_t unix_seconds) {
    auto seconds = std::to_string(unix_seconds);
    const auto read = read_instant(seconds);
    return read ? std::string(read->view()) : seconds;
}

}  // namespace mizan
