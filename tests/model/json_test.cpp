#include "model/json.h"

#include <doctest/doctest.h>
#include <simdjson.h>

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "decisions.h"

using namespace mizan;
namespace dom = simdjson::dom;

namespace {

std::string json_of(const Decision& d) {
    std::string out;
    append_json(out, d);
    return out;
}

// By value: what a loop runs over must outlive its first line.
dom::array list(simdjson::simdjson_result<dom::element> element) {
    return element.get_array().value();
}

std::set<std::string> keys(const dom::element& object) {
    std::set<std::string> out;
    const dom::object fields = object.get_object().value();
    for (const auto field : fields) CHECK(out.insert(std::string(field.key)).second);
    return out;
}

// Whether the schema's object at `pointer` names all members of `object`, and `object` all that it requires.
void check_members(const dom::element& schema, const char* pointer, const dom::element& object) {
    const auto node = schema.at_pointer(pointer).value();
    const auto present = keys(object);
    std::set<std::string> known = keys(node["properties"].value());
    for (const auto& key : present) {
        CAPTURE(key);
        CHECK(known.count(key) == 1);
    }
    for (const auto key : list(node["required"])) {
        CAPTURE(std::string(key.get_string().value()));
        CHECK(present.count(std::string(key.get_string().value())) == 1);
    }
    CHECK(node["additionalProperties"].get_bool().value() == false);
}

}  // namespace

TEST_CASE("a decision that found nothing is written in full and in order") {
    CHECK(
        json_of(empty_decision()) ==
        R"({"id":"p1","outcome":"allowed","finding":"nothing-found","route":"none","decided_by":"engine",)"
        R"("severity":0,"lang":"en","reason":"Nothing the policy names was found.","clauses":[],"claims":[],)"
        R"("actions":[],"coverage":{"level":"full"},"context_seen":[],"policy":{"version":")" +
            kVersion + R"(","bundle":")" + kBundle + R"(","semantics":1}})");
}

TEST_CASE("a decision with everything is written in full and in order") {
    CHECK(
        json_of(full_decision()) ==
        R"({"id":"p1","outcome":"review","platform":"example","finding":"excused","route":"person",)"
        R"("decided_by":"person","cause":"context-missing","clause":"dehumanisation","exception":"counter-speech",)"
        R"("severity":4,"lang":"en","reason":"Says \"it\",\nand then condemns it.",)"
        R"("clauses":[{"clause":"dehumanisation","title":"Dehumanisation","state":"live","finding":"excused",)"
        R"("exception":"counter-speech","cause":"context-missing","claim":0,"severity":4,"enforce":"act"}],)"
        R"("claims":[{"construct":"DEHUMANISED","group":"GROUP.religion.muslim","attribute":"religion",)"
        R"("reading":"leet","polarity":"negated","stance":"condemned","holder":"other","mood":"question",)"
        R"("speaker":"member","referent":"person","genre":"news",)"
        R"("target":{"part":0,"bytes":[0,7],"code_points":[0,7],"utf16":[0,7]},)"
        R"("spans":[{"part":0,"bytes":[0,7],"code_points":[0,7],"utf16":[0,7]},)"
        R"({"part":1,"bytes":[12,20],"code_points":[10,16],"utf16":[11,18]}],)"
        R"("concepts":[{"concept":"DEHUMANISING.vermin","kind":"coded",)"
        R"("span":{"part":1,"bytes":[12,20],"code_points":[10,16],"utf16":[11,18]}}],)"
        R"("frames":[{"frame":"condemned","axis":"stance","value":"condemned","scope":"quotation","effect":"excuses",)"
        R"("cue":{"part":0,"bytes":[22,27],"code_points":[20,25],"utf16":[20,25]}}]}],)"
        R"("actions":[{"name":"remove"},{"name":"strike","argument":1}],)"
        R"("coverage":{"level":"partial","reason":"language",)"
        R"("except":[{"clause":"slurs","level":"none","reason":"part-kind"}]},)"
        R"("context_seen":["lang","signal:score"],"truncated":true,"policy":{"version":")" +
            kVersion + R"(","bundle":")" + kBundle + R"(","semantics":1}})");
}

TEST_CASE("both decisions have the members that the schema names and requires") {
    dom::parser schema_parser;
    const auto schema =
        schema_parser.load(MIZAN_SOURCE_DIR "/schemas/decision.schema.json").value();
    for (const auto& decision : {empty_decision(), full_decision()}) {
        dom::parser parser;
        const auto json = parser.parse(json_of(decision)).value();
        check_members(schema, "", json);
        check_members(schema, "/properties/policy", json["policy"].value());
        check_members(schema, "/$defs/coverage", json["coverage"].value());
        for (const auto claim : list(json["claims"])) {
            check_members(schema, "/$defs/claim", claim);
            for (const auto span : list(claim["spans"])) check_members(schema, "/$defs/span", span);
            for (const auto frame : list(claim["frames"]))
                check_members(schema, "/$defs/frame", frame);
            for (const auto use : list(claim["concepts"]))
                check_members(schema, "/$defs/concept", use);
        }
        for (const auto clause : list(json["clauses"]))
            check_members(schema, "/$defs/clause", clause);
        for (const auto action : list(json["actions"]))
            check_members(schema, "/$defs/action", action);
    }
}

