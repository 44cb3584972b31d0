#include "cases/book.h"

namespace mizan::cases {

namespace {

template <class Map> auto* find_in(Map& map, const auto& id) {
    const auto at = map.find(id);
    return at == map.end() ? nullptr : &at->second;
}

std::unexpected<Error> missing(std::string_view what, std::uint64_t id) {
    return fail(
        {Code::kStateConflict, "there is none", std::string(what) + " " + std::to_string(id)});
}

}  // namespace

bool takes_flags(const Case& c) {
    const bool of_its_own =
        c.kind == CaseKind::kAppeal || c.kind == CaseKind::kRecheck || c.kind == CaseKind::kGolden;
    return !of_its_own && !is_over(c.state);
}

const Case* Book::find_case(std::uint64_t id) const { return find_in(cases, id); }
const Flag* Book::find_flag(std::uint64_t id) const { return find_in(flags, id); }
const Partner* Book::find_partner(std::uint64_t id) const { return find_in(partners, id); }

const ActorStanding* Book::find_standing(std::string_view actor) const {
    return find_in(actors, actor);
}

const Case* Book::open_about(const Subject& subject) const {
    const auto key = key_of(subject);
    for (const auto& [id, c] : cases)
        if (takes_flags(c) && key_of(c.subject) == key) return &c;
    return nullptr;
}

Result<void> Book::apply(const Events& events) {
    auto after = *this;
    for (const auto& event : events) MZ_CHECK(after.apply_one(event));
    *this = std::move(after);
    return {};
}

Result<void> Book::apply_to_case(const Event& event) {
    const auto* appealed = std::get_if<Appealed>(&event.what);
    const auto* again = std::get_if<RecheckOpened>(&event.what);
    const auto of = appealed != nullptr ? appealed->of : again != nullptr ? again->of : 0;
    if (const auto opened = opened_by(event, find_case(of))) {
        if (!cases.emplace(event.case_no, *opened).second) return missing("number", event.case_no);
    }
    auto* c = find_in(cases, event.case_no);
    if (c == nullptr) return missing("case", event.case_no);
    const auto before = *c;
    MZ_CHECK(cases::apply(*c, event));
    apply_to_exposure(event, before, *c);
    apply_to_figures(event, before, *c);
    if (std::holds_alternative<Forgotten>(event.what)) forget(before, event);
    const auto other = other_of(event, *c);
    if (other == 0) return {};
    auto* o = find_in(cases, other);
    if (o == nullptr) return missing("case", other);
    apply_to_other(*o, event, std::holds_alternative<Merged>(event.what) ? before : *c);
    return {};
}

void Book::apply_to_exposure(const Event& event, const Case& before, const Case& after) {
    const auto who = exposed_in(event, before, after);
    if (who.empty()) return;
    auto& exposure = exposures[who];
    exposure.who = who;
    cases::apply(exposure, event, before);
}

FlaggerRecord Book::find_flagger(std::string_view who) const {
    const auto* found = find_in(flaggers, who);
    return found != nullptr ? *found : FlaggerRecord{std::string(who), 0, 0, false};
}

void Book::apply_to_flaggers(const FlagReview& review) {
    for (auto& [id, flag] : flags) {
        if (flag.case_no != review.of || !concerns(review, flag)) continue;
        cases::apply(flag, review);
        if (auto* partner = find_in(partners, flag.partner)) {
            cases::apply(*partner, review, 1);
            continue;
        }
        if (flag.flagger.empty()) continue;  // it was forgotten
        auto& record = flaggers[flag.flagger];
        record.flagger = flag.flagger;
        cases::apply(record, review, 1);
    }
}

void Book::forget(const Case& before, const Event& event) {
    for (const auto& [id, flag] : flags) {
        const bool counts = flag.case_no == before.id && flag.partner == 0;
        const auto who = counts ? flaggers.find(flag.flagger) : flaggers.end();
        if (who == flaggers.end()) continue;
        take_back(who->second, flag);
        if (is_blank(who->second)) flaggers.erase(who);
    }
    const auto actor = actors.find(before.struck);
    if (actor == actors.end()) return;
    forget_strikes(actor->second, before.id, event.at);
    if (is_blank(actor->second)) actors.erase(actor);
}

void Book::apply_to_figures(const Event& event, const Case& before, const Case& after) {
    for (const auto& tally : tallies_in(event, before, after, find_case(after.of)))
        ++tallies[tally];
    if (const auto one = answered_in(event, after)) answered[{after.id, after.rulings}] = *one;
    if (!falls_in(event)) return;
    const auto last = answered.find({after.id, after.rulings});
    if (last != answered.end()) last->second.stands = false;
}

void Book::apply_to_quality(const Event& event) {
    if (const auto guidance = guidance_in(event))
        guidances[{guidance->clause, guidance->version}] = *guidance;
    if (const auto* e = std::get_if<GoldenSet>(&event.what)) goldens[e->golden.id] = e->golden;
    if (const auto* e = std::get_if<GoldenDealt>(&event.what)) dealt.emplace(e->to, e->golden);
    if (const auto clause = clause_in(event); !clause.empty()) {
        auto& record = clauses[std::string(clause)];
        record.clause = clause;
        cases::apply(record, event);
    }
    const auto* c = find_case(event.case_no);
    const auto answer = c == nullptr ? std::nullopt : second_answer_in(event, *c, find_case(c->of));
    if (!answer) return;
    auto& record = clauses[answer->clause];
    record.clause = answer->clause;
    cases::apply(record, answer->answer);
    if (const auto* e = std::get_if<GoldenAnswered>(&event.what)) {
        auto& score = scores[{event.by, e->clause}];
        score.who = event.by;
        score.clause = e->clause;
        cases::apply(score, e->right);
    }
}

void Book::apply_to_actor(std::string_view actor, const Event& event) {
    auto& standing = actors[std::string(actor)];
    standing.actor = actor;
    cases::apply(standing, event);
    if (is_blank(standing)) actors.erase(std::string(actor));
}

Result<void> Book::apply_one(const Event& event) {
    if (const auto partner = partner_of(event)) {
        if (!partners.emplace(event.partner, *partner).second)
            return missing("number", event.partner);
        return {};
    }
    if (event.case_no != 0) MZ_CHECK(apply_to_case(event));
    if (const auto* c = find_case(event.case_no))
        if (const auto review = review_in(event, *c)) apply_to_flaggers(*review);
    apply_to_quality(event);
    if (const auto alarm = alarm_in(event)) ++tallies[*alarm];
    if (const auto* e = std::get_if<FlaggerWarned>(&event.what); e != nullptr && event.partner == 0)
        cases::apply(flaggers[e->flagger], event);
    if (const auto actor = actor_of(event); !actor.empty()) apply_to_actor(actor, event);
    if (const auto flag = flag_of(event)) {
        if (!flags.emplace(flag->id, *flag).second) return missing("number", flag->id);
    } else if (event.flag != 0) {
        auto* flag_there = find_in(flags, event.flag);
        if (flag_there == nullptr) return missing("flag", event.flag);
        (void)cases::apply(*flag_there, event);
    }
    if (concerns_flags(event))
        for (auto& [id, flag] : flags)
            if (flag.case_no == event.case_no) (void)cases::apply(flag, event);
    if (event.partner == 0) return {};
    auto* partner = find_in(partners, event.partner);
    if (partner == nullptr) return missing("partner", event.partner);
    const bool of_partner = event.case_no == 0 || std::holds_alternative<Flagged>(event.what);
    return of_partner ? cases::apply(*partner, event) : Result<void>();
}

}  // namespace mizan::cases
