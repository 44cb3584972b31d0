#include "base/sha256.h"

// SHA256() and EVP look their algorithm up or dispatch it for each message, which takes as long as hashing 500 bytes, and what is
// recorded of a post is a dozen short messages. The plain functions do not, and are to stay as long as OpenSSL 3; ours, where the
// processor has the instructions, take half as long still.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/sha.h>

#if defined(__SSE2__) && !defined(MIZAN_PORTABLE)
#include <emmintrin.h>
#endif

#include <cassert>

#include "base/sha256_pair.h"

namespace mizan {

namespace {

// Of 64 digits; whether all of them are. Logs are full of hashes and read in bulk.
#if defined(__SSE2__) && !defined(MIZAN_PORTABLE)
bool all_from_hex(std::string_view digits, Sha256& hash) {
    const auto is_below = [](__m128i v, char end) {  // as bytes without a sign
        return _mm_cmpeq_epi8(_mm_min_epu8(v, _mm_set1_epi8(static_cast<char>(end - 1))), v);
    };
    auto all_good = _mm_set1_epi8(-1);
    // The values of 16 digits, as eight bytes in the lower halves of words.
    const auto bytes_at = [&](const char* at) {
        const auto v = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
        const auto digit = _mm_sub_epi8(v, _mm_set1_epi8('0'));
        const auto letter = _mm_sub_epi8(v, _mm_set1_epi8('a'));
        const auto is_digit = is_below(digit, 10);
        const auto is_letter = is_below(letter, 6);
        all_good = _mm_and_si128(all_good, _mm_or_si128(is_digit, is_letter));
        const auto from_letter = _mm_and_si128(_mm_add_epi8(letter, _mm_set1_epi8(10)), is_letter);
        const auto value = _mm_or_si128(_mm_and_si128(digit, is_digit), from_letter);
        const auto pair = _mm_or_si128(_mm_slli_epi16(value, 4), _mm_srli_epi16(value, 8));
        return _mm_and_si128(pair, _mm_set1_epi16(0xFF));
    };
    for (std::size_t half = 0; half < 2; ++half) {
        const auto* const at = digits.data() + half * sizeof hash;
        const auto bytes = _mm_packus_epi16(bytes_at(at), bytes_at(at + sizeof(__m128i)));
        _mm_storeu_si128(reinterpret_cast<__m128i*>(hash.data()) + half, bytes);
    }
    return _mm_movemask_epi8(all_good) == 0xFFFF;
}
#else
bool all_from_hex(std::string_view digits, Sha256& hash) {
    std::uint8_t seen = 0;
    const auto value_of = [&](char c) {
        const auto digit = static_cast<std::uint8_t>(c - '0');
        const auto letter = static_cast<std::uint8_t>(c - 'a');
        const std::uint8_t as_digit = digit < 10 ? digit : 255;
        const auto value = letter < 6 ? static_cast<std::uint8_t>(letter + 10) : as_digit;
        seen |= value;
        return value;
    };
    for (std::size_t i = 0; i < hash.size(); ++i) {
        const auto high = value_of(digits[2 * i]);
        hash[i] = static_cast<std::uint8_t>(high << 4 | value_of(digits[2 * i + 1]));
    }
    return seen < 16;
}
#endif

}  // namespace

Sha256 sha256(std::string_view bytes) { return sha256(bytes, {}); }

Sha256 sha256(std::string_view first, std::string_view second) {
    if (first.size() <= kPairStart && has_sha256_pair()) return sha256_one(first, second);
    SHA256_CTX state;
    SHA256_Init(&state);
    SHA256_Update(&state, first.data(), first.size());
    SHA256_Update(&state, second.data(), second.size());
    Sha256 out;
    SHA256_Final(out.data(), &state);
    return out;
}

void sha256_each(std::string_view start, std::span<const std::string_view> texts,
                 std::span<Sha256> hashes) {
    assert(hashes.size() >= texts.size());
    std::size_t i = 0;
    if (has_sha256_pair())
        for (; i + 2 <= texts.size(); i += 2)
            sha256_pair(start, texts[i], texts[i + 1], hashes[i], hashes[i + 1]);
    for (; i < texts.size(); ++i) hashes[i] = sha256(start, texts[i]);
}

std::string to_hex(const Sha256& hash) {
    std::string out;
    append_hex(out, hash);
    return out;
}

void append_hex(std::string& out, const Sha256& hash) {
    constexpr char kDigits[] = "0123456789abcdef";
    std::array<char, 2 * sizeof hash> digits;
    for (std::size_t i = 0; i < hash.size(); ++i) {
        digits[2 * i] = kDigits[hash[i] >> 4];
        digits[2 * i + 1] = kDigits[hash[i] & 15];
    }
    out.append(digits.data(), digits.size());
}

// Loops without branches, which the compiler turns into vector code: an auditor reads several hashes of every leaf.
bool from_hex(std::string_view digits, Sha256& hash) {
    constexpr std::size_t kDigits = 2 * sizeof hash;
    if (digits.size() != kDigits) return false;
    return all_from_hex(digits, hash);
}

}  // namespace mizan
