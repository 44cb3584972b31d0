// Bodies of requests: what is read of them, and which error answers what cannot be.
#include "perspective/request.h"

#include <doctest/doctest.h>

using namespace mizan;
using namespace mizan::perspective;

namespace {

AnalyzeRequest read(std::string_view body) {
    RequestReader reader;
    auto out = reader.analyze(body);
    REQUIRE_MESSAGE(out.has_value(), (out ? "" : out.error().message));
    return *std::move(out);
}
SuggestRequest read_suggestion(std::string_view body) {
    RequestReader reader;
    auto out = reader.suggest(body);
    REQUIRE_MESSAGE(out.has_value(), (out ? "" : out.error().message));
    return *std::move(out);
}
std::string fault(std::string_view body) {
    RequestReader reader;
    const auto out = reader.analyze(body);
    return out ? "(none)" : out.error().message;
}
std::string suggestion_fault(std::string_view body) {
    RequestReader reader;
    const auto out = reader.suggest(body);
    return out ? "(none)" : out.error().message;
}
// A body with a good comment and good attributes, and more.
std::string with(std::string_view more) {
    return R"({"comment":{"text":"hi"},"requestedAttributes":{"TOXICITY":{}})" +
           (more.empty() ? std::string() : "," + std::string(more)) + "}";
}
std::string of_comment(std::string_view comment) {
    return R"({"requestedAttributes":{"TOXICITY":{}},"comment":)" + std::string(comment) + "}";
}
std::string of_attributes(std::string_view attributes) {
    return R"({"comment":{"text":"hi"},"requestedAttributes":)" + std::string(attributes) + "}";
}
std::uint16_t threshold(std::string_view number) {
    return read(of_attributes(R"({"TOXICITY":{"scoreThreshold":)" + std::string(number) + "}}"))
        .attributes[0]
        .threshold;
}

}  // namespace

TEST_CASE("a full request is read whole") {
    const auto r = read(R"({"comment":{"text":"What a day","type":"PLAIN_TEXT"},
        "requestedAttributes":{"TOXICITY":{},"INSULT":{"scoreType":"PROBABILITY","scoreThreshold":0.7}},
        "context":{"entries":[{"text":"first"},{"text":"second","type":"PLAIN_TEXT"}]},
        "languages":["en","fr"],"doNotStore":true,"spanAnnotations":true,
        "dropUnsupportedAttributes":true,"clientToken":"c1","sessionId":"s1","communityId":"x/y"})");
    CHECK(r.text == "What a day");
    REQUIRE(r.attributes.size() == 2);
    CHECK(r.attributes[0].attribute->name == "TOXICITY");
    CHECK(r.attributes[0].threshold == 0);
    CHECK(r.attributes[1].attribute->name == "INSULT");
    CHECK(r.attributes[1].threshold == 7000);
    CHECK(r.context.entries == std::vector<std::string>{"first", "second"});
    CHECK(r.languages == std::vector<std::string>{"en", "fr"});
    CHECK(r.do_not_store);
    CHECK(r.span_annotations);
    CHECK(r.drop_unsupported);
    CHECK(r.client_token == "c1");
    CHECK(r.session_id == "s1");
    CHECK(r.community_id == "x/y");
}

TEST_CASE("names in snake_case are read too, also inside") {
    const auto r = read(R"({"comment":{"text":"hi"},
        "requested_attributes":{"THREAT":{"score_type":"PROBABILITY","score_threshold":0.25}},
        "context":{"article_and_parent_comment":{"article":{"text":"a"},"parent_comment":{"text":"p"}}},
        "do_not_store":true,"span_annotations":true,"drop_unsupported_attributes":true,
        "client_token":"c","session_id":"s","community_id":"m"})");
    CHECK(r.attributes[0].threshold == 2500);
    CHECK(r.context.article == "a");
    CHECK(r.context.parent_comment == "p");
    CHECK((r.do_not_store && r.span_annotations && r.drop_unsupported));
    CHECK(r.client_token + r.session_id + r.community_id == "csm");
}

