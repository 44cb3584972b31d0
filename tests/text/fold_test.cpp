// Folding: what is lossless to a reader folds to one form.
#include <doctest/doctest.h>

#include "text/unicode.h"
#include "text_helpers.h"

using namespace mizan::text;
using namespace mizan::text::testing;

TEST_CASE("case, width, style and accents fold away") {
    CHECK(words("VERMIN Vermin") == "vermin vermin");
    CHECK(words("Ｖｅｒｍｉｎ") == "vermin");
    CHECK(words("𝐯𝐞𝐫𝐦𝐢𝐧 𝓥𝓔𝓡𝓜𝓘𝓝 ⓥⓔⓡⓜⓘⓝ 🅥🅔🅡🅜🅘🅝") == "vermin vermin vermin vermin");
    CHECK(words("Straße café naïve señor") == "strasse cafe naive senor");
    CHECK(words("søren łódź İstanbul ısı đak") == "soren lodz istanbul isi dak");
    CHECK(words("ΣΊΣΥΦΟΣ") == "σισυφοσ");
}

TEST_CASE("composed and decomposed forms fold to the same") {
    CHECK(words("café") == words("cafe\u0301"));
    CHECK(words("ガギグ") == words("カ\u3099キ\u3099ク\u3099"));
    CHECK(words("パ") == words("ハ\u309A"));
    CHECK(words("\uFF76\uFF9E") == "ガ");
}

TEST_CASE("marks, zero width and bidi controls vanish without breaking the word") {
    CHECK(words("v̷̢̛e̷r̸m̵i̴n̶") == "vermin");
    CHECK(words("ver\u200Bmin ver\u00ADmin ver\u200D\u202Emin") == "vermin vermin vermin");
    CHECK(places("v̷e̷rmin!") == "v̷e̷rmin");
    CHECK(words("\uFEFFvermin") == "vermin");
}

TEST_CASE("niqqud, harakat and tatweel fold away, Indic vowel signs stay") {
    CHECK(words("שָׁלוֹם") == "שלום");
    CHECK(words("الْمُسْلِمُونَ كتـــاب") == "المسلمون كتاب");
    CHECK(words("गाँव") == "गाँव");
    CHECK(words("٤٢") == "42");
}

TEST_CASE("HTML character references read as what they stand for") {
    CHECK(words("don&#39;t ver&#109;in &amp; &quot;so&quot;") == "do|n't vermin so");
    CHECK(places("don&#8217;t") == "do|n&#8217;t");
    CHECK(words("&unknown; &#0; &#xD800; a&b") == "unknown;0;x|d|800;a|b");
    CHECK(quotations("&quot;so it is&quot; he") == "0-3/1");
}

TEST_CASE("lookalikes map to the letter a reader sees") {
    CHECK(lookalike(U'а') == 'a');
    CHECK(lookalike(U'в') == 'b');
    CHECK(lookalike(U'ο') == 'o');
    CHECK(lookalike(U'І') == 'i');
    CHECK(lookalike(U'ʀ') == 'r');
    CHECK(lookalike(U'a') == 0);
    CHECK(lookalike(U'ж') == 0);
}

TEST_CASE("ASCII folds the same by the hot path and by the tables") {
    for (char32_t c = 'A'; c <= 'Z'; ++c) {
        CHECK(code_point(c).fold == c + 32);
        CHECK(code_point(c).upper);
        CHECK(code_point(c).cls == Class::kLetter);
        CHECK(code_point(c + 32).fold == c + 32);
    }
    for (char32_t c = '0'; c <= '9'; ++c) CHECK(code_point(c).cls == Class::kDigit);
    CHECK(code_point(0x10FFFF).cls == Class::kOther);
}

TEST_CASE("ill-formed UTF-8 ends a word and is reported") {
    const auto text = read("ver\xFFmin a\xE2\x82 b");
    CHECK(words(text) == "ver|min a b");
    CHECK(text.invalid_utf8);
    CHECK_FALSE(read("vermin \uFFFD").invalid_utf8);
}

TEST_CASE("fold_term cuts as normalize does") {
    using Words = std::vector<std::string>;
    CHECK(fold_term("anti-semitic") == Words{"anti", "semitic"});
    CHECK(fold_term("can't") == Words{"ca", "n't"});
    CHECK(fold_term("Straße") == Words{"strasse"});
    CHECK(fold_term("🐀") == Words{"🐀"});
    CHECK(fold_term("👍🏽") == Words{"👍"});
    CHECK(fold_term("老鼠") == Words{"老", "鼠"});
    CHECK(fold_term("go back to") == Words{"go", "back", "to"});
    CHECK(fold_term("").empty());
}
