// Labelled posts: what a row says of each score, and of what it belongs to.
#include "learn/dataset.h"

#include <doctest/doctest.h>

#include <unistd.h>

#include <filesystem>
#include <fstream>

using namespace mizan;

namespace {

Result<std::vector<learn::Row>> read(const std::string& lines) {
    const auto path = std::filesystem::temp_directory_path() /
                      ("mizan-dataset-" + std::to_string(::getpid()) + ".jsonl");
    std::ofstream(path) << lines;
    auto rows = learn::read_suite(path.string(), "en");
    std::filesystem::remove(path);
    return rows;
}

std::int8_t profane(const learn::Row& row) {
    return row.wanted[static_cast<std::size_t>(score::Label::kProfanity)];
}

}  // namespace

TEST_CASE("a row says of profanity what it says, and nothing where it is silent") {
    const auto rows = read(R"({"id":"1","text":"a","label":"none","lang":"en","profane":true}
{"id":"2","text":"b","label":"hate","lang":"en","profane":false}
{"id":"3","text":"c","label":"none","lang":"en"}
{"id":"4","text":"d","label":"none","lang":"en","profane":null}
)");
    REQUIRE(rows);
    REQUIRE(rows->size() == 4);
    CHECK(profane((*rows)[0]) == 1);
    CHECK(profane((*rows)[1]) == 0);
    CHECK(profane((*rows)[2]) == -1);
    CHECK(profane((*rows)[3]) == -1);
}

TEST_CASE("a row names its pair and its swap") {
    const auto rows = read(
        R"({"id":"1","text":"a","label":"none","lang":"en","pair":"p","swap":"s","target":["b","a","b"]})");
    REQUIRE(rows);
    CHECK(rows->front().pair == "p");
    CHECK(rows->front().swap == "s");
    CHECK(rows->front().targets == std::vector<std::string>{"a", "b"});
}

TEST_CASE("a field of the wrong kind is refused by its line and name") {
    const auto rows = read(R"({"id":"1","text":"a","label":"none","lang":"en"}
{"id":"2","text":"b","label":"none","lang":"en","profane":"yes"}
)");
    REQUIRE(!rows);
    CHECK(rows.error().code == Code::kJsonMalformed);
    CHECK(rows.error().where.ends_with(":2"));
    CHECK(rows.error().message.find("'profane'") != std::string::npos);
}
