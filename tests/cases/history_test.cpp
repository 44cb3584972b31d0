// Casework over random histories: whatever people and machines ask for in whatever order, what must never happen does not.
#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "cases/machine.h"
#include "cases/retention.h"
#include "support/casework_history.h"

namespace {

using namespace mizan;
using namespace mizan::cases;
using test::CaseworkHistory;

// From the case alone: whether its decision is a strike at that time.
bool counts(const Terms& terms, const Case& c, std::uint64_t when) {
    if (c.state != CaseState::kDecided || c.undone || c.author.empty()) return false;
    const auto& order = c.ruling->order;
    const bool decides = c.kind == CaseKind::kFlags || c.kind == CaseKind::kEngine ||
                         order.review == Review::kOverturned;
    if (!decides || c.kind == CaseKind::kRecheck || order.answer != Answer::kViolates) return false;
    if (order.public_interest || order.clause == "spam") return false;
    const auto* rule = rule_for(terms.rules().ladder, order.clause, order.severity);
    return rule != nullptr && rule->points > 0 && c.ruling->at <= when &&
           when < c.ruling->at + rule->expires_days * kDay;
}
void check_other_decided(const Book& book, const Case& c) {
    const auto* of = book.find_case(c.of);
    REQUIRE(of != nullptr);
    CHECK(std::ranges::find(c.recused, c.ruling->by) == c.recused.end());
}

// Who is restricted was told or will be, and nobody else.
void check_notice(const Case& c) {
    const bool stands = c.state == CaseState::kDecided && !c.undone && c.ruling;
    const bool is_due = stands && has_notice(c.kind, c.ruling->order);
    if (!is_due) CHECK(c.notice_at == 0);
    if (is_due && c.notified_at == 0 && c.notice_at == 0)
        CHECK(c.ruling->order.notice_delayed_until != 0);  // it was erased before
    if (is_due && c.notified_at != 0) CHECK(c.notified_at >= c.ruling->order.notice_delayed_until);
}

// Nobody is restricted by it, nobody waits for it, and who answers it did not know it.
void check_golden(const Book& book, const Case& c) {
    CHECK(c.flags == 0);
    CHECK(c.struck.empty());
    CHECK(c.clock.warned_at == 0);
    CHECK(c.clock.breached_at == 0);
    CHECK(c.reopened == 0);
    CHECK_FALSE(c.undone);
    CHECK_FALSE(c.appeal_open);
    const auto& golden = book.goldens.at(c.golden);
    if (c.ruling) CHECK(c.right == is_right(golden, c.ruling->order));
    for (const auto& [id, other] : book.cases) CHECK(other.of != c.id);
}

// What was counted is what stands in the cases.
void check_figures(const Book& book) {
    std::uint64_t open = 0;
    std::map<Series, std::uint64_t> sums;
    for (const auto& [tally, n] : book.tallies) sums[tally.series] += n;
    std::uint64_t rulings = 0;
    for (const auto& [id, c] : book.cases) {
        if (c.kind == CaseKind::kGolden) continue;
        if (!is_over(c.state)) ++open;
        rulings += c.rulings;
    }
    CHECK(sums[Series::kOpened] + sums[Series::kReopened] - sums[Series::kClosed] == open);
    CHECK(sums[Series::kFlags] == book.flags.size());
    CHECK(sums[Series::kDecided] == rulings);
    CHECK(book.answered.size() == rulings);
    std::uint64_t answered = 0;
    for (const auto& [key, score] : book.scores) {
        answered += score.answered;
        CHECK(score.right <= score.answered);
    }
    for (const auto& [id, c] : book.cases)
        if (c.kind == CaseKind::kGolden && c.ruling) --answered;
    CHECK(answered == 0);
    std::uint64_t alarms = 0;
    for (const auto& [clause, record] : book.clauses) alarms += record.alarms;
    CHECK(sums[Series::kAlarms] == alarms);
}

void check_rules(const CaseworkHistory& history) {
    const auto& book = history.book;
    for (const auto& [id, c] : book.cases) {
        std::uint64_t open = 0;
        std::uint64_t of_case = 0;
        for (const auto& [flag_id, flag] : book.flags) {
            if (flag.case_no != id) continue;
            ++of_case;
            if (flag.state == FlagState::kOpen) ++open;
        }
        CHECK(of_case == c.flags);
        CHECK(open == c.open_flags);
        if (is_over(c.state)) CHECK(open == 0);
        CHECK(c.clock.started <= c.opened_at);
        if (c.clock.breached_at != 0) CHECK(c.clock.breached_at >= c.clock.started);
        CHECK((c.state == CaseState::kClaimed) == !c.claimed_by.empty());
        CHECK((c.state == CaseState::kProposed) == c.proposal.has_value());
        CHECK((c.state == CaseState::kWaiting) == (c.clock.waiting_since != 0));
        CHECK(c.clock.waited <= history.terms().rules().waiting_most_hours * kHour);
        if (c.state == CaseState::kDecided) REQUIRE(c.ruling);
        // Where something follows from the decision.
        const bool decides = c.kind != CaseKind::kGolden && c.kind != CaseKind::kRecheck;
        if (decides && c.ruling && c.ruling->order.public_interest)
            CHECK(!c.ruling->second.empty());
        if (c.kind == CaseKind::kGolden) check_golden(book, c);
        check_notice(c);
        if (c.kind == CaseKind::kRecheck && !is_over(c.state)) {
            const auto* of = book.find_case(c.of);
            CHECK((of->state == CaseState::kDecided &&
                   !of->undone));  // there is something to look at
        }
        if (!c.danger) CHECK((c.target == TargetNotice::kNone && !c.duty_decided));
        const bool stands = c.state == CaseState::kDecided && !c.undone;
        if (c.kind == CaseKind::kAppeal && stands) check_other_decided(book, c);
    }
    CHECK(book.flags.size() == history.flags_sent);
}

// Of what is forgotten nobody can say about whom it was, and nothing of it goes on.
void check_forgotten(const CaseworkHistory& history) {
    const auto& book = history.book;
    for (const auto& [id, c] : book.cases) {
        if (c.of != 0 || c.kind == CaseKind::kGolden) {
            CHECK(kept_since(c) == 0);
        }
        if (c.forgotten_at == 0) continue;
        CHECK(c.holds.empty());
        CHECK(is_over(c.state));
        CHECK(c.subject.id.empty());
        CHECK(c.author.empty());
        CHECK(c.open_about == 0);
        const bool goes_with_another = c.of != 0 || c.state == CaseState::kMerged;
        const bool may_be_short = goes_with_another || c.author_deleted_at != 0;
        CHECK(c.forgotten_at >= c.over_at + (may_be_short ? 190 : 365) * kDay);
        const auto own_end = c.over_at + 365 * kDay;
        const auto taken_away = std::max(c.over_at, c.author_deleted_at) + 190 * kDay;
        if (!goes_with_another) CHECK(c.forgotten_at >= std::min(own_end, taken_away));
        for (const auto& other : history.family_of(id)) CHECK(other.forgotten_at != 0);
        for (const auto& [flag_id, flag] : book.flags)
            if (flag.case_no == id) CHECK(flag.flagger.empty());
        for (const auto& [actor, standing] : book.actors)
            for (const auto& strike : standing.strikes)
                if (strike.case_no == id) CHECK(strike.expires_at > c.forgotten_at);
    }
    std::map<std::uint64_t, std::uint64_t> open;
    for (const auto& [id, c] : book.cases)
        if (c.of != 0 && !is_over(c.state)) ++open[c.of];
    for (const auto& [id, c] : book.cases) CHECK(c.open_about == open[id]);
}

// Strikes in force are the decisions in force, by actor and notice.
void check_strikes(const CaseworkHistory& history) {
    const auto& book = history.book;
    for (const auto later : {std::uint64_t{0}, 100 * kDay, 200 * kDay, 400 * kDay}) {
        std::map<std::string, std::uint32_t> expected;
        for (const auto& [id, c] : book.cases)
            if (counts(history.terms(), c, history.now() + later)) ++expected[c.author];
        for (const auto& [actor, standing] : book.actors) {
            auto strikes = standing.strikes;  // the case of some is forgotten
            std::erase_if(strikes, [](const Strike& strike) { return strike.outlasts; });
            CHECK(strikes_in_force(strikes, history.now() + later) == expected[actor]);
        }
        for (const auto& [actor, count] : expected)
            CHECK((count == 0 || book.find_standing(actor) != nullptr));
    }
}
// And as if those that were undone had never been.
void check_undone(const CaseworkHistory& history) {
    const auto all = history.all();
    std::map<std::uint64_t, std::size_t> undone;  // by decision: until which event
    for (std::size_t i = 0; i < all.size(); ++i)
        if (const auto* e = std::get_if<StrikeUndone>(&all[i].what)) undone[e->decision] = i;
    std::map<std::string, ActorStanding, std::less<>> actors;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (std::holds_alternative<Forgotten>(all[i].what))
            for (auto& [who, standing] : actors)
                if (std::ranges::count(standing.strikes, all[i].case_no, &Strike::case_no) != 0)
                    forget_strikes(standing, all[i].case_no, all[i].at);
        const auto* e = std::get_if<Struck>(&all[i].what);
        const auto gone = e == nullptr ? undone.end() : undone.find(e->strike.decision);
        if (e == nullptr || (gone != undone.end() && i < gone->second)) continue;
        auto& standing = actors[e->actor];
        standing.actor = e->actor;
        apply(standing, all[i]);
    }
    std::erase_if(actors, [](const auto& one) { return is_blank(one.second); });
    CHECK((actors == history.book.actors));
}

}  // namespace

