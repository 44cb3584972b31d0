// Questions to the tables. Where SQLite would rather walk along the primary key, which is in the order that is asked for, the index is named.
#include "casework/rows.h"
#include "casework/tables.h"

namespace mizan::casework {

using cases::Case;
using cases::Flag;
using cases::Partner;

Result<std::optional<Case>> Tables::find_case(PlatformId p, std::uint64_t id) {
    MZ_TRY(auto row, db_.prepare("SELECT body FROM cases WHERE platform=? AND id=?"));
    row.start().number(p).number(id);
    return one_row<Case>(row);
}

Result<std::optional<Flag>> Tables::find_flag(PlatformId p, std::uint64_t id) {
    MZ_TRY(auto row, db_.prepare("SELECT body FROM flags WHERE platform=? AND id=?"));
    row.start().number(p).number(id);
    return one_row<Flag>(row);
}

Result<std::uint64_t> Tables::record_of_flag(PlatformId p, std::uint64_t id) {
    MZ_TRY(auto row, db_.prepare("SELECT record FROM flags WHERE platform=? AND id=?"));
    MZ_TRY(const bool there, row.start().number(p).number(id).row());
    return there ? row.number_at(0) : 0;
}

Result<std::optional<Partner>> Tables::find_partner(PlatformId p, std::uint64_t id) {
    MZ_TRY(auto row, db_.prepare("SELECT body FROM partners WHERE platform=? AND id=?"));
    row.start().number(p).number(id);
    return one_row<Partner>(row);
}

Result<cases::FlaggerRecord> Tables::find_flagger(PlatformId p, std::string_view who) {
    MZ_TRY(auto row, db_.prepare("SELECT body FROM flaggers WHERE platform=? AND who=?"));
    row.start().number(p).text(who);
    MZ_TRY(auto found, one_row<cases::FlaggerRecord>(row));
    return found ? *std::move(found) : cases::FlaggerRecord{std::string(who), 0, 0, false};
}

Result<cases::ActorStanding> Tables::standing_of(PlatformId p, std::string_view actor) {
    MZ_TRY(auto row, db_.prepare("SELECT body FROM actors WHERE platform=? AND actor=?"));
    row.start().number(p).text(actor);
    MZ_TRY(auto found, one_row<cases::ActorStanding>(row));
    return found ? *std::move(found)
                 : cases::ActorStanding{std::string(actor), cases::Standing::kOrdinary, {}, {}};
}

Result<std::uint32_t> Tables::strikes_of(PlatformId p, std::string_view author, std::uint64_t now) {
    MZ_TRY(const auto standing, standing_of(p, author));
    return cases::strikes_in_force(standing.strikes, now);
}

Result<std::optional<Case>> Tables::open_about(PlatformId p, const cases::Subject& subject) {
    MZ_TRY(auto row,
           db_.prepare(
               "SELECT body FROM cases INDEXED BY cases_about WHERE platform=? AND about=? AND "
               "joins=1 "
               "ORDER BY id LIMIT 1"));
    const auto about = place_of(subject);
    row.start().number(p).blob(about);
    return one_row<Case>(row);
}

Result<std::vector<Case>> Tables::about(PlatformId p, const cases::Subject& subject) {
    const bool is_gone = subject.id.empty() && subject.url.empty();  // or a pattern, never the same
    if (is_gone) return std::vector<Case>();
    MZ_TRY(auto rows,
           db_.prepare("SELECT body FROM cases INDEXED BY cases_about WHERE platform=? AND about=? "
                       "ORDER BY id DESC LIMIT 100"));
    const auto about = place_of(subject);
    rows.start().number(p).blob(about);
    return all_rows<Case>(rows);
}

Result<std::vector<std::uint64_t>> Tables::ids_about(PlatformId p, const cases::Subject& subject) {
    MZ_TRY(auto rows, db_.prepare("SELECT id FROM cases INDEXED BY cases_about WHERE platform=? "
                                  "AND about=? ORDER BY id"));
    const auto about = place_of(subject);
    rows.start().number(p).blob(about);
    std::vector<std::uint64_t> out;
    while (true) {
        MZ_TRY(const bool more, rows.row());
        if (!more) return out;
        out.push_back(rows.number_at(0));
    }
}

Result<std::vector<Case>> Tables::by_author(PlatformId p, std::string_view author,
                                            std::uint64_t after, std::size_t limit) {
    if (author.empty()) return std::vector<Case>();
    MZ_TRY(auto rows,
           db_.prepare("SELECT body FROM cases INDEXED BY cases_author WHERE platform=? AND "
                       "author=? AND author>'' AND id>? ORDER BY id LIMIT ?"));
    rows.start().number(p).text(author).number(after).number(limit);
    return all_rows<Case>(rows);
}

Result<std::optional<Flag>> Tables::flag_by_key(PlatformId p, std::string_view key) {
    MZ_TRY(auto row, db_.prepare("SELECT body FROM flags WHERE platform=? AND key=?"));
    row.start().number(p).text(key);
    return one_row<Flag>(row);
}

Result<std::optional<Partner>> Tables::partner_of_member(PlatformId p, std::string_view who) {
    MZ_TRY(auto row, db_.prepare("SELECT p.body FROM members m JOIN partners p ON "
                                 "p.platform=m.platform AND p.id=m.partner "
                                 "WHERE m.platform=? AND m.who=?"));
    row.start().number(p).text(who);
    return one_row<Partner>(row);
}

Result<cases::Exposure> Tables::exposure_of(PlatformId p, std::string_view who) {
    MZ_TRY(auto row, db_.prepare("SELECT body FROM exposures WHERE platform=? AND who=?"));
    row.start().number(p).text(who);
    MZ_TRY(auto found, one_row<cases::Exposure>(row));
    return found ? *std::move(found) : cases::Exposure{std::string(who), {}, {}, {}};
}

Result<std::vector<cases::Exposure>> Tables::exposures(PlatformId p) {
    MZ_TRY(auto rows, db_.prepare("SELECT body FROM exposures WHERE platform=? ORDER BY who"));
    rows.start().number(p);
    return all_rows<cases::Exposure>(rows);
}

Result<std::uint32_t> Tables::flags_since(PlatformId p, std::string_view flagger,
                                          std::uint64_t since, std::uint32_t most) {
    MZ_TRY(auto rows,
           db_.prepare(
               "SELECT received_at FROM flags INDEXED BY flags_by WHERE platform=? AND flagger=? "
               "ORDER BY id DESC LIMIT ?"));
    rows.start().number(p).text(flagger).number(most);
    std::uint32_t count = 0;
    while (true) {
        MZ_TRY(const bool more, rows.row());
        if (!more || rows.number_at(0) < since) return count;
        ++count;
    }
}

Result<std::vector<Case>> Tables::cases_after(PlatformId p, std::uint64_t after,
                                              std::optional<cases::CaseState> state, bool sensitive,
                                              std::size_t limit) {
    MZ_TRY(auto rows,
           db_.prepare(state ? "SELECT body FROM cases WHERE platform=? AND id>? AND sensitive<=? "
                               "AND +state=? ORDER BY id LIMIT ?"
                             : "SELECT body FROM cases WHERE platform=? AND id>? AND sensitive<=? "
                               "ORDER BY id LIMIT ?"));
    rows.start().number(p).number(after).number(sensitive ? 1 : 0);
    if (state) rows.number(static_cast<std::uint64_t>(*state));
    rows.number(limit);
    return all_rows<Case>(rows);
}

Result<std::vector<Case>> Tables::claimed_by(PlatformId p, std::string_view who) {
    MZ_TRY(auto rows,
           db_.prepare(
               "SELECT body FROM cases INDEXED BY cases_claimed WHERE state=1 AND platform=? AND "
               "claimed=? ORDER BY place, id"));
    rows.start().number(p).text(who);
    return all_rows<Case>(rows);
}

Result<std::vector<Flag>> Tables::flags_of_case(PlatformId p, std::uint64_t id, std::uint64_t after,
                                                std::size_t limit) {
    MZ_TRY(auto rows, db_.prepare("SELECT body FROM flags WHERE platform=? AND case_no=? AND id>? "
                                  "ORDER BY id LIMIT ?"));
    rows.start().number(p).number(id).number(after).number(limit);
    return all_rows<Flag>(rows);
}

Result<void> Tables::each_flag(PlatformId p, std::uint64_t case_no,
                               const std::function<Result<void>(const Flag&)>& visit) {
    std::uint64_t after = 0;
    while (true) {
        MZ_TRY(const auto some, flags_of_case(p, case_no, after, kFlagsAtOnce));
        for (const auto& flag : some) {
            after = flag.id;
            MZ_CHECK(visit(flag));
        }
        if (some.size() < kFlagsAtOnce) return {};
    }
}

Result<std::vector<Flag>> Tables::flags_of_partner(PlatformId p, std::uint64_t id,
                                                   std::uint64_t after, std::size_t limit) {
    MZ_TRY(auto rows,
           db_.prepare("SELECT body FROM flags INDEXED BY flags_partner WHERE platform=? AND "
                       "partner=? AND number>? ORDER BY number LIMIT ?"));
    rows.start().number(p).number(id).number(after).number(limit);
    return all_rows<Flag>(rows);
}

Result<std::vector<Flag>> Tables::flags_by(PlatformId p, std::string_view flagger,
                                           std::uint64_t after, std::size_t limit) {
    MZ_TRY(auto rows, db_.prepare("SELECT body FROM flags WHERE platform=? AND flagger=? AND id>? "
                                  "ORDER BY id LIMIT ?"));
    rows.start().number(p).text(flagger).number(after).number(limit);
    return all_rows<Flag>(rows);
}

Result<std::vector<Partner>> Tables::partners(PlatformId p) {
    MZ_TRY(auto rows, db_.prepare("SELECT body FROM partners WHERE platform=? ORDER BY id"));
    rows.start().number(p);
    return all_rows<Partner>(rows);
}

Result<std::vector<std::uint64_t>> Tables::history(PlatformId p, std::uint64_t id) {
    MZ_TRY(auto rows, db_.prepare("SELECT record FROM history WHERE platform=? AND case_no=? "
                                  "ORDER BY record"));
    rows.start().number(p).number(id);
    std::vector<std::uint64_t> out;
    while (true) {
        MZ_TRY(const bool more, rows.row());
        if (!more) return out;
        out.push_back(rows.number_at(0));
    }
}

Result<std::vector<Tables::Due>> Tables::due(std::uint64_t now, std::size_t limit) {
    MZ_TRY(auto rows, db_.prepare("SELECT platform, id FROM cases WHERE next_at > 0 AND "
                                  "next_at <= ? ORDER BY next_at LIMIT ?"));
    rows.start().number(now).number(limit);
    return all_due(rows);
}

Result<std::vector<Tables::Due>> all_due(sqlite::Statement& rows) {
    std::vector<Tables::Due> out;
    while (true) {
        MZ_TRY(const bool more, rows.row());
        if (!more) return out;
        out.push_back({rows.number_at(0), rows.number_at(1)});
    }
}

}  // namespace mizan::casework
