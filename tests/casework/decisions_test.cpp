// What was decided about posts goes when its time is over, through the record, and not while a case or a court needs it.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "casework/flags.h"
#include "casework/found.h"
#include "casework/opened.h"
#include "model/json.h"
#include "model/post_json.h"
#include "record/decision.h"
#include "service/orders.h"

using namespace mizan;
using test::must;
using test::OpenedCasework;

namespace {

cases::Rules short_rules() {
    cases::Rules rules;
    rules.retention.user_days = 300;
    rules.retention.decisions_days = 200;
    return rules;
}

// The engine acts on a post by itself.
record::RecordId decide_by_engine(OpenedCasework& o, const std::string& id) {
    Decision d;
    d.platform = "garden";
    d.post = id;
    d.lang = "en";
    d.outcome = mizan::Outcome::kViolation;
    d.route = Route::kAct;
    std::string json;
    append_json(json, d);
    Post post;
    post.platform = "garden";
    post.id = id;
    const auto author = "author-of-" + id;  // what a Post says stays with who wrote it
    post.author = author;
    Part part;
    const auto text = "what " + id + " says";
    part.bytes = text;
    post.parts.push_back(part);
    std::string input;
    append_post_json(input, post);
    record::Occasion occasion;
    occasion.tag = o.live().folder().tags().tag("garden", "", id);
    occasion.post = id;
    occasion.at = o.now();
    record::Outcome outcome;
    outcome.platform = "garden";
    outcome.records.push_back(
        record::decision_draft({}, occasion, d, post.author, std::move(input), std::move(json)));
    return must(o.live().folder().store().commit(std::move(outcome))).records.front().record;
}

record::RecordId order_about(OpenedCasework& o, record::Kind kind, record::RecordId about,
                             record::RecordId ends = 0) {
    record::Outcome outcome;
    outcome.platform = "garden";
    outcome.records.push_back(
        service::sealed_draft(kind, about, {}, {"court", {}, "clerk"}, o.now()));
    outcome.records.back().ends = ends;
    return must(o.live().folder().store().commit(std::move(outcome))).records.front().record;
}

// Somebody flags, and anna finds nothing in it.
void flag_and_decide(OpenedCasework& o, cases::FlagOrder order) {
    auto taken = casework::take_flags(o.casework(), "garden", {"finn", false}, o.live().engine(),
                                      {std::move(order)});
    const auto case_no = must(std::move(taken.front())).flag.case_no;
    (void)must(o.casework().perform_now("garden", [&](casework::Session& s) -> Result<void> {
        const cases::By anna{"anna", s.now};
        MZ_TRY(auto c, s.get_case(case_no));
        MZ_TRY(auto claimed, cases::claim(o.casework().terms(), c, anna, {}));
        MZ_CHECK(s.act(casework::deed_about("case", case_no, std::move(claimed), "anna")));
        MZ_TRY(c, s.get_case(case_no));
        cases::RulingOrder ruling;
        ruling.answer = cases::Answer::kAllowed;
        ruling.reason = "as seen";
        MZ_TRY(auto ruled, cases::rule(o.casework().terms(), c, anna, ruling, {}));
        return s.act(casework::deed_about("case", case_no, std::move(ruled), "anna"));
    }));
}

bool is_kept(OpenedCasework& o, record::RecordId id) {
    const auto vault = o.live().folder().store().vault(id);
    if (!vault) CHECK((vault.error().code == Code::kRecordErased));
    return vault.has_value();
}

struct Decided {
    record::RecordId alone, about, cited, held;

