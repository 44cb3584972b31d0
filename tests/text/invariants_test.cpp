// What holds for any bytes at all, and that hostile ones cost no more than their length.
#include <doctest/doctest.h>

#include "text/invariants.h"
#include "text_helpers.h"

using namespace mizan;
using namespace mizan::text;
using namespace mizan::text::testing;

namespace {

// Bytes that meet every branch: ASCII, marks, all quotes, emoji, several scripts, broken UTF-8.
std::string noise(std::uint64_t& state, std::size_t pieces) {
    constexpr std::string_view kPieces[] = {
        "a",     "B",  "ver", " ",      "\n",     ".",      "!",    "?",        "'",
        "\"",    "#",  "@",   "*",      "-",      "_",      "3",    "1",        "0",
        ",",     "/",  ":",   "://",    "www",    ".com",   "&",    "&amp;",    "&#39;",
        "“",     "”",  "«",   "»",      "‘",      "’",      "„",    ">",        "<",
        "[url]", "中", "が",  "\u3099", "\u0301", "\u200D", "🐀",   "🇩",        "🏽",
        "е",     "ß",  "ﷺ",   "क",      "ि",      "ا",      "\xFF", "\xE2\x82", "\xF0\x9F",
        "\xC0",  "$",  "€",   "|",      ")",      "n't",    "…"};
    std::string out;
    for (std::size_t i = 0; i < pieces; ++i) {
        state = state * 6364136223846793005ull + 1442695040888963407ull;
        out += kPieces[(state >> 33) % std::size(kPieces)];
    }
    return out;
}

std::string repeated(std::string_view piece, std::size_t bytes) {
    std::string out;
    while (out.size() < bytes) out += piece;
    return out;
}

}  // namespace

TEST_CASE("tokens lie in range, in order, apart and on code points for any bytes") {
    std::uint64_t state = 42;
    for (int i = 0; i < 3000; ++i) {
        const std::string a = noise(state, 1 + static_cast<std::size_t>(i % 60));
        const std::string b = noise(state, 20);
        std::vector<Part> parts(2);
        parts[0].bytes = a;
        parts[1].bytes = b;
        parts[1].role = i % 2 == 0 ? PartRole::kQuoted : PartRole::kTitle;
        NormalText text;
        normalize(parts, "en", vocabulary(), text);
        const std::string broken = broken_invariant(parts, text);
        CHECK_MESSAGE(broken.empty(), broken, ": ", a);
    }
}

TEST_CASE("the same text gives the same result in a used and in a fresh value") {
    std::uint64_t state = 5;
    NormalText used;
    for (int i = 0; i < 200; ++i) {
        const std::string bytes = noise(state, 30);
        Part part;
        part.bytes = bytes;
        normalize({&part, 1}, {}, vocabulary(), used);
        const auto fresh = read(bytes);
        CHECK(used.folded == fresh.folded);
        CHECK(used.tokens.size() == fresh.tokens.size());
        CHECK(used.readings.size() == fresh.readings.size());
    }
}

TEST_CASE("hostile megabytes stay linear: values are bounded by the bytes, look-ups by a budget") {
    constexpr std::size_t kMegabyte = 1u << 20;
    for (const std::string_view piece :
         {"\u0301", "\"",     "“",         "«a",      "'a ",     "@",        "@a.",
          "#",      "#aB1",   "a ",        "a.",      "v**min ", "v*rm.in-", "🐀\u200D",
          "🇩",      "&",      "&#x1F400;", "http://", "a@b.",    ">\n",      "v3rm1n ",
          "\xFF",   "\u200B", "中\u3099",  "x'y'",    "1/2,",    "!|1"}) {
        const std::string text = repeated(piece, kMegabyte);
        const auto out = read(text);
        CHECK(out.tokens.size() <= text.size());
        CHECK(out.quotations.size() <= out.tokens.size() + 1);
        CHECK(out.folded.size() <= 4 * text.size());
    }
    const auto marks = read("a" + repeated("\u0301", kMegabyte));
    CHECK(marks.tokens.size() == 1);
    CHECK(marks.tokens[0].end > kMegabyte);
    CHECK(read("#" + std::string(kMegabyte, 'a')).tokens.size() == 1);
    CHECK(read(repeated("v**min ", kMegabyte)).truncated);
}
