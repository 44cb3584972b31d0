// A legal hold on a case, over a record: what it keeps, whoever wants to erase it, and that nothing of it is left when it ends.
#include "casework/hold.h"

#include <doctest/doctest.h>

#include <chrono>
#include <future>
#include <string>
#include <thread>
#include <vector>

#include "casework/erase.h"
#include "casework/flags.h"
#include "casework/opened.h"
#include "casework/ruling.h"
#include "service/erase.h"
#include "service/holds.h"
#include "service/notices.h"

using namespace mizan;
using casework::PlatformId;
using casework::Session;
using casework::Tables;
using test::kCaseworkPlatform;
using test::must;
using test::OpenedCasework;

namespace {

// No decision is looked at again by chance.
cases::Rules looks_once() {
    cases::Rules rules;
    rules.haste_percent = rules.sample_percent = 0;
    return rules;
}
std::uint64_t flagged(OpenedCasework& opened, const std::string& post) {
    cases::FlagOrder order;
    order.subject.id = post;
    order.text = "Gardeners are weeds";
    order.clause = "belittling";
    auto taken = casework::take_flags(opened.casework(), kCaseworkPlatform, {"finn", false},
                                      opened.live().engine(), {order});
    return must(std::move(taken.front())).flag.case_no;
}
void decide(OpenedCasework& opened, std::uint64_t id) {
    (void)must(opened.casework().perform_now(kCaseworkPlatform, [&](Session& s) -> Result<void> {
        MZ_TRY(const auto c, s.get_case(id));
        MZ_TRY(auto events, cases::claim(opened.casework().terms(), c, {"anna", s.now}, {}));
        return s.act(casework::deed_about("case", id, std::move(events), "anna"));
    }));
    cases::RulingOrder order;
    order.reason = "real weeds";
    (void)must(casework::rule(opened.casework(), kCaseworkPlatform, opened.live().engine(), id, {},
                              {"anna", 0}, order));
}
casework::HoldOrder by_lena(const std::string& text) {
    casework::HoldOrder order;
    order.by = {"lena", 0, true};
    order.ground = text;
    order.reason = text;
    return order;
}
cases::Case case_of(OpenedCasework& opened, std::uint64_t id) {
    return *opened.ask([&](Tables& t, PlatformId p) { return t.find_case(p, id); });
}
// Records of the case that nothing holds.
std::size_t free_records(OpenedCasework& opened, std::uint64_t id) {
    const auto records = opened.ask([&](Tables& t, PlatformId p) { return t.history(p, id); });
    std::size_t out = 0;
    for (const auto record : records)
        if (!must(opened.live().folder().store().is_held(record))) ++out;
    return out;
}
service::Erased erase(OpenedCasework& opened, const std::string& post) {
    service::RecordQuery query;
    query.post = post;
    service::Order order;
    order.ground = "author-request";
    auto& folder = opened.live().folder();
    return must(service::erase_post(
        folder, query, order, [&] { return opened.now(); }, casework::casework_finder(folder)));
}

}  // namespace

TEST_CASE("a hold on a case keeps it from retention, with its flags and decisions, until it ends") {
    OpenedCasework opened(looks_once());
    auto& casework = opened.casework();
    const auto id = flagged(opened, "p1");
    const auto other = flagged(opened, "p2");
    decide(opened, id);
    decide(opened, other);
    must(casework::begin_hold(casework, kCaseworkPlatform, id, by_lena("district court")));
    CHECK(must(casework.keep_holds(true)) > 0);  // the record of the hold itself
    CHECK(must(casework.keep_holds(true)) == 0);
    CHECK(free_records(opened, id) == 0);
    CHECK(free_records(opened, other) > 0);
    opened.let_time_pass(1000);
    CHECK(must(casework.forget_old(opened.now())) == 1);
    CHECK(case_of(opened, other).forgotten_at != 0);
    CHECK(case_of(opened, id).forgotten_at == 0);
    CHECK(case_of(opened, id).subject.id == "p1");
    must(casework::end_hold(casework, kCaseworkPlatform, id, by_lena("settled")));
    CHECK(free_records(opened, id) > 0);
    CHECK(must(casework.keep_holds(true)) == 0);
    CHECK(must(casework.forget_old(opened.now())) == 1);
    CHECK(case_of(opened, id).subject.id.empty());
}

TEST_CASE("an erasure by hand waits for the end of the hold on the case, and is carried out then") {
    OpenedCasework opened;
    const auto id = flagged(opened, "p1");
    decide(opened, id);
    must(casework::begin_hold(opened.casework(), kCaseworkPlatform, id, by_lena("court")));
    const auto waiting = erase(opened, "p1");
    CHECK(waiting.done == 0);
    CHECK(waiting.deferred >= 2);  // the flag and the decision
    CHECK(must(opened.live().folder().store().status(kCaseworkPlatform)).erased == 0);
    must(casework::end_hold(opened.casework(), kCaseworkPlatform, id, by_lena("settled")));
    CHECK(must(opened.live().folder().store().status(kCaseworkPlatform)).erased ==
          waiting.deferred);
    opened.close();
    opened.open();  // the tables are made anew without it
    CHECK(case_of(opened, id).subject.id.empty());
    CHECK(must(opened.live().folder().store().check(10)).empty());
}

