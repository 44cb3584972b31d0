// Each construct of the pattern grammar, by what it finds and what it does not.
#include <doctest/doctest.h>

#include <set>

#include "../support/tiny_policy.h"

using namespace mizan;
using namespace mizan::test;

namespace {

struct Row {
    std::string_view pattern;
    std::string_view text;
    std::string_view found;
};

constexpr std::string_view kIt = "SAID(gardeners)";
constexpr std::string_view kNo = "";

constexpr Row kTable[] = {
    // Concepts reach down, not up; other groups are other groups.
    {"g BAD", "gardeners weeds", kIt},
    {"g BAD", "gardeners rubbish", kIt},
    {"g BAD.plant", "gardeners rubbish", kNo},
    {"g BAD", "bakers rubbish", "SAID(bakers)"},
    {"g BAD", "elders rubbish", "SAID(elders)"},
    {"GROUP.craft BAD g", "bakers rubbish gardeners", kIt},
    // Words and their inflections; a pattern has no words between its parts.
    {"g \"grow\"", "gardeners grow", kIt},
    {"g \"grow\"", "gardeners growing", kNo},
    {"g \"grow\":verb", "gardeners growing", kIt},
    {"g \"dig up\":verb", "gardeners digging up", kIt},
    {"g \"plant out\":verb", "gardeners planting out", kIt},
    {"g BAD", "gardeners big weeds", kNo},
    {"g BAD", "weeds gardeners", kNo},
    // Gaps count words of any kind, and never reach over the end of a sentence.
    {"g ..2 BAD", "gardeners weeds", kIt},
    {"g ..2 BAD", "gardeners one two weeds", kIt},
    {"g ..2 BAD", "gardeners one two three weeds", kNo},
    {"g ..{1,2} BAD", "gardeners weeds", kNo},
    {"g ..{1,2} BAD", "gardeners 7 weeds", kIt},
    {"g ..2 BAD", "gardeners. weeds", kNo},
    {"g ..2 BAD", "gardeners; weeds", kNo},
    {"g ..2 BAD", "gardeners, weeds", kIt},
    // Options and repetition.
    {"g \"big\"? BAD", "gardeners weeds", kIt},
    {"g \"big\"? BAD", "gardeners big weeds", kIt},
    {"g \"big\"? BAD", "gardeners big big weeds", kNo},
    {"g \"big\"{2} BAD", "gardeners big weeds", kNo},
    {"g \"big\"{2} BAD", "gardeners big big weeds", kIt},
    {"g \"big\"{1,3} BAD", "gardeners big big big weeds", kIt},
    {"g \"big\"{1,3} BAD", "gardeners big big big big weeds", kNo},
    {"g (\"big\" \"old\"?){1,2} BAD", "gardeners big old big weeds", kIt},
    // Alternatives and brackets.
    {"g (\"like\" | \"as\") BAD", "gardeners as weeds", kIt},
    {"g (\"like\" | \"as\") BAD", "gardeners like as weeds", kNo},
    {"g BAD | BAD \"like\" g", "weeds like gardeners", kIt},
    {"(g | \"x\" g) BAD", "x gardeners weeds", kIt},
    // Either order.
    {"g <2> BAD", "gardeners one two weeds", kIt},
    {"g <2> BAD", "weeds one two gardeners", kIt},
    {"g <2> BAD", "weeds one two three gardeners", kNo},
    {"g <0> BAD", "weeds gardeners", kIt},
    {"\"look\" g <1> BAD", "look weeds gardeners", kIt},
    // A sentence's end and a strong break are cells of their own.
    {"g // BAD", "gardeners. Weeds", kIt},
    {"g // BAD", "gardeners weeds", kNo},
    {"g // BAD", "gardeners; weeds", kNo},
    {"g @break BAD", "gardeners: weeds", kIt},
    {"g @break BAD", "gardeners weeds", kNo},
    {"g BAD //", "gardeners weeds", kIt},
    {"g BAD //", "gardeners weeds ahead", kNo},
    // Kinds of token.
    {"g @number", "gardeners 12", kIt},
    {"g @number", "gardeners twelve", kNo},
    {"g @mention", "gardeners @amal", kIt},
    {"g @url", "gardeners https://example.org/x", kIt},
    {"g @emoji", "gardeners 🌱", kIt},
    {"g @emoji", "gardeners green", kNo},
    {"g @word", "gardeners green", kIt},
    {"g @word", "gardeners 12", kNo},
    {"g @hashtag", "gardeners #green", kIt},
    {"g @hashtag", "gardeners green", kNo},
    // One token by an expression, whole and folded.
    {"g /we+ds/", "gardeners WEEDS", kIt},
    {"g /we+d/", "gardeners weeds", kNo},
    // A pronoun stands for the group last mentioned, so many sentences back.
    {"THEY BAD where THEY -> g within 1 sentence", "gardeners came. they weeds", kIt},
    {"THEY BAD where THEY -> g within 1 sentence", "gardeners came. so. they weeds", kNo},
    {"THEY BAD where THEY -> g within 2 sentences", "gardeners came. so. they weeds", kIt},
    {"THEY BAD where THEY -> g within 0 sentences", "gardeners came and they weeds", kIt},
    {"THEY BAD where THEY -> g within 0 sentences", "gardeners came. they weeds", kNo},
    {"THEY BAD where THEY -> g within 1 sentence", "bakers met gardeners. they weeds", kIt},
    {"THEY BAD where THEY -> g within 1 sentence", "roses came. they weeds", kNo},
};

std::string find(std::string_view pattern, std::string_view text) {
    return Engine(with_pattern(pattern)).found(text);
}

}  // namespace

