// Guidance, golden cases, and what second answers say of clauses, in the tables.
#include "casework/rows.h"
#include "casework/tables.h"

namespace mizan::casework {

using cases::ClauseRecord;
using cases::Golden;
using cases::GoldenScore;
using cases::Guidance;

Result<std::optional<Guidance>> Tables::guidance_of(PlatformId p, std::string_view clause,
                                                    std::uint64_t version) {
    MZ_TRY(auto row,
           db_.prepare(version == 0 ? "SELECT body FROM guidances WHERE platform=? AND clause=? "
                                      "ORDER BY version DESC LIMIT 1"
                                    : "SELECT body FROM guidances WHERE platform=? AND clause=? "
                                      "AND version=?"));
    row.start().number(p).text(clause);
    if (version != 0) row.number(version);
    return one_row<Guidance>(row);
}

Result<ClauseRecord> Tables::clause_record(PlatformId p, std::string_view clause) {
    MZ_TRY(auto row, db_.prepare("SELECT body FROM clauses WHERE platform=? AND clause=?"));
    row.start().number(p).text(clause);
    MZ_TRY(auto found, one_row<ClauseRecord>(row));
    if (found) return *std::move(found);
    ClauseRecord blank;
    blank.clause = clause;
    return blank;
}

Result<std::vector<ClauseRecord>> Tables::clause_records(PlatformId p) {
    MZ_TRY(auto rows, db_.prepare("SELECT body FROM clauses WHERE platform=? ORDER BY clause"));
    rows.start().number(p);
    return all_rows<ClauseRecord>(rows);
}

Result<void> Tables::save(PlatformId p, const ClauseRecord& record) {
    MZ_TRY(auto put, db_.prepare("INSERT OR REPLACE INTO clauses VALUES(?,?,?)"));
    const auto body = fields::to_json(record);
    return put.start().number(p).text(record.clause).text(body).run();
}

Result<std::optional<Golden>> Tables::find_golden(PlatformId p, std::uint64_t id) {
    MZ_TRY(auto row, db_.prepare("SELECT body FROM goldens WHERE platform=? AND id=?"));
    row.start().number(p).number(id);
    return one_row<Golden>(row);
}

Result<std::vector<Golden>> Tables::goldens_after(PlatformId p, std::uint64_t after,
                                                  std::size_t limit) {
    MZ_TRY(auto rows, db_.prepare("SELECT body FROM goldens WHERE platform=? AND id>? ORDER BY id "
                                  "LIMIT ?"));
    rows.start().number(p).number(after).number(limit);
    return all_rows<Golden>(rows);
}

Result<std::vector<Golden>> Tables::goldens_for(PlatformId p, std::string_view who,
                                                std::size_t limit) {
    MZ_TRY(auto rows,
           db_.prepare("SELECT body FROM goldens g WHERE platform=? AND retired=0 AND NOT EXISTS "
                       "(SELECT 1 FROM dealt d WHERE d.platform=g.platform AND d.who=? AND "
                       "d.golden=g.id) ORDER BY id LIMIT ?"));
    rows.start().number(p).text(who).number(limit);
    return all_rows<Golden>(rows);
}

Result<bool> Tables::shows_golden(PlatformId p, std::uint64_t case_no) {
    MZ_TRY(auto row, db_.prepare("SELECT 1 FROM goldens WHERE platform=? AND retired=0 AND "
                                 "json_extract(body, '$.of')=?"));
    return row.start().number(p).number(case_no).row();
}

Result<void> Tables::save(PlatformId p, const Golden& golden) {
    MZ_TRY(auto put, db_.prepare("INSERT OR REPLACE INTO goldens VALUES(?,?,?,?)"));
    const auto body = fields::to_json(golden);
    MZ_CHECK(
        put.start().number(p).number(golden.id).number(golden.retired ? 1 : 0).text(body).run());
    MZ_TRY(auto most, db_.prepare("UPDATE platforms SET goldens = max(goldens, ?) WHERE id = ?"));
    return most.start().number(golden.id).number(p).run();
}

Result<std::vector<GoldenScore>> Tables::scores_of(PlatformId p, std::string_view who) {
    MZ_TRY(auto rows, db_.prepare("SELECT body FROM scores WHERE platform=? AND who=? ORDER BY "
                                  "clause"));
    rows.start().number(p).text(who);
    return all_rows<GoldenScore>(rows);
}

Result<void> Tables::apply_to_quality(PlatformId p, const cases::Event& event) {
    if (const auto guidance = cases::guidance_in(event)) {
        MZ_TRY(auto put, db_.prepare("INSERT OR REPLACE INTO guidances VALUES(?,?,?,?)"));
        const auto body = fields::to_json(*guidance);
        MZ_CHECK(put.start()
                     .number(p)
                     .text(guidance->clause)
                     .number(guidance->version)
                     .text(body)
                     .run());
    }
    if (const auto* e = std::get_if<cases::GoldenSet>(&event.what)) return save(p, e->golden);
    if (const auto* e = std::get_if<cases::GoldenDealt>(&event.what)) {
        MZ_TRY(auto put, db_.prepare("INSERT OR IGNORE INTO dealt VALUES(?,?,?)"));
        return put.start().number(p).text(e->to).number(e->golden).run();
    }
    if (const auto clause = cases::clause_in(event); !clause.empty()) {
        MZ_TRY(auto record, clause_record(p, clause));
        cases::apply(record, event);
        MZ_CHECK(save(p, record));
        if (const auto alarm = cases::alarm_in(event)) ++unsettled_.tallies[{p, *alarm}];
        return {};
    }
    return apply_second_answer(p, event);
}

Result<void> Tables::apply_second_answer(PlatformId p, const cases::Event& event) {
    const auto* golden = std::get_if<cases::GoldenAnswered>(&event.what);
    if (golden == nullptr && !std::holds_alternative<cases::Ruled>(event.what)) return {};
    MZ_TRY(const auto c, find_case(p, event.case_no));
    if (!c) return {};
    std::optional<cases::Case> of;
    if (c->of != 0) {
        MZ_TRY(of, find_case(p, c->of));
    }
    const auto answer = cases::second_answer_in(event, *c, of ? &*of : nullptr);
    if (!answer) return {};
    MZ_TRY(auto record, clause_record(p, answer->clause));
    cases::apply(record, answer->answer);
    MZ_CHECK(save(p, record));
    if (golden == nullptr) return {};
    MZ_TRY(auto row,
           db_.prepare("SELECT body FROM scores WHERE platform=? AND who=? AND clause=?"));
    row.start().number(p).text(event.by).text(golden->clause);
    MZ_TRY(auto found, one_row<GoldenScore>(row));
    auto score = found ? *std::move(found) : GoldenScore{event.by, golden->clause, 0, 0};
    cases::apply(score, golden->right);
    MZ_TRY(auto put, db_.prepare("INSERT OR REPLACE INTO scores VALUES(?,?,?,?)"));
    const auto body = fields::to_json(score);
    return put.start().number(p).text(score.who).text(score.clause).text(body).run();
}

}  // namespace mizan::casework
