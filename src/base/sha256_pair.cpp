#include "base/sha256_pair.h"

#include <cassert>
#include <cstdint>
#include <cstring>

#if defined(__x86_64__) && !defined(MIZAN_PORTABLE)

#include <cpuid.h>
#include <immintrin.h>

namespace mizan {

namespace {

constexpr std::size_t kBlock = 64;

// FIPS 180-4, 4.2.2 and 5.3.3.
alignas(16) constexpr std::uint32_t kRound[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};
constexpr std::uint32_t kFirst[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                     0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};

// A message in blocks, padded as 5.1.1 says. Only what is not a whole block of the text is copied.
class Blocks {
public:
    Blocks(std::string_view start, std::string_view text)
        : text_(text), start_size_(start.size()), whole_((start.size() + text.size()) / kBlock) {
        auto* to = whole_ > 0 ? first_ : last_;
        to += start.copy(to, start.size());
        if (whole_ > 0) {
            text.remove_prefix(text.copy(to, kBlock - start.size()) + (whole_ - 1) * kBlock);
            to = last_;
        }
        to += text.copy(to, text.size());
        const auto room = static_cast<std::size_t>(last_ + kBlock - to);
        count_ = whole_ + (room > sizeof(std::uint64_t) ? 1 : 2);
        auto* const end = last_ + (count_ - whole_) * kBlock;
        *to++ = '\x80';
        std::memset(to, 0, static_cast<std::size_t>(end - to));
        const auto bits = __builtin_bswap64(std::uint64_t{8} * (start_size_ + text_.size()));
        std::memcpy(end - sizeof bits, &bits, sizeof bits);
    }
    [[nodiscard]] std::size_t count() const { return count_; }
    [[nodiscard]] const char* at(std::size_t i) const {
        if (i >= whole_) return last_ + (i - whole_) * kBlock;
        return i == 0 ? first_ : text_.data() + i * kBlock - start_size_;
    }

private:
    std::string_view text_;
    std::size_t start_size_;
    std::size_t whole_;  // blocks without padding
    std::size_t count_ = 0;
    char first_[kBlock];
    char last_[2 * kBlock];
};

// The eight words of a state in the order in which the instructions want them.
struct State {
    __m128i abef = _mm_set_epi32(static_cast<int>(kFirst[0]), static_cast<int>(kFirst[1]),
                                 static_cast<int>(kFirst[4]), static_cast<int>(kFirst[5]));
    __m128i cdgh = _mm_set_epi32(static_cast<int>(kFirst[2]), static_cast<int>(kFirst[3]),
                                 static_cast<int>(kFirst[6]), static_cast<int>(kFirst[7]));
};

#define MZ_SHA __attribute__((target("sha,sse4.1"), always_inline)) inline

MZ_SHA __m128i swapped(__m128i words) {
    return _mm_shuffle_epi8(words,
                            _mm_set_epi8(12, 13, 14, 15, 8, 9, 10, 11, 4, 5, 6, 7, 0, 1, 2, 3));
}

// One block of each of some messages. In one message each step waits for the one before it, so that two take little longer.
template <std::size_t kMessages>
MZ_SHA void compress(State (&states)[kMessages], const char* const (&blocks)[kMessages]) {
    __m128i words[kMessages][4];
    State next[kMessages];
    for (std::size_t m = 0; m < kMessages; ++m) {
        next[m] = states[m];
        for (std::size_t i = 0; i < 4; ++i)
            words[m][i] = swapped(_mm_loadu_si128(reinterpret_cast<const __m128i*>(blocks[m]) + i));
    }
#pragma GCC unroll 16
    for (std::size_t i = 0; i < 16; ++i) {
        const auto round = _mm_load_si128(reinterpret_cast<const __m128i*>(kRound) + i);
#pragma GCC unroll 2
        for (std::size_t m = 0; m < kMessages; ++m) {
            auto& [abef, cdgh] = next[m];
            auto& now = words[m][i % 4];
            const auto& last = words[m][(i + 3) % 4];
            const auto sum = _mm_add_epi32(now, round);
            cdgh = _mm_sha256rnds2_epu32(cdgh, abef, sum);
            abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_unpackhi_epi64(sum, sum));
            if (i >= 12) continue;  // the schedule's last words are made
            now = _mm_sha256msg1_epu32(now, words[m][(i + 1) % 4]);
            now = _mm_add_epi32(now, _mm_alignr_epi8(last, words[m][(i + 2) % 4], 4));
            now = _mm_sha256msg2_epu32(now, last);
        }
    }
    for (std::size_t m = 0; m < kMessages; ++m) {
        states[m].abef = _mm_add_epi32(states[m].abef, next[m].abef);
        states[m].cdgh = _mm_add_epi32(states[m].cdgh, next[m].cdgh);
    }
}

MZ_SHA void finish(const Blocks& blocks, std::size_t from, State state, Sha256& hash) {
    State states[1] = {state};
    for (auto i = from; i < blocks.count(); ++i) compress<1>(states, {blocks.at(i)});
    const auto abef = _mm_shuffle_epi32(states[0].abef, 0x1B);  // reversed: a, b, e, f
    const auto cdgh = _mm_shuffle_epi32(states[0].cdgh, 0x1B);
    auto* const out = reinterpret_cast<__m128i*>(hash.data());
    _mm_storeu_si128(out, swapped(_mm_unpacklo_epi64(abef, cdgh)));
    _mm_storeu_si128(out + 1, swapped(_mm_unpackhi_epi64(abef, cdgh)));
}

#undef MZ_SHA

}  // namespace

bool has_sha256_pair() {
    static const bool kHas = [] {
        unsigned a = 0, b = 0, c = 0, d = 0;
        if (__get_cpuid(1, &a, &b, &c, &d) == 0 || (c & bit_SSE4_1) == 0) return false;
        return __get_cpuid_count(7, 0, &a, &b, &c, &d) != 0 && (b & bit_SHA) != 0;
    }();
    return kHas;
}

__attribute__((target("sha,sse4.1"))) Sha256 sha256_one(std::string_view start,
                                                        std::string_view text) {
    assert(start.size() <= kPairStart);
    Sha256 hash;
    finish(Blocks(start, text), 0, State{}, hash);
    return hash;
}

__attribute__((target("sha,sse4.1"))) void sha256_pair(std::string_view start, std::string_view one,
                                                       std::string_view other, Sha256& hash_of_one,
                                                       Sha256& hash_of_other) {
    assert(start.size() <= kPairStart);
    const Blocks a(start, one), b(start, other);
    State states[2];
    std::size_t i = 0;
    for (; i < a.count() && i < b.count(); ++i) compress<2>(states, {a.at(i), b.at(i)});
    finish(a, i, states[0], hash_of_one);
    finish(b, i, states[1], hash_of_other);
}

}  // namespace mizan

#else

namespace mizan {

bool has_sha256_pair() { return false; }
Sha256 sha256_one(std::string_view, std::string_view) {
    assert(false);
    return {};
}
void sha256_pair(std::string_view, std::string_view, std::string_view, Sha256&, Sha256&) {
    assert(false);
}

}  // namespace mizan

#endif