TEST_CASE("what is not known or null is passed over, and of what comes twice the last counts") {
    const auto r = read(R"({"novelty":{"a":[1,2.5,{"b":null}]},"comment":{"text":"one","mood":3},
        "comment":{"text":"two"},"clientToken":null,"languages":null,"context":null,
        "doNotStore":null,"requestedAttributes":{"TOXICITY":{"scoreThreshold":0.5},
        "TOXICITY":{"scoreThreshold":0.6,"scoreType":null},"INSULT":null}})");
    CHECK(r.text == "two");
    CHECK_FALSE(r.do_not_store);
    CHECK(r.client_token.empty());
    REQUIRE(r.attributes.size() == 2);
    CHECK(r.attributes[0].threshold == 6000);
    // Neither camelCase nor snake_case.
    CHECK_FALSE(
        read(with(R"("do_not_Store":true,"donotstore":true,"do__not_store":true)")).do_not_store);
}

TEST_CASE("enums are read as names and as numbers") {
    for (const auto* type : {R"("PLAIN_TEXT")", R"("TEXT_TYPE_UNSPECIFIED")", "0", "1", "null"})
        CHECK(fault(of_comment(R"({"text":"hi","type":)" + std::string(type) + "}")) == "(none)");
    for (const auto* type : {R"("PROBABILITY")", R"("SCORE_TYPE_UNSPECIFIED")", "0", "1", "null"})
        CHECK(fault(of_attributes(R"({"TOXICITY":{"scoreType":)" + std::string(type) + "}}")) ==
              "(none)");
    for (const auto* type : {R"("HTML")", "2"})
        CHECK(fault(of_comment(R"({"text":"hi","type":)" + std::string(type) + "}")) ==
              "Currently, only 'PLAIN_TEXT' comments are supported");
    for (const auto* type : {R"("MARKDOWN")", "3", "-1"})
        CHECK(fault(of_comment(R"({"text":"hi","type":)" + std::string(type) + "}")) ==
              "Unknown text type");
    CHECK(fault(of_attributes(R"({"INSULT":{"scoreType":"PERCENTILE"}})")) ==
          "Requested score type PERCENTILE is not supported by attribute INSULT");
    CHECK(fault(of_attributes(R"({"INSULT":{"scoreType":2}})")) ==
          "Requested score type STD_DEV_SCORE is not supported by attribute INSULT");
    CHECK(fault(of_attributes(R"({"INSULT":{"scoreType":"GUESS"}})")) ==
          "Requested score type GUESS is not supported by attribute INSULT");
}

TEST_CASE("a comment must be there and of at most 20480 bytes") {
    for (const auto* body : {"", "  \n", "{}", R"({"comment":{}})", R"({"comment":{"text":""}})",
                             R"({"comment":null})"})
        CHECK(fault(body) == "Comment must be non-empty.");
    const auto of_bytes = [](std::size_t n) {
        return of_comment(R"({"text":")" + std::string(n, 'a') + "\"}");
    };
    CHECK(fault(of_bytes(20480)) == "(none)");
    CHECK(fault(of_bytes(20481)) == "Comment text too long.");
}

TEST_CASE("attributes must be asked for, and known") {
    for (const auto* attributes : {"{}", "null"})
        CHECK(fault(of_attributes(attributes)) == "Missing requested_attributes");
    CHECK(fault(R"({"comment":{"text":"hi"}})") == "Missing requested_attributes");
    CHECK(fault(of_attributes(R"({"TOXICITY":{},"NICENESS":{},"OTHER":{}})")) ==
          "Unknown requested attribute: NICENESS");
    CHECK(fault(of_attributes(R"({"SPAM":{},"FLIRTATION":{}})")) == "(none)");
}

TEST_CASE("a context is entries, or an article and a parent comment") {
    CHECK(fault(with(R"("context":{"entries":[{"text":"a"}],"articleAndParentComment":{}})")) ==
          "Context can have either entries or article_and_parent_comment, but both fields were "
          "populated.");
    CHECK(fault(with(R"("context":{"entries":[],"articleAndParentComment":{}})")) == "(none)");
    CHECK(fault(with(R"("context":{"entries":[{"text":"a","type":"HTML"}]})")) ==
          "Currently, only 'PLAIN_TEXT' comments are supported");
    const std::string entry = R"({"text":"a"})";
    std::string entries = entry;
    for (std::size_t i = 1; i < kContextEntries; ++i) entries.append(",").append(entry);
    CHECK(fault(with("\"context\":{\"entries\":[" + entries + "]}")) == "(none)");
    CHECK(fault(with("\"context\":{\"entries\":[" + entries + "," + entry + "]}"))
              .starts_with("Too much in field context.entries"));
    const auto long_entry = R"({"text":")" + std::string(kContextBytes + 1, 'a') + "\"}";
    CHECK(fault(with("\"context\":{\"entries\":[" + long_entry + "]}")) ==
          "Context text too long.");
}

