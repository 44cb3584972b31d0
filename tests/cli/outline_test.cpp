// What a service tells, as people read it.
#include "cli/outline.h"

#include <doctest/doctest.h>

#include "fields/json_value.h"

using namespace mizan;

namespace {

std::string outlined(std::string_view json) {
    return cli::outline(fields::JsonDocument::read(json).value().root());
}

}  // namespace

TEST_CASE("what says nothing is left out, and times are in UTC") {
    CHECK(outlined(R"({"id":7,"url":"","due":1790000000,"until":0,"sensitive":false,"partner":true,
                       "recused":[],"ruling":null,"clock":{"started":0},"flags":3000000000})") ==
          "id               7\n"
          "due              2026-09-21 14:13 UTC\n"
          "partner          yes\n"
          "flags            3000000000\n");
}

TEST_CASE("what is inside stands further to the right") {
    CHECK(
        outlined(
            R"({"case":{"langs":["de","en"],"order":{"reason":"so"}},"flags":[{"id":1,"kind":"user"},{"id":2}]})") ==
        "case\n"
        "  langs            de, en\n"
        "  order\n"
        "    reason           so\n"
        "flags\n"
        "- id               1\n"
        "  kind             user\n"
        "- id               2\n");
}

TEST_CASE("no text looks like another line, nor drives a terminal") {
    CHECK(outlined(R"({"text":"first\nstate            decided\u001b[1m\n"})") ==
          "text             first\n"
          "                 state            decided\xEF\xBF\xBD[1m\n");
}

TEST_CASE("a table has a line for each, and cuts what is long between characters") {
    constexpr cli::Column kColumns[] = {
        {"case", "id"}, {"due", "clock.due"}, {"about", "subject.id"}};
    const auto document =
        fields::JsonDocument::read(
            R"([{"id":1,"clock":{"due":1790000000},"subject":{"id":"a\nb"}},{"id":22}])")
            .value();
    CHECK(cli::table(document.root(), kColumns) ==
          "case  due                   about\n"
          "1     2026-09-21 14:13 UTC  a b\n"
          "22\n");
    const auto none = fields::JsonDocument::read("[]").value();
    CHECK(cli::table(none.root(), kColumns).empty());
    const std::string sixteen_umlauts = "ääääääääääääääää";
    const auto umlauts =
        fields::JsonDocument::read("[{\"id\":\"x" + sixteen_umlauts + sixteen_umlauts + "\"}]")
            .value();
    constexpr cli::Column kId[] = {{"case", "id"}};
    CHECK(cli::table(umlauts.root(), kId) == "case\nx" + sixteen_umlauts + "äääääää" + "…\n");
}
