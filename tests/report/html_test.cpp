#include "report/html.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "report/markup.h"

using namespace mizan;
using namespace mizan::report;

namespace {

// True if every element that is opened is closed in order. Knows the page's own empty elements.
bool well_nested(std::string_view html) {
    std::vector<std::string> open;
    for (std::size_t at = html.find('<'); at != html.npos; at = html.find('<', at + 1)) {
        const auto end = html.find('>', at);
        if (end == html.npos) return false;
        const auto tag = html.substr(at + 1, end - at - 1);
        if (tag.starts_with('!') || tag.ends_with('/')) continue;
        const auto name = std::string(
            tag.substr(tag.starts_with('/'), tag.find_first_of(" \n") - tag.starts_with('/')));
        if (name == "meta") continue;
        if (!tag.starts_with('/')) {
            open.push_back(name);
        } else if (open.empty() || open.back() != name) {
            return false;
        } else {
            open.pop_back();
        }
    }
    return open.empty();
}

constexpr std::string_view kHostile =
    "'\"><script>alert(1)</script><img src=x onerror=y>&amp;\x1B[31m\xFF\xE2\x80\xAE";

Decision hostile_decision(std::string_view finding_clause) {
    Decision d;
    d.post = kHostile;
    d.lang = kHostile;
    d.reason = kHostile;
    d.outcome = Outcome::kReview;
    d.finding = Finding::kViolates;
    d.clause = finding_clause;
    Claim c;
    c.group = kHostile;
    c.attribute = kHostile;
    c.spans = {{0, {5, 9}, {}, {}},
               {0, {3, 7}, {}, {}},
               {0, {20, 4'000'000'000u}, {}, {}},
               {7, {0, 5}, {}, {}}};
    d.claims = {c};
    ClauseFinding f;
    f.clause = finding_clause;
    f.title = kHostile;
    f.state = "live";
    f.finding = Finding::kViolates;
    f.exception = kHostile;
    d.clauses = {f};
    return d;
}

Post post_of(std::string_view text) {
    Post p;
    p.parts.push_back({PartKind::kText, PartRole::kBody, text, {}});
    return p;
}

std::string marked(std::string_view text, std::vector<Span> spans) {
    std::string out;
    append_marked(out, text, spans, 0);
    return out;
}

}  // namespace

TEST_CASE("nothing that comes from input can become markup") {
    Summary s;
    s.info = {{std::string(kHostile)},
              std::string(kHostile),
              std::string(kHostile),
              std::string(kHostile),
              std::string(kHostile),
              std::string(kHostile),
              1,
              {{std::string(kHostile), std::string(kHostile), {std::string(kHostile)}}},
              5};
    ExampleStore store(3);
    const auto d = hostile_decision(kHostile);
    s.add(d, kHostile);
    store.add(d, post_of(kHostile));
    const auto html = to_html(s, store.sorted());
    CHECK(html.find("<script") == html.npos);
    CHECK(html.find("<img") == html.npos);
    CHECK(html.find("onerror=y>") == html.npos);
    CHECK(html.find('\x1B') == html.npos);
    CHECK(html.find('\xFF') == html.npos);
    CHECK(html.find("\xE2\x80\xAE") == html.npos);
    CHECK(html.find("&lt;script&gt;") != html.npos);
    CHECK(well_nested(html));
}

TEST_CASE("the page asks for nothing from outside and is well nested, empty or not") {
    Summary s;
    CHECK(well_nested(to_html(s, {})));
    for (int i = 0; i < 40; ++i) {
        auto d = hostile_decision("clause");
        const auto lang = "l" + std::to_string(i);
        d.lang = lang;
        d.clauses[0].title = d.clauses[0].exception = d.claims[0].group = d.claims[0].attribute =
            "plain";
        s.add(d, "a" + std::to_string(i));
    }
    s.add_reject(Code::kTextMissing);
    const auto html = to_html(s, {});
    CHECK(well_nested(html));
    for (const char* outside : {"http://", "https://", "src=", "url(", "@import", "<link"}) {
        CAPTURE(outside);
        CHECK(html.find(outside) == html.npos);
    }
    CHECK(html.find("25 more languages") != html.npos);
    CHECK(html.find("Unconfirmed") != html.npos);
}

TEST_CASE("marks: spans are sorted, merged and kept within the text") {
    CHECK(marked("hello <you>", {{0, {6, 11}, {}, {}}}) == "hello <mark>&lt;you&gt;</mark>");
    CHECK(marked("abcdef", {{0, {3, 5}, {}, {}}, {0, {1, 3}, {}, {}}}) == "a<mark>bcde</mark>f");
    CHECK(marked("abc", {{0, {2, 99}, {}, {}},
                         {0, {50, 60}, {}, {}},
                         {1, {0, 1}, {}, {}},
                         {0, {1, 1}, {}, {}}}) == "ab<mark>c</mark>");
    CHECK(marked("\xC3\xA9", {{0, {1, 2}, {}, {}}}) == "\xEF\xBF\xBD<mark>\xEF\xBF\xBD</mark>");
}

TEST_CASE("the store keeps the first examples of each clause and finding, and no more") {
    ExampleStore store(2);
    for (int i = 0; i < 5; ++i) {
        for (const char* clause : {"b", "a"}) {
            auto d = hostile_decision(clause);
            const auto id = std::string(clause) + std::to_string(i);
            d.post = id;
            CHECK(store.wants(d) == (i < 2));
            store.add(d, post_of("text"));
        }
    }
    CHECK_FALSE(store.wants(Decision()));
    const auto kept = store.sorted();
    REQUIRE(kept.size() == 4);
    CHECK(kept[0].id == "a0");
    CHECK(kept[1].id == "a1");
    CHECK(kept[3].id == "b1");
    CHECK(kept[0].parts[0].bytes == "text");
    CHECK(kept[0].finding == "violates");
}