TEST_CASE("whatever stands in an id or a reason, the line stays valid JSON and says the same") {
    // All bytes, at all places of the eight-byte steps in which strings are copied.
    for (int byte = 0; byte < 256; ++byte) {
        for (std::size_t size = 1; size < 20; ++size) {
            for (std::size_t at = 0; at < size; at += size > 9 ? 3 : 1) {
                std::string id(size, 'x');
                id[at] = static_cast<char>(byte);
                auto d = empty_decision();
                d.post = id;
                const auto json = json_of(d);
                dom::parser parser;
                dom::element parsed;
                REQUIRE(parser.parse(json).get(parsed) == simdjson::SUCCESS);
                const auto read = std::string(parsed["id"].get_string().value());
                if (byte < 0x80) REQUIRE(read == id);
                REQUIRE(json.find('\n') == json.npos);
            }
        }
    }
}

TEST_CASE("strings longer than the writer's buffer are written whole") {
    for (const std::size_t size : {1000u, 1021u, 1022u, 1023u, 1024u, 5000u}) {
        auto d = empty_decision();
        d.reason = std::string(size, 'r');
        CHECK(json_of(d).find("\"reason\":\"" + d.reason + "\",\"clauses\"") != std::string::npos);
    }
}

TEST_CASE("appending keeps what was there") {
    std::string out = "before\n";
    append_json(out, empty_decision());
    CHECK(out.starts_with("before\n{\"id\":\"p1\""));
}

TEST_CASE("a writer of many decisions gives each the bytes it has alone") {
    // All that may differ between two decisions, each by itself and then back.
    const std::string other(64, 'c');
    const std::vector<std::function<void(Decision&)>> changes = {
        [](Decision& d) { d.post = "p2"; },
        [](Decision& d) { d.post = "quote\" and \xC3\xA9 and \xFF"; },
        [](Decision& d) { d.platform = "elsewhere"; },
        [](Decision& d) { d.lang = "de"; },
        [](Decision& d) { d.lang = {}; },
        [](Decision& d) { d.outcome = Outcome::kUndecided; },
        [](Decision& d) { d.finding = Finding::kExcused; },
        [](Decision& d) { d.route = Route::kPerson; },
        [](Decision& d) { d.decided_by = DecidedBy::kPerson; },
        [](Decision& d) { d.cause = Cause::kNotCovered; },
        [](Decision& d) { d.clause = "slurs"; },
        [](Decision& d) { d.exception = "education"; },
        [](Decision& d) { d.severity = 2; },
        [](Decision& d) { d.reason = "Another."; },
        [](Decision& d) { d.clauses.emplace_back().clause = "slurs"; },
        [](Decision& d) { d.claims.emplace_back().construct = "SLUR"; },
        [](Decision& d) { d.actions.push_back({"label", 0}); },
        [](Decision& d) { d.coverage.level = CoverageLevel::kNone; },
        [](Decision& d) { d.coverage.reason = "language"; },
        [](Decision& d) { d.coverage.exceptions.push_back({"slurs", CoverageLevel::kNone, {}}); },
        [](Decision& d) { d.context_seen.push_back("lang"); },
        [](Decision& d) { d.context_seen.insert(d.context_seen.end(), {"lang", "target"}); },
        [](Decision& d) { d.scores.push_back({"threat", 7}); },
        [](Decision& d) { d.truncated = true; },
        [&](Decision& d) { d.policy_version = other; },
        [&](Decision& d) { d.bundle_hash = other; },
        [](Decision& d) { d.semantics_level = 9; },
    };
    DecisionWriter writer;
    std::string together, alone;
    const auto write = [&](const Decision& d) {
        writer.append(together, d);
        append_json(alone, d);
        REQUIRE(together == alone);
    };
    for (std::size_t i = 0; i < changes.size(); ++i) {
        CAPTURE(i);
        auto changed = empty_decision();
        changes[i](changed);
        write(empty_decision());
        write(changed);
        write(changed);
    }
}

TEST_CASE("what a writer keeps of a decision outlives it") {
    DecisionWriter writer;
    std::string out;
    for (const std::string platform : {"one", "two", "one"}) {
        std::string gone = platform;
        auto d = empty_decision();
        d.platform = gone;
        d.context_seen.assign(1, gone);
        out.clear();
        writer.append(out, d);
        CHECK(out == json_of(d));
        gone.assign(3, 'x');
    }
}
