#include <doctest/doctest.h>
#include <fmt/format.h>

#include <string>

#include "base/limits.h"
#include "reading.h"

using namespace mizan;
using namespace mizan::feeds;

TEST_CASE(
    "CSV: quotes, doubled quotes and line ends in fields, with the line numbers of the file") {
    const auto read = read_all(
        "id,text,lang\r\n1,plain,en\r\n2,\"two\nlines, "
        "\"\"quoted\"\"\",de\r\n\r\n3,\"\",fr\r\n,last,\r\n",
        "x.csv");
    REQUIRE(read.posts.size() == 3);
    CHECK(read.posts[0].text == "plain");
    CHECK(read.posts[0].lang == "en");
    CHECK(read.posts[1].text == "two\nlines, \"quoted\"");
    CHECK(read.posts[1].line == 3);
    CHECK(read.posts[2].id == "line:7");
    REQUIRE(read.rejects.size() == 1);
    CHECK(read.rejects[0].first == 6);
    CHECK(read.rejects[0].second.code == Code::kTextMissing);
}

TEST_CASE("CSV: a column for the text must be there; the error lists what is") {
    const auto read = read_all("id,body,lang\n1,a,en\n", "x.csv");
    REQUIRE(read.failure);
    CHECK(read.failure->code == Code::kCsvMalformed);
    CHECK(read.failure->message.find("id, body, lang") != std::string::npos);
    FieldMap map;
    REQUIRE(map.set("text", "body"));
    CHECK(read_all("id,body,lang\n1,a,en\n", "x.csv", Format::kAuto, map).posts.size() == 1);
}

TEST_CASE("CSV: rows that do not fit are rejects and the next row is read") {
    const auto read =
        read_all("id,text\n1\n2,a,b\n3,\"a\"b\n4,ok\n5,a \"bare\" quote\n6,\"open\n7,x\n", "x.csv");
    REQUIRE(read.posts.size() == 3);
    CHECK(read.posts[0].id == "4");
    CHECK(read.posts[1].text == "a \"bare\" quote");
    CHECK(read.posts[2].id == "7");
    REQUIRE(read.rejects.size() == 4);
    CHECK(read.rejects[0].second.message == "the row has 1 fields, the header has 2");
    CHECK(read.rejects[3].first == 7);
    CHECK(read.rejects[3].second.message.find("never closed") != std::string::npos);
}

TEST_CASE("CSV: a quote that is never closed costs its own row, not those behind it") {
    std::string bytes = "id,text\n";
    for (int i = 1; i <= 1000; ++i)
        bytes += std::to_string(i) + (i == 4 ? ",\"open" : ",text") + std::to_string(i) + "\n";
    const auto read = read_all(bytes, "x.csv");
    CHECK(read.posts.size() == 999);
    REQUIRE(read.rejects.size() == 1);
    CHECK(read.rejects[0].first == 5);
    CHECK(read.rejects[0].second.message ==
          "a quote is opened and never closed; reading goes on at line 6");
    CHECK(read.posts[3].id == "5");
    CHECK(read.posts[3].line == 6);
    CHECK(read.posts[998].text == "text1000");
}

TEST_CASE("CSV: a quote closed by another row's is told with its lines, and reading goes on") {
    const auto read = read_all(
        "id,text\n1,\"open\nmore of it\n2,\"fine\"\n3,\"he said \"no\"\nand "
        "left\"\n4,\"two\nlines\"\n"
        "5,\"open\n6,\"two\nlines\"\n7,a\n",
        "x.csv");
    REQUIRE(read.posts.size() == 3);
    CHECK(read.posts[0].text == "fine");
    CHECK(read.posts[1].text == "two\nlines");
    CHECK(read.posts[1].line == 7);
    CHECK(read.posts[2].id == "7");
    REQUIRE(read.rejects.size() == 5);
    CHECK(
        read.rejects[0].second.message.ends_with("; reading goes on at line 4; it spans 2 lines"));
    const std::uint64_t where[] = {2, 5, 6, 9, 11};
    for (std::size_t i = 0; i < 5; ++i) CHECK(read.rejects[i].first == where[i]);
    CHECK(read.rejects[1].second.message.ends_with("is not written twice"));
    CHECK(read.rejects[3].second.message.ends_with("is not written twice; it spans 2 lines"));
}

