#include <doctest/doctest.h>
#include <zlib.h>
#include <zstd.h>

#include <cstdio>
#include <fstream>
#include <string>

#include "reading.h"

using namespace mizan;
using namespace mizan::feeds;

namespace {

std::string gzip(const std::string& s) {
    z_stream z{};
    REQUIRE(deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) == Z_OK);
    std::string out(deflateBound(&z, s.size()) + 64, '\0');
    z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(s.data()));
    z.avail_in = static_cast<uInt>(s.size());
    z.next_out = reinterpret_cast<Bytef*>(out.data());
    z.avail_out = static_cast<uInt>(out.size());
    REQUIRE(deflate(&z, Z_FINISH) == Z_STREAM_END);
    out.resize(z.total_out);
    deflateEnd(&z);
    return out;
}

std::string zstd(const std::string& s) {
    std::string out(ZSTD_compressBound(s.size()), '\0');
    auto* const context = ZSTD_createCCtx();
    ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1);  // as the zstd command does
    const auto n = ZSTD_compress2(context, out.data(), out.size(), s.data(), s.size());
    ZSTD_freeCCtx(context);
    REQUIRE(ZSTD_isError(n) == 0);
    out.resize(n);
    return out;
}

std::string lines(int from, int to) {
    std::string out;
    for (int i = from; i <= to; ++i)
        out += "{\"id\":" + std::to_string(i) + ",\"text\":\"post " + std::to_string(i * 7919) +
               "\"}\n";
    return out;
}

}  // namespace

TEST_CASE("gzip and zstd are known by their bytes, in several members") {
    for (auto* const pack : {&gzip, &zstd}) {
        const auto read = read_all(
            (*pack)(lines(1, 20'000)) + (*pack)("") + (*pack)(lines(20'001, 30'000)), "no-ending");
        CHECK_FALSE(read.failure);
        REQUIRE(read.posts.size() == 30'000);
        CHECK(read.posts[29'999].id == "30000");
        CHECK(read.posts[29'999].line == 30'000);
    }
    CHECK(read_all(gzip(lines(1, 2)) + std::string(100, '\0')).posts.size() == 2);
}

TEST_CASE(
    "a damaged or cut-off stream gives what came before, then an error with file and offset") {
    for (auto* const pack : {&gzip, &zstd}) {
        const auto whole = (*pack)(lines(1, 30'000));
        const auto cut = read_all(whole.substr(0, whole.size() / 2), "posts.gz");
        CHECK(cut.posts.size() > 5'000);
        CHECK(cut.posts.size() < 30'000);
        REQUIRE(cut.failure);
        CHECK(cut.failure->code == Code::kCompressed);
        CHECK(cut.failure->where == "posts.gz");
        CHECK(cut.failure->message.find("byte " + std::to_string(whole.size() / 2)) !=
              std::string::npos);

        auto damaged = whole;
        for (std::size_t i = damaged.size() / 2; i < damaged.size() / 2 + 64; ++i)
            damaged[i] = '\x55';
        CHECK(read_all(damaged).failure);
        const auto trailing = read_all(whole + "rubbish behind it");
        CHECK(trailing.posts.size() == 30'000);
        REQUIRE(trailing.failure);
        CHECK(trailing.failure->code == Code::kCompressed);
    }
}

TEST_CASE("files: read by name; a missing file and a folder are errors that name it") {
    const std::string path = "feeds_source_test.tmp";
    std::ofstream(path, std::ios::binary) << gzip(lines(1, 3));
    auto source = open_source(path);
    REQUIRE(source);
    CHECK(read_source(**source).posts.size() == 3);
    CHECK_FALSE((*source)->live());
    std::remove(path.c_str());
    const auto missing = open_source("no/such/file.jsonl");
    REQUIRE_FALSE(missing);
    CHECK(missing.error().code == Code::kFileRead);
    CHECK(missing.error().where == "no/such/file.jsonl");
    CHECK_FALSE(open_source("."));
}

TEST_CASE("input that only begins like a compressed stream is read as it is") {
    CHECK(read_all("\x1Fplain", "x.txt").posts.size() == 1);
    CHECK(read_all("(plain", "x.txt").posts[0].text == "(plain");
}
