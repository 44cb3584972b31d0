// Lexicon lines: what each option does to a post.
#include <doctest/doctest.h>

#include "../support/tiny_policy.h"

using namespace mizan;
using namespace mizan::test;

namespace {

// garden() with more lexicon lines, compiled.
Engine with_terms(std::string_view lines) {
    auto files = with_pattern("g BAD");
    files.append("lexicon/en/garden.terms", lines);
    return Engine(files);
}

constexpr std::string_view kIt = "SAID(gardeners)";

}  // namespace

TEST_CASE("forms, inflection and sections' options make a term's spellings") {
    auto engine = with_terms(
        "[BAD | inflect=noun]\nbramble | forms=thorn bush, prickle\nmoss | inflect=none\n");
    for (const auto* text : {"gardeners bramble", "gardeners brambles", "gardeners thorn bush",
                             "gardeners prickle", "gardeners moss"}) {
        CAPTURE(text);
        CHECK(engine.found(text) == kIt);
    }
    CHECK(engine.found("gardeners mosses") == "");
    CHECK(engine.found("gardeners thorn, bush") == "");
}

TEST_CASE("an everyday word is never read as another") {
    auto plain = with_terms("");
    CHECK(plain.found("gardeners w33ds") == kIt);
    CHECK(plain.claims("gardeners w33ds").claims.at(0).reading == text::ReadingKind::kLeet);
    auto everyday = with_terms("[everyday]\nw33ds\n");
    CHECK(everyday.found("gardeners w33ds") == "");
}

TEST_CASE("reading=plain keeps a term from being found through a disguise") {
    auto engine = with_terms("[BAD]\nbramble | reading=plain\n");
    CHECK(engine.found("gardeners bramble") == kIt);
    CHECK(engine.found("gardeners br4mble") == "");
}

TEST_CASE("typos=yes lets one mistake through") {
    CHECK(with_terms("[BAD]\nbramble | typos=yes\n").found("gardeners brambel") == kIt);
    CHECK(with_terms("[BAD]\nbramble\n").found("gardeners brambel") == "");
}

TEST_CASE("covers hides the terms inside a longer one") {
    CHECK(with_terms("").found("gardeners weeds killer") == kIt);
    auto engine = with_terms("[SPOIL]\nweeds killer | covers\n");
    CHECK(engine.found("gardeners weeds killer") == "");
    CHECK(engine.found("gardeners weeds") == kIt);
}

TEST_CASE("guards let a term count only where, or but where, a pattern stands near") {
    const auto engine = [](std::string_view mode) {
        auto files = with_pattern("g BAD");
        files.append("constructs.rules",
                     "guard NEAR " + std::string(mode) + "\n  \"bed\" ..1 \"of\"?\n");
        files.append("lexicon/en/garden.terms",
                     "[BAD]\nmoss | guard=NEAR\nbed moss | guard=NEAR\n");
        return Engine(files);
    };
    auto only = engine("only sentence");
    CHECK(only.found("gardeners moss in a bed") == kIt);
    CHECK(only.found("gardeners moss. in a bed") == "");
    CHECK(only.found("gardeners moss") == "");
    auto unless = engine("unless sentence");
    CHECK(unless.found("gardeners moss in a bed") == "");
    CHECK(unless.found("gardeners moss. in a bed") == kIt);
    auto overlap = engine("only overlap");
    CHECK(overlap.found("gardeners bed moss") == kIt);
    CHECK(overlap.found("gardeners moss bed") == "");
    auto unless_overlap = engine("unless overlap");
    CHECK(unless_overlap.found("gardeners moss bed") == kIt);
    CHECK(unless_overlap.found("gardeners bed moss") == "");
}

TEST_CASE("a homograph is silent in the language it is marked for") {
    auto engine = with_terms("[BAD]\ngift | homograph=de\n");
    const std::string german = "gardeners gift und das ist nicht so gut für die Leute von hier";
    CHECK(engine.found("the gardeners gift and that is not what we want") == kIt);
    CHECK(engine.found(german) == "");
    CHECK(with_terms("[BAD]\ngift\n").found(german) == kIt);
}

TEST_CASE("a term of another language counts towards review only") {
    auto files = garden().set("lexicon/de/more.terms", "[BAD]\nunkraut\n");
    Engine engine(files);
    CHECK(engine.outcome("all of the gardeners are weeds and it is so") == "violation");
    CHECK(engine.outcome("all of the gardeners are unkraut and it is so") == "review");
}

TEST_CASE("terms fold as posts do") {
    auto engine = with_terms("[BAD]\nÉCLAIR  Rosé\n");
    CHECK(engine.found("gardeners eclair ROSE") == kIt);
    CHECK(engine.found("gardeners éclair rosé") == kIt);
}

TEST_CASE("the longest term is what the words mean") {
    auto engine = with_terms("[BAD]\nweeds and all\n");
    const auto& claims = engine.claims("gardeners weeds and all");
    REQUIRE(claims.claims.size() == 2);  // the short claim and the long one end at different words
    CHECK(claims.claims[0].tokens.last == 2);
    CHECK(claims.claims[1].tokens.last == 4);
}
