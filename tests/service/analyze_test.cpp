// The comment-scoring API over the shipped policy: excused posts stay under, violations go over, spans, languages.
#include "service/analyze.h"

#include <doctest/doctest.h>
#include <simdjson.h>

#include <algorithm>
#include <string>

#include "policy/compile.h"
#include "service/load_policy.h"
#include "service/post_line.h"
#include "service/sentence_texts.h"
#include "service/test_policy.h"

using namespace mizan;
using namespace mizan::perspective;
using service::Analyzer;

namespace {

const std::string kShipped = MIZAN_SOURCE_DIR "/policies/hateful-conduct";

const service::LoadedPolicy& shipped() {
    static const auto loaded = service::load_policy(kShipped, "");
    REQUIRE_MESSAGE(loaded.has_value(), (loaded ? "" : to_string(loaded.error())));
    return *loaded;
}

AnalyzeRequest request(std::string text, const std::vector<std::string>& names) {
    AnalyzeRequest out;
    out.text = std::move(text);
    for (const auto& name : names) {
        const auto* const attribute = find_attribute(name);
        REQUIRE(attribute != nullptr);
        out.attributes.push_back({attribute, 0});
    }
    return out;
}

// The score of one attribute, which must be there.
std::uint16_t value(const Analysis& analysis, std::string_view name) {
    const auto at =
        std::find_if(analysis.scores.begin(), analysis.scores.end(),
                     [&](const AttributeScore& s) { return s.asked.attribute->name == name; });
    REQUIRE(at != analysis.scores.end());
    return at->value;
}

std::uint16_t value(Analyzer& analyzer, const std::string& text, std::string_view name) {
    const auto out = analyzer.analyze(request(text, {std::string(name)}));
    REQUIRE(out.has_value());
    return value(*out, name);
}

// Every example and case of the shipped policy that is one text without signals, and its suites' harmless ones.
struct Said {
    std::string text;
    std::string expect;  // "violates", ..., "none" for a suite's
};
std::vector<Said> all_said() {
    std::vector<Said> out;
    service::PostLine line;
    Post post;
    const auto source = policy::Source::load(kShipped);
    REQUIRE(source.has_value());
    for (const auto& e : service::expectations(*source, policy::compile(*source).examples).all) {
        REQUIRE(line.read(e.post, e.where, post));
        if (post.parts.size() == 1 && post.signals.empty())
            out.push_back({std::string(post.parts[0].bytes), e.expect});
    }
    simdjson::dom::parser parser;
    for (const auto* suite : {"community", "counterfactual", "dialect", "mention"}) {
        simdjson::dom::document_stream posts;
        const auto path = kShipped + "/suites/" + suite + ".jsonl";
        REQUIRE(parser.load_many(path).get(posts) == simdjson::SUCCESS);
        for (const auto each : posts) {
            std::string_view label;
            if (each["label"].get_string().get(label) || label != "none") continue;
            out.push_back({std::string(each["text"].get_string().value()), "none"});
        }
    }
    return out;
}

struct Tally {
    std::size_t posts = 0;
    std::size_t attack_half = 0;     // IDENTITY_ATTACK of 0.5 and more
    std::size_t attack_high = 0;     // of 0.7 and more
    std::size_t threat_half = 0;     // THREAT of 0.5 and more
    std::size_t toxicity_above = 0;  // TOXICITY over 0.8
    void add(const Analysis& a) {
        ++posts;
        attack_half += value(a, "IDENTITY_ATTACK") >= 5000;
        attack_high += value(a, "IDENTITY_ATTACK") >= 7000;
        threat_half += value(a, "THREAT") >= 5000;
        toxicity_above += value(a, "TOXICITY") > 8000;
    }
};

// Whether a clause that does not merely suspect is violated by a claim about people.
bool attacks_people(const Analyzer& analyzer) {
    const auto& d = analyzer.decision();
    return std::any_of(d.clauses.begin(), d.clauses.end(), [&](const ClauseFinding& f) {
        if (f.finding != Finding::kViolates || f.claim >= d.claims.size()) return false;
        const auto& attributes = analyzer.policy().attributes;
        return std::any_of(attributes.begin(), attributes.end(), [&](const policy::Attribute& a) {
            return a.person && a.id == d.claims[f.claim].attribute;
        });
    });
}

}  // namespace

