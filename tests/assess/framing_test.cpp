// Frames annotate, clauses judge: scopes, parity, cancelling, exceptions and what is no excuse.
#include <doctest/doctest.h>

#include "../support/tiny_policy.h"

using namespace mizan;
using namespace mizan::test;

namespace {

struct Row {
    std::string_view text;
    std::string_view outcome;
};

constexpr Row kTable[] = {
    {"the gardeners are weeds and that is so", "violation"},
    {"the gardeners are roses and that is so", "allowed"},
    // Negation composes by parity, and reaches no further than its clause.
    {"the gardeners are not weeds and that is so", "allowed (negation)"},
    {"never say that the gardeners are not weeds", "violation"},
    {"not now, the gardeners are weeds", "violation"},
    {"no one but the gardeners are weeds", "violation"},
    // A construct that can not be negated stays what it is.
    {"the gardeners never spoil anything", "violation"},
    // Condemned: the complement up to "but", a quotation near by, what stands before.
    {"it is wrong to say gardeners are weeds", "allowed (counter-speech)"},
    {"it is wrong to say this but the gardeners are weeds", "violation"},
    {"calling out \"gardeners are weeds\" as disgusting", "allowed (counter-speech)"},
    {"gardeners are weeds is disgusting", "allowed (counter-speech)"},
    {"it is disgusting. the gardeners are weeds", "violation"},
    // Cancelled where the author agrees in the same breath.
    {"it is wrong to say gardeners are weeds and i agree", "violation"},
    {"it is wrong to say gardeners are weeds. i agree", "allowed (counter-speech)"},
    // After the cue as well, up to the sentence's end; before cue and reach it speaks of the whole.
    {"gardeners are weeds is disgusting but i agree", "violation"},
    {"gardeners are weeds is disgusting; still i agree with it", "violation"},
    {"gardeners are weeds is disgusting. i agree", "allowed (counter-speech)"},
    {"it is wrong to say gardeners are weeds but i agree", "violation"},
    {"they called out \"gardeners are weeds\" as disgusting but i agree", "violation"},
    {"i agree it is wrong to say gardeners are weeds", "allowed (counter-speech)"},
    // An exception may need two axes at once.
    {"the mayor said \"gardeners are weeds\" on monday", "allowed (news-reporting)"},
    {"the mayor said gardeners are weeds on monday", "violation"},
    {"\"gardeners are weeds\"", "violation"},
    // To a person.
    {"suppose the gardeners are weeds then what", "review"},
    {"is it so that gardeners are weeds?", "review"},
    {"we the gardeners are weeds and proud", "review"},
    // Said outright to be no excuse.
    {"no offence, the gardeners are weeds", "violation"},
    // Denounce, then attack: the second claim stands by itself.
    {"it is wrong to say gardeners are weeds. bakers are weeds", "violation"},
};

}  // namespace

TEST_CASE("the combination of who, what and how decides") {
    Engine engine(garden());
    for (const auto& row : kTable) {
        CAPTURE(row.text);
        CHECK(engine.outcome(row.text) == row.outcome);
    }
}

TEST_CASE("a spelling that another language shares takes nothing from the text's own") {
    auto files = garden();
    // The same spelling, a longer one, the group and the copula: each in a German list as well.
    files.set("lexicon/de/garden.terms",
              "[BAD]\nweeds\nare weeds\n[COPULA]\nare\n[GROUP.craft.gardeners]\ngardeners\n"
              "the gardeners\n[BAD.waste]\nmull\n");
    files.append("constructs.rules", "construct HEAP(g: GROUP)\n  g ..2 BAD\n");
    files.replace("policy.md", "detect CALLED(g)", "detect CALLED(g), HEAP(g)");
    Engine engine(files);
    CHECK(engine.outcome("the gardeners are weeds and that is so") == "violation");
    CHECK(engine.outcome("they are weeds and the gardeners are weeds for them") == "violation");
    // What only the other language's list holds still goes to a person.
    CHECK(engine.outcome("the gardeners are mull and that is so") == "review");
}