TEST_CASE("each construct of the pattern grammar finds what it says and nothing else") {
    for (const auto& row : kTable) {
        CAPTURE(row.pattern);
        CAPTURE(row.text);
        CHECK(find(row.pattern, row.text) == row.found);
    }
}

TEST_CASE("named patterns stand for their lines, inside others too") {
    auto files = with_pattern("g IS BAD");
    files.append("constructs.rules",
                 "pattern IS = \"is\" | VERY\npattern VERY\n  \"are\" \"very\"?\n  \"were\"\n");
    Engine engine(files);
    CHECK(engine.found("gardeners is weeds") == kIt);
    CHECK(engine.found("gardeners are very weeds") == kIt);
    CHECK(engine.found("gardeners were weeds") == kIt);
    CHECK(engine.found("gardeners very weeds") == kNo);
}

TEST_CASE("a line that ends with a bar, a comma or an equals sign goes on in the next") {
    auto files =
        with_pattern("g (\"like\" |\n     \"as\") BAD   # a comment\n\n  # another\n  BAD g");
    Engine engine(files);
    CHECK(engine.found("gardeners as weeds") == kIt);
    CHECK(engine.found("weeds gardeners") == kIt);
}

TEST_CASE("a kind narrows a concept or a group to its terms of that kind") {
    auto files = with_pattern("g:slur \"came\"\ng \"and\" BAD:coded");
    files.append("lexicon/en/garden.terms",
                 "[GROUP.craft.gardeners]\nmudlarks | kind=slur\n[BAD]\nmoss | kind=coded\n");
    Engine engine(files);
    CHECK(engine.found("mudlarks came") == kIt);
    CHECK(engine.found("gardeners came") == kNo);
    CHECK(engine.found("gardeners and moss") == kIt);
    CHECK(engine.found("gardeners and weeds") == kNo);
}

TEST_CASE("a pattern without an anchor is tried everywhere") {
    Engine engine(garden()
                      .set("constructs.rules",
                           "construct CALLED(g: GROUP)\n  @mention @emoji g\n"
                           "construct SPOILING\n  @mention @emoji\n")
                      .replace("policy.md", "protects craft\n  detect SPOILING(g)",
                               "protects anyone\n  detect SPOILING"));
    CHECK(engine.found("nothing here") == "");
    CHECK(engine.found("@amal 🌱") == "SPOILING()");
}

TEST_CASE("a pattern of a sentence's end alone matches no words") {
    auto files = with_pattern("g BAD");
    files.append("frames.rules", "frame odd sets genre=odd\n  cue //\n  scope sentence\n");
    files.append("constructs.rules", "construct END\n  //\n");
    files.replace("policy.md", "detect SAID(g)", "detect SAID(g), END");
    Engine engine(files);
    CHECK(engine.found("gardeners weeds. gardeners weeds") == "SAID(gardeners) SAID(gardeners)");
    CHECK(engine.found("") == "");
}

TEST_CASE("hostile nesting in a pattern is refused at bounded cost") {
    for (const std::string unit : {"?", "{16}", " <1> BAD"}) {
        std::string pattern = "g BAD";
        for (int i = 0; i < 20000; ++i) pattern.append(unit);
        CAPTURE(unit);
        CHECK(with_pattern(pattern).compile().diagnostics.has_errors());
    }
    CHECK(with_pattern("g (..0){16}{16}{16}{16}{16}{16}{16}{16}{16}")
              .compile()
              .diagnostics.has_errors());
    std::string open(50000, '(');
    CHECK(with_pattern("g " + open).compile().diagnostics.has_errors());
    auto doubling = with_pattern("g P40");
    std::string rules = "pattern P0 = BAD\n";
    for (int i = 1; i <= 40; ++i) {
        const auto before = "P" + std::to_string(i - 1);
        rules.append("pattern P" + std::to_string(i) + " = " + before + " " + before + "\n");
    }
    doubling.append("constructs.rules", rules);
    CHECK(slugs(doubling.compile().diagnostics).find("pattern-too-large") != std::string::npos);
}

TEST_CASE("a pattern that can match without naming a group is refused") {
    for (const std::string_view line : {"g? IS BAD", "(g | \"some\") IS BAD"}) {
        const auto compiled = with_pattern(line).compile();
        CAPTURE(line);
        bool told = false;
        for (const auto& d : compiled.diagnostics.all())
            told |= d.code == policy::Diag::kUnboundGroup;
        CHECK(told);
    }
}

TEST_CASE("of two ways to read the same words the plainest is the claim's") {
    Engine engine(with_pattern("g BAD\ng \"so\"? BAD"));
    const auto& claims = engine.claims("gardeners #weeds");
    REQUIRE(claims.claims.size() == 1);
    CHECK(claims.claims[0].reading == text::ReadingKind::kPlain);
}
