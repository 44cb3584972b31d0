#include "casework/ruling.h"

#include <algorithm>
#include <set>
#include <utility>

#include "casework/decision.h"
#include "casework/quality.h"
#include "casework/record.h"
#include "record/decision.h"

namespace mizan::casework {

namespace {

using cases::Answer;

// The posts that a case is about: its subject, or the exhibits of a pattern. What flags say of them is looked up where the post is not on record.
class Posts {
public:
    Posts(Casework& casework, Session& s) : casework_(casework), s_(s) {}
    Result<std::vector<RuledPost>> of(const cases::Case& c) {
        std::vector<RuledPost> out;
        std::vector<cases::Subject> subjects;
        std::string said;
        MZ_CHECK(look(c.of == 0 ? c.id : c.of, subjects, said));
        if (c.subject.kind == cases::SubjectKind::kPost) subjects = {c.subject};
        for (const auto& subject : subjects) {
            if (subject.kind != cases::SubjectKind::kPost || subject.id.empty()) continue;
            MZ_TRY(auto post, ruled_post(casework_.folder(), s_.name, subject, said));
            out.push_back(std::move(post));
        }
        return out;
    }

private:
    // What is said of the post, and which posts the first flag names.
    Result<void> look(std::uint64_t id, std::vector<cases::Subject>& subjects, std::string& said) {
        MZ_TRY(const auto history, s_.tables.history(s_.platform, id));
        MZ_TRY(auto of_post, said_of_post(casework_.folder().store(), history));
        said = std::move(of_post.text);
        MZ_TRY(const auto flags, s_.tables.flags_of_case(s_.platform, id, 0, 1));
        if (flags.empty()) return {};
        MZ_TRY(const auto record, s_.tables.record_of_flag(s_.platform, flags.front().id));
        if (record == 0) return {};
        MZ_TRY(const auto what, recorded(casework_.folder().store(), record));
        for (const auto& event : what.events) {
            const auto* flagged = std::get_if<cases::Flagged>(&event.what);
            if (flagged != nullptr) subjects = flagged->order.exhibits;
        }
        return {};
    }
    Casework& casework_;
    Session& s_;
};

// Puts the events into the session, with the decisions about posts that follow from them.
class Acting {
public:
    Acting(Casework& casework, Session& s, const service::Engine& engine)
        : casework_(casework), s_(s), engine_(engine) {}

    Result<void> act(const cases::Case& before, cases::Events events, const cases::By& by) {
        MZ_TRY(auto drafts, decisions(before, events));
        s_.put(std::move(drafts));
        return s_.act(deed_about("case", before.id, std::move(events), by.who));
    }

private:
    Result<std::vector<record::Draft>> decisions(const cases::Case& c,
                                                 const cases::Events& events) {
        const cases::Ruling* ruling = nullptr;
        bool is_undone = false;
        for (const auto& event : events) {
            if (event.case_no != c.id) continue;
            if (const auto* ruled = std::get_if<cases::Ruled>(&event.what)) ruling = &ruled->ruling;
            is_undone |= std::holds_alternative<cases::Undone>(event.what);
        }
        std::vector<record::Draft> drafts;
        const auto* const of = is_undone && c.ruling ? &*c.ruling : ruling;
        if (of == nullptr || !changes(c, *of)) return drafts;
        MZ_TRY(const auto setting, engine_.recorder->go_live(s_.name));
        MZ_TRY(const auto posts, Posts(casework_, s_).of(c));
        for (const auto& post : posts)
            drafts.push_back(decision_draft(engine_, setting, casework_.folder().tags(), s_.name, c,
                                            is_undone ? nullptr : ruling, post, s_.now));
        return drafts;
    }
    // A recheck decides nothing by itself, nor does an appeal that is upheld; so nothing is taken back where one of them is undone.
    static bool changes(const cases::Case& c, const cases::Ruling& ruling) {
        if (c.kind == cases::CaseKind::kRecheck) return false;
        return c.kind != cases::CaseKind::kAppeal ||
               ruling.order.review == cases::Review::kOverturned;
    }

    Casework& casework_;
    Session& s_;
    const service::Engine& engine_;
};

struct Known {
    std::optional<cases::Case> of;
    std::optional<cases::Golden> golden;
    cases::ActorStanding standing;
    std::vector<cases::Case> rechecks;
    cases::Given given;

