// Files of flags are cut into requests, and no row is lost or torn.
#include "cli/flag_input.h"

#include <doctest/doctest.h>

#include <vector>

using namespace mizan;
using cli::cut_flags;
using cli::FlagFormat;

namespace {

using Places = std::vector<std::size_t>;

}  // namespace

TEST_CASE("rows have the lines in which they begin") {
    const auto lines =
        cut_flags("\xEF\xBB\xBF{}\n\n \r\nno json\r\n{}", FlagFormat::kNdjson, "").value();
    REQUIRE(lines.requests.size() == 1);
    CHECK(lines.requests[0].body == "{}\nno json\r\n{}\n");
    CHECK((lines.requests[0].places == Places{1, 4, 5}));
    const auto table = cut_flags("a,b\n1,\"x\ny\"\n\n\"\"\n2,z", FlagFormat::kCsv, "").value();
    REQUIRE(table.requests.size() == 1);
    CHECK(table.requests[0].body == "a,b\n1,\"x\ny\"\n2,z\n");
    CHECK((table.requests[0].places == Places{2, 6}));
    const auto list = cut_flags(" [ {\"a\" : 1},\n7 ] ", FlagFormat::kJson, "").value();
    CHECK(list.requests[0].body == "{\"a\":1}\n7\n");
    CHECK((list.requests[0].places == Places{1, 2}));
    for (const auto format : {FlagFormat::kJson, FlagFormat::kNdjson})
        CHECK(cut_flags(format == FlagFormat::kJson ? "[]" : "", format, "")
                  .value()
                  .requests.empty());
}

TEST_CASE("a request has so many rows and so many bytes") {
    std::string text;
    for (std::size_t i = 0; i <= 2 * cli::kRowsAtOnce; ++i) text.append("x\n");
    const auto table = cut_flags("name\n" + text, FlagFormat::kCsv, "").value();
    REQUIRE(table.requests.size() == 3);
    CHECK(table.requests[0].places.size() == cli::kRowsAtOnce);
    CHECK(table.requests[2].places.size() == 1);
    CHECK(table.requests[2].places[0] == 2 * cli::kRowsAtOnce + 2);
    for (const auto& request : table.requests) CHECK(request.body.starts_with("name\nx\n"));
    const std::string half(cli::kBytesAtOnce / 2 + 1, 'x');
    const auto large =
        cut_flags(half + "\n" + half + "\n" + half + half, FlagFormat::kNdjson, "").value();
    CHECK(large.requests.size() == 3);
}

TEST_CASE("rows without a key get one") {
    const auto lines = cut_flags("{}\n{\"a\":1}\n{\"key\":\"own\"}\n[1]\nno json\n{\"key\":null}",
                                 FlagFormat::kNdjson, "p\"")
                           .value();
    CHECK(lines.requests[0].body ==
          "{\"key\":\"p\\\"-1\"}\n{\"key\":\"p\\\"-2\",\"a\":1}\n{\"key\":\"own\"}\n[1]\nno json\n"
          "{\"key\":\"p\\\"-6\",\"key\":null}\n");  // which the service refuses: twice
    const auto table = cut_flags("a\nx\ny", FlagFormat::kCsv, "p\"").value();
    CHECK(table.requests[0].body == "a,key\nx,\"p\"\"-1\"\ny,\"p\"\"-2\"\n");
    CHECK(cut_flags("a,\"key\"\nx,y", FlagFormat::kCsv, "p").error().code == Code::kUsage);
}

TEST_CASE("what cannot be cut is said with its place") {
    const auto open = cut_flags("a\nb\n\"c\nd\n", FlagFormat::kCsv, "");
    REQUIRE_FALSE(open.has_value());
    CHECK(to_string(open.error()) == "line 3: a quote is not closed [csv-malformed]");
    CHECK(cut_flags("a\n\"b\"c\n", FlagFormat::kCsv, "").error().where == "line 2");
    CHECK(cut_flags("", FlagFormat::kCsv, "").error().code == Code::kCsvMalformed);
    CHECK(cut_flags("{", FlagFormat::kJson, "").error().code == Code::kJsonMalformed);
}

TEST_CASE("the format is named, or the file's name ends with it") {
    CHECK((cli::flag_format("", "a.b.csv").value() == FlagFormat::kCsv));
    CHECK((cli::flag_format("", "a.jsonl").value() == FlagFormat::kNdjson));
    CHECK((cli::flag_format("json", "a.csv").value() == FlagFormat::kJson));
    for (const auto* file : {"-", "csv", "a.CSV", ""})
        CHECK_FALSE(cli::flag_format("", file).has_value());
    CHECK_FALSE(cli::flag_format("xml", "a.csv").has_value());
}
