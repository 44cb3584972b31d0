// Alternative readings: what is disguised is read, what is ordinary is left alone.
#include <doctest/doctest.h>

#include "text/chunk.h"
#include "text/typo.h"
#include "text_helpers.h"

using namespace mizan::text;
using namespace mizan::text::testing;

TEST_CASE("leet letters") {
    CHECK(readings("v3rm1n") == "0-1 vermin leet");
    CHECK(readings("c0ckr0@ch3$") == "0-2 cockroaches leet");
    CHECK(readings("h!t") == "0-2 hit leet");
    CHECK(readings("r4t5") == "0-1 rats leet");
    CHECK(readings("455 1488 4 8").empty());
}

TEST_CASE("letters set apart") {
    CHECK(readings("v e r m i n") == "0-6 vermin spaced");
    CHECK(readings("v.e.r.m.i.n") == "0-6 vermin spaced");
    CHECK(readings("v-e-r-m-i-n") == "0-6 vermin spaced");
    CHECK(readings("v. e. r. m. i. n. so") == "0-6 vermin spaced");
    CHECK(readings("v 3 r m 1 n") == "0-6 vermin spaced");
    CHECK(readings("r a t") == "0-3 rat spaced");
    CHECK(readings("u r a t o p") == "");
    CHECK(readings("u v e r m i n s") == "1-7 vermin spaced");
}

TEST_CASE("letters of other scripts that look the same") {
    CHECK(readings("vеrmin") == "0-1 vermin homoglyph");
    CHECK(readings("ᴠᴇʀᴍɪɴ") == "0-1 vermin homoglyph");
    CHECK(readings("сосkrоасhеѕ") == "0-1 cockroaches homoglyph");
    CHECK(readings("рот кот").empty());
}

TEST_CASE("letters said too often") {
    CHECK(readings("verrrmin") == "0-1 vermin repeat");
    CHECK(readings("veeerrrmiiin") == "0-1 vermin repeat");
    CHECK(readings("ratsss ratss") == "0-1 rats repeat; 1-2 rats repeat");
    CHECK(readings("grasss") == "0-1 grass repeat");
}

TEST_CASE("letters behind symbols") {
    CHECK(readings("v*rmin") == "0-2 vermin masked");
    CHECK(readings("v_rm_n") == "0-3 vermin masked");
    CHECK(readings("v#rmin") == "0-2 vermin masked");
    CHECK(readings("v.ermin") == "0-2 vermin masked");
    CHECK(readings("ver*min") == "0-2 vermin masked");
    CHECK(readings("v**min") == "0-2 vermin masked");
    CHECK(readings("v*rm1n") == "0-2 vermin masked");
    CHECK(readings("v***in").empty());
}

TEST_CASE("pieces joined by hyphens") {
    CHECK(readings("ver-min") == "0-2 vermin joined");
    CHECK(readings("ver min").empty());
    CHECK(readings("you-v3rmin") == "1-2 vermin leet");
}

TEST_CASE("typing mistakes") {
    CHECK(readings("vermni") == "0-1 vermin typo");
    CHECK(readings("vermiin") == "0-1 vermin typo");
    CHECK(readings("cockroahces") == "0-1 cockroaches typo");
    CHECK(readings("cockroches") == "0-1 cockroaches typo");
    CHECK(readings("muslam").size() > 0);
    CHECK(readings("germin").empty());  // another first letter is another word
    CHECK(readings("vermi").empty());   // too short
    CHECK(one_mistake("abc", "acb"));
    CHECK(one_mistake("abc", "abcd"));
    CHECK_FALSE(one_mistake("abc", "abc"));
    CHECK_FALSE(one_mistake("abcd", "badc"));
}

TEST_CASE("the index finds what comparing with every word finds") {
    Vocabulary v;
    std::vector<std::string> all;
    std::uint64_t state = 7;
    auto next = [&](std::uint64_t n) {
        state = state * 6364136223846793005ull + 1442695040888963407ull;
        return (state >> 33) % n;
    };
    for (int i = 0; i < 400; ++i) {
        std::string word;
        for (std::uint64_t k = 0, n = 6 + next(3); k < n; ++k)
            word.push_back(static_cast<char>('a' + next(3)));
        v.allow_typos(v.add(word));
        all.push_back(word);
    }
    v.finish();
    for (int i = 0; i < 400; ++i) {
        std::string word = all[next(all.size())];
        word[1 + next(word.size() - 1)] = static_cast<char>('a' + next(4));
        std::array<WordId, 256> found;
        const auto n = v.typos_of(word, found);
        std::vector<WordId> expected;
        for (WordId id = 1; id <= v.size(); ++id) {
            const auto known = v.text(id);
            const bool first = known[0] == word[0] || (known[0] == word[1] && known[1] == word[0]);
            if (first && one_mistake(word, known)) expected.push_back(id);
        }
        CHECK(std::vector<WordId>(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(n)) ==
              expected);
    }
}

TEST_CASE("ordinary words that hold or resemble a sought word have no reading") {
    CHECK(
        readings(
            "Scunthorpe Penistone classic assassin cockatoo grassy ratio crate verminous democrats")
            .empty());
    CHECK(readings("vermin rats they're 9/11 @rats e-mail U.S. x-ray wi-fi http://v3rmin.com")
              .empty());
    CHECK(readings("hat hit").empty());
}

TEST_CASE("readings past the limit are dropped and said to be") {
    std::string many;
    for (int i = 0; i < 200; ++i) many += "v3rmin ";
    const auto text = read(many);
    CHECK(text.readings.size() == mizan::limits::kReadings);
    CHECK(text.truncated);
    CHECK_FALSE(read("v3rmin").truncated);
}

TEST_CASE("readings come in order of place") {
    const auto text = read("v3rmin vermni v e r m i n ver-min");
    for (std::size_t i = 1; i < text.readings.size(); ++i)
        CHECK(text.readings[i - 1].first <= text.readings[i].first);
    CHECK(text.readings.size() == 4);
}
