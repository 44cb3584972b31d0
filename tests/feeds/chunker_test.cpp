#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "base/limits.h"
#include "reading.h"

using namespace mizan;
using namespace mizan::feeds;

namespace {

// Hands its bytes out in small pieces, and fails at the end if told to.
class DripSource final : public ByteSource {
public:
    DripSource(std::string bytes, std::size_t step, bool fails = false, bool live = false)
        : bytes_(std::move(bytes)), step_(step), fails_(fails), live_(live) {}
    Result<std::size_t> read(std::span<char> out) override {
        const auto n = std::min({step_, out.size(), bytes_.size() - at_});
        std::copy_n(bytes_.data() + at_, n, out.data());
        at_ += n;
        if (n == 0 && fails_) return fail({Code::kFileRead, "the disk is gone", "drip"});
        return n;
    }
    std::string_view name() const override { return "drip"; }
    bool live() const override { return live_; }

private:
    std::string bytes_;
    std::size_t at_ = 0;
    std::size_t step_;
    bool fails_;
    bool live_;
};

std::string ndjson(int records) {
    std::string out;
    for (int i = 1; i <= records; ++i)
        out += "{\"id\":" + std::to_string(i) + ",\"text\":\"number " + std::to_string(i) + "\"}\n";
    return out;
}

}  // namespace

