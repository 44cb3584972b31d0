// TagFilter: whether a tag may be among those that were added: a Bloom filter that grows. Private to this folder.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <vector>

#include "record/tag.h"

namespace mizan::store {

// A tag is a keyed hash: its own bytes serve as hashes. One block of 64 bits and 4 bits in it: one look at memory. Not thread-safe.
class TagFilter {
public:
    TagFilter() : blocks_(kFirstBlocks, 0) {}

    void add(const record::Tag& tag) {
        if (++size_ > blocks_.size() * kTagsPerBlock) grow();
        last_block(tag) |= bits(tag);
    }
    // Never false for a tag that was added; true for fewer than one in fifty others.
    [[nodiscard]] bool may_hold(const record::Tag& tag) const {
        const auto wanted = bits(tag);
        for (const auto& old : full_)
            if ((old[place(tag, old.size())] & wanted) == wanted) return true;
        return (blocks_[place(tag, blocks_.size())] & wanted) == wanted;
    }
    void clear() { *this = TagFilter(); }

private:
    using Blocks = std::vector<std::uint64_t>;
    static constexpr std::size_t kFirstBlocks = 1u << 12;
    static constexpr std::size_t kTagsPerBlock = 4;  // 16 bits a tag

    static std::uint64_t word(const record::Tag& tag, std::size_t at) {
        std::uint64_t w = 0;
        std::memcpy(&w, tag.bytes.data() + at, sizeof w);
        return w;
    }
    static std::size_t place(const record::Tag& tag, std::size_t blocks) {
        return static_cast<std::size_t>(word(tag, 0)) & (blocks - 1);
    }
    static std::uint64_t bits(const record::Tag& tag) {
        const auto w = word(tag, 4) >> 32;  // the bytes that place() does not use
        std::uint64_t out = 0;
        for (unsigned i = 0; i < 4; ++i) out |= std::uint64_t{1} << (w >> (6 * i) & 63);
        return out;
    }
    std::uint64_t& last_block(const record::Tag& tag) {
        return blocks_[place(tag, blocks_.size())];
    }
    // What is full stays as it is; the next is four times as large, so there are few.
    void grow() {
        const auto next = 4 * blocks_.size();
        full_.push_back(std::move(blocks_));
        blocks_.assign(next, 0);
        size_ = 1;
    }

    std::vector<Blocks> full_;
    Blocks blocks_;
    std::size_t size_ = 0;  // tags in blocks_
};

}  // namespace mizan::store
