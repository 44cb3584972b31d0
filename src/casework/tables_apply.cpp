// What events change in the tables. The rules are cases::apply(); here is only where what stands.
#include <map>
#include <string>

#include "base/sha256.h"
#include "cases/book.h"
#include "cases/retention.h"
#include "casework/rows.h"
#include "casework/tables.h"

namespace mizan::casework {

namespace {

std::unexpected<Error> no_such(std::string_view what, std::uint64_t id) {
    return fail({Code::kStoreCorrupt, "an event is about what is not there",
                 std::string(what) + " " + std::to_string(id)});
}

bool is_gap(const cases::Case& c) {
    return c.state == cases::CaseState::kDecided && !c.undone &&
           c.kind != cases::CaseKind::kGolden && c.ruling &&
           c.ruling->order.answer == cases::Answer::kPolicyGap;
}

// The columns in their order, from the third on.
sqlite::Statement& bind_columns(sqlite::Statement& put, const cases::Case& c,
                                const cases::Lane& lane, std::string_view about,
                                std::string_view body) {
    return put.number(static_cast<std::uint64_t>(c.state))
        .number(cases::place_of(c))
        .number(cases::next_time_of(c))
        .blob(about)
        .number(cases::takes_flags(c) ? 1 : 0)
        .text(lane.lang)
        .text(lane.skill)
        .text(lane.clause)
        .number(lane.severity)
        .number(is_gap(c) ? 1 : 0)
        .number(c.sensitive ? 1 : 0)
        .number(c.kept_for)
        .number(cases::kept_since(c))
        .number(c.holds.size())
        .text(c.assigned_to)
        .text(c.claimed_by)
        .text(c.author)
        .text(body);
}

std::uint64_t about_of(const cases::Event& event) {
    if (const auto* e = std::get_if<cases::Appealed>(&event.what)) return e->of;
    if (const auto* e = std::get_if<cases::RecheckOpened>(&event.what)) return e->of;
    return 0;
}

}  // namespace

std::string place_of(const cases::Subject& subject) {
    constexpr std::size_t kWhole = 48;  // bytes of a key at most
    constexpr std::size_t kBegins = 32;
    auto key = cases::key_of(subject);
    if (key.size() <= kWhole) return key.insert(0, 1, '\0');
    const auto hash = sha256(key);
    key.resize(kBegins);
    return key.insert(0, 1, '\1').append(reinterpret_cast<const char*>(hash.data()), hash.size());
}

Result<void> Tables::save(PlatformId p, const cases::Case& c, bool fresh) {
    const auto about = place_of(c.subject);
    const auto lane = cases::lane_of(c);
    const auto body = fields::to_json(c);
    MZ_TRY(
        auto put,
        db_.prepare(fresh ? "INSERT INTO cases VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"
                          : "UPDATE cases SET state=?,place=?,next_at=?,about=?,"
                            "joins=?,lang=?,skill=?,clause=?,severity=?,gap=?,sensitive=?,"
                            "kept_for=?,kept_since=?,held=?,assigned=?,claimed=?,author=?,body=? "
                            "WHERE platform=? AND id=?"));
    put.start();
    if (fresh) put.number(p).number(c.id);
    bind_columns(put, c, lane, about, body);
    if (!fresh) put.number(p).number(c.id);
    return put.run();
}

Result<void> Tables::save(PlatformId p, const cases::Partner& partner) {
    MZ_TRY(auto put, db_.prepare("INSERT OR REPLACE INTO partners VALUES(?,?,?)"));
    const auto body = fields::to_json(partner);
    return put.start().number(p).number(partner.id).text(body).run();
}

Result<void> Tables::save(PlatformId p, const cases::Flag& flag) {
    MZ_TRY(auto put, db_.prepare("UPDATE flags SET case_no=?, body=? WHERE platform=? AND id=?"));
    const auto body = fields::to_json(flag);
    return put.start().number(flag.case_no).text(body).number(p).number(flag.id).run();
}

Result<void> Tables::add(PlatformId p, const cases::Flag& flag, std::string_view key) {
    MZ_TRY(auto put, db_.prepare("INSERT INTO flags VALUES(?,?,?,?,?,?,?,?,0,?)"));
    const auto body = fields::to_json(flag);
    put.start().number(p).number(flag.id).number(flag.case_no);
    if (flag.partner == 0) put.null();
    else put.number(flag.partner);
    put.number(flag.number).text(flag.flagger).number(flag.received_at);
    if (key.empty()) put.null();
    else put.text(key);
    MZ_CHECK(put.text(body).run());
    unsettled_.numbers[p].flags = flag.id;
    return {};
}

Result<void> Tables::apply_to_case(PlatformId p, const cases::Event& event) {
    std::optional<cases::Case> of;
    if (const auto id = about_of(event); id != 0) {
        MZ_TRY(of, find_case(p, id));
        if (!of) return no_such("case", id);
    }
    auto c = cases::opened_by(event, of ? &*of : nullptr);
    const bool fresh = c.has_value();
    if (!fresh) {
        MZ_TRY(c, find_case(p, event.case_no));
        if (!c) return no_such("case", event.case_no);
    }
    const auto before = *c;
    MZ_CHECK(cases::apply(*c, event));
    MZ_CHECK(save(p, *c, fresh));
    MZ_CHECK(apply_to_exposure(p, event, before, *c));
    MZ_CHECK(apply_to_figures(p, event, before, *c));
    count_due(p, before, *c);
    if (std::holds_alternative<cases::Forgotten>(event.what)) MZ_CHECK(forget(p, event, before));
    if (fresh) unsettled_.numbers[p].cases = c->id;
    const auto other = cases::other_of(event, *c);
    if (other == 0) return {};
    MZ_TRY(auto o, find_case(p, other));
    if (!o) return no_such("case", other);
    const bool merged = std::holds_alternative<cases::Merged>(event.what);
    const auto other_before = *o;
    cases::apply_to_other(*o, event, merged ? before : *c);
    count_due(p, other_before, *o);
    return save(p, *o, false);
}

Result<void> Tables::apply_to_exposure(PlatformId p, const cases::Event& event,
                                       const cases::Case& before, const cases::Case& after) {
    const auto who = cases::exposed_in(event, before, after);
    if (who.empty()) return {};
    MZ_TRY(auto exposure, exposure_of(p, who));
    cases::apply(exposure, event, before);
    MZ_TRY(auto put, db_.prepare("INSERT OR REPLACE INTO exposures VALUES(?,?,?)"));
    const auto body = fields::to_json(exposure);
    return put.start().number(p).text(who).text(body).run();
}

Result<void> Tables::save(PlatformId p, const cases::FlaggerRecord& record) {
    const bool is_gone = cases::is_blank(record);
    MZ_TRY(auto put, db_.prepare(is_gone ? "DELETE FROM flaggers WHERE platform=? AND who=?"
                                         : "INSERT OR REPLACE INTO flaggers VALUES(?,?,?)"));
    const auto body = fields::to_json(record);
    put.start().number(p).text(record.flagger);
    if (!is_gone) put.text(body);
    return put.run();
}

// What a second person found says something of all who flagged.
Result<void> Tables::apply_to_flaggers(PlatformId p, const cases::Event& event) {
    if (const auto* e = std::get_if<cases::FlaggerWarned>(&event.what)) {
        if (event.partner != 0) return {};
        MZ_TRY(auto record, find_flagger(p, e->flagger));
        cases::apply(record, event);
        return save(p, record);
    }
    const bool may_review = std::holds_alternative<cases::Ruled>(event.what) ||
                            std::holds_alternative<cases::Undone>(event.what);
    if (!may_review) return {};
    MZ_TRY(const auto c, find_case(p, event.case_no));
    if (!c) return no_such("case", event.case_no);
    const auto review = cases::review_in(event, *c);
    if (!review) return {};
    std::map<std::uint64_t, std::uint64_t> of_partners;
    std::map<std::string, std::uint64_t> of_others;
    MZ_CHECK(each_flag(p, review->of, [&](cases::Flag flag) -> Result<void> {
        if (!cases::concerns(*review, flag)) return {};
        if (flag.partner != 0) ++of_partners[flag.partner];
        else if (!flag.flagger.empty()) ++of_others[flag.flagger];  // else it was forgotten
        cases::apply(flag, *review);
        return save(p, flag);
    }));
    for (const auto& [id, flags] : of_partners) {
        MZ_TRY(auto partner, find_partner(p, id));
        if (!partner) return no_such("partner", id);
        cases::apply(*partner, *review, flags);
        MZ_CHECK(save(p, *partner));
    }
    for (const auto& [who, flags] : of_others) {
        MZ_TRY(auto record, find_flagger(p, who));
        cases::apply(record, *review, flags);
        MZ_CHECK(save(p, record));
    }
    return {};
}

Result<void> Tables::apply_to_actor(PlatformId p, const cases::Event& event,
                                    std::string_view actor) {
    MZ_TRY(auto standing, standing_of(p, actor));
    cases::apply(standing, event);
    return save(p, standing);
}

Result<void> Tables::save(PlatformId p, const cases::ActorStanding& standing) {
    const bool is_gone = cases::is_blank(standing);
    MZ_TRY(auto put, db_.prepare(is_gone ? "DELETE FROM actors WHERE platform=? AND actor=?"
                                         : "INSERT OR REPLACE INTO actors VALUES(?,?,?,?)"));
    const auto body = fields::to_json(standing);
    put.start().number(p).text(standing.actor);
    if (!is_gone) put.number(cases::lapses_at(standing)).text(body);
    return put.run();
}

Result<void> Tables::apply_to_flags(PlatformId p, const cases::Event& event) {
    return each_flag(p, event.case_no, [&](cases::Flag flag) -> Result<void> {
        return cases::apply(flag, event) ? save(p, flag) : Result<void>();
    });
}

Result<void> Tables::apply_to_partner(PlatformId p, const cases::Event& event) {
    MZ_TRY(auto partner, find_partner(p, event.partner));
    if (!partner) return no_such("partner", event.partner);
    MZ_CHECK(cases::apply(*partner, event));
    MZ_CHECK(save(p, *partner));
    const auto* member = std::get_if<cases::MemberSet>(&event.what);
    if (member == nullptr) return {};
    MZ_TRY(auto put,
           db_.prepare(member->gone ? "DELETE FROM members WHERE platform=? AND who=? AND partner=?"
                                    : "INSERT OR REPLACE INTO members VALUES(?,?,?)"));
    return put.start().number(p).text(member->member).number(event.partner).run();
}

Result<void> Tables::apply(PlatformId p, const cases::Event& event, std::string_view flag_key) {
    if (const auto partner = cases::partner_of(event)) {
        MZ_CHECK(save(p, *partner));
        MZ_TRY(auto count, db_.prepare("UPDATE platforms SET partners = ? WHERE id = ?"));
        return count.start().number(partner->id).number(p).run();
    }
    if (event.case_no != 0) MZ_CHECK(apply_to_case(p, event));
    MZ_CHECK(apply_to_files(p, event));
    MZ_CHECK(apply_to_cited(p, event));
    MZ_CHECK(apply_to_flaggers(p, event));
    MZ_CHECK(apply_to_quality(p, event));
    if (const auto actor = cases::actor_of(event); !actor.empty())
        MZ_CHECK(apply_to_actor(p, event, actor));
    if (const auto flag = cases::flag_of(event)) {
        MZ_CHECK(add(p, *flag, flag_key));
    } else if (event.flag != 0) {
        MZ_TRY(auto flag_there, find_flag(p, event.flag));
        if (!flag_there) return no_such("flag", event.flag);
        if (cases::apply(*flag_there, event)) MZ_CHECK(save(p, *flag_there));
    }
    if (cases::concerns_flags(event)) MZ_CHECK(apply_to_flags(p, event));
    const bool of_partner =
        event.case_no == 0 || std::holds_alternative<cases::Flagged>(event.what);
    if (event.partner != 0 && of_partner) MZ_CHECK(apply_to_partner(p, event));
    if (const auto* found = std::get_if<cases::EngineFound>(&event.what))
        return set_looked(p, found->record);
    return {};
}

Result<void> Tables::note_record(PlatformId p, const cases::Events& events, std::uint64_t record) {
    MZ_TRY(auto note, db_.prepare("INSERT OR IGNORE INTO history VALUES(?,?,?)"));
    MZ_TRY(auto of_flag, db_.prepare("UPDATE flags SET record=? WHERE platform=? AND id=?"));
    for (const auto& event : events) {
        if (event.case_no != 0)
            MZ_CHECK(note.start().number(p).number(event.case_no).number(record).run());
        if (std::holds_alternative<cases::Flagged>(event.what))
            MZ_CHECK(of_flag.start().number(record).number(p).number(event.flag).run());
    }
    return {};
}

}  // namespace mizan::casework
