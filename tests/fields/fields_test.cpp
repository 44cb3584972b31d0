// Structs to JSON and back: what is written, what is read, and the place of each mistake.
#include "fields/fields.h"

#include <doctest/doctest.h>

#include <utility>

#include "support/fielded.h"

using namespace mizan;
using namespace mizan::test::fielded;

namespace {

Result<Event> event_from(std::string_view json, Unknown unknown = Unknown::kRefused) {
    const auto document = JsonDocument::read(json);
    REQUIRE(document);
    return variant_from<Event>(document->root(), "event", unknown);
}

All full() {
    All all;
    all.text = "a \"b\" \\ \n \x01 \xC3\xA9 \xF0\x9F\x98\x80";
    all.text.push_back('\0');
    all.flag = true;
    all.byte = 255;
    all.pair = 65'535;
    all.word = 4'294'967'295;
    all.number = ~std::uint64_t{0};
    all.colour = Colour::kGreen;
    all.level = {0, "zero"};
    all.perhaps = 0;
    all.perhaps_text = "";
    all.perhaps_level = Level{};
    all.texts = {"", "x", ""};
    all.bytes = {0, 1, 255};
    all.colours = {Colour::kNone, Colour::kRed};
    all.levels = {{}, {1, ""}, {24, "day"}};
    all.grid = {{}, {1, 2}, {}};
    all.inner = {All{}, All{}};
    all.inner[1].text = "within";
    return all;
}

}  // namespace

TEST_CASE("what is written is read as the same") {
    for (const auto empty : {Empty::kLeftOut, Empty::kWritten}) {
        for (const auto unknown : {Unknown::kRefused, Unknown::kPassedOver}) {
            for (const auto& all : {All{}, full()}) {
                const auto again = from_json<All>(to_json(all, empty), unknown);
                REQUIRE(again);
                CHECK(*again == all);
            }
        }
    }
}

TEST_CASE("members that say nothing are left out, or written when asked for") {
    CHECK(to_json(All{}) == "{}");
    All all;
    all.flag = true;
    all.perhaps = 0;
    all.level.hours = 1;
    all.inner.emplace_back();
    CHECK(to_json(all) == R"({"flag":true,"level":{"hours":1},"perhaps":0,"inner":[{}]})");
    CHECK(to_json(Level{}, Empty::kWritten) == R"({"hours":24,"name":""})");
    CHECK(to_json(All{}, Empty::kWritten) ==
          R"({"text":"","flag":false,"byte":0,"pair":0,"word":0,"number":0,"colour":"none",)"
          R"("level":{"hours":24,"name":""},"texts":[],"bytes":[],"colours":[],"levels":[],)"
          R"("grid":[],"inner":[]})");
    std::string out = "x=";
    append_json(out, Level{1, "a"});
    CHECK(out == R"(x={"hours":1,"name":"a"})");
}

TEST_CASE("a member that says something by itself is written when it says nothing") {
    // Left out, its zero would be read as what the struct has by itself.
    CHECK(to_json(Level{0, ""}) == R"({"hours":0})");
    CHECK(to_json(Loud{}) == R"({"on":true,"name":"me","colour":"light green","list":[1,2],)"
                             R"("level":{"hours":0,"name":"low"}})");
    const Loud nothing{false, "", Colour::kNone, {}, {}, 0};
    CHECK(to_json(nothing) ==
          R"({"on":false,"name":"","colour":"none","list":[],"level":{"hours":24}})");
    for (const auto& loud : {Loud{}, nothing, Loud{true, "", Colour::kRed, {0}, {0, ""}, 1}}) {
        const auto again = from_json<Loud>(to_json(loud));
        REQUIRE(again);
        CHECK(*again == loud);
    }
    // An object that is given stands alone.
    const auto read = from_json<Loud>(R"({"level":{"name":"x"}})");
    REQUIRE(read);
    CHECK(read->level == Level{24, "x"});
}

TEST_CASE("what is not given, or null, is as the struct has it") {
    for (const auto json : {"{}", R"({"on":null,"name":null,"level":null,"list":null})"}) {
        const auto read = from_json<Loud>(json);
        REQUIRE(read);
        CHECK(*read == Loud{});
    }
    const auto none = from_json<All>(R"({"perhaps":null,"perhaps_level":null})");
    REQUIRE(none);
    CHECK_FALSE(none->perhaps);
    CHECK_FALSE(none->perhaps_level);
    const auto some = from_json<All>(R"({"perhaps":0,"perhaps_text":"","perhaps_level":{}})");
    REQUIRE(some);
    CHECK(some->perhaps == 0u);
    CHECK(some->perhaps_text == "");
    CHECK(some->perhaps_level == Level{});
    CHECK(mistake(R"({"texts":[null]})") == "texts[0]: this must be a text [field-type]");
}