TEST_CASE("no flag is lost, and no case is over while a flag of it is open, whatever happens") {
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        CaseworkHistory history(seed);
        for (int i = 0; i < 250; ++i) history.step();
        check_rules(history);
        check_forgotten(history);
        check_strikes(history);
        check_undone(history);
        check_figures(history.book);
    }
}

TEST_CASE("every move of a case is made, and no other") {
    std::set<std::string> seen;
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
        CaseworkHistory history(seed);
        for (int i = 0; i < 200; ++i) history.step();
        seen.merge(history.seen);
    }
    for (const auto& move : case_moves()) {
        if (move.event == "engine-found" || move.event == "viewed")
            continue;  // not among what the dice ask for
        bool made = false;
        for (const auto& s : seen)
            made = made || s.find(">" + std::string(move.event) + ">") != s.npos;
        CHECK_MESSAGE(made, move.event);
    }
    std::set<std::string_view> reached;
    std::set<std::string_view> left;
    for (const auto& s : seen) {
        const std::string_view text(s);
        reached.insert(text.substr(text.rfind('>') + 1));
        left.insert(text.substr(0, text.find('>')));
    }
    for (const auto state : kCaseStates) {
        CHECK_MESSAGE(reached.contains(state), state);
        CHECK_MESSAGE(left.contains(state), state);
    }
}

