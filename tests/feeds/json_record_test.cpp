#include <doctest/doctest.h>

#include <string>

#include "base/limits.h"
#include "feeds/json_record.h"
#include "reading.h"

using namespace mizan;
using namespace mizan::feeds;

namespace {

// Parses one line and keeps what its views point into.
struct Parsed {
    explicit Parsed(std::string line, const FieldMap& map = {}) : parser(map), size(line.size()) {
        buffer = std::move(line);
        buffer.resize(size + Chunk::kPadding);
        ok = parser.parse({buffer.data(), size}, buffer.size(), post);
    }
    JsonRecordParser parser;
    std::size_t size;
    std::string buffer;
    Post post;
    bool ok = false;
};

std::string refusal(std::string line, const FieldMap& map = {}) {
    const Parsed p(std::move(line), map);
    return p.ok ? "accepted"
                : std::string(name(p.parser.fault().code)) + ": " + p.parser.fault().message;
}

}  // namespace

TEST_CASE("every field of a post is read, in whatever order it comes") {
    const Parsed p(
        R"({"signals":[{"name":"score","source":"m","version":"2","value":9000,"asked_at":"t"},)"
        R"({"name":"target.attributes","value":["religion","caste"]}],)"
        R"("reach":{"as_of":"2026-01-01T00:00:00Z","views":12},"target":{"name":"x","id":"t1"},)"
        R"("mentions":["a",17],"reply_to":42,"surface":"comment","lang":"de","created_at":"c",)"
        R"("platform":"p","author":{"id":"u9"},"title":"Head","other":{"deep":[1,{"a":null}]},)"
        R"("parts":[{"kind":"derived-text","role":"ocr","text":"in the picture","provenance":"ocr"}],)"
        R"("text":"Body","id":"x1"})");
    REQUIRE(p.ok);
    const auto& post = p.post;
    CHECK(post.id == "x1");
    CHECK(post.author == "u9");
    CHECK(post.platform == "p");
    CHECK(post.created_at == "c");
    CHECK(post.lang == "de");
    CHECK(post.surface == "comment");
    CHECK(post.reply_to == "42");
    CHECK(post.target == "t1");
    REQUIRE(post.mentions.size() == 2);
    CHECK(post.mentions[1] == "17");
    CHECK(post.has_reach);
    CHECK(post.reach.views == 12);
    CHECK(post.reach.as_of == "2026-01-01T00:00:00Z");
    REQUIRE(post.parts.size() == 3);
    CHECK(post.parts[0].role == PartRole::kTitle);
    CHECK(post.parts[1].bytes == "Body");
    CHECK(post.parts[2].role == PartRole::kOcr);
    CHECK(post.parts[2].kind == PartKind::kDerivedText);
    CHECK(post.parts[2].provenance == "ocr");
    REQUIRE(post.signals.size() == 2);
    CHECK(post.signals[0].value == 9000);
    CHECK(post.signals[0].version == "2");
    REQUIRE(post.signals[1].values.size() == 2);
    CHECK(post.signals[1].values[1] == "caste");
}

TEST_CASE("signals may be an object of name and value") {
    const Parsed p(R"({"text":"a","signals":{"score":7,"list":["x"]}})");
    REQUIRE(p.ok);
    REQUIRE(p.post.signals.size() == 2);
    CHECK(p.post.signals[0].name == "score");
    CHECK(p.post.signals[0].value == 7);
    CHECK(p.post.signals[1].values[0] == "x");
}

TEST_CASE("an id may be an integer of any length and keeps its decimal text") {
    CHECK(Parsed(R"({"id":12345678901234567890123,"text":"a"})").post.id ==
          "12345678901234567890123");
    CHECK(Parsed(R"({"text":"a","id": -7 })").post.id == "-7");
    CHECK(refusal(R"({"text":"a","id":1.5})").starts_with("field-type: field \"id\""));
    CHECK(refusal(R"({"text":"a","id":[1]})") ==
          "field-type: field \"id\": expected a string or an integer, found an array");
}

TEST_CASE("of duplicate keys the first wins") {
    const Parsed p(
        R"({"text":"first","id":"1","text":"second","id":"2","author":{"id":"a"},"author":"b"})");
    REQUIRE(p.ok);
    CHECK(p.post.parts.size() == 1);
    CHECK(p.post.parts[0].bytes == "first");
    CHECK(p.post.id == "1");
    CHECK(p.post.author == "a");
}