TEST_CASE("each mistake has its place") {
    const std::string whole = "a whole number that is not negative and not too large [field-type]";
    const std::vector<std::pair<const char*, std::string>> mistakes = {
        {"[]", "this must be an object [field-type]"},
        {"null", "this must be an object [field-type]"},
        {"7", "this must be an object [field-type]"},
        {R"({"text":1})", "text: this must be a text [field-type]"},
        {R"({"text":["a"]})", "text: this must be a text [field-type]"},
        {R"({"flag":1})", "flag: this must be true or false [field-type]"},
        {R"({"flag":"true"})", "flag: this must be true or false [field-type]"},
        {R"({"word":"1"})", "word: this must be " + whole},
        {R"({"word":true})", "word: this must be " + whole},
        {R"({"colour":"Red"})", "colour: this must be one of none, red, light green [field-type]"},
        {R"({"colour":""})", "colour: this must be one of none, red, light green [field-type]"},
        {R"({"colour":1})", "colour: this must be one of none, red, light green [field-type]"},
        {R"({"level":[]})", "level: this must be an object [field-type]"},
        {R"({"level":{"hours":[]}})", "level.hours: this must be " + whole},
        {R"({"level":{"days":1}})", "level.days: there is no member of this name [field-type]"},
        {R"({"perhaps_level":{"name":7}})", "perhaps_level.name: this must be a text [field-type]"},
        {R"({"perhaps":"x"})", "perhaps: this must be " + whole},
        {R"({"texts":"a"})", "texts: this must be a list [field-type]"},
        {R"({"texts":{}})", "texts: this must be a list [field-type]"},
        {R"({"texts":["a",2]})", "texts[1]: this must be a text [field-type]"},
        {R"({"bytes":[1,256]})", "bytes[1]: this must be " + whole},
        {R"({"colours":["red","blue"]})",
         "colours[1]: this must be one of none, red, light green [field-type]"},
        {R"({"levels":[{},{"hours":-1}]})", "levels[1].hours: this must be " + whole},
        {R"({"grid":[[1],[2,"3"]]})", "grid[1][1]: this must be " + whole},
        {R"({"inner":[{"inner":[{"level":{"name":{}}}]}]})",
         "inner[0].inner[0].level.name: this must be a text [field-type]"},
        {R"({"":1})", "there is no member of this name [field-type]"},
        {R"({"Text":"a"})", "Text: there is no member of this name [field-type]"},
    };
    for (const auto& [json, wanted] : mistakes) {
        CAPTURE(json);
        CHECK(mistake(json) == wanted);
    }
}

TEST_CASE("numbers to the edge of each width, and no further") {
    for (const std::string number : {"-1", "1.5", "1.0", "1e1", "-9223372036854775808"})
        CHECK(mistake(R"({"number":)" + number + "}").starts_with("number: this must be a whole"));
    const std::pair<const char*, std::uint64_t> most[] = {
        {"byte", 255}, {"pair", 65'535}, {"word", 4'294'967'295}};
    for (const auto& [name, edge] : most) {
        const auto json = [&](std::uint64_t n) {
            return "{\"" + std::string(name) + "\":" + std::to_string(n) + "}";
        };
        CHECK(mistake(json(edge)) == "none");
        CHECK(mistake(json(edge + 1)).starts_with(std::string(name) + ": this must be a whole"));
        CHECK(mistake(json(~std::uint64_t{0})).starts_with(std::string(name) + ": this must be"));
    }
    for (const auto n : {(std::uint64_t{1} << 63) - 1, std::uint64_t{1} << 63, ~std::uint64_t{0}}) {
        const auto read = from_json<All>("{\"number\":" + std::to_string(n) + "}");
        REQUIRE(read);
        CHECK(read->number == n);
    }
    // 2^64 is no number to who reads the text, wherever it stands.
    for (const auto json : {R"({"number":18446744073709551616})", R"({"no":18446744073709551616})"})
        CHECK(mistake(json, Unknown::kPassedOver).ends_with("[json-malformed]"));
}

