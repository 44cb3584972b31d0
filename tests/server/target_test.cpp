#include "server/target.h"

#include <doctest/doctest.h>

using namespace mizan::server;

namespace {

std::string decoded(std::string_view text, bool query = false) {
    return percent_decoded(text, query).value_or("(none)");
}

// What stands for the names, joined by '|'; "(no)" if it does not match.
std::string filled(std::string_view form, std::string_view path) {
    std::vector<std::string> params{"left over"};
    if (!matches(form, path, params)) return "(no)";
    std::string out;
    for (const auto& param : params) out.append(out.empty() ? "" : "|").append(param);
    return out;
}

}  // namespace

TEST_CASE("escapes are decoded, and malformed ones are errors") {
    CHECK(decoded("") == "");
    CHECK(decoded("a%20b%2fc%C3%a9") == "a b/c\xc3\xa9");
    CHECK(decoded("a+b") == "a+b");
    CHECK(decoded("a+b", true) == "a b");
    CHECK(decoded("%2B", true) == "+");
    CHECK(decoded("%252F") == "%2F");
    CHECK(decoded("%ff") == "\xff");
    for (const auto* bad :
         {"%", "a%", "%2", "%g0", "%0g", "%-1", "%+1", "% 1", "%0x", "%00", "a%00b"})
        CHECK_MESSAGE(decoded(bad) == "(none)", bad);
}

TEST_CASE("a query's members are found by name, the first of each") {
    const auto query = Query::read("a=1&b=&c&a=2&%64=x%26y&e=f=g&&=h&i+j=k+l");
    REQUIRE(query);
    CHECK(query->get("a") == "1");
    CHECK(query->get("b") == "");
    CHECK(query->get("c") == "");
    CHECK(query->get("d") == "x&y");
    CHECK(query->get("e") == "f=g");
    CHECK(query->get("") == "h");
    CHECK(query->get("i j") == "k l");
    CHECK_FALSE(query->get("h"));
    CHECK(Query::read(""));
    CHECK_FALSE(Query::read("a=%"));
    CHECK_FALSE(Query::read("%zz=1"));
}

TEST_CASE("a query has no more members than there may be") {
    std::string text;
    for (std::size_t i = 0; i < Query::kMost; ++i) text.append("&a=1");
    CHECK(Query::read(text));
    CHECK_FALSE(Query::read(text + "&a=1"));
    CHECK(Query::read(std::string(100'000, '&')));
}

TEST_CASE("a name in braces stands for one segment") {
    CHECK(filled("/a/{x}", "/a/b") == "b");
    CHECK(filled("/a/{x}/c", "/a/b/c") == "b");
    CHECK(filled("/a/{x}/{y}", "/a/b%2Fc/d") == "b/c|d");
    for (const auto* path : {"", "/", "/a", "/a/", "/a//c", "/a/b", "/a/b/", "/a/b/c/", "/a/b/c/d",
                             "/b/b/c", "a/b/c", "/a/%/c", "/a/b/C"})
        CHECK_MESSAGE(filled("/a/{x}/c", path) == "(no)", path);
}

TEST_CASE("a name with dots stands for the rest") {
    CHECK(filled("/log/{p}/{f...}", "/log/a/b") == "a|b");
    CHECK(filled("/log/{p}/{f...}", "/log/a/b/c/") == "a|b/c/");
    CHECK(filled("/log/{p}/{f...}", "/log/a//b") == "a|/b");
    CHECK(filled("/log/{p}/{f...}", "/log/a/..") == "a|..");
    for (const auto* path : {"/log/a", "/log/a/", "/log//b", "/log/a/%zz", "/log/%00/b"})
        CHECK_MESSAGE(filled("/log/{p}/{f...}", path) == "(no)", path);
}
