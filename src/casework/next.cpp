#include "casework/next.h"

#include <set>
#include <utility>

#include "cases/desk.h"
#include "casework/blind.h"
#include "casework/quality.h"

namespace mizan::casework {

namespace {

Result<cases::Today> day_of(Tables& tables, PlatformId p, const cases::Terms& terms,
                            const cases::Profile& profile, std::span<const cases::Case> held,
                            std::uint64_t now) {
    MZ_TRY(const auto exposure, tables.exposure_of(p, profile.who));
    return cases::today_of(terms.rules().exposure, exposure, held, profile.break_lifted_at, now);
}

// The first in the queue, but for what they are to look at again and have seen in an appeal.
Result<std::optional<cases::Case>> first_of(Session& s, QueueQuery query) {
    query.limit = 1;
    while (true) {
        MZ_TRY(const auto some, s.tables.queue(s.platform, query));
        if (some.empty()) return std::optional<cases::Case>();
        const auto& c = some.front();
        MZ_TRY(const bool has_seen, has_seen_decision(s.tables, s.platform, c, query.who));
        if (!has_seen) return c;
        query.after_place = cases::place_of(c);
        query.after_case = c.id;
    }
}

}  // namespace

Result<QueueQuery> queue_of(Casework& casework, const Seeker& seeker) {
    MZ_TRY(const auto profile, casework.desks().find(seeker.by.who));
    QueueQuery query;
    query.who = seeker.by.who;
    query.takes = cases::takes_of(profile, seeker.by.leads);
    if (!seeker.langs.empty()) query.takes.langs = seeker.langs;
    query.sensitive = seeker.sensitive;
    return query;
}

Result<cases::Today> heed_day(Session& s, const cases::Terms& terms, const cases::Profile& profile,
                              QueueQuery& query) {
    MZ_TRY(const auto held, s.tables.claimed_by(s.platform, profile.who));
    MZ_TRY(const auto today, day_of(s.tables, s.platform, terms, profile, held, s.now));
    if (today.break_until != 0)
        return fail({Code::kStateConflict, cases::break_text(today.break_until), {}});
    const auto& exposure = terms.rules().exposure;
    if (cases::has_seen_enough(exposure, today))
        query.takes.severity_below = static_cast<std::uint8_t>(exposure.grave_from);
    query.takes.full = cases::full_categories(terms.rules(), held);
    return today;
}

Result<Next> claim_next(Casework& casework, const std::string& platform, const Seeker& seeker) {
    MZ_TRY(const auto profile, casework.desks().find(seeker.by.who));
    MZ_TRY(auto query, queue_of(casework, seeker));
    auto by = seeker.by;
    const auto& terms = casework.terms();
    Next next;
    MZ_CHECK(casework.perform_now(platform, [&](Session& s) -> Result<void> {
        by.at = s.now;
        MZ_TRY(const auto today, heed_day(s, terms, profile, query));
        if (is_golden_turn(casework, s, by.who, today)) {
            MZ_TRY(next.c, deal_golden(casework, s, query, by, profile.load_most, false));
            if (next.c) return {};
        }
        MZ_TRY(const auto first, first_of(s, query));
        if (!first) return {};
        MZ_TRY(const auto held, s.tables.claimed_by(s.platform, by.who));
        MZ_TRY(auto events, cases::claim(terms, *first, by, held, profile.load_most));
        MZ_CHECK(s.act(deed_about("case", first->id, std::move(events), by.who)));
        MZ_TRY(next.c, s.get_case(first->id));
        return {};
    }));
    return next;
}

Result<cases::Events> claim_named(Session& s, const cases::Terms& terms, const cases::Case& c,
                                  const cases::By& by, const cases::Profile& profile) {
    MZ_TRY(const bool has_seen, has_seen_decision(s.tables, s.platform, c, by.who));
    if (has_seen)
        return fail({Code::kAccessForbidden,
                     "you have seen in an appeal what was decided here: another has to look again",
                     "case " + std::to_string(c.id)});
    MZ_TRY(const auto held, s.tables.claimed_by(s.platform, by.who));
    MZ_TRY(const auto today, day_of(s.tables, s.platform, terms, profile, held, s.now));
    return cases::claim_named(terms, c, by, {profile, today, held});
}

Result<DeskSeen> see_desk(Casework& casework, const std::string& platform, const std::string& who) {
    DeskSeen seen;
    MZ_TRY(seen.profile, casework.desks().find(who));
    const auto now = casework.now();
    return casework.read(platform, [&](Tables& tables, PlatformId p) -> Result<DeskSeen> {
        MZ_TRY(const auto held, tables.claimed_by(p, who));
        MZ_TRY(seen.today, day_of(tables, p, casework.terms(), seen.profile, held, now));
        MZ_TRY(seen.golden, tables.scores_of(p, who));
        seen.held = static_cast<std::uint32_t>(held.size());
        return seen;
    });
}

Result<std::vector<DeskSeen>> see_desks(Casework& casework, const std::string& platform) {
    std::set<std::string> names;
    MZ_TRY(const auto profiles, casework.desks().all());
    for (const auto& profile : profiles) names.insert(profile.who);
    MZ_TRY(const auto exposures, casework.read(platform, [](Tables& tables, PlatformId p) {
        return tables.exposures(p);
    }));
    for (const auto& exposure : exposures) names.insert(exposure.who);
    std::vector<DeskSeen> out;
    for (const auto& who : names) {
        MZ_TRY(auto seen, see_desk(casework, platform, who));
        out.push_back(std::move(seen));
    }
    return out;
}

}  // namespace mizan::casework
