// Commitments and tags against values that other programs computed.
#include "record/commitment.h"

#include <doctest/doctest.h>

#include <numeric>
#include <set>
#include <string>

#include "record/tag.h"

using namespace mizan;
using namespace mizan::record;

TEST_CASE("a commitment is the HMAC that OpenSSL computes") {
    // printf 'mizan/commit/v1\0input_commit\0{"id":"p1"}' | openssl dgst -sha256 -mac HMAC -macopt hexkey:000102...1f
    Salt salt;
    std::iota(salt.begin(), salt.end(), std::uint8_t{0});
    CHECK(to_hex(commit(salt, "input_commit", R"({"id":"p1"})")) ==
          "7c3323c644b518b304ffab13e46e828bfb3fdeb0597f816ec7bc9b91f18397cf");
    salt.fill(0xFF);
    CHECK(to_hex(commit(salt, "", "")) ==
          "4be3965354092d2f76b297d7cb431b17f11d758bbb7361171307208386d5140d");
}

TEST_CASE("a commitment tells salts, fields and values apart") {
    const auto salt = random_salt();
    const auto other = random_salt();
    CHECK(salt != other);
    std::set<Sha256> seen;
    for (const auto& s : {salt, other, Salt{}})
        for (const std::string_view field : {"", "a", "ab"})
            for (const std::string_view value : {"", "a", "b", "ab"})
                CHECK(seen.insert(commit(s, field, value)).second);
}

TEST_CASE("a tag is 12 bytes of SipHash-2-4 over lengths and names") {
    TagKey::Secret secret;
    std::iota(secret.begin(), secret.end(), std::uint8_t{0});
    const TagKey key(secret);
    const auto hex = [](const Tag& tag) {
        Sha256 padded{};
        std::copy(tag.bytes.begin(), tag.bytes.end(), padded.begin());
        return to_hex(padded).substr(0, 24);
    };
    // From a program after the paper that gives its vectors.
    CHECK(hex(key.tag("agora", "", "p1")) == "51e199263fd5191c96473cd1");
    CHECK(hex(key.tag("agora", "feed", "p1")) == "2fe1923d8bc006a653207742");
}

TEST_CASE("no two different triples are the same bytes to a tag") {
    const TagKey key({1, 2, 3});
    std::set<Tag> seen;
    for (const std::string_view platform : {"", "a", "ab"})
        for (const std::string_view source : {"", "a", "b", "ab"})
            for (const std::string_view post : {"", "a", "b", "ab", "bb"})
                CHECK(seen.insert(key.tag(platform, source, post)).second);
    CHECK(TagKey({1, 2, 4}).tag("a", "b", "c") != key.tag("a", "b", "c"));
    CHECK(key.tag("a", "b", "c") == TagKey({1, 2, 3}).tag("a", "b", "c"));
    CHECK(key.tag("a", "b", "c").view().size() == 12);
}
