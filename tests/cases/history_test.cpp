// Casework over random histories: whatever people and machines ask for in whatever order, what must never happen does not.
#include "cases/book.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <set>

#include "cases/commands.h"
#include "cases/machine.h"

namespace {

using namespace mizan;
using namespace mizan::cases;

// Numbers that follow from a seed (xorshift64*).
class Dice {
public:
    explicit Dice(std::uint64_t seed) : state_(seed * 2'654'435'769U + 1) {}
    std::uint64_t below(std::uint64_t n) {
        state_ ^= state_ >> 12;
        state_ ^= state_ << 25;
        state_ ^= state_ >> 27;
        return (state_ * 2'685'821'657'736'338'717U >> 33) % n;
    }
    bool once_in(std::uint64_t n) { return below(n) == 0; }

private:
    std::uint64_t state_;
};

Terms terms_of_test() {
    Rules rules;
    rules.four_eyes = {"incitement"};
    rules.routes = {{"consumer-desk", Category::kNotOurs, 48},
                    {"hotline", Category::kChildSafety, 1}};
    rules.haste_percent = 50;
    return *Terms::make(rules);
}

// Asks for one thing after the other, most of which is refused, and keeps what is granted.
class History {
public:
    explicit History(std::uint64_t seed) : dice_(seed) {}

    Book book;
    Events all;
    std::set<std::string> seen;  // "open>claimed"

    void step() {
        now_ += dice_.once_in(25) ? dice_.below(100'000) : dice_.below(200);
        const auto done = dice_.once_in(3) ? take(flag_something()) : take(do_something());
        if (dice_.once_in(2)) pass_all();
        (void)done;
    }

    void check_rules() const {
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
            CHECK(c.clock.waited <= terms_.rules().waiting_most_hours * kHour);
            if (c.state == CaseState::kDecided) REQUIRE(c.ruling);
            if (c.ruling && c.ruling->order.public_interest) CHECK(!c.ruling->second.empty());
            if (c.kind == CaseKind::kAppeal && c.ruling) check_other_decided(c);
        }
        CHECK(book.flags.size() == flags_sent_);
    }

    // Strikes in force are the decisions in force, by actor and notice.
    void check_strikes() const {
        for (const auto later : {std::uint64_t{0}, 100 * kDay, 200 * kDay, 400 * kDay}) {
            std::map<std::string, std::uint32_t> expected;
            for (const auto& [id, c] : book.cases)
                if (counts(c, now_ + later)) ++expected[c.author];
            for (const auto& [actor, standing] : book.actors)
                CHECK(strikes_in_force(standing.strikes, now_ + later) == expected[actor]);
            for (const auto& [actor, count] : expected)
                CHECK((count == 0 || book.find_standing(actor) != nullptr));
        }
    }
    // And as if those that were undone had never been.
    void check_undone() const {
        std::map<std::uint64_t, std::size_t> undone;  // by decision: until which event
        for (std::size_t i = 0; i < all.size(); ++i)
            if (const auto* e = std::get_if<StrikeUndone>(&all[i].what)) undone[e->decision] = i;
        std::map<std::string, ActorStanding, std::less<>> actors;
        for (std::size_t i = 0; i < all.size(); ++i) {
            const auto* e = std::get_if<Struck>(&all[i].what);
            const auto gone = e == nullptr ? undone.end() : undone.find(e->strike.decision);
            if (e == nullptr || (gone != undone.end() && i < gone->second)) continue;
            auto& standing = actors[e->actor];
            standing.actor = e->actor;
            apply(standing, all[i]);
        }
        CHECK((actors == book.actors));
    }

private:
    // From the case alone: whether its decision is a strike at that time.
    [[nodiscard]] bool counts(const Case& c, std::uint64_t when) const {
        if (c.state != CaseState::kDecided || c.undone || c.author.empty()) return false;
        const auto& order = c.ruling->order;
        const bool decides = c.kind == CaseKind::kFlags || c.kind == CaseKind::kEngine ||
                             order.review == Review::kOverturned;
        if (!decides || c.kind == CaseKind::kRecheck || order.answer != Answer::kViolates)
            return false;
        if (order.public_interest || order.clause == "spam") return false;
        const auto* rule = rule_for(terms_.rules().ladder, order.clause, order.severity);
        return rule != nullptr && rule->points > 0 && c.ruling->at <= when &&
               when < c.ruling->at + rule->expires_days * kDay;
    }
    void check_other_decided(const Case& c) const {
        const auto* of = book.find_case(c.of);
        REQUIRE(of != nullptr);
        CHECK(std::ranges::find(c.recused, c.ruling->by) == c.recused.end());
    }