TEST_CASE("null means not given") {
    const Parsed p(
        R"({"id":null,"author":null,"reply_to":null,"mentions":null,"parts":null,"signals":null,)"
        R"("reach":null,"target":{"id":null},"lang":null,"text":"a"})");
    REQUIRE(p.ok);
    CHECK(p.post.author.empty());
    CHECK_FALSE(p.post.has_reach);
    CHECK(refusal(R"({"id":1,"text":null})").starts_with("text-missing"));
}

TEST_CASE(
    "a field of the wrong type is refused by name, with what was expected and what was found") {
    CHECK(refusal(R"({"text":5})") ==
          "field-type: field \"text\": expected a string, found a number");
    CHECK(refusal(R"({"text":"a","lang":{}})") ==
          "field-type: field \"lang\": expected a string, found an object");
    CHECK(refusal(R"({"text":"a","mentions":"b"})") ==
          "field-type: field \"mentions\": expected an array, found a string");
    CHECK(refusal(R"({"text":"a","reach":{"views":"many"}})") ==
          "field-type: field \"reach.views\": expected an integer, found a string");
    CHECK(refusal(R"({"text":"a","reach":{"views":-1}})") ==
          "field-type: field \"reach.views\": expected an integer of 0 or more, found a negative "
          "one");
    CHECK(refusal(R"({"text":"a","reach":3})") ==
          "field-type: field \"reach\": expected an object, found a number");
    CHECK(refusal(R"({"parts":[{"text":"a"},{"text":"b","role":"hat"}]})").find("parts[1].role") !=
          std::string::npos);
    CHECK(
        refusal(R"({"text":"a","signals":[{"name":"s","value":0.5}]})").starts_with("field-type"));
    for (const auto* nameless :
         {R"({"text":"a","signals":[{"value":5}]})", R"({"text":"a","signals":{"":5}})"})
        CHECK(refusal(nameless).find("needs a name") != std::string::npos);
}

TEST_CASE("a record without text is refused, an empty text is not") {
    CHECK(refusal(R"({"id":"1"})").starts_with("text-missing"));
    CHECK(refusal(R"({"id":"1","title":"only a title"})").starts_with("text-missing"));
    CHECK(refusal(R"({"parts":[]})").starts_with("text-missing"));
    CHECK(refusal(R"({"parts":[{"kind":"text"}]})").starts_with("text-missing"));
    CHECK(refusal(R"({"text":""})") == "accepted");
}

TEST_CASE(
    "malformed JSON is refused with the byte where it breaks, also in fields nobody asked for") {
    for (const char* line : {R"({"text":"a")",
                             R"({"text":"a"} x)",
                             R"({"text":"a"}{"text":"b"})",
                             R"({"text":"a",})",
                             R"({"text" "a"})",
                             R"({"text":"a" "id":1})",
                             R"({"x":nope,"text":"a"})",
                             R"({"x":[1,,2],"text":"a"})",
                             R"({"x":[1},"text":"a"])",
                             R"({"x":01,"text":"a"})",
                             R"({"x":1.,"text":"a"})",
                             R"({"x":tru,"text":"a"})",
                             R"({"x":"\q","text":"a"})",
                             R"([{"text":"a"}])",
                             R"("text")",
                             R"({"text":"a"}})",
                             "{\"text\":\"a\tb\"}",
                             R"({)",
                             R"(})",
                             R"({"text":"a)",
                             R"({text:"a"})",
                             R"(null)",
                             R"({"x":-,"text":"a"})"}) {
        CAPTURE(line);
        CHECK(refusal(line).starts_with("json-malformed"));
    }
    CHECK(refusal(R"({"x":[1,,2],"text":"a"})").find("at byte 9") != std::string::npos);
    CHECK(refusal(R"({"id":"1","text":"never closed})").find("at byte 18") != std::string::npos);
}

TEST_CASE("what is no object is named for what it is, and what does not fit has its byte") {
    const auto says = [](std::string line, std::string_view what) {
        const auto told = refusal(std::move(line));
        CAPTURE(told);
        CHECK(told.starts_with("json-malformed: "));
        CHECK(told.find(what) != std::string::npos);
    };
    says(R"([{"text":"a"}])", "found an array; write its elements one a line");
    says(R"( "a")", "found a string");
    says("-1.5e3", "found a number");
    says("null", "found null");
    says("false ", "found true or false");
    for (const char* line : {"not json", "nothing", "true story", "fine", "}", "7 wonders", "'"})
        says(line,
             "not JSON at byte 1: a line must be one JSON object, and this one does not begin");
    says("  oops", "not JSON at byte 3");
    says(R"({"text":"a"} x)", "not JSON at byte 14: more follows after the object");
    says(R"({"text":"}{"} {"text":"b"})", "not JSON at byte 15: more follows");
    says(R"({"text":"a"}})", "not JSON at byte 13: more follows");
    says(R"({"x":[1},"text":"a"])", "not JSON at byte 8: this bracket closes none");
    says(R"({"text":"a","x":{"y":1)", "not JSON at byte 17: an object or array is opened here");
}

