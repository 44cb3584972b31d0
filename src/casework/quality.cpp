#include "casework/quality.h"

#include <utility>

#include "base/json.h"

namespace mizan::casework {

namespace {

constexpr std::size_t kGoldensLooked = 500;

std::string drift_json(const cases::DriftAlarmed& alarm) {
    std::string out;
    json::Object(out)
        .text("clause", alarm.clause)
        .number("guidance", alarm.guidance)
        .number("answers", alarm.answers)
        .number("differ", alarm.differ);
    return out;
}

Result<void> set_golden(Session& s, cases::Events events, const std::string& who,
                        cases::Golden& out) {
    out = std::get<cases::GoldenSet>(events.front().what).golden;
    return s.act(deed_about("golden case", out.id, std::move(events), who));
}

}  // namespace

Result<cases::Guidance> write_guidance(Casework& casework, const std::string& platform,
                                       const service::Engine& engine, cases::By by,
                                       const std::string& clause, std::string text) {
    if (severity_of(engine, clause) == 0)
        return fail({Code::kFieldType, "the policy in force has no such clause", clause});
    std::optional<cases::Guidance> written;
    MZ_CHECK(casework.perform_now(platform, [&](Session& s) -> Result<void> {
        by.at = s.now;
        MZ_TRY(const auto record, s.tables.clause_record(s.platform, clause));
        MZ_TRY(auto events, cases::write_guidance(record, by, std::move(text)));
        written = cases::guidance_in(events.front());
        return s.act(deed_about("clause " + clause, std::move(events), by.who));
    }));
    return *std::move(written);
}

Result<cases::Golden> make_golden(Casework& casework, const std::string& platform,
                                  const service::Engine& engine, cases::By by, std::uint64_t of,
                                  cases::Golden golden) {
    cases::Golden out;
    MZ_CHECK(casework.perform_now(platform, [&](Session& s) -> Result<void> {
        by.at = s.now;
        std::optional<cases::Case> from;
        if (of != 0) {
            MZ_TRY(from, s.get_case(of));
        }
        MZ_TRY(const auto counts, s.tables.counts(s.platform));
        golden.id = counts.goldens + 1;
        const auto severity =
            severity_of(engine, golden.clause.empty() ? golden.face.clause : golden.clause);
        MZ_TRY(auto events,
               cases::make_golden(std::move(golden), from ? &*from : nullptr, severity, by));
        return set_golden(s, std::move(events), by.who, out);
    }));
    return out;
}

Result<cases::Golden> retire_golden(Casework& casework, const std::string& platform, cases::By by,
                                    std::uint64_t id) {
    cases::Golden out;
    MZ_CHECK(casework.perform_now(platform, [&](Session& s) -> Result<void> {
        by.at = s.now;
        MZ_TRY(auto golden, s.tables.find_golden(s.platform, id));
        if (!golden)
            return fail({Code::kRecordMissing, "there is none of this number", "golden case"});
        MZ_TRY(auto events, cases::retire_golden(*std::move(golden), by));
        return set_golden(s, std::move(events), by.who, out);
    }));
    return out;
}

Result<std::optional<cases::Case>> deal_golden(Casework& casework, Session& s,
                                               const QueueQuery& query, const cases::By& by,
                                               std::uint32_t own_most, bool training) {
    MZ_TRY(auto some, s.tables.goldens_for(s.platform, by.who, kGoldensLooked));
    std::erase_if(some, [&](const cases::Golden& golden) {
        const auto& face = golden.face;
        const auto lane = cases::lane_of(face.lang, face.skill, face.clause, face.severity);
        return !cases::may_be_dealt(golden, by.who) || !query.takes.lane(lane);
    });
    if (some.empty()) return std::optional<cases::Case>();
    MZ_TRY(const auto counts, s.tables.counts(s.platform));
    const auto case_no = counts.cases + 1;
    const auto& one =
        some[casework.draw(s.name, "\x01golden-one", std::to_string(case_no)) % some.size()];
    MZ_TRY(const auto held, s.tables.claimed_by(s.platform, by.who));
    MZ_TRY(auto events,
           cases::deal_golden(casework.terms(), one, training, case_no, by, held, own_most));
    MZ_CHECK(s.act(deed_about("case", case_no, std::move(events), by.who)));
    return s.tables.find_case(s.platform, case_no);
}

bool is_golden_turn(Casework& casework, Session& s, const std::string& who,
                    const cases::Today& today) {
    const auto percent = casework.rules().golden_percent;
    if (percent == 0) return false;
    const auto of = who + "/" + std::to_string(s.now) + "/" + std::to_string(today.seen);
    return casework.draw(s.name, "\x01golden-turn", of) % 100 < percent;
}

Result<Next> train(Casework& casework, const std::string& platform, const Seeker& seeker) {
    MZ_TRY(const auto profile, casework.desks().find(seeker.by.who));
    MZ_TRY(auto query, queue_of(casework, seeker));
    auto by = seeker.by;
    Next next;
    MZ_CHECK(casework.perform_now(platform, [&](Session& s) -> Result<void> {
        by.at = s.now;
        MZ_CHECK(heed_day(s, casework.terms(), profile, query));
        MZ_TRY(next.c, deal_golden(casework, s, query, by, profile.load_most, true));
        return {};
    }));
    return next;
}

Result<std::string> guidance_named(Session& s, const std::string& clause) {
    if (clause.empty()) return std::string();
    MZ_TRY(const auto record, s.tables.clause_record(s.platform, clause));
    if (record.guidance == 0) return std::string();
    return clause + "@" + std::to_string(record.guidance);
}

Result<void> look_for_drift(Casework& casework, Session& s, const cases::Case& c) {
    std::string clause = c.clause;
    if (c.kind == cases::CaseKind::kGolden) {
        MZ_TRY(const auto golden, s.tables.find_golden(s.platform, c.golden));
        if (golden) clause = cases::clause_of(*golden);
    } else if (c.of != 0) {
        MZ_TRY(const auto of, s.get_case(c.of));
        if (of.ruling && !of.ruling->order.clause.empty()) clause = of.ruling->order.clause;
    } else {
        return {};
    }
    MZ_TRY(const auto record, s.tables.clause_record(s.platform, clause));
    auto events = cases::drift_alarm(casework.terms(), record, s.now);
    if (events.empty()) return {};
    const auto told = drift_json(std::get<cases::DriftAlarmed>(events.front().what));
    auto deed = deed_about("clause " + clause, std::move(events), {});
    deed.told = told;
    return s.act(std::move(deed));
}

}  // namespace mizan::casework
