// UTF-8, JSON strings, hashes, errors and files: the small tools that everything stands on.
#include <doctest/doctest.h>

#include <filesystem>
#include <set>
#include <vector>

#include "base/error.h"
#include "base/files.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/sha256.h"
#include "base/utf8.h"

using namespace mizan;

namespace {

std::string code_points(std::string_view s) {
    std::string out;
    for (std::size_t at = 0; at < s.size();) {
        const auto d = utf8::decode(s, at);
        out.append(std::to_string(static_cast<unsigned>(d.code_point)))
            .append(d.valid ? " " : "! ");
        at += d.size;
    }
    return out;
}

std::string json_of(std::string_view s) {
    std::string out;
    json::append_string(out, s);
    return out;
}

}  // namespace

TEST_CASE("ill-formed UTF-8 gives one replacement for each maximal part") {
    // The examples of the Unicode Standard's chapter 3.9, tables 3-8 to 3-11, by their byte classes.
    CHECK(code_points("\x61\xF1\x80\x80\xE1\x80\xC2\x62\x80\x63\x80\xBF\x64") ==
          "97 65533! 65533! 65533! 98 65533! 99 65533! 65533! 100 ");
    CHECK(code_points("\xC0\xAF") == "65533! 65533! ");
    CHECK(code_points("\xED\xA0\x80") == "65533! 65533! 65533! ");
    CHECK(code_points("\xF4\x91\x92\x93") == "65533! 65533! 65533! 65533! ");
    CHECK(code_points("\xE1\x80") == "65533! ");
}

TEST_CASE("every code point is encoded and decoded alike") {
    for (char32_t c = 0; c < 0x110000; ++c) {
        if (c >= 0xD800 && c < 0xE000) continue;
        std::string bytes;
        utf8::append(bytes, c);
        const auto d = utf8::decode(bytes, 0);
        if (d.code_point != c || d.size != bytes.size() || !d.valid)
            FAIL("code point ", static_cast<unsigned>(c));
    }
}

TEST_CASE("JSON strings are escaped and always valid UTF-8") {
    CHECK(json_of("a\"b\\c") == "\"a\\\"b\\\\c\"");
    CHECK(json_of("\n\t\r") == "\"\\n\\t\\r\"");
    CHECK(json_of(std::string_view("\0\x1f", 2)) == "\"\\u0000\\u001f\"");
    CHECK(json_of("é🌱") == "\"é🌱\"");
    CHECK(json_of("a\xFFz") == "\"a\xEF\xBF\xBDz\"");
    std::string out;
    json::append_int(out, INT64_MIN);
    CHECK(out == "-9223372036854775808");
}

TEST_CASE("SHA-256 is the standard's") {
    CHECK(to_hex(sha256("abc")) ==
          "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(to_hex(sha256("")) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST_CASE("the table hash tells lengths, bytes and places apart") {
    std::set<std::uint64_t> seen;
    std::string s;
    for (int i = 0; i < 64; ++i) {
        seen.insert(hash64(s));
        s.push_back('\0');
        seen.insert(hash64(std::string(static_cast<std::size_t>(i), 'x') + "y"));
    }
    CHECK(seen.size() == 128);
}

TEST_CASE("an error says where, what and its code") {
    CHECK(to_string(Error{Code::kTextMissing, "a post without text", "posts.jsonl:3"}) ==
          "posts.jsonl:3: a post without text [text-missing]");
    CHECK(to_string(Error{Code::kInternal, "x", {}}) == "x [internal]");
}

TEST_CASE("files are written whole or not at all") {
    namespace fs = std::filesystem;
    const auto dir = fs::temp_directory_path() / "mizan_files_test";
    fs::create_directories(dir);
    const auto path = (dir / "a.txt").string();
    REQUIRE(write_file(path, "one").has_value());
    REQUIRE(write_file(path, "two").has_value());
    CHECK(read_file(path, 10).value() == "two");
    CHECK(read_file(path, 2).error().code == Code::kFileRead);
    CHECK(read_file((dir / "none").string(), 10).error().code == Code::kFileRead);
    CHECK(read_file(dir.string(), 10).error().code == Code::kFileRead);
    CHECK(write_file((dir / "no/such/folder").string(), "x").error().code == Code::kFileWrite);
    CHECK(std::distance(fs::directory_iterator(dir), {}) == 1);
    fs::remove_all(dir);
}

TEST_CASE("an object is written member by member, with commas where they belong") {
    std::string out;
    json::Object(out)
        .text("a", "\"x\"")
        .optional("b", "")
        .optional("c", "y")
        .number("n", 18446744073709551615ull)
        .flag("f", false)
        .range("r", 1, 2)
        .json_value("j", "{}")
        .list("l", std::vector<int>{1, 2},
              [&](int i) { json::Object(out).number("i", static_cast<std::uint64_t>(i)); });
    CHECK(out == R"({"a":"\"x\"","c":"y","n":18446744073709551615,"f":false,"r":[1,2],"j":{},)"
                 R"("l":[{"i":1},{"i":2}]})");
    out.clear();
    (void)json::Object(out);
    CHECK(out == "{}");
}