TEST_CASE("numbers that JSON allows are fine in fields nobody asked for") {
    CHECK(
        refusal(R"({"a":-0.5e+10,"b":123456789012345678901234567890,"c":0,"d":1E5,"text":"a"})") ==
        "accepted");
}

TEST_CASE("lone surrogates become U+FFFD, pairs stay, and so do bytes that are not UTF-8") {
    CHECK(Parsed(R"({"text":"a\uD800b"})").post.parts[0].bytes ==
          "a\xEF\xBF\xBD"
          "b");
    CHECK(Parsed(R"({"text":"a\udc00"})").post.parts[0].bytes == "a\xEF\xBF\xBD");
    CHECK(Parsed(R"({"text":"\ud83d\ude00\ud83d"})").post.parts[0].bytes ==
          "\xF0\x9F\x98\x80\xEF\xBF\xBD");
    CHECK(Parsed(R"({"text":"\\ud800"})").post.parts[0].bytes == "\\ud800");
    CHECK(Parsed("{\"text\":\"a\xFF\xC3\",\"id\":1}").post.parts[0].bytes == "a\xFF\xC3");
    const Parsed mixed(
        "{\"id\":\"\x80\",\"signals\":{\"s\xFE\":[\"v\xFD\"]},\"text\":\"\xF4\x8F\xBE\x80 "
        "\\udbff\\udfff \\ud800 \xC3\xA9 \xE2\x82\"}");
    REQUIRE(mixed.ok);
    CHECK(mixed.post.id == "\x80");
    CHECK(mixed.post.signals[0].name == "s\xFE");
    CHECK(mixed.post.signals[0].values[0] == "v\xFD");
    CHECK(mixed.post.parts[0].bytes ==
          "\xF4\x8F\xBE\x80 \xF4\x8F\xBF\xBF \xEF\xBF\xBD \xC3\xA9 \xE2\x82");
    CHECK(refusal(R"({"text":"\ud800","x":"\q"})").starts_with("json-malformed"));
}

TEST_CASE("keys may be written with escapes") {
    CHECK(Parsed(R"({"te\u0078t":"a","id":"1"})").post.parts[0].bytes == "a");
}

TEST_CASE("a FieldMap renames fields and goes into nested objects by dotted paths") {
    FieldMap map;
    REQUIRE(map.set("text", "commit.record.text"));
    REQUIRE(map.set("lang", "commit.record.lang"));
    REQUIRE(map.set("author", "did"));
    CHECK_FALSE(map.set("nothing", "x"));
    CHECK_FALSE(map.set("text", "a..b"));
    const Parsed p(
        R"({"did":"did:1","commit":{"op":"create","record":{"lang":"en","text":"hello"}},"text":"other"})",
        map);
    REQUIRE(p.ok);
    CHECK(p.post.parts[0].bytes == "hello");
    CHECK(p.post.lang == "en");
    CHECK(p.post.author == "did:1");
    CHECK(refusal(R"({"commit":5})", map) ==
          "field-type: field \"commit\": expected an object, found a number");
    CHECK(refusal(R"({"text":"a"})", map).find("commit.record.text") != std::string::npos);
}

TEST_CASE("a text or a number of parts over the limit is refused") {
    CHECK(refusal("{\"text\":\"" + std::string(limits::kTextBytes, 'a') + "\"}") == "accepted");
    CHECK(refusal("{\"text\":\"" + std::string(limits::kTextBytes + 1, 'a') + "\"}")
              .starts_with("text-too-long"));
    std::string parts = "{\"parts\":[";
    for (std::size_t i = 0; i <= limits::kParts; ++i)
        parts += std::string(i == 0 ? "" : ",") + R"({"text":"a"})";
    CHECK(refusal(parts + "]}").starts_with("field-type"));
}

TEST_CASE("deep nesting in a field nobody asked for is walked without harm") {
    std::string deep = "{\"x\":";
    for (int i = 0; i < 900; ++i) deep += "[";
    for (int i = 0; i < 900; ++i) deep += "]";
    CHECK(refusal(deep + ",\"text\":\"a\"}") == "accepted");
}