TEST_CASE("a threshold is exact to four places, whatever binary fraction it comes as") {
    CHECK(threshold("0") == 0);
    CHECK(threshold("0.7") == 7000);
    CHECK(threshold("0.55") == 5500);
    CHECK(threshold("0.699999988079071") == 7000);  // 0.7 as a float of 32 bits
    CHECK(threshold("0.12345") == 1235);            // a score of 0.1234 is below it
    CHECK(threshold("1") == 10000);
    CHECK(threshold("1.5") == 10001);
    CHECK(threshold("1e300") == 10001);
    CHECK(threshold("-3") == 0);
    CHECK(threshold("\"0.8\"") == 8000);
    CHECK(threshold(R"({"value":0.9})") == 9000);
    CHECK(threshold("null") == 0);
    for (const auto* number : {"\"high\"", "\"NaN\"", "\"Infinity\"", "true", "[]", "\"\""})
        CHECK(fault(of_attributes(R"({"TOXICITY":{"scoreThreshold":)" + std::string(number) + "}}"))
                  .starts_with("Invalid value at 'requested_attributes.score_threshold' "
                               "(TYPE_FLOAT), "));
}

TEST_CASE("values of another type are refused by their field") {
    CHECK(fault(of_comment(R"({"text":5})")) == "Invalid value at 'comment.text' (TYPE_STRING), 5");
    CHECK(fault(of_comment("\"hi\"")) == "Invalid value at 'comment' (an object), \"hi\"");
    CHECK(fault(of_attributes("[\"TOXICITY\"]")) ==
          "Invalid value at 'requested_attributes' (an object), [\"TOXICITY\"]");
    CHECK(fault(with(R"("doNotStore":"yes")")) ==
          "Invalid value at 'doNotStore' (TYPE_BOOL), \"yes\"");
    CHECK(fault(with(R"("languages":"en")")) == "Invalid value at 'languages' (a list), \"en\"");
    CHECK(fault(with(R"("languages":["en",5])")) ==
          "Invalid value at 'languages' (TYPE_STRING), 5");
    CHECK(fault(with(R"("languages":[")" + std::string(kLanguageBytes + 1, 'e') + "\"]"))
              .starts_with("Too much in field languages"));
    CHECK(fault(with(R"("clientToken":")" + std::string(kTokenBytes + 1, 'e') + "\""))
              .starts_with("Too much in field clientToken"));
}

TEST_CASE("what is no JSON object is answered as the old front end did") {
    for (const auto* body : {"{", "{\"comment\"", "nonsense", "{} {}", "{'a':1}", "{\"a\":1,}"}) {
        CAPTURE(body);
        CHECK(fault(body).starts_with("Invalid JSON payload received. "));
    }
    CHECK(fault("[]") ==
          "Invalid JSON payload received. Unknown name \"\": Root element must be a message.");
    CHECK(fault(of_comment("{\"text\":\"\xFF\"}")) ==
          "Invalid JSON payload received. The body is not valid UTF-8.");
    CHECK(fault(with("\"deep\":" + std::string(kDepth, '[') + std::string(kDepth, ']'))) ==
          "Invalid JSON payload received. Message too deep.");
    CHECK(fault(std::string(kBodyBytes + 1, ' ')) ==
          "Request payload size exceeds the limit: 10485760 bytes.");
}

TEST_CASE("a half surrogate in an escape becomes the replacement character, and no more") {
    const auto text = [](std::string_view escaped) {
        return read(of_comment(R"({"text":")" + std::string(escaped) + "\"}")).text;
    };
    CHECK(text(R"(cut \ud83d)") == "cut \uFFFD");
    CHECK(text(R"(\ude00 cut)") == "\uFFFD cut");
    CHECK(text(R"(\ud83d\ud83d\ude00)") == "\uFFFD\U0001F600");
    CHECK(text(R"(\ud83d\u0041)") == "\uFFFDA");
    CHECK(text(R"(\\ud83d \ud83d)") == "\\ud83d \uFFFD");
    CHECK(fault(of_comment(R"({"text":"\x"})")).starts_with("Invalid JSON payload received. "));
}