TEST_CASE("texts and lists have limits, of their own or the one of all") {
    CHECK(from_json<Level>(R"({"name":"12345678"})"));
    const auto long_name = from_json<All>(R"({"levels":[{"name":"123456789"}]})");
    REQUIRE_FALSE(long_name);
    CHECK(to_string(long_name.error()) ==
          "levels[0].name: this must be at most 8 bytes long [field-type]");
    CHECK(mistake(R"({"level":{"name":"\u00e9\u00e9\u00e9\u00e9\u00e9"}})") ==
          "level.name: this must be at most 8 bytes long [field-type]");
    CHECK(mistake(R"({"texts":["a","b","c"]})") == "none");
    CHECK(mistake(R"({"texts":["a","b","c","d"]})") ==
          "texts: this must be at most 3 long [field-type]");

    const auto text = [](std::size_t n) { return R"({"text":")" + std::string(n, 'x') + "\"}"; };
    CHECK(mistake(text(kTextMost)) == "none");
    CHECK(mistake(text(kTextMost + 1)) ==
          "text: this must be at most 65536 bytes long [field-type]");
    CHECK(from_json<Wide>(text(100'000)));
    CHECK_FALSE(from_json<Wide>(text(100'001)));

    const auto list = [](const char* name, std::size_t n) {
        std::string out = "{\"" + std::string(name) + "\":[";
        for (std::size_t i = 0; i < n; ++i) out.append(i == 0 ? "1" : ",1");
        return out + "]}";
    };
    CHECK(mistake(list("bytes", kListMost)) == "none");
    CHECK(mistake(list("bytes", kListMost + 1)) ==
          "bytes: this must be at most 10000 long [field-type]");
    CHECK(from_json<Wide>(list("list", 65'536)));  // the number that is a text's limit, too
    CHECK_FALSE(from_json<Wide>(list("list", 65'537)));
}

TEST_CASE("members that nobody knows are refused or passed over; a known one is there once") {
    const auto json = R"({"new":{"a":[1,{"b":null}]},"text":"x","level":{"hours":2,"new":1}})";
    CHECK(mistake(json).ends_with("there is no member of this name [field-type]"));
    const auto read = from_json<All>(json, Unknown::kPassedOver);
    REQUIRE(read);
    CHECK(read->text == "x");
    CHECK(read->level.hours == 2);
    CHECK(from_json<All>(R"({"new":1,"new":2})", Unknown::kPassedOver));

    for (const auto unknown : {Unknown::kRefused, Unknown::kPassedOver}) {
        CHECK(mistake(R"({"text":"a","text":"a"})", unknown) ==
              "text: this member is there twice [field-type]");
        CHECK(mistake(R"({"text":"a","te\u0078t":"b"})", unknown) ==
              "text: this member is there twice [field-type]");
        CHECK(mistake(R"({"levels":[{"hours":1,"name":"a","hours":null}]})", unknown) ==
              "levels[0].hours: this member is there twice [field-type]");
    }
}

TEST_CASE("escapes are read, and what is no UTF-8 is written as what stands for it") {
    const auto read =
        from_json<All>(R"({"te\u0078t":"\u00e9\ud83d\ude00\u0000\"\\\/\b\f\n\r\t\u2028"})");
    REQUIRE(read);
    CHECK(read->text == std::string("\xC3\xA9\xF0\x9F\x98\x80\0\"\\/\b\f\n\r\t\xE2\x80\xA8", 18));
    const auto again = from_json<All>(to_json(*read));
    REQUIRE(again);
    CHECK(again->text == read->text);

    Level level;
    level.name = "a\xFFz";
    CHECK(to_json(level) == "{\"hours\":24,\"name\":\"a\xEF\xBF\xBDz\"}");
}

TEST_CASE("one of several structs is told apart by its tag") {
    const std::pair<Event, std::string> events[] = {
        {Claimed{"ann", 30}, R"({"event":"claimed","by":"ann","minutes":30})"},
        {Claimed{}, R"({"event":"claimed"})"},
        {Ended{}, R"({"event":"ended"})"}};
    for (const auto& [event, json] : events) {
        std::string out;
        append_variant(out, "event", event);
        CHECK(out == json);
        for (const auto unknown : {Unknown::kRefused, Unknown::kPassedOver}) {
            const auto again = event_from(out, unknown);
            REQUIRE(again);
            CHECK(*again == event);
        }
    }
    // The tag stands anywhere.
    CHECK(std::get<Claimed>(*event_from(R"({"by":"ben","event":"claimed"})")).by == "ben");

    const std::string names = "event: this must be one of claimed, ended [field-type]";
    const std::pair<const char*, std::string> mistakes[] = {
        {R"({"event":"closed"})", names},
        {R"({"event":""})", names},
        {R"({"event":7})", names},
        {R"({"event":null})", names},
        {"{}", names},
        {"[]", "this must be an object [field-type]"},
        {R"({"event":"claimed","by":1})", "by: this must be a text [field-type]"},
        {R"({"event":"ended","by":"ann"})", "by: there is no member of this name [field-type]"},
        {R"({"event":"ended","event":"claimed"})",
         "event: this member is there twice [field-type]"},
    };
    for (const auto& [json, wanted] : mistakes) {
        CAPTURE(json);
        const auto read = event_from(json);
        REQUIRE_FALSE(read);
        CHECK(to_string(read.error()) == wanted);
    }
    CHECK(event_from(R"({"event":"ended","by":"ann"})", Unknown::kPassedOver));
    CHECK_FALSE(event_from(R"({"event":"ended","event":"claimed"})", Unknown::kPassedOver));
}