TEST_CASE(
    "of all that the shipped policy tells, what is excused stays under, what attacks goes over") {
    Analyzer analyzer(shipped().policy, shipped().scorer);
    Tally excused, attacking, allowed, violating;
    std::size_t refused = 0;
    for (const auto& said : all_said()) {
        const auto out =
            analyzer.analyze(request(said.text, {"IDENTITY_ATTACK", "THREAT", "TOXICITY"}));
        if (!out) {
            ++refused;
            continue;
        }
        if (analyzer.decision().finding == Finding::kExcused) excused.add(*out);
        if (attacks_people(analyzer)) attacking.add(*out);
        if (said.expect == "violates") violating.add(*out);
        if (said.expect != "violates" && said.expect != "review") allowed.add(*out);
    }
    MESSAGE("excused: " << excused.posts << "; attacking people: " << attacking.posts);
    MESSAGE("told to violate: " << violating.posts
                                << ", of these IDENTITY_ATTACK >= 0.7: " << violating.attack_high
                                << ", TOXICITY > 0.8: " << violating.toxicity_above);
    MESSAGE("told to be allowed: " << allowed.posts << ", of these IDENTITY_ATTACK < 0.5: "
                                   << allowed.posts - allowed.attack_half);
    CHECK(refused == 0);  // English is never taken for another language
    CHECK(excused.posts >= 900);
    CHECK(excused.attack_half == 0);
    CHECK(excused.threat_half == 0);
    CHECK(attacking.posts >= 2500);
    CHECK(attacking.attack_high == attacking.posts);
    CHECK(attacking.toxicity_above == attacking.posts);
    CHECK(violating.attack_high * 100 >= violating.posts * 85);
    CHECK(allowed.attack_half * 100 <= allowed.posts * 10);
}

TEST_CASE("the sentences of an excused post stay under as well") {
    Analyzer analyzer(shipped().policy, shipped().scorer);
    std::size_t several = 0;
    for (const auto& said : all_said()) {
        if (said.expect != "excused" && said.expect != "allows") continue;
        auto asked = request(said.text, {"IDENTITY_ATTACK", "THREAT"});
        asked.span_annotations = true;
        const auto out = analyzer.analyze(asked);
        REQUIRE(out.has_value());
        if (analyzer.decision().finding != Finding::kExcused) continue;
        several += out->scores[0].spans.size() > 1;
        for (const auto& score : out->scores)
            for (const auto& span : score.spans) REQUIRE(span.value < 5000);
    }
    CHECK(several >= 50);
}

TEST_CASE("a score follows who says a thing: said, quoted, condemned") {
    Analyzer analyzer(shipped().policy, shipped().scorer);
    CHECK(value(analyzer, "Muslims are vermin", "IDENTITY_ATTACK") >= service::kViolationFloor);
    CHECK(value(analyzer, "Muslims are vermin", "SEVERE_TOXICITY") >= service::kViolationFloor);
    CHECK(value(analyzer, "Muslims are vermin", "THREAT") < 5000);
    CHECK(value(analyzer, "\"Hindus are cockroaches\"", "IDENTITY_ATTACK") >=
          service::kReviewFloor);
    CHECK(value(analyzer, "Calling Muslims \"vermin\" is disgusting and wrong",
                "IDENTITY_ATTACK") <= service::kExcusedCeiling);
    CHECK(value(analyzer, "I will kill every Muslim in this town", "THREAT") >=
          service::kViolationFloor);
    CHECK(value(analyzer, "I will kill every Muslim in this town", "TOXICITY_FAST") >=
          service::kViolationFloor);
}