TEST_CASE("what the record holds of a history makes the same book again") {
    for (std::uint64_t seed = 200; seed < 230; ++seed) {
        CaseworkHistory history(seed);
        for (int i = 0; i < 150; ++i) history.step();
        const auto json = to_json(history.all());
        const auto read = read_events(json);
        REQUIRE(read.has_value());
        CHECK((to_json(*read) == json));
        Book again;
        REQUIRE(again.apply(*read));
        CHECK((again == history.book));
    }
}

TEST_CASE("what is left of the record of forgotten cases makes the same book again") {
    std::size_t gone = 0;
    for (std::uint64_t seed = 300; seed < 340; ++seed) {
        CaseworkHistory history(seed);
        for (int i = 0; i < 250; ++i) history.step();
        Book again;
        for (const auto& events : history.commands) {
            const auto* c = history.book.find_case(events.front().case_no);
            const bool is_gone = c != nullptr && c->forgotten_at != 0 && is_to_go(events);
            auto left = events;
            if (is_gone)
                for (auto& event : left) event = without_contents(event);
            if (is_gone) {
                ++gone;
                CHECK((to_json(left).find("post-") == std::string::npos));
            }
            REQUIRE(again.apply(left));
        }
        CHECK((again == history.book));
    }
    CHECK(gone > 300);
}
