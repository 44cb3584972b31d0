#include "casework/own_record.h"

#include <algorithm>
#include <chrono>
#include <vector>

#include "base/json.h"

namespace mizan::casework {

namespace {

using cases::Flag;
using cases::Partner;

constexpr std::size_t kFlagsPerLook = 500;  // while others wait who ask as long

struct YearFigures {
    std::uint64_t sent = 0;
    std::uint64_t open = 0;
    std::uint64_t answered = 0;
    std::uint64_t violates = 0;  // of those answered
    std::uint64_t withdrawn = 0;
    std::uint64_t handed_off = 0;
    std::uint64_t reviewed = 0;  // so often a second answer counted for one
    std::uint64_t held = 0;      // and was the partner's
    std::uint64_t breaches = 0;
    std::vector<std::uint64_t> gross;  // seconds to each answer
    std::vector<std::uint64_t> net;    // without those in which the case waited for who flagged
};

int year_of(std::uint64_t unix_seconds) {
    const std::chrono::sys_seconds at{std::chrono::seconds(unix_seconds)};
    const std::chrono::year_month_day day{std::chrono::floor<std::chrono::days>(at)};
    return static_cast<int>(day.year());
}

std::uint64_t begin_of(int year) {
    const std::chrono::sys_days day{std::chrono::year(year) / std::chrono::January / 1};
    return static_cast<std::uint64_t>(std::chrono::sys_seconds(day).time_since_epoch().count());
}

void count(YearFigures& figures, const Flag& flag, const cases::Case& c) {
    using enum cases::FlagState;
    ++figures.sent;
    switch (flag.state) {
        case kOpen: ++figures.open; break;
        case kWithdrawn: ++figures.withdrawn; break;
        case kHandedOff: ++figures.handed_off; break;
        case kAnswered: ++figures.answered; break;
    }
    if (flag.breached_at != 0) ++figures.breaches;
    figures.reviewed += flag.reviewed;
    figures.held += flag.held;
    if (flag.state != kAnswered) return;
    if (flag.answer == cases::Answer::kViolates) ++figures.violates;
    const auto gross = flag.closed_at - std::min(flag.closed_at, flag.received_at);
    figures.gross.push_back(gross);
    figures.net.push_back(gross - std::min(gross, c.clock.waited));
}

// The number of the last flag before `since`; they are numbered as they came.
Result<std::uint64_t> last_before(Tables& tables, PlatformId p, const Partner& partner,
                                  std::uint64_t since) {
    std::uint64_t low = 0;
    std::uint64_t high = partner.flags;
    while (low < high) {
        const auto middle = low + (high - low) / 2;
        MZ_TRY(const auto next, tables.flags_of_partner(p, partner.id, middle, 1));
        if (!next.empty() && next.front().received_at < since) low = next.front().number;
        else high = middle;
    }
    return low;
}

Result<YearFigures> figures_since(Casework& casework, const std::string& platform,
                                  const Partner& partner, std::uint64_t since) {
    YearFigures figures;
    MZ_TRY(auto after, casework.read_long(platform, [&](Tables& tables, PlatformId p) {
        return last_before(tables, p, partner, since);
    }));
    while (true) {
        const auto look = [&](Tables& tables, PlatformId p) -> Result<std::size_t> {
            MZ_TRY(const auto flags, tables.flags_of_partner(p, partner.id, after, kFlagsPerLook));
            for (const auto& flag : flags) {
                MZ_TRY(const auto c, tables.find_case(p, flag.case_no));
                count(figures, flag, c ? *c : cases::Case{});
                after = flag.number;
            }
            return flags.size();
        };
        MZ_TRY(const auto some, casework.read_long(platform, look));
        if (some < kFlagsPerLook) return figures;
    }
}

// "3.5": the middle one in hours, of an even number the lower of the two.
std::string median_hours(std::vector<std::uint64_t>& seconds) {
    const auto middle = seconds.begin() + static_cast<std::ptrdiff_t>((seconds.size() - 1) / 2);
    std::ranges::nth_element(seconds, middle);
    constexpr std::uint64_t kTenth = cases::kHour / 10;
    const auto tenths = (*middle + kTenth / 2) / kTenth;
    return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10);
}

std::string year_json(YearFigures& figures, int year) {
    std::string out;
    {
        json::Object object(out);
        object.number("year", static_cast<std::uint64_t>(year))
            .number("sent", figures.sent)
            .number("open", figures.open)
            .number("answered", figures.answered)
            .number("violates", figures.violates)
            .number("withdrawn", figures.withdrawn)
            .number("handed_off", figures.handed_off)
            .number("reviewed", figures.reviewed)
            .number("held", figures.held)
            .number("breaches", figures.breaches);
        if (!figures.gross.empty())
            object.json_value("median_hours_gross", median_hours(figures.gross))
                .json_value("median_hours_net", median_hours(figures.net));
    }
    return out;
}

}  // namespace

std::string warning_text(const cases::FlagLimits& limits, bool warned, std::uint64_t reviewed,
                         std::uint64_t held) {
    if (!warned) return {};
    auto out = "Of " + std::to_string(reviewed) +
               " flags that were looked at again by a second person, " + std::to_string(held) +
               " held. By the published rules a record is poor if, from " +
               std::to_string(limits.poor_least) + " such flags on, fewer than " +
               std::to_string(limits.poor_percent) + " in 100 held. ";
    const bool is_poor = cases::is_poor(limits, reviewed, held);
    return out.append(is_poor ? "Flags are received and answered like any other, and bring no "
                                "case to an earlier turn until more have held."
                              : "It is so no more: flags count in full again.");
}

Result<std::string> own_partner_json(Casework& casework, const std::string& platform,
                                     std::string_view who) {
    MZ_TRY(const auto partner, casework.read(platform, [&](Tables& tables, PlatformId p) {
        return tables.partner_of_member(p, who);
    }));
    if (!partner)
        return fail({Code::kRecordMissing, "you are a member of no partner here", "partner"});
    const auto year = year_of(casework.now());
    MZ_TRY(auto figures, figures_since(casework, platform, *partner, begin_of(year)));
    const auto& p = *partner;
    std::string out;
    json::Object(out)
        .json_value("partner", fields::to_json(p, fields::Empty::kWritten))
        .json_value("this_year", year_json(figures, year))
        .optional("warning", warning_text(casework.rules().flags, p.warned, p.reviewed, p.held));
    return out;
}

}  // namespace mizan::casework
