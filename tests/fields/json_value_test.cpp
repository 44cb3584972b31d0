// JSON that is read: what is none, how deep it may be, and documents beside each other.
#include "fields/json_value.h"

#include <doctest/doctest.h>

#include <utility>

#include "support/fielded.h"

using namespace mizan;
using namespace mizan::test::fielded;

TEST_CASE("what is no JSON is malformed") {
    for (const auto json :
         {"", " ", "{", "{}}", "{} {}", "{\"a\"}", "{\"text\":\"\xFF\"}", "{'text':'a'}",
          R"({"text":"\x"})", R"({"text":"\ud800"})", R"({"word":01})", R"({"word":+1})", "nul",
          R"({"text":"a",})", "{\"text\":\"a\nb\"}"}) {
        CAPTURE(json);
        CHECK(mistake(json).ends_with("[json-malformed]"));
    }
    CHECK(from_json<All>(std::string_view{}).error().code == Code::kJsonMalformed);
    CHECK(mistake(" \n{ \"text\" :\t\"a\" } \r\n") == "none");
}

TEST_CASE("documents are as deep as is named, and no deeper") {
    const auto lists = [](std::size_t n) { return std::string(n, '[') + std::string(n, ']'); };
    CHECK(JsonDocument::read(lists(kDepthMost - 1)));
    for (const auto n : {kDepthMost + 1, std::size_t{2'000}, std::size_t{1'000'000}}) {
        const auto deep = JsonDocument::read(lists(n));
        REQUIRE_FALSE(deep);
        CHECK(deep.error().code == Code::kJsonMalformed);
    }
    All all;
    for (std::size_t i = 0; i < kDepthMost / 2 - 2; ++i) {
        All outer;
        outer.inner.push_back(std::move(all));
        all = std::move(outer);
    }
    const auto again = from_json<All>(to_json(all));
    REQUIRE(again);
    CHECK(*again == all);
    // A long document before it does not change that.
    {
        CHECK(JsonDocument::read(R"({"text":")" + std::string(100'000, 'x') + "\"}"));
    }
    CHECK_FALSE(JsonDocument::read(lists(kDepthMost + 1)));
}

TEST_CASE("documents are read while others are open, and stay as they are") {
    std::vector<JsonDocument> open;
    for (std::uint32_t i = 0; i < 20; ++i) {
        auto document = JsonDocument::read(R"({"hours":)" + std::to_string(i) + R"(,"name":"n)" +
                                           std::to_string(i) + "\"}");
        REQUIRE(document);
        open.push_back(*std::move(document));
        CHECK_FALSE(JsonDocument::read("{"));
        CHECK(from_json<Level>(R"({"hours":1000,"name":"other"})"));
    }
    open.erase(open.begin() + 3, open.begin() + 9);
    CHECK(from_json<Level>(R"({"name":"another"})"));
    std::uint32_t i = 0;
    for (const auto& document : open) {
        const auto level = from_value<Level>(document.root());
        REQUIRE(level);
        CHECK(*level == Level{i, "n" + std::to_string(i)});
        i += i == 2 ? 7 : 1;
    }
    auto& first = open.front();
    first = std::move(open.back());
    CHECK(from_value<Level>(first.root())->hours == 19);

    // While the items of one are visited.
    const auto outer = JsonDocument::read("[\"{\\\"hours\\\":1}\",\"{\\\"hours\\\":2}\"]");
    REQUIRE(outer);
    std::uint32_t sum = 0;
    CHECK(outer->root().each([&](const JsonValue& item) -> Result<void> {
        MZ_TRY(const auto level, from_json<Level>(*item.text()));
        sum += level.hours;
        return {};
    }));
    CHECK(sum == 3);
}

TEST_CASE("a value is asked what it is") {
    const auto document = JsonDocument::read(
        R"( {"o": {"a": [1, "x", {}]}, "n": 1, "t": "x", "f": false, "z": null})");
    REQUIRE(document);
    const auto root = document->root();
    CHECK(root.is_object());
    CHECK_FALSE(root.is_list());
    CHECK_FALSE(root.text());
    CHECK_FALSE(root.number());
    CHECK_FALSE(root.flag());
    CHECK(root.member("n")->number() == 1u);
    CHECK(root.member("t")->text() == "x");
    CHECK(root.member("f")->flag() == false);
    CHECK_FALSE(root.member("z"));
    CHECK_FALSE(root.member("none"));
    CHECK_FALSE(root.member("n")->member("n"));
    CHECK(root.member("o")->member("a")->is_list());
    CHECK(root.member("o")->json() == R"({"a":[1,"x",{}]})");
    CHECK(root.member("n")->each([](const JsonValue&) -> Result<void> { return {}; }));
}

TEST_CASE("the members of an object come in their order") {
    const auto document = JsonDocument::read(R"({"b": 1, "a": null, "c": {"d": 2}})");
    REQUIRE(document);
    std::string seen;
    const auto visit = [&](std::string_view name, const JsonValue& value) -> Result<void> {
        seen.append(name).append(value.is_null() ? "=null " : "=" + value.json() + " ");
        if (name == "c") return fail({Code::kUsage, "enough", {}});
        return {};
    };
    CHECK(document->root().each_member(visit).error().code == Code::kUsage);
    CHECK(seen == R"(b=1 a=null c={"d":2} )");
    CHECK(document->root().member("b")->each_member(visit));  // which has none
}
