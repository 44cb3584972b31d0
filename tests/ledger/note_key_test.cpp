// The keys of notes as texts, and the signatures that they make.
#include <doctest/doctest.h>

#include <string>
#include <type_traits>

#include "ledger/base64.h"
#include "ledger/note.h"

using namespace mizan;
using namespace mizan::ledger;

namespace {

// A key pair as Go's sumdb/note writes it: the example of its documentation.
constexpr std::string_view kPrivate =
    "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
constexpr std::string_view kPublic =
    "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

std::string without(std::string text, std::string_view piece, std::string_view instead = "") {
    const auto at = text.find(piece);
    REQUIRE(at != text.npos);
    return text.replace(at, piece.size(), instead);
}

}  // namespace

TEST_CASE("a private key in the form of Go's package gives its public key, and goes back to it") {
    const auto signer = Signer::parse(kPrivate);
    REQUIRE(signer.has_value());
    CHECK(to_vkey(signer->key()) == kPublic);
    CHECK(signer->to_skey() == kPrivate);
    CHECK(signer->key() == parse_vkey(kPublic).value());
}

TEST_CASE("a signature is the same to the bit as by Go's package") {
    const auto signer = Signer::parse(kPrivate);
    REQUIRE(signer.has_value());
    const auto line = sign_note(
        "If you think cryptography is the answer to your problem,\n"
        "then you don't know what your problem is.\n",
        *signer);
    CHECK(to_string(line) ==
          "— PeterNeumann "
          "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJ"
          "nAM=\n");
}

TEST_CASE("a fresh key signs, comes back from its text, and is another each time") {
    for (const auto type : {KeyType::kEd25519, KeyType::kCosignature}) {
        const auto made = Signer::generate("example.com/fresh", type);
        REQUIRE(made.has_value());
        CHECK(made->key().type == type);
        CHECK(parse_vkey(to_vkey(made->key())).value() == made->key());
        const auto again = Signer::parse(made->to_skey());
        REQUIRE(again.has_value());
        CHECK(again->key() == made->key());
        CHECK(again->sign("a text") == made->sign("a text"));
        CHECK(verify(made->key().key, "a text", made->sign("a text")));
        CHECK_FALSE(verify(made->key().key, "a test", made->sign("a text")));
        CHECK_FALSE(verify(PublicKey{}, "a text", made->sign("a text")));
        const auto other = Signer::generate("example.com/fresh", type);
        REQUIRE(other.has_value());
        CHECK(other->key().key != made->key().key);
        CHECK_FALSE(verify(other->key().key, "a text", made->sign("a text")));
    }
}

TEST_CASE("the type is part of a key's id") {
    auto key = parse_vkey(kPublic).value();
    const auto text = to_vkey(key);
    key.type = KeyType::kCosignature;
    CHECK(parse_vkey(to_vkey(key)).error().code == Code::kKeyInvalid);
}

TEST_CASE("a signer that was moved from signs for nobody") {
    auto first = Signer::parse(kPrivate).value();
    const auto signature = first.sign("a text");
    const Signer second = std::move(first);
    CHECK(second.sign("a text") == signature);
    // That nothing is left in the first is what is tested. NOLINTNEXTLINE(bugprone-use-after-move)
    CHECK(first.sign("a text") != signature);
    auto third = Signer::generate("third", KeyType::kEd25519).value();
    auto fourth = Signer::parse(kPrivate).value();
    third = std::move(fourth);
    CHECK(third.sign("a text") == signature);
    CHECK(to_vkey(third.key()) == kPublic);
    static_assert(!std::is_copy_constructible_v<Signer>);
}

TEST_CASE("names of keys") {
    for (const char* name :
         {"a", "example.com/log42", "Zürich", "日本", "PeterNeumann", "-", "a=b"})
        CHECK(is_key_name(name));
    for (const char* name : {"",
                             " ",
                             "a b",
                             "a+b",
                             "+",
                             "a\tb",
                             "a\nb",
                             "a\x7F",
                             "a\x01",
                             "a\xC2\x85",
                             "a\xC2\x80",
                             "a\xC2\xA0"
                             "b",
                             "a\xE1\x9A\x80",
                             "a\xE2\x80\x80",
                             "a\xE2\x80\x8A",
                             "a\xE2\x80\xA8",
                             "a\xE2\x80\xA9",
                             "a\xE2\x80\xAF",
                             "a\xE2\x81\x9F",
                             "a\xE3\x80\x80",
                             "a\xFF",
                             "a\xC3"}) {
        CAPTURE(name);
        CHECK_FALSE(is_key_name(name));
        CHECK(Signer::generate(name, KeyType::kEd25519).error().code == Code::kKeyInvalid);
    }
    CHECK(is_key_name(std::string(255, 'a')));
    CHECK_FALSE(is_key_name(std::string(256, 'a')));
}

TEST_CASE("a text that is no public key is refused") {
    const std::string good(kPublic);
    const std::string wrong[] = {"",
                                 "+",
                                 "++",
                                 "PeterNeumann",
                                 "PeterNeumann+c74f20a3",
                                 good + "A",
                                 good + " ",
                                 " " + good,
                                 good + "\n",
                                 good.substr(0, good.size() - 1),
                                 good.substr(0, good.size() - 4),
                                 without(good, "Peter", "Petra"),
                                 without(good, "c74f20a3", "c74f20a4"),
                                 without(good, "c74f20a3", "C74F20A3"),
                                 without(good, "c74f20a3", "74f20a3"),
                                 without(good, "PeterNeumann"),
                                 without(good, "Peter", "Peter "),
                                 without(good, "+AR", "+AB"),
                                 without(good, "+AR", "+Bh"),
                                 without(good, "+c74f20a3"),
                                 "a+00000000+" + to_base64("\1"),
                                 "a+00000000+" + to_base64(std::string(33, '\2')),
                                 "a+00000000+",
                                 std::string(kPrivate)};
    for (const auto& text : wrong) {
        CAPTURE(text);
        const auto parsed = parse_vkey(text);
        REQUIRE_FALSE(parsed.has_value());
        CHECK(parsed.error().code == Code::kKeyInvalid);
    }
}

TEST_CASE("a text that is no private key is refused, and never shown") {
    const std::string good(kPrivate);
    const std::string wrong[] = {"",
                                 "PRIVATE+KEY+",
                                 std::string(kPublic),
                                 without(good, "PRIVATE", "private"),
                                 without(good, "PRIVATE+KEY+"),
                                 without(good, "Peter", "Petra"),
                                 without(good, "c74f20a3", "c74f20a4"),
                                 good + "=",
                                 good.substr(0, good.size() - 4),
                                 without(good, "AYEK", "AYEL"),
                                 without(good, "AYEK", "BIEK"),
                                 without(good, "+AY", "+CY")};
    for (const auto& text : wrong) {
        CAPTURE(text);
        const auto parsed = Signer::parse(text);
        REQUIRE_FALSE(parsed.has_value());
        CHECK(parsed.error().code == Code::kKeyInvalid);
        CHECK(to_string(parsed.error()).find("FALVFGyNhPJ") == std::string::npos);
    }
}
