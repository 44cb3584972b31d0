#include "text/typo.h"

#include <algorithm>
#include <array>

#include "text/vocabulary.h"

namespace mizan::text {

namespace {

constexpr std::uint64_t kBase = 0x9E3779B97F4A7C15ull;

constexpr auto kPowers = [] {
    std::array<std::uint64_t, TypoIndex::kLongest + 2> powers{};
    powers[0] = 1;
    for (std::size_t i = 1; i < powers.size(); ++i) powers[i] = powers[i - 1] * kBase;
    return powers;
}();

std::uint64_t mix(std::uint64_t h) {
    h ^= h >> 32;
    h *= 0xD6E8FEB86659FD93ull;
    return h ^ h >> 29;
}

// Keys of a word of at most kLongest + 1 letters: [0] whole, [1 + i] without letter i. A polynomial, so that all cost one
// multiplication each.
struct Keys {
    std::array<std::uint64_t, TypoIndex::kLongest + 2> keys;
    std::size_t count = 0;
};

void make_keys(std::string_view word, Keys& out) {
    const std::size_t n = word.size();
    std::array<std::uint64_t, TypoIndex::kLongest + 2> suffix;
    suffix[n] = 0;
    for (std::size_t i = n; i-- > 0;)
        suffix[i] = suffix[i + 1] + static_cast<unsigned char>(word[i]) * kPowers[n - 1 - i];
    std::uint64_t prefix = 0;
    out.keys[0] = mix(suffix[0]);
    for (std::size_t i = 0; i < n; ++i) {
        out.keys[1 + i] = mix(prefix * kPowers[n - 1 - i] + suffix[i + 1]);
        prefix = prefix * kBase + static_cast<unsigned char>(word[i]);
    }
    out.count = n + 1;
}

bool letters_only(std::string_view word) {
    return std::all_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

}  // namespace

bool one_mistake(std::string_view a, std::string_view b) {
    if (a.size() > b.size()) std::swap(a, b);
    if (b.size() - a.size() > 1) return false;
    std::size_t front = 0;
    while (front < a.size() && a[front] == b[front]) ++front;
    std::size_t back = 0;
    while (back < a.size() - front && a[a.size() - 1 - back] == b[b.size() - 1 - back]) ++back;
    const std::size_t rest = b.size() - front - back;
    if (a.size() != b.size() || rest <= 1) return rest == 1;
    return rest == 2 && a[front] == b[front + 1] && a[front + 1] == b[front];
}

void TypoIndex::add(WordId id, std::string_view word) {
    if (word.size() < kShortest || word.size() > kLongest || !letters_only(word)) return;
    Keys keys;
    make_keys(word, keys);
    for (std::size_t i = 0; i < keys.count; ++i) entries_.emplace_back(keys.keys[i], id);
}

void TypoIndex::build() {
    std::sort(entries_.begin(), entries_.end());
    entries_.erase(std::unique(entries_.begin(), entries_.end()), entries_.end());
    if (entries_.empty()) return;
    unsigned log2 = 10;
    while ((std::size_t{1} << log2) < 16 * entries_.size() && log2 < 26) ++log2;
    shift_ = 64 - log2;
    bits_.assign((std::size_t{1} << log2) / 64, 0);
    for (const auto& [key, id] : entries_)
        bits_[key >> shift_ >> 6] |= std::uint64_t{1} << (key >> shift_ & 63);
}

std::size_t TypoIndex::find(const Vocabulary& vocabulary, std::string_view word,
                            std::span<WordId> out) const {
    if (bits_.empty() || word.size() < kShortest || word.size() > kLongest + 1 ||
        !letters_only(word))
        return 0;
    Keys keys;
    make_keys(word, keys);
    std::size_t count = 0;
    for (std::size_t i = 0; i < keys.count; ++i) {
        if (!maybe(keys.keys[i])) continue;
        auto it =
            std::lower_bound(entries_.begin(), entries_.end(), std::pair{keys.keys[i], WordId{0}});
        for (; it != entries_.end() && it->first == keys.keys[i] && count < out.size(); ++it) {
            const auto known = vocabulary.text(it->second);
            const bool first = known[0] == word[0] || (known[0] == word[1] && known[1] == word[0]);
            if (!first || !one_mistake(word, known)) continue;
            if (std::find(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(count),
                          it->second) == out.begin() + static_cast<std::ptrdiff_t>(count)) {
                out[count++] = it->second;
            }
        }
    }
    std::sort(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(count));
    return count;
}

}  // namespace mizan::text
