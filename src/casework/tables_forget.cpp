// What is past its time in the tables: which cases, what goes of them, and what is kept besides for that.
#include <map>
#include <string>

#include "cases/retention.h"
#include "casework/attachments.h"
#include "casework/rows.h"
#include "casework/tables.h"

namespace mizan::casework {

Result<std::vector<Tables::Kept>> Tables::kept(std::uint32_t kept_for, std::uint64_t upto,
                                               const Kept& after, std::size_t limit) {
    MZ_TRY(auto rows,
           db_.prepare("SELECT kept_since, platform, id FROM cases INDEXED BY cases_kept WHERE "
                       "kept_since>0 AND kept_for=? AND (kept_since, platform, id)>(?,?,?) AND "
                       "kept_since<=? ORDER BY kept_since, platform, id LIMIT ?"));
    rows.start().number(kept_for).number(after.since).number(after.platform).number(after.id);
    rows.number(upto).number(limit);
    std::vector<Kept> out;
    while (true) {
        MZ_TRY(const bool more, rows.row());
        if (!more) return out;
        out.push_back({rows.number_at(0), rows.number_at(1), rows.number_at(2)});
    }
}

Result<std::vector<Tables::Due>> Tables::kept_never(std::size_t limit) {
    MZ_TRY(auto rows, db_.prepare("SELECT platform, id FROM cases INDEXED BY cases_kept WHERE "
                                  "kept_since>0 AND kept_for>=? LIMIT ?"));
    rows.start().number(cases::kKeptNever).number(limit);
    return all_due(rows);
}

Result<std::vector<Tables::Due>> Tables::held(std::size_t limit) {
    MZ_TRY(auto rows, db_.prepare("SELECT platform, id FROM cases INDEXED BY cases_held WHERE "
                                  "held>0 ORDER BY platform, id LIMIT ?"));
    rows.start().number(limit);
    return all_due(rows);
}

Result<std::size_t> Tables::lapse_strikes(std::uint64_t now, std::size_t limit) {
    struct Lapsing {
        PlatformId platform = 0;
        cases::ActorStanding standing;
    };
    std::vector<Lapsing> some;
    MZ_TRY(auto rows, db_.prepare("SELECT body, platform FROM actors INDEXED BY actors_lapsing "
                                  "WHERE lapses_at>0 AND lapses_at<=? ORDER BY lapses_at, "
                                  "platform, actor LIMIT ?"));
    rows.start().number(now).number(limit);
    while (true) {
        MZ_TRY(const bool more, rows.row());
        if (!more) break;
        MZ_TRY(auto standing, from_row<cases::ActorStanding>(rows, 0));
        some.push_back({rows.number_at(1), std::move(standing)});
    }
    for (auto& one : some) {
        cases::lapse_strikes(one.standing, now);
        MZ_CHECK(save(one.platform, one.standing));
    }
    return some.size();
}

Result<bool> Tables::do_strikes_lapse(std::uint64_t now) {
    MZ_TRY(auto row, db_.prepare("SELECT 1 FROM actors INDEXED BY actors_lapsing WHERE "
                                 "lapses_at>0 AND lapses_at<=? LIMIT 1"));
    return row.start().number(now).row();
}

Result<bool> Tables::keeps_decisions(PlatformId p, const cases::Subject& post) {
    const auto about = place_of(post);
    for (const auto* sql :
         {"SELECT body FROM cases INDEXED BY cases_about WHERE platform=? AND about=?",
          "SELECT c.body FROM cited t INDEXED BY cited_about CROSS JOIN cases c ON "
          "c.platform=t.platform AND c.id=t.case_no WHERE t.platform=? AND t.about=?"}) {
        MZ_TRY(auto rows, db_.prepare(sql));
        rows.start().number(p).blob(about);
        while (true) {
            MZ_TRY(const bool more, rows.row());
            if (!more) break;
            MZ_TRY(const auto c, from_row<cases::Case>(rows, 0));
            if (cases::keeps_decisions(c)) return true;
        }
    }
    return false;
}

Result<void> Tables::set_kept_decision(PlatformId p, std::uint64_t record, bool is_kept) {
    MZ_TRY(auto put,
           db_.prepare(is_kept ? "INSERT OR IGNORE INTO kept_decisions VALUES(?,?)"
                               : "DELETE FROM kept_decisions WHERE platform=? AND record=?"));
    return put.start().number(p).number(record).run();
}

Result<std::vector<std::uint64_t>> Tables::kept_decisions(PlatformId p, std::uint64_t after,
                                                          std::size_t limit) {
    MZ_TRY(auto rows, db_.prepare("SELECT record FROM kept_decisions WHERE platform=? AND record>? "
                                  "ORDER BY record LIMIT ?"));
    rows.start().number(p).number(after).number(limit);
    std::vector<std::uint64_t> out;
    while (true) {
        MZ_TRY(const bool more, rows.row());
        if (!more) return out;
        out.push_back(rows.number_at(0));
    }
}

// What flags about a pattern show: the posts that it consists of.
Result<void> Tables::apply_to_cited(PlatformId p, const cases::Event& event) {
    if (cases::rests_in(event) != nullptr) {
        MZ_TRY(auto gone, db_.prepare("DELETE FROM cited WHERE platform=? AND case_no=?"));
        return gone.start().number(p).number(event.case_no).run();
    }
    const auto* flagged = std::get_if<cases::Flagged>(&event.what);
    if (flagged == nullptr || flagged->order.exhibits.empty()) return {};
    MZ_TRY(auto put, db_.prepare("INSERT OR IGNORE INTO cited VALUES(?,?,?)"));
    for (const auto& one : flagged->order.exhibits)
        MZ_CHECK(put.start().number(p).number(event.case_no).blob(place_of(one)).run());
    return {};
}

Result<bool> Tables::is_named(std::string_view sha256) {
    MZ_TRY(auto row, db_.prepare("SELECT 1 FROM files INDEXED BY files_named WHERE sha256=?"));
    return row.start().text(sha256).row();
}

Result<bool> Tables::did_name(PlatformId p, std::string_view who, std::string_view sha256) {
    MZ_TRY(auto row, db_.prepare("SELECT 1 FROM files INDEXED BY files_named WHERE sha256=? AND "
                                 "platform=? AND owner=?"));
    return row.start().text(sha256).number(p).text(who).row();
}

Result<void> Tables::set_gap(PlatformId p, std::uint64_t case_no, std::uint64_t record) {
    MZ_TRY(auto put, db_.prepare("INSERT OR IGNORE INTO gaps VALUES(?,?)"));
    MZ_CHECK(put.start().number(p).number(case_no).run());
    if (case_no == 0) return {};
    MZ_TRY(auto note, db_.prepare("INSERT OR IGNORE INTO history VALUES(?,?,?)"));
    return note.start().number(p).number(case_no).number(record).run();
}

Result<bool> Tables::has_gap(PlatformId p, std::uint64_t case_no) {
    MZ_TRY(auto row, db_.prepare("SELECT 1 FROM gaps WHERE platform=? AND case_no=?"));
    return row.start().number(p).number(case_no).row();
}

Result<void> Tables::apply_to_files(PlatformId p, const cases::Event& event) {
    if (cases::rests_in(event) != nullptr) {
        MZ_TRY(auto gone, db_.prepare("DELETE FROM files WHERE platform=? AND case_no=?"));
        return gone.start().number(p).number(event.case_no).run();
    }
    const auto named = attachments_of(event);
    if (named.empty()) return {};
    MZ_TRY(auto put, db_.prepare("INSERT OR IGNORE INTO files VALUES(?,?,?,?)"));
    for (const auto& one : named)
        MZ_CHECK(put.start().number(p).number(event.case_no).text(one.sha256).text(event.by).run());
    return {};
}

// What counts of it elsewhere, before its flags say no more whose they are.
Result<void> Tables::forget(PlatformId p, const cases::Event& event, const cases::Case& before) {
    std::map<std::string, cases::FlaggerRecord> records;
    MZ_CHECK(each_flag(p, before.id, [&](const cases::Flag& flag) -> Result<void> {
        if (flag.partner != 0 || flag.flagger.empty()) return {};
        const auto known = records.find(flag.flagger);
        if (known == records.end()) {
            MZ_TRY(records[flag.flagger], find_flagger(p, flag.flagger));
        }
        cases::take_back(records[flag.flagger], flag);
        return {};
    }));
    for (const auto& [who, record] : records) MZ_CHECK(save(p, record));
    MZ_CHECK(forget_flags(p, before.id));
    if (before.struck.empty()) return {};
    MZ_TRY(auto standing, standing_of(p, before.struck));
    cases::forget_strikes(standing, before.id, event.at);
    return save(p, standing);
}

// Their columns; apply() of the flag does the rest.
Result<void> Tables::forget_flags(PlatformId p, std::uint64_t case_no) {
    MZ_TRY(auto put, db_.prepare("UPDATE flags INDEXED BY flags_case SET flagger='', key=NULL "
                                 "WHERE platform=? AND case_no=?"));
    return put.start().number(p).number(case_no).run();
}

}  // namespace mizan::casework
