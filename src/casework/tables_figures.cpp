// Figures in the tables: what was counted by days, and how long answers took. Each question is a stretch of an index.
#include "casework/rows.h"
#include "casework/tables.h"

namespace mizan::casework {

Result<void> Tables::settle() {
    MZ_TRY(auto put, db_.prepare("INSERT INTO tallies VALUES(?,?,?,?,?,?,?) ON CONFLICT DO UPDATE "
                                 "SET n=n+excluded.n"));
    for (const auto& [of, n] : unsettled_.tallies) {
        const auto& [p, tally] = of;
        put.start().number(p).number(static_cast<std::uint64_t>(tally.series)).number(tally.day);
        const auto change = static_cast<std::uint64_t>(n);  // SQLite's numbers have a sign
        MZ_CHECK(put.text(tally.a).text(tally.b).text(tally.c).number(change).run());
    }
    MZ_TRY(auto count, db_.prepare("UPDATE platforms SET cases = max(cases, ?), flags = max(flags, "
                                   "?) WHERE id = ?"));
    for (const auto& [p, last] : unsettled_.numbers)
        MZ_CHECK(count.start().number(last.cases).number(last.flags).number(p).run());
    unsettled_ = {};
    return {};
}

Result<void> Tables::apply_to_figures(PlatformId p, const cases::Event& event,
                                      const cases::Case& before, const cases::Case& after) {
    std::optional<cases::Case> of;
    const bool looks_again = std::holds_alternative<cases::Ruled>(event.what) && after.of != 0;
    if (looks_again) {
        MZ_TRY(of, find_case(p, after.of));
    }
    for (const auto& tally : cases::tallies_in(event, before, after, of ? &*of : nullptr))
        ++unsettled_.tallies[{p, tally}];
    if (const auto one = cases::answered_in(event, after)) {
        MZ_TRY(auto put, db_.prepare("INSERT OR REPLACE INTO answered VALUES(?,?,?,?,?,?,?,?,?)"));
        put.start().number(p).number(after.id).number(after.rulings).number(one->day);
        put.number(static_cast<std::uint64_t>(one->level)).number(one->gross).number(one->net);
        return put.number(one->late ? 1 : 0).number(one->stands ? 1 : 0).run();
    }
    if (!cases::falls_in(event)) return {};
    MZ_TRY(auto put, db_.prepare("UPDATE answered SET stands=0 WHERE platform=? AND case_no=? AND "
                                 "ruling=?"));
    return put.start().number(p).number(after.id).number(after.rulings).run();
}

void Tables::count_due(PlatformId p, const cases::Case& before, const cases::Case& after) {
    const auto was = cases::due_of(before);
    const auto is = cases::due_of(after);
    if (was == is) return;
    if (was) --unsettled_.tallies[{p, *was}];
    if (is) ++unsettled_.tallies[{p, *is}];
}

Result<std::vector<Tables::Counted>> Tables::tallied(PlatformId p, cases::Series series,
                                                     const Days& days) {
    MZ_TRY(auto rows,
           db_.prepare("SELECT a, b, c, sum(n) FROM tallies WHERE platform=? AND "
                       "series=? AND day>=? AND day<? GROUP BY a, b, c ORDER BY a, b, c"));
    rows.start().number(p).number(static_cast<std::uint64_t>(series));
    rows.number(days.from).number(days.to);
    std::vector<Counted> out;
    while (true) {
        MZ_TRY(const bool more, rows.row());
        if (!more) return out;
        out.push_back({std::string(rows.bytes_at(0)), std::string(rows.bytes_at(1)),
                       std::string(rows.bytes_at(2)), rows.number_at(3)});
    }
}

namespace {

// Of so many values in their order, the one that so many hundredths do not exceed.
Result<std::uint64_t> value_at(sqlite::Database& db, const char* sql, PlatformId p,
                               cases::Level level, const Tables::Days& days, std::uint64_t count,
                               std::uint64_t percent) {
    if (count == 0) return 0;
    MZ_TRY(auto row, db.prepare(sql));
    row.start().number(p).number(days.from).number(days.to);
    row.number(static_cast<std::uint64_t>(level)).number((count * percent + 99) / 100 - 1);
    MZ_TRY(const bool there, row.row());
    const auto value = there ? row.number_at(0) : 0;
    row.end();
    return value;
}

constexpr const char* kGrossSql =
    "SELECT gross FROM answered INDEXED BY answered_on WHERE platform=? AND day>=? AND day<? AND "
    "level=? ORDER BY gross LIMIT 1 OFFSET ?";
constexpr const char* kNetSql =
    "SELECT net FROM answered INDEXED BY answered_on WHERE platform=? AND day>=? AND day<? AND "
    "level=? ORDER BY net LIMIT 1 OFFSET ?";

}  // namespace

Result<Tables::LevelFigures> Tables::answered_at(PlatformId p, cases::Level level,
                                                 const Days& days) {
    MZ_TRY(auto row, db_.prepare("SELECT count(*), coalesce(sum(late), 0), "
                                 "coalesce(sum(1 - stands), 0), "
                                 "coalesce(sum(max(late, 1 - stands)), 0) FROM answered INDEXED BY "
                                 "answered_on WHERE platform=? AND day>=? AND day<? AND level=?"));
    row.start().number(p).number(days.from).number(days.to);
    row.number(static_cast<std::uint64_t>(level));
    MZ_TRY(const bool there, row.row());
    LevelFigures out;
    if (!there) return out;
    out.answered = row.number_at(0);
    out.late = row.number_at(1);
    out.fell = row.number_at(2);
    out.late_or_fell = row.number_at(3);
    row.end();
    const auto at = [&](const char* sql, std::uint64_t percent) {
        return value_at(db_, sql, p, level, days, out.answered, percent);
    };
    constexpr std::uint64_t kMedian = 50;
    constexpr std::uint64_t kMost = 90;
    MZ_TRY(out.median_gross, at(kGrossSql, kMedian));
    MZ_TRY(out.median_net, at(kNetSql, kMedian));
    MZ_TRY(out.p90_gross, at(kGrossSql, kMost));
    MZ_TRY(out.p90_net, at(kNetSql, kMost));
    return out;
}

Result<std::uint64_t> Tables::due_on(PlatformId p, const Days& days) {
    MZ_TRY(const auto counted, tallied(p, cases::Series::kDue, days));
    return counted.empty() ? 0 : counted.front().n;
}

Result<std::vector<cases::Case>> Tables::policy_gaps(PlatformId p, std::uint64_t before,
                                                     bool sensitive, std::size_t limit) {
    MZ_TRY(auto rows, db_.prepare("SELECT body FROM cases INDEXED BY cases_gap WHERE gap=1 AND "
                                  "platform=? AND id<? AND sensitive<=? ORDER BY id DESC LIMIT ?"));
    constexpr std::uint64_t kEnd = 1ULL << 62;
    rows.start().number(p).number(before == 0 ? kEnd : before).number(sensitive ? 1 : 0);
    rows.number(limit);
    return all_rows<cases::Case>(rows);
}

}  // namespace mizan::casework
