// What was erased is not made up again, and what is left of its case is.
#include <doctest/doctest.h>

#include <filesystem>

#include "casework/attachments.h"
#include "casework/erase.h"
#include "casework/file_owners.h"
#include "casework/flags.h"
#include "casework/opened.h"
#include "service/orders.h"

namespace {

using namespace mizan;

cases::FlagOrder order_about(std::string post) {
    cases::FlagOrder order;
    order.subject.id = std::move(post);
    order.text = "Gardeners are weeds";
    return order;
}

// Where a text stands in a folder, in any of its files.
std::string places_of(const std::string& folder, std::string_view text) {
    std::string out;
    for (const auto& file : std::filesystem::recursive_directory_iterator(folder)) {
        if (!file.is_regular_file()) continue;
        const auto bytes = test::must(read_file(file.path().string(), 1u << 30));
        if (bytes.find(text) != std::string::npos) out += file.path().filename().string() + " ";
    }
    return out;
}

// Anna decides the case, and says something of it before.
void decide(test::OpenedCasework& o, std::uint64_t case_no) {
    (void)test::must(o.casework().perform_now("garden", [&](casework::Session& s) -> Result<void> {
        const auto act = [&](Result<cases::Events> events) -> Result<void> {
            if (!events) return fail(events.error());
            return s.act(casework::deed_about("case", case_no, *std::move(events), "anna"));
        };
        const cases::By anna{"anna", s.now};
        MZ_TRY(auto c, s.get_case(case_no));
        MZ_CHECK(act(cases::claim(o.casework().terms(), c, anna, {})));
        MZ_TRY(c, s.get_case(case_no));
        MZ_CHECK(act(cases::note(c, anna, "a note on compost")));
        cases::RulingOrder order;
        order.answer = cases::Answer::kAllowed;
        order.reason = "as seen";
        MZ_TRY(c, s.get_case(case_no));
        return act(cases::rule(o.casework().terms(), c, anna, order, {}));
    }));
}

}  // namespace

TEST_CASE(
    "a case past its time is forgotten: no trace of what was said, and tables come out equal") {
    test::OpenedCasework o;
    const auto file = test::must(casework::keep_attachment(
        o.casework().attachments(), "a page about aphids",
        casework::uploader_tag(o.casework(), "finn-the-flagger"), o.now()));
    auto order = order_about("rose-post");
    order.author = "gertrude";
    order.explanation = "says it of lupins";
    order.key = "k1";
    order.attachments = {{"a.txt", "text/plain", file.file.sha256, 0}};
    auto taken = casework::take_flags(o.casework(), "garden", {"finn-the-flagger", false},
                                      o.live().engine(), {order});
    REQUIRE(taken.front());
    decide(o, 1);
    CHECK(test::must(o.casework().forget_old(o.now())) == 0);
    o.let_time_pass(364);
    CHECK(test::must(o.casework().forget_old(o.now())) == 0);
    CHECK(!places_of(o.folder(), "lupins").empty());

    SUBCASE("not while somebody holds one of its records") {
        auto& store = o.live().folder().store();
        const auto record =
            o.ask([](casework::Tables& t, auto p) { return t.record_of_flag(p, 1); });
        record::Outcome holding;
        holding.platform = "garden";
        holding.records.push_back(service::sealed_draft(record::Kind::kHold, record, {},
                                                        {"court", {}, "clerk"}, o.now()));
        (void)test::must(store.commit(std::move(holding)));
        o.let_time_pass(400);
        CHECK(test::must(o.casework().forget_old(o.now())) == 0);
        CHECK(!places_of(o.folder(), "lupins").empty());
    }
    SUBCASE("at its time") {
        o.let_time_pass(2);
        CHECK(test::must(o.casework().forget_old(o.now())) == 1);
        CHECK(test::must(o.casework().forget_old(o.now())) == 0);
        const auto c = o.ask([](casework::Tables& t, auto p) { return t.find_case(p, 1); });
        REQUIRE(c);
        CHECK(c->forgotten_at == o.now());
        CHECK(c->ruling->order.answer == cases::Answer::kAllowed);
        CHECK(c->flags == 1);
        for (const auto* text : {"lupins", "aphids", "compost", "finn-the-flagger"})
            CHECK_MESSAGE(places_of(o.folder(), text) == "", text);
        for (const auto* text : {"rose-post", "gertrude"})
            CHECK_MESSAGE(places_of(o.folder(), text).find("casework") == std::string::npos, text);
        const auto note = o.casework().perform_now("garden", [](casework::Session& s) {
            return s.act(casework::deed_about(
                "case", 1, {{s.now, "anna", 1, 0, 0, cases::Noted{"more"}}}, "anna"));
        });
        REQUIRE_FALSE(note);
        CHECK(note.error().code == Code::kStateConflict);
    }
    o.close();
    const auto live = o.rows();
    o.remove_tables();
    o.open();
    o.close();
    CHECK(o.rows() == live);
}

