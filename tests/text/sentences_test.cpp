// Sentences and quotations.
#include <doctest/doctest.h>

#include "text_helpers.h"

using namespace mizan::text;
using namespace mizan::text::testing;

TEST_CASE("stops of every script end a sentence, a run of them once") {
    CHECK(sentences("One two. Three? Four!! Five?! Six… seven\nEight") ==
          "0-2 2-3? 3-4! 4-5?! 5-6 6-7 7-8");
    CHECK(sentences("中文。日本！何？") == "0-2 2-4! 4-5?");
    CHECK(sentences("مرحبا؟ نعم۔ لا") == "0-1? 1-2 2-3");
    CHECK(sentences("यह है। वह") == "0-2 2-3");
    CHECK(sentences("what ???") == "0-1?");
    CHECK(sentences("... !").empty());
}

TEST_CASE("short forms, initials, numbers and links end none") {
    CHECK(sentences("Mr. Smith vs. Dr. Jones") == "0-5");
    CHECK(sentences("the U.S. army, e.g. here, J. Doe") == "0-9");
    CHECK(sentences("it costs 3.50 at example.com now") == "0-6");
    CHECK(sentences("So am I. You too") == "0-3 3-5");
    CHECK(sentences("it.they left.Then") == "0-3 3-4");
    CHECK(words("it.they") == "it;they");
}

TEST_CASE("a line that goes on in lower case, or after a word that leads on, is no end") {
    for (const char* whole : {"roses are\nred",
                              "roses\nare red",
                              "roses are\r\nred",
                              "roses are\fred",
                              "roses are\vred",
                              "roses are\u2028red",
                              "roses are\u0085red",
                              "roses are<br>red",
                              "roses are<BR />red",
                              "roses are<br/>\n",
                              "roses are  \n \t red",
                              "roses are\n\u200Bred",
                              "roses are\nRed",
                              "roses are\n#red",
                              "roses are\n🌹",
                              "roses\n're red",
                              "roses\nwere \"red\"",
                              "roses were\n\"red\"",
                              "roses grew\n(red)",
                              "roses grew\n**red**",
                              "roses grew\n3 feet",
                              "roses grew\n, red",
                              "roses grew\n& fell",
                              "roses are\n- red",
                              "Rosen sind\nRot",
                              "les\nRoses",
                              "الورود\nحمراء",
                              "גן\nורדים",
                              "中\n国",
                              "roses —\nred ones",
                              "Roses Are\nRed"}) {
        CAPTURE(whole);
        CHECK(read(whole).sentences.size() == 1);
    }
    const auto text = read("roses are\nred");
    CHECK(text.tokens[2].gap == Gap::kSpace);
    CHECK(quotations("he said 'roses are\nred' and") == "2-5/1");
}

TEST_CASE("a line break ends the sentence where something says so") {
    for (const char* two : {"roses are.\nred",      "roses are\n\nred",
                            "roses are\r\n\r\nred", "roses are \n \t\n red",
                            "roses are<br><br>red", "roses are<br>\nred",
                            "roses are\n> red",     "> roses are\nred",
                            "> roses are\n> red",   "roses are:\nRed",
                            "roses grew\nRed ones", "roses grew\n#red",
                            "roses grew\n@red",     "roses grew\n🌹",
                            "roses grew\n- red",    "roses grew\n* red",
                            "roses grew\n• red",    "roses grew\n1. red",
                            "roses grew\n12) red",  "roses grew\na) red",
                            "roses grew\n\"Red\"",  "roses grew, tall\nRed ones",
                            "розы растут\nКрасные"}) {
        CAPTURE(two);
        CHECK(read(two).sentences.size() >= 2);
    }
    CHECK(read("roses are <bread> red").sentences.size() == 1);
    CHECK(sentences("one\n\n\n\ntwo\n").size() == std::string("0-1 1-2").size());
}

TEST_CASE("every first word of a sentence says so in its gap") {
    const auto text = read("One. Two\n\nthree");
    for (const auto& s : text.sentences) CHECK(text.tokens[s.first].gap == Gap::kSentence);
    CHECK(text.tokens[1].sentence == 1);
}

TEST_CASE("quotation marks of every style") {
    CHECK(quotations("he said \"so it is\" and") == "2-5/1");
    CHECK(quotations("he said “so it is” and") == "2-5/1");
    CHECK(quotations("er sagt „so ist es“ und") == "2-5/1");
    CHECK(quotations("il dit « c'est tout » et") == "2-5/1");
    CHECK(quotations("sie »ruft« und ‹so›") == "1-2/1 3-4/1");
    CHECK(quotations("「中文」と『本』") == "0-2/1 3-4/1");
    CHECK(quotations("he ‘said so’ and 'said so' too") == "1-3/1 4-6/1");
    CHECK(quotations("the so-called \"experts\" say") == "3-4/1");
    CHECK(quotations("\"\"csv text\"\" x") == "0-2/1");
}

TEST_CASE("an apostrophe is no quotation mark") {
    CHECK(quotations("'cause they don't want 'em").empty());
    CHECK(quotations("the dogs' and the cats' food").empty());
    CHECK(quotations("in the '90s it wasn't").empty());
    CHECK(quotations("it’s the boys’ house").empty());
    CHECK(quotations("he said 'I don't know' and left") == "2-6/1");
}

TEST_CASE("quotations nest, and a depth past the limit counts as the limit") {
    CHECK(quotations("a “b ‘c d’ e” f") == "1-5/1 2-4/2");
    std::string deep;
    for (int i = 0; i < 20; ++i) deep += "«a ";
    for (int i = 0; i < 20; ++i) deep += "» ";
    const auto text = read(deep);
    CHECK(text.quotations.size() == mizan::limits::kQuoteDepth);
    CHECK(text.quotations.back().depth == mizan::limits::kQuoteDepth);
}

TEST_CASE("an unclosed mark quotes to the part's end only if it points a way") {
    CHECK(quotations("he said “so it is") == "2-5/1");
    CHECK(quotations("he said \"so it is").empty());
    CHECK(quotations("a 5\" pipe and \"so\" on") == "4-5/1");
}

TEST_CASE("lines that open with > and quoted parts are quotations") {
    CHECK(quotations("> one two\n> three\nfour") == "0-3/1");
    CHECK(quotations("> one “two” x\nfour") == "0-3/1 1-2/2");
    CHECK(quotations("five > four").empty());
    CHECK(quotations("x\n&gt; one\ny") == "1-2/1");
    CHECK(quotations(read("so it is", {}, mizan::PartRole::kQuoted)) == "0-3/1");
    CHECK(quotations(read("so “it” is", {}, mizan::PartRole::kQuoted)) == "0-3/1 1-2/2");
}