TEST_CASE("what comes to a held case is held too, and of two holds the last one counts") {
    OpenedCasework opened;
    auto& casework = opened.casework();
    const auto id = flagged(opened, "p1");
    must(casework::begin_hold(casework, kCaseworkPlatform, id, by_lena("court")));
    must(casework::begin_hold(casework, kCaseworkPlatform, id, by_lena("authority")));
    CHECK(flagged(opened, "p1") == id);
    decide(opened, id);
    CHECK(free_records(opened, id) > 0);
    CHECK(must(casework.keep_holds(false)) > 0);
    CHECK(free_records(opened, id) == 0);
    const auto waiting = erase(opened, "p1");
    CHECK(waiting.done == 0);
    auto first = by_lena("settled");
    first.hold = 1;
    must(casework::end_hold(casework, kCaseworkPlatform, id, first));
    CHECK(free_records(opened, id) <= 1);  // of that end
    CHECK(must(opened.live().folder().store().status(kCaseworkPlatform)).erased == 0);
    must(casework::end_hold(casework, kCaseworkPlatform, id, by_lena("settled")));
    CHECK(must(opened.live().folder().store().status(kCaseworkPlatform)).erased ==
          waiting.deferred);
}

TEST_CASE("of a hold on a case others are told once, and of how many records") {
    OpenedCasework opened;
    auto& store = opened.live().folder().store();
    const auto id = flagged(opened, "p1");
    decide(opened, id);
    must(casework::begin_hold(opened.casework(), kCaseworkPlatform, id, by_lena("court")));
    CHECK(must(opened.casework().keep_holds(true)) > 0);
    std::vector<std::string> told;
    std::size_t holds = 0;
    must(store.each(kCaseworkPlatform, 0, [&](const store::Entry& entry) {
        if (entry.kind == record::Kind::kHold) ++holds;
        const auto what =
            must(service::happened(store, opened.live().folder().tags(), entry, true));
        if (what.topic != "record.held") return true;
        notify::Delivery delivery;
        delivery.record = entry.id;
        delivery.topic = what.topic;
        told.push_back(must(service::message_body(store, delivery)));
        return true;
    }));
    REQUIRE(holds > 3);
    REQUIRE(told.size() == 1);
    CHECK(told.front().find("\"body\":{\"case\":" + std::to_string(id) +
                            ",\"records\":" + std::to_string(holds - 1)) != std::string::npos);
}

TEST_CASE("a hold that is ended before its beginning is durable leaves nothing held") {
    OpenedCasework opened;
    auto& casework = opened.casework();
    const auto id = flagged(opened, "p1");
    const auto wait = [] { std::this_thread::sleep_for(std::chrono::milliseconds(300)); };
    std::promise<void> go;
    casework.perform(
        kCaseworkPlatform,
        [&](Session&) -> Result<void> {
            go.get_future().wait();
            return {};
        },
        [](Result<casework::Done>) {});
    auto begun = std::async(std::launch::async, [&] {
        return casework::begin_hold(casework, kCaseworkPlatform, id, by_lena("court"));
    });
    wait();
    auto ended = std::async(std::launch::async, [&] {
        return casework::end_hold(casework, kCaseworkPlatform, id, by_lena("settled"));
    });
    wait();
    go.set_value();
    must(begun.get());
    must(ended.get());
    CHECK(case_of(opened, id).holds.empty());
    const auto records = opened.ask([&](Tables& t, PlatformId p) { return t.history(p, id); });
    CHECK(free_records(opened, id) == records.size());
}

TEST_CASE("what is held for a case that is under no hold is let go at the next start") {
    OpenedCasework opened;
    const auto id = flagged(opened, "p1");
    const auto held = flagged(opened, "p2");
    must(casework::begin_hold(opened.casework(), kCaseworkPlatform, held, by_lena("court")));
    CHECK(must(opened.casework().keep_holds(true)) > 0);
    const auto records = opened.ask([&](Tables& t, PlatformId p) { return t.history(p, id); });
    std::vector<service::Holdable> things;
    for (const auto record : records) things.push_back({record});
    auto& folder = opened.live().folder();
    record::Outcome outcome;
    outcome.platform = kCaseworkPlatform;
    outcome.records =
        must(service::hold_drafts(folder, things, service::order_of_case(id), opened.now()));
    (void)must(folder.store().commit(std::move(outcome)));
    CHECK(free_records(opened, id) == 0);
    CHECK(erase(opened, "p1").done == 0);
    opened.close();
    opened.open();
    CHECK(must(opened.casework().keep_holds(true)) == 0);
    CHECK(free_records(opened, id) == records.size());
    CHECK(must(folder.store().status(kCaseworkPlatform)).erased == 1);  // what waited for it
    CHECK(free_records(opened, held) == 0);
}

TEST_CASE("of a sensitive case who may not see it learns nothing by a hold") {
    OpenedCasework opened;
    cases::FlagOrder order;
    order.subject.id = "p1";
    order.sensitive = true;
    auto taken = casework::take_flags(opened.casework(), kCaseworkPlatform, {"finn", false},
                                      opened.live().engine(), {order});
    const auto id = must(std::move(taken.front())).flag.case_no;
    auto hold = by_lena("court");
    const auto hidden = casework::begin_hold(opened.casework(), kCaseworkPlatform, id, hold);
    const auto missing = casework::begin_hold(opened.casework(), kCaseworkPlatform, 99, hold);
    REQUIRE_FALSE(hidden.has_value());
    REQUIRE_FALSE(missing.has_value());
    CHECK(hidden.error().code == missing.error().code);
    CHECK(hidden.error().message == missing.error().message);
    hold.sensitive = true;
    must(casework::begin_hold(opened.casework(), kCaseworkPlatform, id, hold));
}