TEST_CASE("what nothing is known of, or names nobody, is 0 and not an error") {
    Analyzer analyzer(shipped().policy, shipped().scorer);
    const std::vector<std::string> all{"IDENTITY_ATTACK", "THREAT", "TOXICITY", "PROFANITY"};
    for (const auto* text : {"?", "   ", "\U0001F600", "zzqx", "12"}) {
        CAPTURE(text);
        const auto out = analyzer.analyze(request(text, all));
        REQUIRE(out.has_value());
        CHECK(value(*out, "IDENTITY_ATTACK") == 0);
        CHECK(out->detected_languages == std::vector<std::string>{"en"});
    }
    CHECK(value(analyzer, "I hate this bus", "IDENTITY_ATTACK") == 0);
}

TEST_CASE("the language is what is requested, else what the text shows, else English") {
    Analyzer analyzer(shipped().policy, shipped().scorer);
    const std::string spanish = "tu eres una persona muy amable y te quiero mucho";
    auto asked = request(spanish, {"TOXICITY", "INSULT"});
    auto out = analyzer.analyze(asked);
    REQUIRE_FALSE(out.has_value());
    CHECK(out.error() == language_not_supported("TOXICITY", {"es"}, {}));
    CHECK(out.error().message == "Attribute TOXICITY does not support request languages: es");
    asked.languages = {"en"};
    out = analyzer.analyze(asked);
    REQUIRE(out.has_value());
    CHECK(out->languages == std::vector<std::string>{"en"});
    CHECK(out->detected_languages == std::vector<std::string>{"es"});
    for (const auto* language : {"en-GB", "EN", "en_US"}) {
        asked.languages = {"fr", language};
        CHECK(analyzer.analyze(asked).has_value());
    }
    asked = request("What a day", {"INSULT"});
    for (const auto* language : {"it", "eng", "e"}) {
        asked.languages = {language};
        out = analyzer.analyze(asked);
        REQUIRE_FALSE(out.has_value());
        CHECK(out.error() == language_not_supported("INSULT", {"en"}, {language}));
    }
    for (const auto* text : {"no", "lol ok", "ciao bella", "wtf", "die", "si"})
        CHECK(analyzer.analyze(request(text, {"TOXICITY"})).has_value());
    CHECK(analyzer.detected_languages(spanish) == std::vector<std::string>{"es"});
    CHECK(analyzer.detected_languages("hm") == std::vector<std::string>{"en"});
}

TEST_CASE(
    "an attribute without a model is refused as one without the language, or dropped if asked") {
    Analyzer analyzer(shipped().policy, shipped().scorer);
    auto asked = request("What a day", {"TOXICITY", "SPAM", "FLIRTATION"});
    auto out = analyzer.analyze(asked);
    REQUIRE_FALSE(out.has_value());
    CHECK(out.error() == language_not_supported("SPAM", {"en"}, {}));
    asked.drop_unsupported = true;
    out = analyzer.analyze(asked);
    REQUIRE(out.has_value());
    CHECK(out->scores.size() == 1);
    asked = request("What a day", {"SPAM"});
    asked.drop_unsupported = true;
    out = analyzer.analyze(asked);
    REQUIRE(out.has_value());
    CHECK(out->scores.empty());
    Analyzer without_scores(shipped().policy, nullptr);
    CHECK_FALSE(without_scores.analyze(request("What a day", {"TOXICITY"})).has_value());
}

TEST_CASE("an attribute served by the nearest score is that score") {
    Analyzer analyzer(shipped().policy, shipped().scorer);
    const auto out = analyzer.analyze(request(
        "You are a stupid fool and a damn liar",
        {"INSULT", "ATTACK_ON_COMMENTER", "TOXICITY", "LIKELY_TO_REJECT", "PROFANITY", "OBSCENE"}));
    REQUIRE(out.has_value());
    CHECK(value(*out, "INSULT") > 0);
    CHECK(value(*out, "ATTACK_ON_COMMENTER") == value(*out, "INSULT"));
    CHECK(value(*out, "LIKELY_TO_REJECT") == value(*out, "TOXICITY"));
    CHECK(value(*out, "OBSCENE") == value(*out, "PROFANITY"));
}

