// The tables on disk and the book in memory say the same, whatever happened, and however the tables were made.
#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <map>
#include <string>
#include <thread>
#include <tuple>
#include <vector>

#include "casework/flags.h"
#include "casework/opened.h"
#include "casework/ruling.h"
#include "support/casework_history.h"
#include "support/thorough.h"

using namespace mizan;
using casework::PlatformId;
using casework::QueueQuery;
using casework::Session;
using casework::Tables;
using test::CaseworkHistory;
using test::kCaseworkPlatform;
using test::OpenedCasework;

namespace {

constexpr const char* kSomebody[] = {"", "anna", "ben", "cleo", "dara"};

CaseworkHistory history_of(std::uint64_t seed, int steps) {
    CaseworkHistory history(seed);
    for (int i = 0; i < steps; ++i) history.step();
    return history;
}

bool is_one_of(const std::vector<std::string>& some, const std::string& one) {
    return std::ranges::find(some, one) != some.end();
}

// What the history's cases are routed by: languages "am" and "am-ET", which are the same, and the skill "law".
bool spares(const cases::Takes& takes, const cases::Case& c) {
    return std::ranges::any_of(takes.opt_outs, [&](const auto& category) {
        return c.clause == category || (category == "sl*" && c.clause.starts_with("sl"));
    });
}
bool goes_to(const cases::Takes& takes, const cases::Case& c) {
    if (!takes.langs.empty() && !c.lang.empty() && c.lang.substr(0, 2) != takes.langs.front())
        return false;
    if (takes.skills && !c.skill.empty() && !is_one_of(*takes.skills, c.skill)) return false;
    if (takes.severity_below != 0 && c.severity >= takes.severity_below) return false;
    return !spares(takes, c);
}

std::vector<cases::Takes> some_takes() {
    std::vector<cases::Takes> all(6);
    all[1].langs = {"am"};
    all[2].langs = {"ti"};
    all[2].skills.emplace();
    all[3].skills = {"law"};
    all[4].opt_outs = {"incitement", "sl*"};
    all[5].langs = {"am"};
    all[5].severity_below = 4;
    return all;
}

std::vector<std::uint64_t> expected_queue(const cases::Book& book, const QueueQuery& query) {
    std::vector<std::pair<std::uint64_t, std::uint64_t>> places;
    for (const auto& [id, c] : book.cases) {
        if (c.state != cases::CaseState::kOpen || (c.sensitive && !query.sensitive)) continue;
        if (!c.assigned_to.empty() && c.assigned_to != query.who) continue;
        if (std::ranges::find(c.recused, query.who) != c.recused.end()) continue;
        const bool is_theirs = !c.assigned_to.empty() && !spares(query.takes, c);
        if (is_theirs || (c.assigned_to.empty() && goes_to(query.takes, c)))
            places.emplace_back(cases::place_of(c), id);
    }
    std::ranges::sort(places);
    std::vector<std::uint64_t> out;
    for (const auto& [place, id] : places) out.push_back(id);
    return out;
}

void check_queues(OpenedCasework& opened, const cases::Book& book) {
    for (const std::string who : kSomebody)
        for (const bool sensitive : {false, true})
            for (const auto& takes : some_takes()) {
                QueueQuery query;
                query.who = who;
                query.sensitive = sensitive;
                query.takes = takes;
                query.limit = 7;  // page by page
                std::vector<std::uint64_t> found;
                while (true) {
                    const auto page = opened.ask(
                        [&](Tables& tables, PlatformId p) { return tables.queue(p, query); });
                    for (const auto& c : page) found.push_back(c.id);
                    if (page.size() < query.limit) break;
                    query.after_place = cases::place_of(page.back());
                    query.after_case = page.back().id;
                }
                CHECK((found == expected_queue(book, query)));
            }
}

Result<void> compare_quality(Tables& tables, PlatformId p, const cases::Book& book) {
    for (const auto& [key, guidance] : book.guidances) {
        MZ_TRY(const auto found, tables.guidance_of(p, key.first, key.second));
        CHECK((found == guidance));
    }
    MZ_TRY(const auto clauses, tables.clause_records(p));
    CHECK(clauses.size() == book.clauses.size());
    for (const auto& record : clauses) CHECK((record == book.clauses.at(record.clause)));
    for (const auto& [id, golden] : book.goldens) {
        MZ_TRY(const auto found, tables.find_golden(p, id));
        CHECK((found == golden));
    }
    for (const std::string who : kSomebody) {
        MZ_TRY(const auto left, tables.goldens_for(p, who, 1000));
        for (const auto& golden : left) CHECK_FALSE(book.dealt.contains({who, golden.id}));
        std::size_t expected = 0;
        for (const auto& [id, golden] : book.goldens)
            if (!golden.retired && !book.dealt.contains({who, id})) ++expected;
        CHECK(left.size() == expected);
        MZ_TRY(const auto scores, tables.scores_of(p, who));
        for (const auto& score : scores) CHECK((score == book.scores.at({who, score.clause})));
    }
    MZ_TRY(const auto gaps, tables.policy_gaps(p, 0, true, 10'000));
    for (const auto& c : gaps) CHECK(c.ruling->order.answer == cases::Answer::kPolicyGap);
    return {};
}

Result<void> compare_figures(Tables& tables, PlatformId p, const cases::Book& book) {
    const Tables::Days ever{0, 1'000'000};
    std::map<cases::Series, std::uint64_t> sums;
    for (const auto& [tally, n] : book.tallies) sums[tally.series] += n;
    for (const auto& [series, n] : sums) {
        MZ_TRY(const auto rows, tables.tallied(p, series, ever));
        std::uint64_t found = 0;
        for (const auto& row : rows) found += row.n;
        CHECK(found == n);
    }
    for (std::size_t i = 0; i < std::size(cases::kLevels); ++i) {
        std::vector<std::uint64_t> net;
        std::uint64_t late_or_fell = 0;
        for (const auto& [key, one] : book.answered) {
            if (one.level != static_cast<cases::Level>(i)) continue;
            net.push_back(one.net);
            if (one.late || !one.stands) ++late_or_fell;
        }
        std::ranges::sort(net);
        MZ_TRY(const auto found, tables.answered_at(p, static_cast<cases::Level>(i), ever));
        CHECK(found.answered == net.size());
        CHECK(found.late_or_fell == late_or_fell);
        if (net.empty()) continue;
        CHECK(found.median_net == net[(net.size() + 1) / 2 - 1]);
        CHECK(found.p90_net == net[(net.size() * 9 + 9) / 10 - 1]);
    }
    return {};
}

Result<void> compare(Tables& tables, PlatformId p, const CaseworkHistory& history) {
    const auto& book = history.book;
    MZ_TRY(const auto counts, tables.counts(p));
    CHECK(counts.cases == book.cases.size());
    CHECK(counts.flags == book.flags.size());
    CHECK(counts.partners == book.partners.size());
    for (const auto& [id, c] : book.cases) {
        MZ_TRY(const auto found, tables.find_case(p, id));
        CHECK((found == c));
        MZ_TRY(const auto joins, tables.open_about(p, c.subject));
        const auto* expected = book.open_about(c.subject);
        CHECK(joins.has_value() == (expected != nullptr));
        if (joins && expected != nullptr) CHECK((*joins == *expected));
        MZ_TRY(const auto flags, tables.flags_of_case(p, id, 0, 10'000));
        CHECK(flags.size() == c.flags);
    }
    for (const auto& [id, flag] : book.flags) {
        MZ_TRY(const auto found, tables.find_flag(p, id));
        CHECK((found == flag));
    }
    for (const auto& [id, partner] : book.partners) {
        MZ_TRY(const auto found, tables.find_partner(p, id));
        CHECK((found == partner));
    }
    MZ_CHECK(compare_quality(tables, p, book));
    MZ_CHECK(compare_figures(tables, p, book));
    for (int i = 0; i < 12; ++i) {
        const auto actor = "author-" + std::to_string(i);
        MZ_TRY(const auto found, tables.standing_of(p, actor));
        const auto* expected = book.find_standing(actor);
        CHECK((found == (expected == nullptr
                             ? cases::ActorStanding{actor, cases::Standing::kOrdinary, {}, {}}
                             : *expected)));
        for (const auto later : {std::uint64_t{0}, 200 * cases::kDay}) {
            MZ_TRY(const auto strikes, tables.strikes_of(p, actor, history.now() + later));
            CHECK(strikes == cases::strikes_in_force(found.strikes, history.now() + later));
        }
    }
    for (const std::string who : kSomebody) {
        MZ_TRY(const auto found, tables.find_flagger(p, who));
        CHECK((found == book.find_flagger(who)));
        MZ_TRY(const auto exposure, tables.exposure_of(p, who));
        const auto expected = book.exposures.find(who);
        CHECK(exposure.days.empty() == (expected == book.exposures.end()));
        if (expected != book.exposures.end()) CHECK((exposure == expected->second));
    }
    return {};
}

void check_same(OpenedCasework& opened, const CaseworkHistory& history) {
    const auto compared = opened.casework().read(
        kCaseworkPlatform,
        [&](Tables& tables, PlatformId p) { return compare(tables, p, history); });
    REQUIRE_MESSAGE(compared.has_value(), (compared ? "" : to_string(compared.error())));
    check_queues(opened, history.book);
}

// A flag that anna has claimed.
std::uint64_t claimed_case(OpenedCasework& opened) {
    cases::FlagOrder order;
    order.subject.id = "post-1";
    order.text = "Gardeners are weeds";
    auto taken = casework::take_flags(opened.casework(), kCaseworkPlatform, {"finn", false},
                                      opened.live().engine(), {order});
    const auto id = test::must(std::move(taken.front())).flag.case_no;
    (void)test::must(
        opened.casework().perform_now(kCaseworkPlatform, [&](Session& s) -> Result<void> {
            MZ_TRY(const auto c, s.get_case(id));
            casework::Deed deed;
            MZ_TRY(deed.events, cases::claim(opened.casework().terms(), c, {"anna", s.now}, {}));
            return s.act(std::move(deed));
        }));
    return id;
}

}  // namespace

TEST_CASE("the tables are the book, and are made anew from the record as they were") {
    for (std::uint64_t seed = 1; seed <= 10; seed += test::every(3)) {
        const auto history = history_of(seed, 250);
        OpenedCasework opened;
        opened.put(history.commands);
        check_same(opened, history);
        opened.close();
        const auto rows = opened.rows();
        opened.remove_tables();
        opened.open();
        check_same(opened, history);
        CHECK((opened.rows() == rows));
    }
}

TEST_CASE("tables of an older program are made anew") {
    const auto history = history_of(31, 120);
    OpenedCasework opened;
    opened.put(history.commands);
    opened.close();
    const auto rows = opened.rows();
    {
        auto db = test::must(sqlite::Database::open(opened.path(), sqlite::Database::Mode::kWrite));
        test::must(db.run("DROP TABLE tallies; PRAGMA user_version=1"));
    }
    opened.open();
    CHECK((opened.rows() == rows));
}

TEST_CASE("tables that are behind catch up with the record") {
    for (std::uint64_t seed = 11; seed <= 14; seed += test::every(3)) {
        const auto history = history_of(seed, 200);
        const auto half =
            history.commands.begin() + static_cast<std::ptrdiff_t>(history.commands.size() / 2);
        OpenedCasework opened;
        opened.put({history.commands.begin(), half});
        opened.close();
        opened.copy_tables();
        opened.open();
        opened.put({half, history.commands.end()});
        opened.close();
        const auto rows = opened.rows();
        opened.restore_tables();
        REQUIRE((opened.rows() != rows));
        opened.open();
        check_same(opened, history);
        CHECK((opened.rows() == rows));
    }
}

TEST_CASE("a command that is refused leaves nothing, on record or in the tables") {
    OpenedCasework opened;
    const auto history = history_of(21, 150);
    opened.put(history.commands);
    const auto rows = opened.rows();
    const auto before =
        test::must(opened.live().folder().store().status(kCaseworkPlatform)).records;
    const auto refused =
        opened.casework().perform_now(kCaseworkPlatform, [&](Session& s) -> Result<void> {
            for (const auto& c : history.book.cases) {
                if (c.second.forgotten_at != 0) continue;
                casework::Deed deed;
                deed.events = test::must(cases::note(c.second, {"anna", s.now}, "hm"));
                MZ_CHECK(s.act(std::move(deed)));
            }
            return fail({Code::kStateConflict, "no", {}});
        });
    REQUIRE_FALSE(refused.has_value());
    CHECK((opened.rows() == rows));
    CHECK(test::must(opened.live().folder().store().status(kCaseworkPlatform)).records == before);
    check_same(opened, history);
}

TEST_CASE("of many who decide a case at once one does") {
    constexpr std::size_t kThreads = 64;
    for (const bool names_version : {true, false}) {
        OpenedCasework opened;
        const auto id = claimed_case(opened);
        const auto seen = *opened.ask([&](Tables& t, PlatformId p) { return t.find_case(p, id); });
        std::atomic<std::size_t> ruled{0};
        std::atomic<std::size_t> refused{0};
        {
            std::vector<std::jthread> threads;
            for (std::size_t i = 0; i < kThreads; ++i)
                threads.emplace_back([&] {
                    cases::RulingOrder order;
                    order.reason = "seen";
                    const auto done =
                        casework::rule(opened.casework(), kCaseworkPlatform, opened.live().engine(),
                                       id, {names_version ? seen.version : 0}, {"anna", 0}, order);
                    if (done) ++ruled;
                    else if (done.error().code == Code::kStateConflict) ++refused;
                });
        }
        CHECK(ruled == 1);
        CHECK(refused == kThreads - 1);
        const auto after = *opened.ask([&](Tables& t, PlatformId p) { return t.find_case(p, id); });
        CHECK(after.rulings == 1);
        CHECK((after.state == cases::CaseState::kDecided));
    }
}