TEST_CASE("tables are made anew where a flag was erased, and no number is given twice") {
    test::OpenedCasework o;
    const auto flag = [&](std::string post) {
        auto taken = casework::take_flags(o.casework(), "garden", {"finn", false},
                                          o.live().engine(), {order_about(std::move(post))});
        return test::must(std::move(taken.front())).flag.id;
    };
    const auto first = flag("p");
    (void)test::must(o.casework().perform_now("garden", [&](casework::Session& s) -> Result<void> {
        MZ_TRY(const auto c, s.get_case(1));
        casework::Deed deed;
        MZ_TRY(deed.events, cases::claim(o.casework().terms(), c, {"anna", s.now}, {}));
        return s.act(std::move(deed));
    }));
    const auto record = o.ask([&](casework::Tables& tables, casework::PlatformId p) {
        return tables.record_of_flag(p, first);
    });
    auto& store = o.live().folder().store();
    record::Outcome erasing;
    erasing.platform = "garden";
    erasing.records.push_back(service::erasure_draft(test::must(store.entry(record)), 0, false,
                                                     record::kDone, {"gdpr", {}, "clerk"},
                                                     o.live().logs().now(), false));
    (void)test::must(store.commit(std::move(erasing)));
    o.close();
    o.remove_tables();
    casework::CaseworkOptions options;
    options.path = o.path();
    options.platform = "garden";
    options.keeps_time = false;
    auto again = test::must(casework::Casework::open(o.live().folder(), o.live().logs(),
                                                     cases::Rules{}, std::move(options)));
    const auto c = test::must(again->read(
        "garden", [](casework::Tables& tables, auto p) { return tables.find_case(p, 1); }));
    REQUIRE(c);
    CHECK(c->subject.id.empty());
    CHECK(c->claimed_by == "anna");
    auto next = casework::take_flags(*again, "garden", {"finn", false}, o.live().engine(),
                                     {order_about("q")});
    const auto taken = test::must(std::move(next.front()));
    CHECK(taken.flag.id == first + 1);
    CHECK(taken.flag.case_no == 2);
}

TEST_CASE(
    "what names a post in casework is found by the tables, and by the record alone where they are "
    "not") {
    test::OpenedCasework o;
    for (const auto* post : {"rose-post", "tulip-post", "rose-post"}) {
        auto order = order_about(post);
        auto taken = casework::take_flags(o.casework(), "garden", {"finn", false},
                                          o.live().engine(), {std::move(order)});
        REQUIRE(taken.front());
    }
    for (const std::uint64_t id : {1U, 2U}) decide(o, id);
    const auto flags = [&](std::uint64_t id) {
        return o.ask([&](casework::Tables& t, auto p) { return t.record_of_flag(p, id); });
    };
    const std::vector<record::RecordId> wanted = {flags(1), flags(3)};
    const auto ruled = o.ask([](casework::Tables& t, auto p) { return t.history(p, 1); }).back();
    const auto finder = casework::casework_finder(o.live().folder());
    SUBCASE("by the tables") { o.close(); }
    SUBCASE("by the record") {
        o.close();
        o.remove_tables();
    }
    const auto found = test::must(finder.find("garden", "", "rose-post"));
    CHECK((found.flags == wanted));
    CHECK(found.finds.empty());
    CHECK((found.told == std::vector<record::RecordId>{ruled}));
    CHECK(test::must(finder.find("garden", "feed", "rose-post")).flags.empty());
    CHECK(test::must(finder.find("garden", "", "no-post")).flags.empty());

    const auto rests = test::must(finder.rests(found.told, o.now()));
    REQUIRE(rests.size() == 1);
    CHECK(rests.front().slot == 0);  // of no case
    CHECK(rests.front().vault.input.find("rose-post") == std::string::npos);
    o.open();
}

TEST_CASE(
    "what others were told of a case goes with the post, and what was decided stays in the "
    "tables") {
    test::OpenedCasework o;
    auto taken = casework::take_flags(o.casework(), "garden", {"finn", false}, o.live().engine(),
                                      {order_about("rose-post")});
    REQUIRE(taken.front());
    decide(o, 1);
    o.close();
    service::RecordQuery query;
    query.platform = "garden";
    query.post = "rose-post";
    const auto erased = test::must(service::erase_post(
        o.live().folder(), query, {"gdpr-17-1-b", "asked for", "clerk"}, [&] { return o.now(); },
        casework::casework_finder(o.live().folder())));
    CHECK(erased.flags == 1);
    CHECK(erased.finds == 0);
    CHECK(erased.decisions == 0);
    CHECK(erased.done == 2);  // and what others were told
    CHECK(places_of(o.folder(), "rose-post").find("store") == std::string::npos);
    o.open();
    const auto c = o.ask([](casework::Tables& t, auto p) { return t.find_case(p, 1); });
    REQUIRE(c);
    CHECK(c->subject.id.empty());
    REQUIRE(c->ruling);
    CHECK(c->ruling->order.reason == "as seen");
    CHECK((c->state == cases::CaseState::kDecided));
    o.close();
    CHECK(places_of(o.folder(), "rose-post") == "");
    o.open();
}
