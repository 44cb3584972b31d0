// Identification: clear cases are named, short and mixed texts are not.
#include <doctest/doctest.h>

#include "text_helpers.h"

using namespace mizan::text;
using namespace mizan::text::testing;

TEST_CASE("clear sentences are named") {
    CHECK(language("The weather was fine and we went out with them.") == "en");
    CHECK(language("Das Wetter war schön und wir sind mit ihnen nach draußen gegangen.") == "de");
    CHECK(language("Il fait beau et nous sommes sortis avec eux dans la rue.") == "fr");
    CHECK(language("O tempo estava bom e nós não fomos com eles para a rua.") == "pt");
    CHECK(language("Hoy hace buen tiempo y nosotros no queremos estar en casa porque hay sol.") ==
          "es");
    CHECK(language("Oggi il tempo è bello e noi siamo andati con loro nella città.") == "it");
    CHECK(language("Het weer was mooi en wij hebben niet met jullie gewacht.") == "nl");
    CHECK(language("yeh log bahut acche hain aur mujhe kuch nahi chahiye") == "hi");
}

TEST_CASE("scripts name their languages") {
    CHECK(language("сегодня хорошая погода, мы идём") == "ru");
    CHECK(language("сьогодні гарна погода, її видно") == "uk");
    CHECK(language("اليوم الطقس جميل") == "ar");
    CHECK(language("امروز هوا خوب است چرا") == "fa");
    CHECK(language("आज मौसम अच्छा है") == "hi");
    CHECK(language("今天天气很好") == "zh");
    CHECK(language("今日はいい天気です") == "ja");
    CHECK(language("오늘 날씨가 좋다") == "ko");
    CHECK(language("היום מזג האוויר יפה") == "he");
    CHECK(language("σήμερα ο καιρός") == "el");
    CHECK(language("วันนี้อากาศดี") == "th");
}

TEST_CASE("what does not say stays undetermined, and then the platform's word counts") {
    CHECK(language("lol") == "und");
    CHECK(language("") == "und");
    CHECK(language("Los Angeles de la Cruz") == "und");
    CHECK(language("lol", "de-AT") == "de");
    CHECK(language("The weather was fine and we went out.", "de") == "en");
    CHECK(language("lol", "xx") == "und");
}

TEST_CASE("English with foreign names and quotes stays English") {
    CHECK(language("I said to him je ne sais quoi and he laughed at me") == "en");
    CHECK(language("Van der Berg and Las Vegas are what they said") == "en");
    CHECK(language("the word for it is مرحبا and they know") == "en");
}

TEST_CASE("codes map to indexes and back") {
    for (std::size_t i = 1; i < languages().size(); ++i)
        CHECK(language_index(languages()[i].code) == i);
    CHECK(language_index("EN-gb") == language_index("en"));
    CHECK(language_index("") == 0);
    CHECK(languages().size() <= 32);
}
