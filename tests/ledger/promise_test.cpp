#include <doctest/doctest.h>

#include "ledger/promise.h"

using namespace mizan;
using namespace mizan::ledger;

TEST_CASE("a promise is what was signed, and nothing else is one") {
    const auto signer = Signer::generate("log.example/1", KeyType::kEd25519);
    const auto other = Signer::generate("log.example/1", KeyType::kEd25519);
    REQUIRE(signer);
    REQUIRE(other);
    const Promise promise{"log.example/1", 1800003600, R"(,"t":1800000000,"type":"sealed"})"};
    const auto file = sign_promise(promise, *signer);
    CHECK(is_promise(file));
    const auto opened = open_promise(file, signer->key());
    REQUIRE(opened);
    CHECK(*opened == promise);

    CHECK(open_promise(file, other->key()).error().code == Code::kSignatureInvalid);
    for (std::size_t i = 0; i < file.size(); ++i) {
        auto changed = file;
        changed[i] = static_cast<char>(changed[i] ^ 1);
        CAPTURE(i);
        CHECK_FALSE(open_promise(changed, signer->key()));
    }
    CHECK_FALSE(is_promise("mizan/promise@v10\n"));
    const auto elsewhere = sign_promise({"other.example", 1, "x"}, *signer);
    CHECK(open_promise(elsewhere, signer->key()).error().code == Code::kSignatureInvalid);
}

TEST_CASE("a promise has four lines, and its time is a number") {
    const auto signer = Signer::generate("log.example/1", KeyType::kEd25519);
    REQUIRE(signer);
    for (const std::string text :
         {"mizan/promise@v1\nlog.example/1\n5\n", "mizan/promise@v1\nlog.example/1\nsoon\nx\n",
          "mizan/promise@v1\nlog.example/1\n5\nx\ny\n",
          "mizan/promise@v1\nlog.example/1\n-5\nx\n"}) {
        Note note;
        note.text = text;
        note.signatures.push_back(sign_note(text, *signer));
        CAPTURE(text);
        const auto opened = open_promise(to_string(note), signer->key());
        REQUIRE_FALSE(opened);
        CHECK(opened.error().code == Code::kNoteMalformed);
    }
}
