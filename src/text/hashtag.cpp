#include "text/hashtag.h"

#include <algorithm>

#include "text/ascii.h"
#include "text/known.h"

namespace mizan::text {

namespace {

constexpr std::size_t kLongestPiece = 20;
constexpr std::size_t kShortestSplit = 4;

// Capitals, digits and underscores set a boundary before byte i > 0.
bool boundary(const TagText& text, std::size_t i, std::size_t size) {
    if (!text.starts(i)) return false;
    const auto& now = text.byte(i);
    const auto& before = text.byte(i - 1);
    if (now.after_gap || now.digit != before.digit) return true;
    if (now.upper && !before.upper) return !now.digit;
    const bool next_lower = i + 1 < size && !text.byte(i + 1).upper && !text.byte(i + 1).digit &&
                            !text.byte(i + 1).after_gap;
    return now.upper && before.upper && next_lower;
}

void add(TagPieces& out, std::size_t at) {
    out.begin[out.count++] = static_cast<std::uint16_t>(at);
}

// The fewest known words that make up fold[first, last); false if there are none. Ties: the longer last word.
bool split_known(std::string_view fold, std::size_t first, std::size_t last, const TagText& text,
                 const Vocabulary& vocabulary, TagPieces& out) {
    constexpr std::uint8_t kNever = 255;
    const std::size_t size = last - first;
    if (size < kShortestSplit || size > kTagSplitBytes) return false;
    std::array<std::uint8_t, kTagSplitBytes + 1> pieces{};
    std::array<std::uint8_t, kTagSplitBytes + 1> from{};
    pieces.fill(kNever);
    pieces[0] = 0;
    const auto crosses = [&](std::size_t begin, std::size_t end) {
        for (std::size_t k = begin + 1; k < end; ++k) {
            if (text.byte(k).after_gap || text.byte(k).digit != text.byte(k - 1).digit) return true;
        }
        return false;
    };
    for (std::size_t i = 1; i <= size; ++i) {
        const std::size_t longest = std::min(i, kLongestPiece);
        for (std::size_t n = longest; n > 0; --n) {
            const std::size_t j = i - n;
            if (pieces[j] == kNever || pieces[j] + 1 >= pieces[i] || !text.starts(first + j) ||
                crosses(first + j, first + i))
                continue;
            const auto word = fold.substr(first + j, n);
            const bool number = text.byte(first + j).digit;
            const bool single = n == 1 && (word == "a" || word == "i");
            if (!number &&
                (n > 1 || single ? !is_known(vocabulary.find(word), word, vocabulary) && !single
                                 : true))
                continue;
            pieces[i] = static_cast<std::uint8_t>(pieces[j] + 1);
            from[i] = static_cast<std::uint8_t>(j);
        }
    }
    if (pieces[size] == kNever) return false;
    const std::size_t base = out.count;
    for (std::size_t i = size; i > 0; i = from[i]) add(out, first + from[i]);
    std::reverse(out.begin.begin() + static_cast<std::ptrdiff_t>(base),
                 out.begin.begin() + static_cast<std::ptrdiff_t>(out.count));
    return true;
}

TagPieces by_shape(const TagText& text, std::size_t size) {
    TagPieces out;
    for (std::size_t i = 0; i < size; ++i) {
        if (i == 0 || boundary(text, i, size)) add(out, i);
    }
    return out;
}

}  // namespace

void TagText::add(std::uint32_t size, std::uint32_t begin, std::uint32_t end, Byte byte) {
    if (size == 0 || size_ + size > kTagBytes) {
        full_ = true;
        return;
    }
    for (std::uint32_t i = 0; i < size; ++i, ++size_) {
        begin_[size_] = begin;
        end_[size_] = end;
        bytes_[size_] = byte;
        starts_[size_] = i == 0;
        byte.after_gap = false;
    }
}

TagText::Shape TagText::shape(std::size_t first, std::size_t last) const {
    Shape out;
    out.capital = bytes_[first].upper;
    for (std::size_t i = first; i < last; ++i) {
        if (!starts_[i]) continue;
        ++(bytes_[i].digit ? out.digits : out.letters);
        out.uppers += bytes_[i].upper ? 1 : 0;
    }
    return out;
}

TagPieces split_tag(std::string_view fold, const TagText& text, const Vocabulary& vocabulary) {
    const TagPieces shaped = by_shape(text, fold.size());
    auto last_of = [&](std::size_t i) {
        return i + 1 < shaped.count ? shaped.begin[i + 1] : fold.size();
    };
    auto known = [&](std::size_t i) {
        const std::size_t first = shaped.begin[i];
        return text.byte(first).digit ||
               vocabulary.find(fold.substr(first, last_of(i) - first)) != kNoWord;
    };
    bool all = true;
    for (std::size_t i = 0; i < shaped.count; ++i) all = all && known(i);
    if (all) return shaped;
    TagPieces out;
    if (split_known(fold, 0, fold.size(), text, vocabulary, out)) return out;
    for (std::size_t i = 0; i < shaped.count; ++i) {
        if (known(i) || !split_known(fold, shaped.begin[i], last_of(i), text, vocabulary, out))
            add(out, shaped.begin[i]);
    }
    return out;
}

}  // namespace mizan::text