TEST_CASE("a reader is used again after a fault") {
    RequestReader reader;
    CHECK_FALSE(reader.analyze("{"));
    CHECK(reader.analyze(with("")));
    CHECK_FALSE(reader.analyze(std::string(100, '[')));
    CHECK(reader.analyze(with("")));
}

TEST_CASE("a suggestion is read as moderators of a comment platform send it") {
    const auto r = read_suggestion(R"({"comment":{"text":"go away 😀"},
        "context":{"entries":[{"text":"{\"url\":\"https://news.example/1\"}"}]},
        "attributeScores":{"TOXICITY":{"summaryScore":{"value":1}},
          "SPAM":{"summary_score":{"value":0.25,"type":"PROBABILITY"},
            "span_scores":[{"begin":0,"end":7,"score":{"value":0.5}},{"begin":8,"end":10,"score":{"value":0}}]}},
        "languages":["en"],"clientToken":"comment:1","communityId":"Coral:https://news.example"})");
    CHECK(r.context.entries[0] == R"({"url":"https://news.example/1"})");
    CHECK(r.community_id == "Coral:https://news.example");
    REQUIRE(r.attributes.size() == 2);
    CHECK(r.attributes[0].summary == 10000);
    CHECK(r.attributes[1].attribute->name == "SPAM");
    CHECK(r.attributes[1].summary == 2500);
    REQUIRE(r.attributes[1].spans.size() == 2);
    CHECK(r.attributes[1].spans[0].value == 5000);
    CHECK(r.attributes[1].spans[1].end == 10);
}

TEST_CASE("a suggestion that says nothing, or what no score can be, is refused") {
    const auto of = [](std::string_view scores) {
        return R"({"comment":{"text":"😀!"},"attributeScores":)" + std::string(scores) + "}";
    };
    const auto of_span = [&](std::string_view span) {
        return of(R"({"TOXICITY":{"spanScores":[)" + std::string(span) + "]}}");
    };
    CHECK(suggestion_fault(R"({"attributeScores":{"TOXICITY":{"summaryScore":{"value":1}}}})") ==
          "Comment must be non-empty.");
    CHECK(suggestion_fault(of("{}")) == "Missing attribute_scores");
    CHECK(suggestion_fault(of(R"({"TOXICITY":{}})")) == "Missing score of attribute TOXICITY");
    CHECK(suggestion_fault(of(R"({"TOXICITY":{"summaryScore":{}}})")) ==
          "Missing score of attribute TOXICITY");
    CHECK(suggestion_fault(of(R"({"NICE":{"summaryScore":{"value":1}}})")) ==
          "Unknown requested attribute: NICE");
    CHECK(suggestion_fault(of(R"({"TOXICITY":{"summaryScore":{"value":1,"type":"RAW"}}})")) ==
          "Requested score type RAW is not supported by attribute TOXICITY");
    for (const auto* value : {"1.01", "-0.1", "\"x\"", "[]"})
        CHECK(suggestion_fault(
                  of(R"({"TOXICITY":{"summaryScore":{"value":)" + std::string(value) + "}}}"))
                  .starts_with("Invalid value at 'attribute_scores.summary_score.value'"));
    CHECK(suggestion_fault(of_span(R"({"begin":0,"end":3,"score":{"value":1}})")) == "(none)");
    CHECK(suggestion_fault(of_span(R"({"begin":0,"end":4,"score":{"value":1}})")) ==
          "A span of 0 to 4 does not lie in the comment, which has 3 UTF-16 code units");
    CHECK(suggestion_fault(of_span(R"({"begin":2,"end":2,"score":{"value":1}})"))
              .starts_with("A span of 2 to 2"));
    CHECK(suggestion_fault(of_span(R"({"begin":-1,"end":2,"score":{"value":1}})"))
              .starts_with("Invalid value at 'attribute_scores.span_scores.begin'"));
    CHECK(suggestion_fault(of_span(R"({"begin":0,"end":2})")) == "A span score without a value");
}
