// Splits a hashtag's body into words: by capitals, digits and underscores, else by the vocabulary.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "text/vocabulary.h"

namespace mizan::text {

inline constexpr std::size_t kTagBytes = 128;  // a longer folded hashtag stays one token
inline constexpr std::size_t kTagSplitBytes =
    64;  // a longer run of lower case is not split by the vocabulary

// A folded hashtag with the shape and the place of every byte.
class TagText {
public:
    struct Byte {
        bool digit = false;
        bool upper = false;
        bool after_gap = false;  // an underscore stood before it
    };
    struct Shape {
        std::uint32_t letters = 0, digits = 0, uppers = 0;
        bool capital = false;
    };

    // One code point that folded to `size` bytes came from bytes [begin, end).
    void add(std::uint32_t size, std::uint32_t begin, std::uint32_t end, Byte byte);
    void extend(std::uint32_t end) {
        if (size_ > 0) end_[size_ - 1] = end;
    }
    [[nodiscard]] bool full() const { return full_; }
    [[nodiscard]] std::uint32_t begin(std::size_t i) const { return begin_[i]; }
    [[nodiscard]] std::uint32_t end(std::size_t i) const { return end_[i]; }
    [[nodiscard]] const Byte& byte(std::size_t i) const { return bytes_[i]; }
    [[nodiscard]] bool starts(std::size_t i) const {
        return starts_[i];
    }  // byte i begins a code point
    [[nodiscard]] Shape shape(std::size_t first, std::size_t last) const;

private:
    std::array<std::uint32_t, kTagBytes> begin_;
    std::array<std::uint32_t, kTagBytes> end_;
    std::array<Byte, kTagBytes> bytes_;
    std::array<bool, kTagBytes> starts_;
    std::size_t size_ = 0;
    bool full_ = false;
};

struct TagPieces {
    std::array<std::uint16_t, kTagBytes> begin;  // offsets in the fold
    std::size_t count = 0;
};

// `fold` is the tag's fold, as long as `text`. The pieces cover it whole, in order; at least one.
[[nodiscard]] TagPieces split_tag(std::string_view fold, const TagText& text,
                                  const Vocabulary& vocabulary);

}  // namespace mizan::text
