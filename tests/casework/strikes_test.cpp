// From a ruling to a strike and back, through the record, under a policy whose clause gives strikes.
#include <doctest/doctest.h>

#include <string>

#include "casework/flags.h"
#include "casework/opened.h"
#include "casework/ruling.h"

using namespace mizan;
using casework::PlatformId;
using casework::Session;
using casework::Tables;
using test::kCaseworkPlatform;
using test::must;
using test::OpenedCasework;

namespace {

// The garden club's clause with a strike among its actions.
constexpr std::pair<std::string_view, std::string_view> kWithStrike{"  action warn\n",
                                                                    "  action warn, strike 2\n"};

std::uint64_t flag_post(OpenedCasework& opened, const std::string& id, const std::string& who) {
    cases::FlagOrder order;
    order.subject.id = id;
    order.text = "Gardeners are weeds";
    order.author = "alma";
    auto taken = casework::take_flags(opened.casework(), kCaseworkPlatform, {who, false},
                                      opened.live().engine(), {order});
    return must(std::move(taken.front())).flag.case_no;
}

void claim(OpenedCasework& opened, std::uint64_t id, const std::string& who) {
    (void)must(opened.casework().perform_now(kCaseworkPlatform, [&](Session& s) -> Result<void> {
        MZ_TRY(const auto c, s.get_case(id));
        casework::Deed deed;
        MZ_TRY(deed.events, cases::claim(opened.casework().terms(), c, {who, s.now}, {}));
        return s.act(std::move(deed));
    }));
}

cases::RulingOrder violates(OpenedCasework& opened) {
    cases::RulingOrder order;
    order.answer = cases::Answer::kViolates;
    order.clause = opened.live().engine()->loaded.policy->clauses.front().id;
    order.reason = "seen";
    order.severity = 4;  // by the ladder 2 points
    order.measures = {{"remove", 0, {}, 0}};
    return order;
}

std::uint32_t strikes(OpenedCasework& opened) {
    return opened.ask([&](Tables& tables, PlatformId p) {
        return tables.strikes_of(p, "alma", opened.casework().now());
    });
}

}  // namespace

TEST_CASE("a ruling under a clause with strikes is one, on record, until it is undone") {
    OpenedCasework opened({}, {kWithStrike});
    const auto id = flag_post(opened, "post-1", "finn");
    claim(opened, id, "anna");
    (void)must(casework::rule(opened.casework(), kCaseworkPlatform, opened.live().engine(), id, {},
                              {"anna", 0}, violates(opened)));
    CHECK(strikes(opened) == 1);
    const auto standing =
        opened.ask([](Tables& tables, PlatformId p) { return tables.standing_of(p, "alma"); });
    REQUIRE(standing.strikes.size() == 1);
    CHECK(standing.strikes.front().points == 4);
    opened.close();
    opened.remove_tables();
    opened.open();
    CHECK(strikes(opened) == 1);
    cases::By lead{"dara", 0};
    lead.leads = true;
    (void)must(casework::undo(opened.casework(), kCaseworkPlatform, opened.live().engine(), id, {},
                              lead, "wrong"));
    CHECK(strikes(opened) == 0);
}

TEST_CASE(
    "a strike outlasts its case until it expires, and then it is gone, however tables are made") {
    cases::Rules rules;
    rules.retention.user_days = 190;
    rules.haste_percent = rules.sample_percent = 0;
    rules.ladder.rules = {{"", 1, 2, 300, false}};
    OpenedCasework opened(rules, {kWithStrike});
    const auto id = flag_post(opened, "post-1", "finn");
    claim(opened, id, "anna");
    (void)must(casework::rule(opened.casework(), kCaseworkPlatform, opened.live().engine(), id, {},
                              {"anna", 0}, violates(opened)));
    const auto forget = [&] { return must(opened.casework().forget_old(opened.now())); };
    const auto kept = [&] {
        return opened
            .ask([](Tables& tables, PlatformId p) { return tables.standing_of(p, "alma"); })
            .strikes.size();
    };
    const auto check_made_anew = [&] {
        opened.close();
        const auto rows = opened.rows();
        opened.remove_tables();
        opened.open();
        CHECK(forget() == 0);
        opened.close();
        CHECK((opened.rows() == rows));
        opened.open();
    };
    opened.let_time_pass(190);
    CHECK(forget() == 1);
    CHECK(strikes(opened) == 1);
    check_made_anew();
    opened.let_time_pass(109);
    CHECK(forget() == 0);
    CHECK(kept() == 1);
    opened.let_time_pass(1);
    CHECK(strikes(opened) == 0);
    CHECK(kept() == 1);
    CHECK(forget() == 0);
    CHECK(kept() == 0);
    check_made_anew();
    opened.close();
    CHECK(opened.rows().find("alma") == std::string::npos);
    opened.open();
}

TEST_CASE("a ruling under a clause without strikes is none") {
    OpenedCasework opened;
    const auto id = flag_post(opened, "post-1", "finn");
    claim(opened, id, "anna");
    (void)must(casework::rule(opened.casework(), kCaseworkPlatform, opened.live().engine(), id, {},
                              {"anna", 0}, violates(opened)));
    CHECK(strikes(opened) == 0);
}

TEST_CASE("who flags what a second person finds allowed is told once, and their flags are folded") {
    cases::Rules rules;
    rules.haste_percent = 100;  // every decision is looked at again
    rules.flags.poor_least = 2;
    rules.flags.poor_percent = 50;
    OpenedCasework opened(rules);
    for (const auto* post : {"post-1", "post-2", "post-3"}) {
        const auto id = flag_post(opened, post, "finn");
        const bool is_poor = std::string(post) == "post-3";
        const auto flags =
            opened.ask([&](Tables& t, PlatformId p) { return t.flags_of_case(p, id, 0, 10); });
        CHECK(flags.front().folded == is_poor);
        CHECK(flags.front().poor == is_poor);
        for (const std::string who : {"anna", "ben"}) {  // the second has the recheck
            const auto number = who == "anna" ? id : id + 1;
            claim(opened, number, who);
            cases::RulingOrder order;
            order.reason = "seen";
            const auto done =
                must(casework::rule(opened.casework(), kCaseworkPlatform, opened.live().engine(),
                                    number, {}, {who, 0}, order));
            std::size_t warned = 0;
            for (const auto& deed : done.deeds)
                for (const auto& event : deed.events)
                    if (cases::name(event) == "flagger-warned") ++warned;
            CHECK(warned == (who == "ben" && std::string(post) == "post-2" ? 1 : 0));
        }
    }
    const auto record =
        opened.ask([](Tables& tables, PlatformId p) { return tables.find_flagger(p, "finn"); });
    CHECK(record.reviewed == 3);
    CHECK(record.held == 0);
    CHECK(record.warned);
}
