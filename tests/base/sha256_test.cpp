// SHA-256 of many messages: whatever computes it, each hash is the one that the message has alone.
#include "base/sha256.h"

#include <doctest/doctest.h>
#include <openssl/evp.h>

#include <string>
#include <vector>

#include "base/sha256_pair.h"

using namespace mizan;

namespace {

std::string some_bytes(std::size_t size, std::size_t seed) {
    std::string out(size, '\0');
    for (std::size_t i = 0; i < size; ++i) out[i] = static_cast<char>((i + seed) * 37 + seed / 7);
    return out;
}

// By another's code.
Sha256 openssl_sha256(const std::string& start, const std::string& text) {
    const auto whole = start + text;
    Sha256 hash{};
    REQUIRE(EVP_Digest(whole.data(), whole.size(), hash.data(), nullptr, EVP_sha256(), nullptr) ==
            1);
    return hash;
}

}  // namespace

TEST_CASE("a message of two parts has the hash of the whole, at every length") {
    for (const std::size_t start_size : {0u, 1u, 55u, 63u, 64u, 65u, 130u}) {
        const auto start = some_bytes(start_size, 5);
        for (std::size_t size = 0; size < 260; ++size) {
            const auto text = some_bytes(size, size);
            CHECK(sha256(start, text) == openssl_sha256(start, text));
        }
    }
}

TEST_CASE("two messages at once have the hashes that they have alone, at every length") {
    if (!has_sha256_pair()) {
        MESSAGE("this processor hashes one message at a time: nothing was compared");
        return;
    }
    for (const std::size_t start_size : {0u, 1u, 9u, 55u, 56u, 63u, 64u}) {
        const auto start = some_bytes(start_size, 5);
        for (std::size_t size = 0; size < 260; ++size) {
            const auto one = some_bytes(size, size);
            for (const std::size_t other_size :
                 {size, size + 1, size + 64, 259 - size, std::size_t{0}}) {
                const auto other = some_bytes(other_size, 2 * size + 1);
                Sha256 of_one{}, of_other{};
                sha256_pair(start, one, other, of_one, of_other);
                CHECK(of_one == openssl_sha256(start, one));
                CHECK(of_other == openssl_sha256(start, other));
            }
        }
    }
}

TEST_CASE("the hash of a long message at once with another") {
    if (!has_sha256_pair()) {
        MESSAGE("this processor hashes one message at a time: nothing was compared");
        return;
    }
    const std::string million(1'000'000, 'a');  // FIPS 180-2, B.3
    Sha256 of_long{}, of_short{};
    sha256_pair({}, million, "abc", of_long, of_short);
    CHECK(to_hex(of_long) == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    CHECK(to_hex(of_short) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_CASE("each of any number of messages gets its hash, in their order") {
    for (std::size_t count = 0; count < 8; ++count) {
        std::vector<std::string> texts;
        for (std::size_t i = 0; i < count; ++i) texts.push_back(some_bytes(50 * i, i));
        const std::vector<std::string_view> views(texts.begin(), texts.end());
        std::vector<Sha256> hashes(count);
        sha256_each("start", views, hashes);
        for (std::size_t i = 0; i < count; ++i)
            CHECK(hashes[i] == openssl_sha256("start", texts[i]));
    }
}

TEST_CASE("a hash is read from small hex digits alone, whichever byte stands in whichever place") {
    Sha256 hash{};
    for (std::size_t i = 0; i < hash.size(); ++i) hash[i] = static_cast<std::uint8_t>(7 * i + 131);
    const auto digits = to_hex(hash);
    Sha256 read{};
    REQUIRE(from_hex(digits, read));
    CHECK(read == hash);
    for (std::size_t at = 0; at < digits.size(); ++at) {
        for (int byte = 0; byte < 256; ++byte) {
            auto changed = digits;
            changed[at] = static_cast<char>(byte);
            const auto value = std::string_view("0123456789abcdef").find(changed[at]);
            const bool is_digit = value != std::string_view::npos;
            REQUIRE(from_hex(changed, read) == is_digit);
            if (!is_digit) continue;
            auto expected = hash;
            auto& in = expected[at / 2];
            in = static_cast<std::uint8_t>(at % 2 == 0 ? (in & 0x0F) | value << 4
                                                       : (in & 0xF0) | value);
            REQUIRE(read == expected);
        }
    }
    CHECK_FALSE(from_hex(digits.substr(1), read));
    CHECK_FALSE(from_hex(digits + "0", read));
}