TEST_CASE(
    "CSV: a quote that stays open over the limit is taken apart line by line, in linear time") {
    std::string bytes = "id,text\n1,\"open\n";
    std::size_t rows = 0;
    for (; bytes.size() < 3 * limits::kLineBytes; ++rows) bytes += "2,a row\n";
    const auto read = read_all(bytes, "x.csv");
    CHECK(read.posts.size() == rows);
    REQUIRE(read.rejects.size() == 1);
    CHECK(read.rejects[0].first == 2);
    CHECK(read.posts.back().line == rows + 2);
    // Each line opens a quote by itself and keeps one open that is.
    std::string hostile = "id,text\n";
    while (hostile.size() < limits::kLineBytes / 2) hostile += "a\",\"\n";
    const auto lines = (hostile.size() - 8) / 5;
    const auto hard = read_all(hostile, "x.csv");
    CHECK(hard.posts.empty());
    REQUIRE(hard.rejects.size() == 1);
    CHECK(hard.rejects[0].second.message.ends_with(fmt::format("it spans {} lines", lines)));
}

TEST_CASE("created_at comes in one form by every feed, and what is no time is a reject") {
    const auto csv = read_all(
        "id,text,created_at\n1,a,2026-01-30T23:30:00-05:00\n2,b,1769900000\n3,c,01/31/2026\n4,d,\n",
        "x.csv");
    REQUIRE(csv.posts.size() == 3);
    CHECK(csv.posts[0].created_at == "2026-01-31T04:30:00Z");
    CHECK(csv.posts[1].created_at == "2026-01-31T22:53:20Z");
    CHECK(csv.posts[2].created_at.empty());
    REQUIRE(csv.rejects.size() == 1);
    CHECK(csv.rejects[0].second.code == Code::kFieldType);
    CHECK(csv.rejects[0].second.message ==
          "field \"created_at\": expected a time as in 2026-01-31T09:30:00Z, 2026-01-31 or unix "
          "seconds, found \"01/31/2026\"");
    const auto json = read_all(
        "{\"text\":\"a\",\"created_at\":1769900000123}\n{\"text\":\"a\",\"created_at\":\"2026-01-"
        "31\"}\n"
        "{\"text\":\"a\",\"created_at\":null}\n{\"text\":\"a\",\"created_at\":2026}\n"
        "{\"text\":\"a\",\"created_at\":true}\n");
    REQUIRE(json.posts.size() == 3);
    CHECK(json.posts[0].created_at == "2026-01-31T22:53:20Z");
    CHECK(json.posts[1].created_at == "2026-01-31T00:00:00Z");
    CHECK(json.posts[2].created_at.empty());
    REQUIRE(json.rejects.size() == 2);
    CHECK(json.rejects[0].second.code == Code::kFieldType);
}

TEST_CASE("CSV: tabs and semicolons are found by the header") {
    CHECK(read_all("id\ttext\n1\ta,b\n", "x.tsv").posts[0].text == "a,b");
    CHECK(read_all("id;text\n1;a,b\n", "x.csv").posts[0].text == "a,b");
    CHECK(read_all("text\na;b\n", "x.csv").posts[0].text == "a;b");
}

TEST_CASE("CSV: records stay whole over the edges of chunks") {
    std::string bytes = "id,text\n";
    for (int i = 0; i < 30'000; ++i)
        bytes += std::to_string(i) + ",\"line one of a post\nline \"\"two\"\", and more\"\n";
    const auto read = read_all(bytes, "x.csv");
    CHECK(read.chunks > 1);
    REQUIRE(read.posts.size() == 30'000);
    CHECK(read.rejects.empty());
    CHECK(read.posts[29'999].line == 2 + 2 * 29'999);
    CHECK(read.posts[29'999].text == "line one of a post\nline \"two\", and more");
}

TEST_CASE("CSV: a record over the limit is skipped to its own end") {
    std::string bytes = "id,text\n1,a\n2,\"";
    for (std::size_t i = 0; i < limits::kLineBytes / 8 + 10; ++i) bytes += "1234567\n";
    const auto read = read_all(bytes + "\"\n3,c\n", "x.csv");
    REQUIRE(read.posts.size() == 2);
    CHECK(read.posts[1].id == "3");
    CHECK(read.posts[1].line == 3 + limits::kLineBytes / 8 + 10 + 1);
    REQUIRE(read.rejects.size() == 1);
    CHECK(read.rejects[0].second.code == Code::kLineTooLong);
    CHECK(read.rejects[0].second.message.ends_with(
        fmt::format("it spans {} lines", limits::kLineBytes / 8 + 11)));
}