    explicit Decided(OpenedCasework& o)
        : alone(decide_by_engine(o, "alone")),
          about(decide_by_engine(o, "about")),
          cited(decide_by_engine(o, "cited")),
          held(decide_by_engine(o, "held")) {
        (void)must(casework::take_up_found(o.casework(), "garden", 1000));
    }
    [[nodiscard]] std::vector<bool> kept(OpenedCasework& o) const {
        return {is_kept(o, alone), is_kept(o, about), is_kept(o, cited), is_kept(o, held)};
    }
};

std::size_t forget(OpenedCasework& o) { return must(o.casework().forget_old(o.now())); }

// The tables made anew from the record, and what is past its time looked at again.
void check_made_anew(OpenedCasework& o) {
    o.close();
    const auto before = o.rows();
    o.remove_tables();
    o.open();
    (void)must(casework::take_up_found(o.casework(), "garden", 1000));
    CHECK(forget(o) == 0);
    o.close();
    CHECK((o.rows() == before));
    o.open();
}

}  // namespace

TEST_CASE("without a rule for it decisions stay") {
    OpenedCasework o;
    const Decided decided(o);
    o.let_time_pass(5000);
    CHECK(forget(o) == 0);
    CHECK((decided.kept(o) == std::vector<bool>{true, true, true, true}));
}

TEST_CASE("a decision past its time goes once no case and no hold needs it, over restarts") {
    OpenedCasework o(short_rules());
    const Decided decided(o);
    cases::FlagOrder flag;
    flag.subject.id = "about";
    flag_and_decide(o, flag);
    cases::FlagOrder pattern;
    pattern.subject.kind = cases::SubjectKind::kPattern;
    pattern.exhibits.resize(2);
    pattern.exhibits[0].id = "cited";
    pattern.exhibits[1].id = "another";
    flag_and_decide(o, pattern);
    const auto hold = order_about(o, record::Kind::kHold, decided.held);
    o.let_time_pass(199);
    CHECK(forget(o) == 0);
    CHECK((decided.kept(o) == std::vector<bool>{true, true, true, true}));
    o.let_time_pass(1);
    CHECK(forget(o) == 1);
    CHECK(forget(o) == 0);
    CHECK((decided.kept(o) == std::vector<bool>{false, true, true, true}));
    const auto erased = must(o.live().folder().store().entry(decided.alone));
    CHECK(erased.outcome == "violation");  // the numbers stay
    check_made_anew(o);
    (void)order_about(o, record::Kind::kRelease, decided.held, hold);
    CHECK(forget(o) == 1);
    CHECK((decided.kept(o) == std::vector<bool>{false, true, true, false}));
    check_made_anew(o);
    o.let_time_pass(100);
    CHECK(forget(o) == 4);  // two cases, and what was decided about their posts
    CHECK((decided.kept(o) == std::vector<bool>{false, false, false, false}));
    check_made_anew(o);
    auto& store = o.live().folder().store();
    const auto tag = o.live().folder().tags().tag("garden", "", "cited");
    const auto found = must(store.find("garden", tag, false));
    must(store.rebuild_views());
    const auto again = must(store.find("garden", tag, false));
    REQUIRE(found.size() == 1);
    REQUIRE(again.size() == 1);
    CHECK(found.front().erased);
    CHECK(again.front().erased);
    CHECK(must(store.check(10)).empty());
}

TEST_CASE("of more decisions than are looked at at once all go that are past their time") {
    OpenedCasework o(short_rules());
    std::vector<record::RecordId> all;
    for (int i = 0; i < 600; ++i) all.push_back(decide_by_engine(o, "p" + std::to_string(i)));
    (void)must(casework::take_up_found(o.casework(), "garden", 1000));
    o.let_time_pass(150);
    const auto younger = decide_by_engine(o, "younger");
    o.let_time_pass(60);
    CHECK(forget(o) == 600);
    for (const auto id : all) CHECK_FALSE(is_kept(o, id));
    CHECK(is_kept(o, younger));
}

TEST_CASE("what the engine decided is not erased before somebody looked whether it is a case") {
    OpenedCasework o(short_rules());
    const auto id = decide_by_engine(o, "unlooked");
    o.let_time_pass(300);
    CHECK(forget(o) == 0);
    CHECK(is_kept(o, id));
    (void)must(casework::take_up_found(o.casework(), "garden", 1000));
    CHECK(forget(o) == 1);
}