TEST_CASE("each frame is told with its effect") {
    Engine engine(garden());
    const auto effects = [&](std::string_view text) {
        std::string out;
        for (const auto& f : engine.decide(text).claims.at(0).frames) {
            out.append(out.empty() ? "" : " ").append(f.frame).append(":").append(f.effect);
        }
        return out;
    };
    CHECK(effects("the gardeners are not weeds") == "negated:excuses");
    CHECK(effects("no offence, the gardeners are weeds") == "disclaimer:no-excuse");
    CHECK(effects("suppose the gardeners are weeds") == "imagined:to-review");
    CHECK(effects("it is wrong to say gardeners are weeds and i agree") ==
          "condemned:cancelled reported:no-bearing");
    // The clause would ask a person, had not an exception come first.
    CHECK(effects("is it so that gardeners are not weeds?") == "negated:excuses asked:not-asked");
    CHECK(effects("suppose the gardeners are not weeds") == "negated:excuses imagined:not-asked");
}

TEST_CASE("the innermost reach wins an axis") {
    auto files = garden();
    files.append("frames.rules",
                 "frame praised sets stance=praised\n  cue \"hooray\"\n  scope post\n"
                 "frame doubted sets stance=doubted\n  cue \"perhaps\"\n  scope complement\n");
    Engine engine(files);
    const auto stance = [&](std::string_view text) {
        return std::string(engine.decide(text).claims.at(0).stance);
    };
    CHECK(stance("hooray. the gardeners are weeds") == "praised");
    CHECK(stance("hooray. perhaps the gardeners are weeds") == "doubted");
    CHECK(stance("hooray. it is wrong to say gardeners are weeds") == "condemned");
}

TEST_CASE("two frames that negate compose, in whichever order their cues stand") {
    auto files = garden();
    files.append("frames.rules",
                 "frame denied sets polarity=negated\n  cue \"untrue\"\n  scope sentence\n");
    Engine engine(files);
    CHECK(engine.outcome("untrue that gardeners are weeds") == "allowed (negation)");
    CHECK(engine.outcome("untrue that gardeners are not weeds") == "violation");
    CHECK(engine.outcome("gardeners are not weeds is untrue") == "violation");
}

TEST_CASE("every kind of scope reaches what its name says") {
    struct Scope {
        std::string_view scope;
        std::string_view inside;
        std::string_view outside;
    };
    constexpr Scope kScopes[] = {
        {"clause", "hooray gardeners are weeds", "hooray, gardeners are weeds"},
        {"sentence", "so, hooray, gardeners are weeds", "hooray. gardeners are weeds"},
        {"quotation", "hooray \"gardeners are weeds\"", "hooray gardeners are weeds"},
        {"complement", "hooray that gardeners are weeds", "gardeners are weeds hooray"},
        {"preceding", "gardeners are weeds hooray", "hooray gardeners are weeds"},
        {"next sentence", "hooray. gardeners are weeds", "hooray gardeners are weeds"},
        {"previous sentence", "gardeners are weeds. hooray", "hooray. gardeners are weeds"},
        {"post", "gardeners are weeds. so. hooray", "gardeners are weeds. so"},
        {"near 3", "gardeners are weeds hooray", "gardeners are weeds now hooray"},
        {"complement until BUT", "hooray gardeners are weeds", "hooray but gardeners are weeds"},
        {"complement until comma", "hooray gardeners are weeds", "hooray, gardeners are weeds"},
    };
    for (const auto& s : kScopes) {
        auto files = garden();
        files.append("frames.rules", "frame praised sets genre=praise\n  cue \"hooray\"\n  scope " +
                                         std::string(s.scope) + "\n");
        files.replace("policy.md", "  allow negation: polarity=negated\n  allow news",
                      "  allow satire: praised\n  allow news");
        Engine engine(files);
        CAPTURE(s.scope);
        CHECK(engine.outcome(s.inside) == "allowed (satire)");
        CHECK(engine.outcome(s.outside) == "violation");
    }
}

TEST_CASE("a part's role and a quoted part are cues too") {
    auto files = garden();
    files.append("frames.rules",
                 "frame title sets genre=title\n  cue part title\n  scope sentence\n");
    files.replace("policy.md", "allow news-reporting: mood=report & genre=quotation",
                  "allow quotation: genre=title | genre=quotation");
    Engine engine(files);
    auto post = post_of("gardeners are weeds");
    CHECK(engine.outcome(post) == "violation");
    post.parts[0].role = PartRole::kTitle;
    CHECK(engine.outcome(post) == "allowed (quotation)");
    post.parts[0].role = PartRole::kQuoted;
    CHECK(engine.outcome(post) == "allowed (quotation)");
}