    By somebody() {
        static constexpr std::string_view kPeople[] = {"anna", "ben", "cleo", "dara"};
        By by;
        by.who = kPeople[dice_.below(4)];
        by.at = now_;
        by.leads = by.who == "dara";
        return by;
    }
    const Case* some_case() {
        if (book.cases.empty()) return nullptr;
        for (const auto& [id, c] : book.cases)
            if (c.state == CaseState::kClaimed && dice_.once_in(3)) return &c;
        auto at = book.cases.begin();
        std::advance(at, static_cast<std::ptrdiff_t>(dice_.below(book.cases.size())));
        return &at->second;
    }
    const Flag* some_flag_of(const Case& c) {
        for (const auto& [id, flag] : book.flags)
            if (flag.case_no == c.id && !dice_.once_in(3)) return &flag;
        return nullptr;
    }

    Result<Events> flag_something() {
        if (book.partners.empty() || (book.partners.size() < 3 && dice_.once_in(9))) {
            PartnerFacts facts;
            facts.name = "P";
            return add_partner(book.partners.size() + 1, facts, somebody());
        }
        FlagOrder order;
        order.subject.id = "post-" + std::to_string(dice_.below(12));
        order.urgency = static_cast<Urgency>(dice_.below(3));
        order.sensitive = dice_.once_in(5);
        if (dice_.once_in(12)) order.category = Category::kNotOurs;
        if (dice_.once_in(12)) order.category = Category::kChildSafety;
        Arrival arrival;
        arrival.flag = book.flags.size() + 1;
        arrival.joins =
            order.category == Category::kPolicy ? book.open_about(order.subject) : nullptr;
        arrival.case_no = arrival.joins != nullptr ? arrival.joins->id : book.cases.size() + 1;
        if (dice_.once_in(2)) {
            arrival.partner = book.find_partner(1 + dice_.below(book.partners.size()));
            arrival.kind = FlaggerKind::kPartner;
        }
        arrival.reach = dice_.below(100'000);
        arrival.author_is = dice_.once_in(3) ? Standing::kOfficial : Standing::kOrdinary;
        if (!dice_.once_in(4)) arrival.author = "author-" + order.subject.id.substr(5, 1);
        ++flags_sent_;
        return receive(terms_, arrival, order, somebody());
    }

    RulingOrder some_order(const Case& c) {
        RulingOrder order;
        order.answer = static_cast<Answer>(dice_.below(6));
        order.reason = "as seen";
        order.missing = "the thread";
        order.route = "consumer-desk";
        if (order.answer == Answer::kViolates) {
            static constexpr std::string_view kClauses[] = {"incitement", "slurs", "slurs", "spam"};
            order.clause = kClauses[dice_.below(4)];
            if (dice_.once_in(3)) order.severity = static_cast<std::uint8_t>(1 + dice_.below(5));
            if (dice_.once_in(5)) {
                order.notice_delayed_until = now_ + kDay;
                order.delay_ground = "hers";
            }
            order.measures = {{"remove", 0, {}, 0}};
            if (dice_.once_in(4)) {
                order.measures = {{std::string(kKeepWithNotice), 0, {}, 0}};
                order.public_interest = PublicInterest{"mayor", "weighed", now_ + kDay};
            }
        }
        if (c.kind == CaseKind::kAppeal)
            order.review = dice_.once_in(2) ? Review::kUpheld : Review::kOverturned;
        return order;
    }

    Given given_for(const Case& c, const std::string& clause) {
        Given given;
        if (clause != "spam") given.strikes = 1;
        given.standing = book.find_standing(c.author);
        given.policy = "p@1";
        given.severity = 3;
        given.of = c.of == 0 ? nullptr : book.find_case(c.of);
        if (dice_.once_in(8)) given.bulk = 1;
        return given;
    }
    Result<Events> decide_something(const Case& c, const By& by) {
        const auto clause = c.proposal ? c.proposal->order.clause : std::string();
        switch (dice_.below(4)) {
            case 0: return agree(terms_, c, by, given_for(c, clause));
            case 1: return decline(c, by, "no");
            default: {
                const auto order = some_order(c);
                return rule(terms_, c, by, order, given_for(c, order.clause));
            }
        }
    }

    Result<Events> with_flag(const Case& c, const By& by) {
        const auto* flag = some_flag_of(c);
        if (flag == nullptr) return fail({Code::kStateConflict, "none", {}});
        switch (dice_.below(5)) {
            case 0: return withdraw(*flag, by, "mistake");
            case 1: return add_to_flag(*flag, by, {"more", {}});
            case 2: return ask_flagger(terms_, c, *flag, by, "where?");
            case 3: return reply(terms_, c, *flag, by, "there");
            default: return appeal(terms_, c, flag, by, "wrong", book.cases.size() + 1);
        }
    }

    Result<Events> do_something() {
        const auto* c = some_case();
        if (c == nullptr) return fail({Code::kStateConflict, "none", {}});
        auto by = somebody();
        if (c->state == CaseState::kClaimed && !dice_.once_in(4)) {
            by.who = c->claimed_by;
            by.leads = by.who == "dara";
        }
        if (c->state == CaseState::kWaiting && dice_.once_in(2))
            return reply(terms_, *c, *book.find_flag(c->asked_flag), by, "there");
        if (c->state == CaseState::kProposed && dice_.once_in(2))
            return dice_.once_in(3) ? decline(*c, by, "no") : decide_something(*c, by);
        switch (dice_.below(16)) {
            case 0:
            case 1: return claim(terms_, *c, by, 0);
            case 2: return release(*c, by, {});
            case 3: return assign(*c, by, somebody().who, "knows it");
            case 4: return recuse(*c, by, "a friend");
            case 5: return route(*c, by, {"am", {}, "language"});
            case 6: return give_opinion(*c, by, {Answer::kAllowed, {}, "I think"});
            case 7:
                return set_severity(*c, by, static_cast<std::uint8_t>(1 + dice_.below(5)), "seen");
            case 8: return clear_threat(terms_, *c, by, "no threat");
            case 9: return undo(terms_, *c, by, "wrong");
            case 10: return appeal(terms_, *c, nullptr, by, "wrong", book.cases.size() + 1);
            case 11:
            case 12: return with_flag(*c, by);
            case 13: return merge_some(*c, by);
            default: return decide_something(*c, by);
        }
    }

    Result<Events> merge_some(const Case& c, const By& by) {
        if (dice_.once_in(2)) return hand_off_taken(c, by, "ref");
        const auto* into = some_case();
        if (into == nullptr || !dice_.once_in(4)) return note(c, by, "hm");
        return merge(terms_, c, *into, by);
    }

    bool take(Result<Events> events) {
        if (!events) return false;
        keep(*events);
        for (const auto& event : *events) {
            const auto* c = book.find_case(event.case_no);
            if (!std::holds_alternative<Ruled>(event.what) || c == nullptr) continue;
            const auto why = recheck_of(terms_, *c, dice_.below(1000));
            if (why == RecheckWhy::kNone || c->kind == CaseKind::kRecheck) continue;
            keep(recheck(terms_, *c, why, book.cases.size() + 1, now_));
        }
        return true;
    }

    void keep(const Events& events) {
        for (const auto& event : events) {
            const auto* before = book.find_case(event.case_no);
            const std::string from = before == nullptr ? "" : std::string(state_of(*before));
            const auto done = book.apply({event});
            REQUIRE_MESSAGE(done.has_value(), name(event), " ",
                            done ? std::string() : to_string(done.error()));
            if (const auto* c = book.find_case(event.case_no))
                seen.insert(from + ">" + std::string(name(event)) + ">" +
                            std::string(state_of(*c)));
            all.push_back(event);
        }
    }
    static std::string_view state_of(const Case& c) {
        return kCaseStates[static_cast<std::size_t>(c.state)];
    }

    void pass_all() {
        for (const auto& [id, c] : Book(book).cases) {
            auto events = pass_time(terms_, c, now_);
            while (!events.empty()) {  // a wait that ends may leave a warning
                keep(events);
                events = pass_time(terms_, *book.find_case(id), now_);
            }
            const auto* after = book.find_case(id);
            const auto next = next_time_of(*after);
            CHECK((next == 0 || next > now_));
        }
    }

    Dice dice_;
    Terms terms_ = terms_of_test();
    std::uint64_t now_ = 1'700'000'000;
    std::size_t flags_sent_ = 0;
};

}  // namespace

TEST_CASE("no flag is lost, and no case is over while a flag of it is open, whatever happens") {
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        History history(seed);
        for (int i = 0; i < 250; ++i) history.step();
        history.check_rules();
        history.check_strikes();
        history.check_undone();
    }
}

TEST_CASE("every move of a case is made, and no other") {
    std::set<std::string> seen;
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
        History history(seed);
        for (int i = 0; i < 200; ++i) history.step();
        seen.merge(history.seen);
    }
    for (const auto& move : case_moves()) {
        if (move.event == "engine-found" || move.event == "danger-raised" ||
            move.event == "duty-decided")
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
        History history(seed);
        for (int i = 0; i < 150; ++i) history.step();
        const auto json = to_json(history.all);
        const auto read = read_events(json);
        REQUIRE(read.has_value());
        CHECK((to_json(*read) == json));
        Book again;
        REQUIRE(again.apply(*read));
        CHECK((again == history.book));
    }
}
