// HMAC-SHA-256: the same as another's code makes, one by one and many at once.
#include "base/hmac.h"

#include <doctest/doctest.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <string>
#include <vector>

using namespace mizan;

namespace {

HmacKey some_key(std::size_t seed) {
    HmacKey key{};
    for (std::size_t i = 0; i < key.size(); ++i)
        key[i] = static_cast<std::uint8_t>(i * 31 + seed * 7 + 1);
    return key;
}

Sha256 openssl_hmac(const HmacKey& key, const std::string& text) {
    Sha256 out{};
    unsigned size = 0;
    REQUIRE(HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
                 reinterpret_cast<const unsigned char*>(text.data()), text.size(), out.data(),
                 &size) != nullptr);
    REQUIRE(size == out.size());
    return out;
}

}  // namespace

TEST_CASE("the parts of a message count as one, at every length") {
    for (std::size_t size = 0; size < 200; ++size) {
        const std::string text(size, 'x');
        const auto key = some_key(size);
        const auto whole = openssl_hmac(key, text);
        CHECK(hmac_sha256(key, {text}) == whole);
        CHECK(hmac_sha256(key, {std::string_view(text).substr(0, size / 3),
                                std::string_view(text).substr(size / 3)}) == whole);
    }
}

TEST_CASE("each of any number of messages is signed under its own key, in their order") {
    for (std::size_t count = 0; count < 8; ++count) {
        std::vector<std::string> texts;
        std::vector<HmacKey> keys;
        for (std::size_t i = 0; i < count; ++i) {
            texts.push_back(std::string(40 * i, static_cast<char>('a' + i)));
            keys.push_back(some_key(i));
        }
        const std::vector<std::string_view> views(texts.begin(), texts.end());
        std::vector<Sha256> hashes(count);
        hmac_sha256_each(keys, views, hashes);
        for (std::size_t i = 0; i < count; ++i) CHECK(hashes[i] == openssl_hmac(keys[i], texts[i]));
    }
}