TEST_CASE(
    "a large input comes whole, in order and with right line numbers, whatever the size of the "
    "reads") {
    const auto bytes = ndjson(60'000);
    for (const std::size_t step : {std::size_t{997}, std::size_t{65'536}, bytes.size()}) {
        DripSource source(bytes, step);
        const auto read = read_source(source);
        CHECK(read.chunks > 2);
        REQUIRE(read.posts.size() == 60'000);
        bool all = read.rejects.empty();
        for (std::size_t i = 0; i < read.posts.size(); ++i) {
            all = all && read.posts[i].id == std::to_string(i + 1) && read.posts[i].line == i + 1;
        }
        CHECK(all);
    }
}

TEST_CASE("an empty file and a file of blank lines have no posts and no faults") {
    for (const char* bytes : {"", "\n\n  \r\n", "\xEF\xBB\xBF"}) {
        for (const char* name : {"a.jsonl", "a.txt", "a.csv"}) {
            const auto read = read_all(bytes, name);
            CAPTURE(name);
            CHECK(read.posts.empty());
            CHECK(read.rejects.empty());
            if (std::string_view(name) != "a.csv") CHECK_FALSE(read.failure);
        }
    }
}

TEST_CASE("the byte order mark, CRLF and a missing last line end do no harm") {
    const auto read = read_all("\xEF\xBB\xBF{\"text\":\"a\"}\r\n\r\n{\"text\":\"b\"}");
    REQUIRE(read.posts.size() == 2);
    CHECK(read.posts[0].id == "line:1");
    CHECK(read.posts[1].id == "line:3");
    CHECK(read.posts[1].text == "b");
    CHECK(read_all("a\r\nb", "x.txt").posts[0].text == "a");
}

TEST_CASE("a line over the limit is one reject with its number, and the lines around it are read") {
    const std::string before = "{\"text\":\"before\"}\n";
    const std::string after = "\n{\"text\":\"after\"}\n";
    const std::string frame = "{\"text\":\"\"}";
    const auto fits =
        std::string("{\"x\":\"") + std::string(limits::kLineBytes - 18, 'x') + "\",\"text\":\"\"}";
    REQUIRE(fits.size() <= limits::kLineBytes);
    CHECK(read_all(before + fits + after).posts.size() == 3);
    for (const std::size_t size : {limits::kLineBytes + 1, 3 * limits::kLineBytes}) {
        const auto read = read_all(before + std::string(size, '{') + after);
        REQUIRE(read.posts.size() == 2);
        CHECK(read.posts[1].line == 3);
        REQUIRE(read.rejects.size() == 1);
        CHECK(read.rejects[0].first == 2);
        CHECK(read.rejects[0].second.code == Code::kLineTooLong);
        CHECK(read.rejects[0].second.where == "posts:2");
    }
}

TEST_CASE(
    "a fault of the source is given after what came before it, and the record cut off is a "
    "reject") {
    DripSource source("{\"text\":\"a\"}\n{\"text\":\"b", 5, true);
    const auto read = read_source(source);
    CHECK(read.posts.size() == 1);
    REQUIRE(read.rejects.size() == 1);
    CHECK(read.rejects[0].first == 2);
    REQUIRE(read.failure);
    CHECK(read.failure->message == "the disk is gone");
}

TEST_CASE("a live source is delivered as soon as a line is whole") {
    DripSource source(ndjson(3), 20, false, true);
    const auto read = read_source(source);
    CHECK(read.posts.size() == 3);
    CHECK(read.chunks == 3);
}

TEST_CASE("binary input is one error with advice") {
    for (const auto& bytes : {std::string("\xFF\xFE{\0\"\0", 6), std::string("a\0b\0c\0d\0", 8),
                              std::string("PK\x03\x04xx")}) {
        const auto read = read_all(bytes);
        CHECK(read.posts.empty());
        REQUIRE(read.failure);
        CHECK(read.failure->code == Code::kBinaryInput);
        CHECK(read.failure->where == "posts");
    }
    CHECK(read_all(std::string("{\"text\":\"one \0 is no binary file, but no JSON either\"}", 52))
              .rejects.size() == 1);
}

TEST_CASE("what is known not to be text is refused by its first bytes, in any format") {
    using std::string_view_literals::operator""sv;
    for (const auto head :
         {"\x89PNG\r\n\x1A\nabcdefgh"sv, "\xFF\xD8\xFF\xE0 JFIF and text"sv,
          "GIF89a and more text"sv, "%PDF-1.7\nand text"sv, "\x1F\x8B\x08 packed once more"sv,
          "7z\xBC\xAF\x27\x1C and text"sv, "MIZANBND and text"sv}) {
        for (const auto format : {Format::kAuto, Format::kText, Format::kCsv, Format::kNdjson}) {
            DripSource source(std::string(head), 1000);
            const auto read = read_source(source, format);
            CAPTURE(head);
            CHECK(read.posts.empty());
            REQUIRE(read.failure);
            CHECK(read.failure->code == Code::kBinaryInput);
        }
    }
}

TEST_CASE("plain lines and CSV that do not begin with text are refused, and told how to convert") {
    std::string noise;
    std::uint32_t state = 1;
    for (int i = 0; i < 5000; ++i) {
        state = state * 1664525 + 1013904223;
        noise.push_back(static_cast<char>(state >> 24));
    }
    const std::string windows_1251 =
        "\xD1\xE0\xE4\xEE\xE2\xED\xE8\xEA\xE8 \xF5\xEE\xF0\xEE\xF8\xE8\n";
    for (const auto& bytes : {noise, windows_1251}) {
        for (const char* name : {"x.txt", "x.csv"}) {
            const auto read = read_all(bytes, name);
            CHECK(read.posts.empty());
            REQUIRE(read.failure);
            CHECK(read.failure->code == Code::kBinaryInput);
        }
    }
    CHECK(read_all(windows_1251, "x.txt").failure->message.find("iconv") != std::string::npos);
}

TEST_CASE(
    "a plain line or a CSV row that is mostly no text is a reject, one with a slip is a post") {
    std::string good(5000, 'a');
    const auto text = read_all(
        good + "\n\x80\x81 \x82\xFF\nGardeners \xFF\xFE are weeds\n\x1B\x01z\n" +
            "caf\xE9 na\xEFve in Latin-1\n\xF0\x9F\x8C\xB9 \xD0\xA0\xD0\xBE\xD0\xB7\xD0\xB0\n",
        "x.txt");
    CHECK(text.posts.size() == 4);
    REQUIRE(text.rejects.size() == 2);
    CHECK(text.rejects[0].first == 2);
    CHECK(text.rejects[0].second.code == Code::kBinaryInput);
    CHECK(text.rejects[0].second.message.starts_with("4 of 5 characters"));
    const auto csv = read_all("id,text\n0," + good + "\n1,\x80\x81\n2,\"two\n\tlines\"\n", "x.csv");
    CHECK(csv.posts.size() == 2);
    REQUIRE(csv.rejects.size() == 1);
    CHECK(csv.rejects[0].second.code == Code::kBinaryInput);
}

TEST_CASE("auto takes the first byte, then the name, then text") {
    CHECK(detect("x.csv", "{\"a\"") == Format::kNdjson);
    CHECK(detect("x.CSV.gz", "id,text") == Format::kCsv);
    CHECK(detect("x.tsv", "id\ttext") == Format::kCsv);
    CHECK(detect("x.jsonl.zst", "[") == Format::kNdjson);
    CHECK(detect("stdin", "  \n {") == Format::kNdjson);
    CHECK(detect("x.txt", "hello") == Format::kText);
    CHECK(detect("stdin", "[\n {\"text\"") == Format::kNdjson);
    CHECK(detect("stdin", "[\"Gardeners are") == Format::kNdjson);
    CHECK(detect("stdin", "[URL] look, [1] and [[x]]") == Format::kText);
}

TEST_CASE("text: one post a line, its number is its id") {
    const auto read = read_all("first\n\n  second \n", "x.txt");
    REQUIRE(read.posts.size() == 2);
    CHECK(read.posts[1].id == "3");
    CHECK(read.posts[1].text == "  second ");
}