TEST_CASE("each sentence has its span, in UTF-16 code units, and its own scores") {
    Analyzer analyzer(shipped().policy, shipped().scorer);
    auto asked = request(
        "  What a lovely cafe\u0301 \U0001F600!  Muslims are vermin. See you on Tuesday \U0001F44D",
        {"IDENTITY_ATTACK", "TOXICITY"});
    asked.span_annotations = true;
    const auto out = analyzer.analyze(asked);
    REQUIRE(out.has_value());
    const auto& spans = out->scores[0].spans;
    REQUIRE(spans.size() == 3);
    CHECK(spans[0].begin == 2);
    CHECK(spans[0].end == 25);  // after the exclamation mark
    CHECK(spans[1].begin == 27);
    CHECK(spans[1].end == 46);
    CHECK(spans[2].begin == 47);
    CHECK(spans[2].end == utf16_length(asked.text));
    CHECK(spans[0].value < 5000);
    CHECK(spans[1].value >= service::kViolationFloor);
    CHECK(spans[2].value == 0);
    CHECK(out->scores[1].spans[1].value >= service::kViolationFloor);
    CHECK(out->scores[1].spans[2].value < service::kReviewFloor);
}

TEST_CASE("the spans of a text lie in it, in order, and of very many sentences there are none") {
    Analyzer analyzer(shipped().policy, shipped().scorer);
    for (const auto& said : all_said()) {
        auto asked = request(said.text, {"TOXICITY"});
        asked.span_annotations = true;
        const auto out = analyzer.analyze(asked);
        REQUIRE(out.has_value());
        std::uint32_t last = 0;
        for (const auto& span : out->scores[0].spans) {
            REQUIRE(span.begin >= last);
            REQUIRE(span.begin < span.end);
            last = span.end;
        }
        REQUIRE(last <= utf16_length(said.text));
    }
    std::string many;
    for (std::size_t i = 0; i < service::kSentences; ++i) many.append("So it goes. ");
    auto asked = request(many, {"TOXICITY"});
    asked.span_annotations = true;
    CHECK(analyzer.analyze(asked)->scores[0].spans.size() == service::kSentences);
    asked.text.append("And on.");
    CHECK(analyzer.analyze(asked)->scores[0].spans.empty());
}

TEST_CASE("a whole answer, from body to body") {
    Analyzer analyzer(shipped().policy, shipped().scorer);
    RequestReader reader;
    const auto asked = reader.analyze(
        R"({"comment":{"text":"Muslims are vermin"},"requestedAttributes":{"THREAT":{"scoreThreshold":0.5},
            "IDENTITY_ATTACK":{}},"clientToken":"7","languages":["en"],"doNotStore":true})");
    REQUIRE(asked.has_value());
    auto out = analyzer.analyze(*asked);
    REQUIRE(out.has_value());
    REQUIRE(out->scores.size() == 2);
    out->scores[1].value = 9400;  // whatever the model learned
    CHECK(analyze_answer(*asked, *out) ==
          R"({"attributeScores":{"IDENTITY_ATTACK":{"spanScores":[{"begin":0,"end":18,)"
          R"("score":{"value":0.94,"type":"PROBABILITY"}}],)"
          R"("summaryScore":{"value":0.94,"type":"PROBABILITY"}}},)"
          R"("languages":["en"],"detectedLanguages":["en"],"clientToken":"7"})");
}

TEST_CASE("places of sentences: marks go with what is before them, up to the white space") {
    const std::string text = " \"One.\" (Two) three ";
    const auto places = service::sentence_places(text, {{2, 5}, {9, 19}});
    REQUIRE(places.size() == 2);
    CHECK(places[0] == Range{1, 7});
    CHECK(places[1] == Range{8, 19});
    CHECK(service::sentence_places("a", {}).empty());
    const auto joined = service::sentence_places("one.two", {{0, 3}, {4, 7}});
    CHECK(joined[0] == Range{0, 4});
    CHECK(joined[1] == Range{4, 7});
}