    const cases::Given& whole() {
        given.of = of ? &*of : nullptr;
        given.standing = &standing;
        given.golden = golden ? &*golden : nullptr;
        given.rechecks = rechecks;
        return given;
    }
};
// That look at its decision again.
Result<std::vector<cases::Case>> open_rechecks(Session& s, const cases::Case& of) {
    std::vector<cases::Case> out;
    if (of.open_about == 0) return out;
    for (const auto id : of.with_it) {
        MZ_TRY(auto c, s.get_case(id));
        const bool is_one = c.kind == cases::CaseKind::kRecheck && !is_over(c.state);
        if (is_one) out.push_back(std::move(c));
    }
    return out;
}

Result<Known> known_of(Session& s, const service::Engine& engine, const cases::Case& c,
                       const std::string& clause, std::string policy) {
    Known known;
    known.given.severity = severity_of(engine, clause);
    known.given.strikes = strikes_of(engine, clause);
    known.given.policy = std::move(policy);
    MZ_TRY(known.given.guidance, guidance_named(s, clause.empty() ? c.clause : clause));
    if (c.golden != 0) {
        MZ_TRY(known.golden, s.tables.find_golden(s.platform, c.golden));
    }
    MZ_TRY(known.standing, s.tables.standing_of(s.platform, c.author));
    if (c.of == 0) return known;
    MZ_TRY(known.of, s.tables.find_case(s.platform, c.of));
    if (c.kind != cases::CaseKind::kAppeal || !known.of) return known;
    MZ_TRY(known.rechecks, open_rechecks(s, *known.of));
    return known;
}

std::string policy_of(const service::Engine& engine) {
    return record::policy_name(engine.loaded.policy->title, engine.loaded.policy->version);
}

// Some decisions are looked at again by another, who does not see them.
Result<void> draw_recheck(Casework& casework, Session& s, std::uint64_t case_no) {
    MZ_TRY(const auto c, s.get_case(case_no));
    if (!c.ruling || c.state != cases::CaseState::kDecided) return {};
    const auto draw = casework.draw(s.name, "\x01recheck",
                                    std::to_string(c.id) + "/" + std::to_string(c.rulings));
    const auto why = cases::recheck_of(casework.terms(), c, draw);
    if (why == cases::RecheckWhy::kNone) return {};
    MZ_TRY(const auto counts, s.tables.counts(s.platform));
    auto events = cases::recheck(casework.terms(), c, why, counts.cases + 1, s.now);
    return s.act(deed_about("case", c.id, std::move(events), {}));
}

// After a decision about a decision: who flagged is told if their record is poor now.
Result<void> warn_flaggers(Casework& casework, Session& s, const cases::Case& c) {
    const bool reviews = c.kind == cases::CaseKind::kAppeal || c.kind == cases::CaseKind::kRecheck;
    if (!reviews) return {};
    std::set<std::uint64_t> partners;
    std::set<std::string> others;
    MZ_CHECK(s.tables.each_flag(s.platform, c.of, [&](const cases::Flag& flag) -> Result<void> {
        if (flag.partner != 0) partners.insert(flag.partner);
        else others.insert(flag.flagger);
        return {};
    }));
    cases::Events warnings;
    const auto add = [&](const cases::Events& some) {
        warnings.insert(warnings.end(), some.begin(), some.end());
    };
    for (const auto id : partners) {
        MZ_TRY(const auto partner, s.get_partner(id));
        add(cases::warn(casework.terms(), partner, s.now));
    }
    for (const auto& who : others) {
        MZ_TRY(const auto record, s.tables.find_flagger(s.platform, who));
        add(cases::warn(casework.terms(), record, s.now));
    }
    if (warnings.empty()) return {};
    // Of whom it is about nothing says which case it came of.
    return s.act(deed_about("flaggers", std::move(warnings), {}));
}

// A decision, and all that follows from there being one.
Result<void> settle(Casework& casework, Session& s, const service::Engine& engine,
                    const cases::Case& c, cases::Events events, const cases::By& by) {
    MZ_CHECK(Acting(casework, s, engine).act(c, std::move(events), by));
    MZ_CHECK(warn_flaggers(casework, s, c));
    MZ_CHECK(look_for_drift(casework, s, c));
    return draw_recheck(casework, s, c.id);
}

Result<void> rule_one(Casework& casework, Session& s, const service::Engine& engine,
                      const cases::Case& c, const cases::By& by, const cases::RulingOrder& order,
                      std::uint64_t bulk) {
    MZ_TRY(auto known, known_of(s, engine, c, order.clause, policy_of(engine)));
    known.given.bulk = bulk;
    MZ_TRY(auto events, cases::rule(casework.terms(), c, by, order, known.whole()));
    return settle(casework, s, engine, c, std::move(events), by);
}

// What `think(Session&, case, by)` does with a case that is as somebody saw it.
template <class Think> Result<Done> on_case(Casework& casework, const std::string& platform,
                                            std::uint64_t case_no, const SeenVersion& seen,
                                            cases::By by, Think think) {
    return casework.perform_now(platform, [&](Session& s) -> Result<void> {
        MZ_TRY(const auto c, s.get_case(case_no));
        MZ_CHECK(check_version(c, seen));
        by.at = s.now;
        return think(s, c, by);
    });
}

}  // namespace

Result<Done> rule(Casework& casework, const std::string& platform,
                  std::shared_ptr<const service::Engine> engine, std::uint64_t case_no,
                  const SeenVersion& seen, cases::By by, cases::RulingOrder order) {
    return on_case(casework, platform, case_no, seen, std::move(by),
                   [&](Session& s, const cases::Case& c, const cases::By& who) {
                       return rule_one(casework, s, *engine, c, who, order, 0);
                   });
}

Result<Done> agree(Casework& casework, const std::string& platform,
                   std::shared_ptr<const service::Engine> engine, std::uint64_t case_no,
                   const SeenVersion& seen, cases::By by) {
    return on_case(casework, platform, case_no, seen, std::move(by),
                   [&](Session& s, const cases::Case& c, const cases::By& who) -> Result<void> {
                       const auto clause = c.proposal ? c.proposal->order.clause : std::string();
                       MZ_TRY(auto known, known_of(s, *engine, c, clause, policy_of(*engine)));
                       MZ_TRY(auto events, cases::agree(casework.terms(), c, who, known.whole()));
                       return settle(casework, s, *engine, c, std::move(events), who);
                   });
}

Result<Done> undo(Casework& casework, const std::string& platform,
                  std::shared_ptr<const service::Engine> engine, std::uint64_t case_no,
                  const SeenVersion& seen, cases::By by, std::string reason) {
    return on_case(casework, platform, case_no, seen, std::move(by),
                   [&](Session& s, const cases::Case& c, const cases::By& who) -> Result<void> {
                       MZ_TRY(const auto rechecks, open_rechecks(s, c));
                       MZ_TRY(auto events, cases::undo(casework.terms(), c, who, reason, rechecks));
                       return Acting(casework, s, *engine).act(c, std::move(events), who);
                   });
}

Result<std::vector<BulkOne>> rule_in_bulk(Casework& casework, const std::string& platform,
                                          std::shared_ptr<const service::Engine> engine,
                                          const std::vector<std::uint64_t>& cases,
                                          const BulkDecider& decider,
                                          const cases::RulingOrder& order, bool preview) {
    auto by = decider.by;
    if (!by.leads) return fail({Code::kAccessForbidden, "a lead decides in bulk", "cases"});
    if (cases.empty() || cases.size() > casework.rules().bulk_most)
        return fail({Code::kFieldType,
                     "at least one case, and at most " +
                         std::to_string(casework.rules().bulk_most) + " at once",
                     "cases"});
    std::vector<BulkOne> out;
    const auto bulk = casework.now();
    for (const auto case_no : cases) {
        auto done = casework.perform_now(platform, [&](Session& s) -> Result<void> {
            MZ_TRY(const auto c, s.get_case(case_no));
            if (c.sensitive && !decider.sensitive) return no_such_case(case_no);
            by.at = s.now;
            if (!preview) return rule_one(casework, s, *engine, c, by, order, bulk);
            MZ_TRY(auto known, known_of(s, *engine, c, order.clause, policy_of(*engine)));
            known.given.bulk = bulk;
            MZ_CHECK(cases::rule(casework.terms(), c, by, order, known.whole()));
            return {};
        });
        out.push_back({case_no, std::move(done)});
    }
    return out;
}

}  // namespace mizan::casework
