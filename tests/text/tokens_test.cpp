// Where words begin and end.
#include <doctest/doctest.h>

#include "text_helpers.h"

using namespace mizan::text;
using namespace mizan::text::testing;

TEST_CASE("possessives and clitics are tokens of their own") {
    CHECK(words("they're Muslim's aren't can't won't don't") ==
          "they|'re muslim|'s are|n't ca|n't wo|n't do|n't");
    CHECK(words("I've I'm he'd we'll shouldn't've") == "i|'ve i|'m he|'d we|'ll should|n't|'ve");
    CHECK(words("don’t donʼt DON'T") == "do|n't do|n't do|n't");
    CHECK(places("they’re aren’t") == "they|’re|are|n’t");
    CHECK(words("l'homme qu'il dell'arte") == "l'|homme qu'|il dell'|arte");
    CHECK(words("O'Brien rock'n'roll ma'am") == "o'brien rock'n'roll ma'am");
    CHECK(words("the dogs' talkin' 'cause") == "the dogs talkin cause");
}

TEST_CASE("hyphens join, dashes part") {
    CHECK(words("anti-semitic anti‑semitic anti–semitic") ==
          "anti|semitic anti|semitic anti|semitic");
    CHECK(words("one - two -- three — four") == "one,two,three,four");
    CHECK(words("and/or, a; b (c) d: e") == "and,or,a;b;c;d;e");
    CHECK(words("v*rmin a_b") == "v|rmin a|b");
}

TEST_CASE("numbers keep their inner marks") {
    const auto text = read("9/11 1,000 24/7 3.14 10:30 1488");
    CHECK(words(text) == "9/11 1,000 24/7 3.14 10:30 1488");
    for (const auto& t : text.tokens) CHECK(t.kind == TokenKind::kNumber);
    CHECK(words("3.5k 90's 5, 6.") == "3.5|k 90|'s 5,6");
}

TEST_CASE("words with digits are odd words") {
    for (const auto& t : read("v3rm1n h8 1990s").tokens) {
        CHECK(t.kind == TokenKind::kWord);
        CHECK((t.flags & kOddInside) != 0);
    }
    CHECK((read("plain").tokens[0].flags & kOddInside) == 0);
    CHECK((read("yesss").tokens[0].flags & kOddInside) != 0);
    CHECK((read("vеrmin").tokens[0].flags & kOddInside) != 0);  // one Cyrillic letter
}

TEST_CASE("capitals and shouting are flags") {
    const auto text = read("They SAID so, I A");
    CHECK((text.tokens[0].flags & (kCapital | kShouted)) == kCapital);
    CHECK((text.tokens[1].flags & (kCapital | kShouted)) == (kCapital | kShouted));
    CHECK((text.tokens[2].flags & (kCapital | kShouted)) == 0);
    CHECK((text.tokens[3].flags & (kCapital | kShouted)) == kCapital);
}

TEST_CASE("mentions, links and addresses are one token each") {
    const auto text = read(
        "@Some_one see https://Example.com/a?b=c, www.foo.org. Mail joe.s@mail.com or youtu.be/x "
        "example.co.uk");
    std::vector<std::string> folds;
    std::vector<TokenKind> kinds;
    for (const auto& t : text.tokens) {
        if (t.kind == TokenKind::kWord) continue;
        folds.emplace_back(text.fold(t));
        kinds.push_back(t.kind);
    }
    CHECK(folds == std::vector<std::string>{"@some_one", "https://example.com/a?b=c", "www.foo.org",
                                            "joe.s@mail.com", "youtu.be/x", "example.co.uk"});
    CHECK(kinds == std::vector<TokenKind>{TokenKind::kMention, TokenKind::kUrl, TokenKind::kUrl,
                                          TokenKind::kUrl, TokenKind::kUrl, TokenKind::kUrl});
    CHECK(read("@USER [URL] <user>").tokens[0].kind == TokenKind::kMention);
    CHECK(read("@USER [URL] <user>").tokens[1].kind == TokenKind::kUrl);
    CHECK(read("@USER [URL] <user>").tokens[2].kind == TokenKind::kMention);
    CHECK(words("@alice.bsky.social @bob@mas.social hi") ==
          "@alice.bsky.social @bob@mas.social hi");
    CHECK(words("w@nd user @ home") == "w|nd user home");
}

TEST_CASE("hashtags split by shape, else by known words, else stay whole") {
    CHECK(words("#BlackLivesMatter") == "black|lives|matter");
    CHECK(words("#buildthewall") == "build|the|wall");
    CHECK(words("#BUILDTHEWALL2020") == "build|the|wall|2020");
    CHECK(words("#foo_bar #zyxwvuts #iPhone") == "foo|bar zyxwvuts i|phone");
    CHECK(places("x #BuildTheWall!") == "x|Build|The|Wall");
    CHECK(places("#buildthewall") == "build|the|wall");
    for (const auto& t : read("#BuildTheWall").tokens) CHECK((t.flags & kHashtag) != 0);
    CHECK((read("#one two").tokens[1].flags & kHashtag) == 0);
    CHECK(words("#中文") == "中|文");
    CHECK((read("#中文 x").tokens[1].flags & kHashtag) != 0);
    CHECK(readings("#BlackLivesMatter") == "0-3 blacklivesmatter hashtag");
}

TEST_CASE("an emoji is one token, whatever it is made of") {
    const auto text = read("👨‍👩‍👧🇩🇪❤️👍🏽🐀🐀 ok");
    CHECK(words(text) == "👨👩👧|🇩🇪|❤|👍|🐀|🐀 ok");
    CHECK(text.tokens[4].kind == TokenKind::kEmoji);
    CHECK(text.tokens[4].word != kNoWord);
    CHECK(places("a👍🏽b") == "a|👍🏽|b");
    CHECK(words("🇩🇪🇫🇷🇬") == "🇩🇪|🇫🇷|🇬");
}

TEST_CASE("scripts without spaces give one token for each code point") {
    CHECK(words("中文文本") == "中|文|文|本");
    CHECK(words("ภาษา") == "ภ|า|ษ|า");
    CHECK(words("ที่") == "ที่");  // signs stay with their letter
    CHECK(words("日本語テキスト") == "日|本|語|テ|キ|ス|ト");
    CHECK(words("한국어 말") == "한국어 말");
}

TEST_CASE("a word longer than the limit is cut for look-up and keeps its place") {
    const std::string longest(1000, 'x');
    const auto text = read(longest + " y");
    REQUIRE(text.tokens.size() == 2);
    CHECK(text.tokens[0].fold_size == mizan::limits::kTokenBytes);
    CHECK(text.tokens[0].end == 1000);
}

TEST_CASE("only parts that hold text give words, and a part ends a sentence") {
    std::vector<mizan::Part> parts(3);
    parts[0].bytes = "one two";
    parts[1].bytes = "https://example.com";
    parts[1].kind = mizan::PartKind::kUrl;
    parts[2].bytes = "three";
    parts[2].kind = mizan::PartKind::kDerivedText;
    NormalText out;
    normalize(parts, {}, vocabulary(), out);
    CHECK(words(out) == "one two/three");
    CHECK(out.tokens[2].part == 2);
    CHECK(out.tokens[2].sentence == 1);
}
