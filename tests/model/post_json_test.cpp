// What is recorded of a post, read back by the reader of feeds: the same post, and the same bytes again.
#include "model/post_json.h"

#include <doctest/doctest.h>

#include <deque>
#include <limits>
#include <random>
#include <string>
#include <string_view>

#include "support/post_text.h"

using namespace mizan;
using namespace mizan::test;

namespace {

void check_round_trip(const Post& post) {
    const auto json = post_json(post);
    CAPTURE(json);
    CHECK(json.find('\n') == json.npos);
    LineReader reader;
    if (!reader.read(json)) FAIL(reader.error());
    CHECK(same_post(reader.post(), post));
    CHECK(post_json(reader.post()) == json);
}

Post with_text(std::string_view text) {
    Post post;
    post.id = "p1";
    post.parts.push_back({PartKind::kText, PartRole::kBody, text, {}});
    return post;
}

// Random posts made of what gives trouble.
class RandomPosts {
public:
    explicit RandomPosts(unsigned seed) : random_(seed) {}

    Post next() {
        texts_.clear();
        Post post;
        post.id = text(1);
        for (auto* field : {&post.platform, &post.author, &post.lang, &post.surface, &post.reply_to,
                            &post.target})
            if (one_in(2)) *field = text(0);
        if (one_in(2)) post.created_at = "2026-09-01T09:24:38Z";
        for (auto n = below(4); n-- > 0;) post.mentions.push_back(text(0));
        for (auto n = 1 + below(4); n-- > 0;) {
            post.parts.push_back({static_cast<PartKind>(below(4)), static_cast<PartRole>(below(8)),
                                  text(0), one_in(2) ? text(0) : std::string_view()});
        }
        for (auto n = below(3); n-- > 0;) {
            auto& signal = post.signals.emplace_back();
            signal.name = text(1);
            if (one_in(2)) signal.source = text(0);
            if (one_in(2)) signal.version = text(0);
            if (one_in(2)) signal.asked_at = text(0);
            if (one_in(2)) {
                for (auto m = 1 + below(3); m-- > 0;) signal.values.push_back(text(0));
            } else {
                signal.value = static_cast<std::int64_t>(random_() >> below(64));
                if (one_in(2)) signal.value = -(signal.value >> 1);
            }
        }
        return post;
    }

private:
    unsigned below(unsigned end) { return static_cast<unsigned>(random_() % end); }
    bool one_in(unsigned n) { return below(n) == 0; }
    std::string_view text(unsigned least) {
        static constexpr std::string_view kPieces[] = {
            "a",
            " ",
            "\"",
            "\\",
            "\\u0041",
            "\\n",
            "/",
            "{}",
            "[,]",
            ":",
            "<b>",
            "\xC3\xA9",
            "\xF0\x9F\xA5\x90",
            "\x7F",
            "\xC2\x85",
            "\xE2\x80\xA8",
            "\xEF\xBB\xBF",
            "\xEF\xBF\xBD",
            "\xFF",
            "\x80",
            "\xC0\x80",
            "\xED\xA0\x80",
            "\xF4\x90\x80\x80",
            "\xE2\x80",
            "\xF0\x9F",
            "\xF4\x8F\xBE\x80",  // a code point that stands for a byte on its way through the reader
            "\n",
            "\r",
            "\t",
            "\x01",
            "\x1F"};
        auto& out = texts_.emplace_back();
        for (auto n = least + below(6); n-- > 0;) {
            if (one_in(20)) out.push_back('\0');
            out.append(kPieces[below(std::size(kPieces))]);
        }
        return out;
    }

    std::mt19937_64 random_;
    std::deque<std::string> texts_;
};

}  // namespace

TEST_CASE("a post's JSON has its members in one order, and none that was not given") {
    CHECK(post_json(with_text("hi")) ==
          R"({"id":"p1","parts":[{"kind":"text","role":"body","text":"hi"}]})");
    auto post = with_text("hi");
    post.platform = "agora";
    post.author = "ann";
    post.created_at = "2026-09-01T09:24:38Z";
    post.lang = "en";
    post.surface = "comment";
    post.reply_to = "p0";
    post.target = "bob";
    post.mentions = {"bob", "cy"};
    post.parts.push_back({PartKind::kDerivedText, PartRole::kOcr, "sign", "ocr:x"});
    post.signals.push_back({"score", "model", "3", -7, {}, "2026-09-01T09:24:38Z"});
    post.signals.push_back({"traits", {}, {}, 0, {"a", "b"}, {}});
    post.revision = 4;
    post.reach = {1000, "2026-09-01T09:24:38Z"};
    post.has_reach = true;
    CHECK(post_json(post) ==
          R"({"platform":"agora","id":"p1","author":"ann","created_at":"2026-09-01T09:24:38Z",)"
          R"("lang":"en","surface":"comment","reply_to":"p0","target":"bob",)"
          R"("mentions":["bob","cy"],"parts":[{"kind":"text","role":"body","text":"hi"},)"
          R"({"kind":"derived-text","role":"ocr","text":"sign","provenance":"ocr:x"}],)"
          R"("signals":[{"name":"score","source":"model","version":"3","value":-7,)"
          R"("asked_at":"2026-09-01T09:24:38Z"},{"name":"traits","value":["a","b"]}]})");
    check_round_trip(post);
    // It is appended to what stands there.
    std::string out = "[";
    append_post_json(out, with_text("hi"));
    CHECK(out == "[" + post_json(with_text("hi")));
}

TEST_CASE("every byte of a text comes back as it was") {
    std::string all;
    for (int c = 0; c < 256; ++c) all.push_back(static_cast<char>(c));
    check_round_trip(with_text(all));
    for (int c = 0; c < 256; ++c) {
        const std::string one(1, static_cast<char>(c));
        check_round_trip(with_text(one));
        check_round_trip(with_text("\xE2\x80" + one + "x"));
        auto post = with_text("hi");
        const std::string id = "x" + one;
        post.id = post.author = id;
        check_round_trip(post);
    }
    check_round_trip(with_text(""));
}

TEST_CASE("every kind and role of part, and numbers at their ends") {
    Post post;
    post.id = "p1";
    for (unsigned kind = 0; kind < 4; ++kind) {
        for (unsigned role = 0; role < 8; ++role)
            post.parts.push_back(
                {static_cast<PartKind>(kind), static_cast<PartRole>(role), "t", {}});
    }
    using Limits = std::numeric_limits<std::int64_t>;
    for (const auto n : {Limits::min(), Limits::min() + 1, std::int64_t{-1}, std::int64_t{0},
                         std::int64_t{1}, Limits::max()})
        post.signals.push_back({"n", {}, {}, n, {}, {}});
    check_round_trip(post);
}

TEST_CASE("posts of anything at all come back as they were") {
    RandomPosts posts(1);
    for (int i = 0; i < 3000; ++i) check_round_trip(posts.next());
}

TEST_CASE("different posts have different JSON") {
    auto a = with_text("hi"), b = with_text("hi");
    a.author = "x";
    b.target = "x";
    CHECK(post_json(a) != post_json(b));
    a = b = with_text("hi");
    a.mentions = {"a,b"};
    b.mentions = {"a", "b"};
    CHECK(post_json(a) != post_json(b));
    a = b = with_text("\\n");
    b.parts[0].bytes = "\n";
    CHECK(post_json(a) != post_json(b));
}
