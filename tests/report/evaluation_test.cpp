// An evaluation as text, JSON and a page: with scores and a queue, and with as little as can be.
#include "report/evaluation.h"

#include <doctest/doctest.h>
#include <simdjson.h>

#include <string>

using namespace mizan;

namespace {

bool has(const std::string& text, std::string_view part) { return text.find(part) != text.npos; }

// 20 posts of hate of which 15 are flagged, and 80 others of which 4 are; half of each have a score.
learn::Evaluation sample(bool with_scores) {
    learn::Tally tally(with_scores, 5000, 3);
    for (int i = 0; i < 100; ++i) {
        learn::Row row;
        row.set = "<set>";
        row.id = std::to_string(i);
        row.text = "words & <b>" + row.id;
        row.behaviour = i % 2 == 0 ? "even \"quoted\"" : "odd";
        row.truth = i < 20 ? learn::Truth::kHate : learn::Truth::kNone;
        row.wanted.fill(-1);
        row.wanted[0] = i < 20 ? 1 : 0;
        learn::Judged judged;
        judged.flagged = i < 20 ? i < 15 : i < 24;
        judged.outcome = judged.flagged ? "review" : "allowed";
        if (judged.flagged) judged.clauses.emplace_back("contempt");
        judged.scored[0] = with_scores && i % 2 == 0;
        judged.scores[0] = static_cast<std::uint16_t>(i < 20 ? 8000 : 1000);
        tally.add(row, judged);
    }
    return std::move(tally).finish();
}

report::EvaluationInfo info_for(const learn::Evaluation& e, double reviews) {
    report::EvaluationInfo info;
    info.policy = "A policy & more";
    info.version = std::string(64, 'a');
    const auto& scores = e.scores[score::kIdentityAttack];
    info.queue = report::QueueAnswer{1000, reviews, 0.01, {}};
    info.queue->clauses.push_back({"asked & seen", score::Label::kIdentityAttack,
                                   learn::measures_queues(scores),
                                   learn::budget(scores, 1000, reviews, 0.01)});
    return info;
}

}  // namespace

TEST_CASE("the page shows figures, the plot and the queue, and escapes what came from outside") {
    const auto e = sample(true);
    const auto html = report::to_html(e, info_for(e, 50));
    CHECK(has(html, "75.0 %"));   // of hate is flagged
    CHECK(has(html, "95.0 %"));   // of the others are left alone
    CHECK(has(html, "<circle"));  // of the calibration plot
    CHECK(has(html,
              "asked &amp; seen: hold identity_attack &gt;= 8000; about 5 posts a day, 5 of them "
              "rightly"));
    CHECK(has(html, "even &quot;quoted&quot;"));
    CHECK(has(html, "words &amp; &lt;b&gt;"));
    CHECK(!has(html, "<b>"));
    CHECK(!has(html, "<script"));
}

TEST_CASE("swaps that were not decided alike are counted everywhere, and shown on the page alone") {
    learn::Tally tally(false, 5000, 3);
    for (const bool flagged : {false, true}) {
        learn::Row row;
        row.set = "groups";
        row.swap = "one";
        row.text = flagged ? "<i>held" : "left";
        row.wanted.fill(-1);
        learn::Judged judged;
        judged.flagged = flagged;
        judged.outcome = flagged ? "review" : "allowed";
        tally.add(row, judged);
    }
    const auto e = std::move(tally).finish();
    const auto info = info_for(e, 1);
    const auto html = report::to_html(e, info);
    CHECK(has(html, "review: &lt;i&gt;held"));
    CHECK(!has(html, "<i>"));
    CHECK(has(report::to_text(e, info), "swapped groups"));
    const auto json = report::to_json(e, info);
    CHECK(has(json, R"("set":"groups","sets":1)"));
    CHECK(has(json, R"("swap":"one","outcomes":["allowed","review"])"));
    CHECK(!has(json, "held"));
}

TEST_CASE("a queue that no threshold fits is told as such, in the text and on the page") {
    const auto e = sample(true);
    CHECK(has(report::to_text(e, info_for(e, 1)), "even the highest scores"));
    CHECK(has(report::to_html(e, info_for(e, 1)), "even the highest scores"));
    const auto none = sample(false);
    CHECK(has(report::to_text(none, info_for(none, 50)), "hold no such scores"));
}

TEST_CASE("the JSON is JSON, holds the counts, and none of the posts' words") {
    for (const bool with_scores : {true, false}) {
        const auto e = sample(with_scores);
        const auto json = report::to_json(e, info_for(e, 50));
        simdjson::dom::parser parser;
        const auto told = parser.parse(json);
        REQUIRE(told.error() == simdjson::SUCCESS);
        CHECK(told.at_pointer("/sets/0/flagged/tp").get_int64().value() == 15);
        CHECK(told.at_pointer("/sets/1/set").get_string().value() == "all");
        CHECK(told.at_pointer("/clauses/0/other").get_int64().value() == 4);
        CHECK(told.at_pointer("/mistakes").get_array().value().size() == 6);
        CHECK(told.at_pointer("/queue/posts").get_int64().value() == 1000);
        CHECK((told.at_pointer("/queue/clauses/0/threshold").is_null()) == !with_scores);
        CHECK(!has(json, "words &"));
    }
}

TEST_CASE("nothing at all is told without a figure that cannot be") {
    const auto e = learn::Tally(false, 5000, 3).finish();
    const auto text = report::to_text(e, {});
    CHECK(has(text, "all"));
    CHECK(!has(text, "nan"));
    CHECK(!has(report::to_html(e, {}), "nan %"));
    CHECK(!has(report::to_json(e, {}), "nan"));
}
