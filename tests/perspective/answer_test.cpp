// Answers: valid JSON of the old form, decimals without floating point, a span always, thresholds.
#include "perspective/answer.h"

#include <doctest/doctest.h>
#include <simdjson.h>

using namespace mizan;
using namespace mizan::perspective;

namespace {

std::string decimal(std::uint16_t value) {
    std::string out;
    append_score(out, value);
    return out;
}

RequestedAttribute asked(std::string_view name, std::uint16_t threshold = 0) {
    return {find_attribute(name), threshold};
}

}  // namespace

TEST_CASE("a score is written as the shortest decimal with a point") {
    CHECK(decimal(0) == "0.0");
    CHECK(decimal(1) == "0.0001");
    CHECK(decimal(50) == "0.005");
    CHECK(decimal(5200) == "0.52");
    CHECK(decimal(9999) == "0.9999");
    CHECK(decimal(10000) == "1.0");
    simdjson::dom::parser parser;
    for (unsigned value = 0; value <= kOne; ++value) {
        double read = -1;
        REQUIRE(parser.parse(decimal(static_cast<std::uint16_t>(value))).get(read) ==
                simdjson::SUCCESS);
        REQUIRE(read == value / 10000.0);
    }
}

TEST_CASE("an answer has the members, and the span that was not asked for") {
    AnalyzeRequest request;
    request.text = "so 😀 e\u0301";  // the emoji is two units, the letter and its accent two more
    request.client_token = "a \"token\"";
    Analysis analysis;
    analysis.scores.push_back({asked("TOXICITY"), 5200, {}});
    analysis.languages = {"en"};
    analysis.detected_languages = {"en"};
    CHECK(analyze_answer(request, analysis) ==
          R"({"attributeScores":{"TOXICITY":{"spanScores":[{"begin":0,"end":8,)"
          R"("score":{"value":0.52,"type":"PROBABILITY"}}],)"
          R"("summaryScore":{"value":0.52,"type":"PROBABILITY"}}},)"
          R"("languages":["en"],"detectedLanguages":["en"],"clientToken":"a \"token\""})");
}

TEST_CASE("spans are written in order, and without a token there is none") {
    AnalyzeRequest request;
    request.text = "One. Two.";
    Analysis analysis;
    analysis.scores.push_back({asked("THREAT"), 100, {{0, 4, 0}, {5, 9, 100}}});
    CHECK(analyze_answer(request, analysis) ==
          R"({"attributeScores":{"THREAT":{"spanScores":[)"
          R"({"begin":0,"end":4,"score":{"value":0.0,"type":"PROBABILITY"}},)"
          R"({"begin":5,"end":9,"score":{"value":0.01,"type":"PROBABILITY"}}],)"
          R"("summaryScore":{"value":0.01,"type":"PROBABILITY"}}},)"
          R"("languages":[],"detectedLanguages":[]})");
}

TEST_CASE("what is below its threshold is left out") {
    AnalyzeRequest request;
    request.text = "One. Two.";
    Analysis analysis;
    analysis.scores.push_back({asked("TOXICITY", 5001), 5000, {}});
    analysis.scores.push_back({asked("INSULT", 5000), 5000, {{0, 4, 4999}, {5, 9, 5000}}});
    analysis.scores.push_back({asked("THREAT", 5000), 5000, {{0, 4, 10}, {5, 9, 20}}});
    analysis.scores.push_back({asked("OBSCENE", kOne + 1), kOne, {}});
    CHECK(analyze_answer(request, analysis) ==
          R"({"attributeScores":{"INSULT":{"spanScores":[)"
          R"({"begin":5,"end":9,"score":{"value":0.5,"type":"PROBABILITY"}}],)"
          R"("summaryScore":{"value":0.5,"type":"PROBABILITY"}},"THREAT":{"spanScores":[)"
          R"({"begin":0,"end":9,"score":{"value":0.5,"type":"PROBABILITY"}}],)"
          R"("summaryScore":{"value":0.5,"type":"PROBABILITY"}}},)"
          R"("languages":[],"detectedLanguages":[]})");
}

TEST_CASE("a suggestion is acknowledged with its languages and its token") {
    SuggestRequest request;
    request.languages = {"en", "fr"};
    request.client_token = "comment:1";
    CHECK(suggest_answer(request, {"en"}) ==
          R"({"detectedLanguages":["en"],"requestedLanguages":["en","fr"],)"
          R"("clientToken":"comment:1"})");
    CHECK(suggest_answer({}, {}) == R"({"detectedLanguages":[],"requestedLanguages":[]})");
}

TEST_CASE("lengths are counted in UTF-16 code units") {
    CHECK(utf16_length("") == 0);
    CHECK(utf16_length("abc") == 3);
    CHECK(utf16_length("\u00E9") == 1);
    CHECK(utf16_length("e\u0301") == 2);
    CHECK(utf16_length("\u65E5\u672C") == 2);
    CHECK(utf16_length("\U0001F468\u200D\U0001F469\u200D\U0001F467") == 8);
}
