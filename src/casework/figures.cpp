#include "casework/figures.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <map>

#include "base/json.h"

namespace mizan::casework {

namespace {

using cases::Series;
using Counted = Tables::Counted;
using Days = Tables::Days;

// One month and no more: the counts of two could be subtracted from each other.
bool is_a_month(const Days& days) {
    namespace chrono = std::chrono;
    const auto day = chrono::days(static_cast<int>(days.from));
    const chrono::year_month_day from{chrono::sys_days(day)};
    const chrono::sys_days next{from + chrono::months(1)};
    return from.day() == chrono::day(1) &&
           days.to == static_cast<std::uint64_t>(next.time_since_epoch().count());
}

class FiguresWriter {
public:
    FiguresWriter(Tables& tables, PlatformId p, const Days& days, SmallCounts small)
        : tables_(tables), p_(p), days_(days), small_(small) {}

    Result<std::string> write() {
        std::string members;
        for (const auto part : {&FiguresWriter::cases_part, &FiguresWriter::levels_part,
                                &FiguresWriter::people_part, &FiguresWriter::private_part}) {
            MZ_TRY(auto some, (this->*part)());
            if (some.empty()) continue;
            if (!members.empty()) members.push_back(',');
            members.append(some);
        }
        return members;
    }

private:
    Result<std::uint64_t> sum(Series series, const Days& days) {
        MZ_TRY(const auto rows, tables_.tallied(p_, series, days));
        std::uint64_t all = 0;
        for (const auto& row : rows) all += row.n;
        return all;
    }
    // What is open is what was opened or reopened, ever, and not closed since.
    Result<std::string> cases_part() {
        const Days ever{0, days_.to};
        std::map<std::string_view, std::uint64_t> n;
        MZ_TRY(const auto opened, sum(Series::kOpened, ever));
        MZ_TRY(const auto reopened, sum(Series::kReopened, ever));
        MZ_TRY(const auto closed, sum(Series::kClosed, ever));
        n["open"] = opened + reopened - std::min(closed, opened + reopened);
        MZ_TRY(n["opened"], sum(Series::kOpened, days_));
        MZ_TRY(n["reopened"], sum(Series::kReopened, days_));
        MZ_TRY(n["closed"], sum(Series::kClosed, days_));
        MZ_TRY(n["decided"], sum(Series::kDecided, days_));
        MZ_TRY(n["warned"], sum(Series::kWarned, days_));
        MZ_TRY(n["breached"], sum(Series::kBreached, days_));
        MZ_TRY(n["due"], tables_.due_on(p_, days_));
        std::string out = "\"cases\":";
        {
            json::Object object(out);
            for (const auto& [name, count] : n) object.number(name, count);
        }
        return out;
    }
    Result<std::string> levels_part() {
        std::string out = "\"levels\":[";
        for (std::size_t i = 0; i < std::size(cases::kLevels); ++i) {
            MZ_TRY(const auto f, tables_.answered_at(p_, static_cast<cases::Level>(i), days_));
            if (is_withheld(static_cast<cases::Level>(i), f.answered)) continue;
            if (out.back() != '[') out.push_back(',');
            json::Object(out)
                .text("level", cases::kLevels[i])
                .number("answered", f.answered)
                .number("in_time", f.answered - f.late)
                .number("fell", f.fell)
                .number("in_time_and_stands", f.answered - f.late_or_fell)
                .number("median_gross_s", f.median_gross)
                .number("median_net_s", f.median_net)
                .number("p90_gross_s", f.p90_gross)
                .number("p90_net_s", f.p90_net);
        }
        return out + "]";
    }
    // Of partners and of who appeals as little is told as of what they sent.
    bool is_withheld(cases::Level level, std::uint64_t answered) const {
        const bool is_private = level == cases::Level::kPartner || level == cases::Level::kAppeal;
        if (!is_private || small_ == SmallCounts::kShown) return false;
        return small_ == SmallCounts::kWithheld || answered < kFewest;
    }
    // What people found, and how it fared.
    Result<std::string> people_part() {
        MZ_TRY(auto decided, tables_.tallied(p_, Series::kDecided, days_));
        if (small_ != SmallCounts::kShown)  // those below, by clause, could be told from their sum
            std::erase_if(decided, [](const Counted& row) { return row.a == "appeal"; });
        MZ_TRY(const auto engine, tables_.tallied(p_, Series::kEngine, days_));
        MZ_TRY(const auto rechecks, tables_.tallied(p_, Series::kRechecks, days_));
        MZ_TRY(const auto alarms, tables_.tallied(p_, Series::kAlarms, days_));
        std::string out;
        append_rows(out, "decisions", decided, {"kind", "answer", ""}, false);
        append_rows(out, "engine", engine, {"clause", "people", ""}, false);
        append_rows(out, "rechecks", rechecks, {"why", "outcome", ""}, false);
        append_rows(out, "alarms", alarms, {"clause", "", ""}, false);
        return out;
    }
    // About flaggers and targets.
    Result<std::string> private_part() {
        if (small_ == SmallCounts::kWithheld) return std::string();
        MZ_TRY(const auto flags, tables_.tallied(p_, Series::kFlags, days_));
        MZ_TRY(const auto appeals, tables_.tallied(p_, Series::kAppeals, days_));
        MZ_TRY(const auto groups, tables_.tallied(p_, Series::kGroups, days_));
        MZ_TRY(const auto notices, tables_.tallied(p_, Series::kNotices, days_));
        std::string out = "\"flags\":[";
        for (const auto kind : cases::kFlaggerKinds) append_kind(out, flags, kind);
        out.push_back(']');
        append_rows(out, "appeals", appeals, {"clause", "outcome", "lang"}, true);
        append_rows(out, "appeals_by_group", groups, {"group", "outcome", ""}, true);
        append_rows(out, "notices", notices, {"office", "", ""}, true);
        return out;
    }
    // Each kind has its line, a government's too, also where there was none.
    void append_kind(std::string& out, const std::vector<Counted>& flags, std::string_view kind) {
        std::uint64_t all = 0;
        std::uint64_t folded = 0;
        for (const auto& row : flags) {
            if (row.a != kind) continue;
            all += row.n;
            if (row.b == "folded") folded += row.n;
        }
        if (out.back() != '[') out.push_back(',');
        json::Object object(out);
        object.text("kind", kind);
        count_as(object, "count", all, true);
        count_as(object, "folded", folded, true);
    }
    void count_as(json::Object& object, std::string_view name, std::uint64_t n, bool is_private) {
        if (is_private && small_ == SmallCounts::kHidden && n < kFewest)
            object.text(name, "<" + std::to_string(kFewest));
        else object.number(name, n);
    }
    void append_rows(std::string& out, std::string_view name, const std::vector<Counted>& rows,
                     const std::array<std::string_view, 3>& parts, bool is_private) {
        if (!out.empty()) out.push_back(',');
        out.append("\"").append(name).append("\":[");
        for (const auto& row : rows) {
            if (out.back() != '[') out.push_back(',');
            json::Object object(out);
            object.text(parts[0], row.a);
            if (!parts[1].empty()) object.text(parts[1], row.b);
            if (!parts[2].empty()) object.text(parts[2], row.c);
            count_as(object, "count", row.n, is_private);
        }
        out.push_back(']');
    }

    Tables& tables_;
    PlatformId p_;
    const Days& days_;
    SmallCounts small_;
};

}  // namespace

SmallCounts small_counts(bool leads, const Tables::Days& days, std::uint64_t now) {
    if (leads) return SmallCounts::kShown;
    return is_a_month(days) && days.to <= now / cases::kDay ? SmallCounts::kHidden
                                                            : SmallCounts::kWithheld;
}

Result<std::string> figures_json(Casework& casework, const std::string& platform,
                                 const Tables::Days& days, SmallCounts small) {
    return casework.read_long(platform, [&](Tables& tables, PlatformId p) {
        return FiguresWriter(tables, p, days, small).write();
    });
}

}  // namespace mizan::casework
