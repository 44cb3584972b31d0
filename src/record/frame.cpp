#include "record/frame.h"

#include <zstd.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <memory>

#include "ledger/hashing.h"
#include "ledger/tree.h"
#include "record/leaf.h"

namespace mizan::record {

namespace {

constexpr std::string_view kMagic = "MZFRAME1";
constexpr std::size_t kHeadBytes = 8 + 3 * sizeof(std::uint32_t);
constexpr std::size_t kTailHeadBytes = 1 + sizeof(std::uint32_t);
constexpr int kCompression = 1;  // zstd's fastest: tails are much alike

template <class T> void put(std::string& out, T v) {
    static_assert(std::endian::native == std::endian::little);
    char bytes[sizeof v];
    std::memcpy(bytes, &v, sizeof v);
    out.append(bytes, sizeof v);
}
template <class T> T get(std::string_view bytes, std::size_t at) {
    T v;
    std::memcpy(&v, bytes.data() + at, sizeof v);
    return v;
}

std::string_view view(const Sha256& hash) {
    return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}

std::unexpected<Error> damaged(const char* what) {
    return fail({Code::kStoreCorrupt, std::string("not a frame: ") + what, {}});
}

// The tails that some posts use, packed, and where each went.
struct UsedTails {
    std::vector<std::uint32_t> place;  // [tail of the batch]; ~0: not used
    std::vector<Sha256> hash;          // [place]
    std::vector<std::uint8_t> coverage;
    std::string raw;

    UsedTails(const Batch& batch, std::size_t first, std::size_t count)
        : place(batch.tails.size(), ~0u) {
        for (std::size_t i = first; i < first + count; ++i) {
            auto& at = place[batch.posts[i].tail];
            if (at != ~0u) continue;
            const auto& tail = batch.tails[batch.posts[i].tail];
            at = static_cast<std::uint32_t>(hash.size());
            hash.push_back(sha256(tail.text));
            coverage.push_back(tail.coverage);
            raw.push_back(static_cast<char>(tail.coverage));
            put(raw, static_cast<std::uint32_t>(tail.text.size()));
            raw.append(tail.text);
        }
    }
    [[nodiscard]] std::string packed() const {
        std::string out(ZSTD_compressBound(raw.size()), '\0');
        // One is costly to make, and a service packs some hundred bytes a thousand times a second.
        thread_local const std::unique_ptr<ZSTD_CCtx, decltype(&ZSTD_freeCCtx)> context(
            ZSTD_createCCtx(), &ZSTD_freeCCtx);
        const auto size = ZSTD_compressCCtx(context.get(), out.data(), out.size(), raw.data(),
                                            raw.size(), kCompression);
        out.resize(ZSTD_isError(size) != 0 ? 0 : size);
        return out;
    }
};

// The posts of a frame as its slots have them. Nearly always the first bytes of two tags differ.
std::vector<std::uint32_t> order_of(const Batch& batch, std::size_t first, std::size_t count) {
    struct Place {
        std::uint64_t begin;  // of the tag, as a number that sorts alike
        std::uint32_t post;
    };
    std::vector<Place> places(count);
    for (std::uint32_t i = 0; i < count; ++i) {
        const auto& tag = batch.posts[first + i].tag.bytes;
        std::uint64_t begin = 0;
        std::memcpy(&begin, tag.data(), sizeof begin);
        places[i] = {__builtin_bswap64(begin), i};
    }
    std::sort(places.begin(), places.end(), [&](const Place& a, const Place& b) {
        if (a.begin != b.begin) return a.begin < b.begin;
        const auto& x = batch.posts[first + a.post];
        const auto& y = batch.posts[first + b.post];
        if (const auto c = x.tag <=> y.tag; c != 0) return c < 0;
        return x.revision != y.revision ? x.revision < y.revision : a.post < b.post;
    });
    std::vector<std::uint32_t> order(count);
    for (std::size_t i = 0; i < count; ++i) order[i] = places[i].post;
    return order;
}

// What each slot's post is committed to by.
std::vector<Sha256> commitments_of(const Batch& batch, std::size_t first,
                                   std::span<const std::uint32_t> order, const UsedTails& tails,
                                   std::span<const Salt> salts) {
    std::vector<Sha256> values(2 * order.size());  // as post_value() has them
    std::vector<std::string_view> views(order.size());
    for (std::size_t slot = 0; slot < order.size(); ++slot) {
        const auto& post = batch.posts[first + order[slot]];
        values[2 * slot] = post.input;
        values[2 * slot + 1] = tails.hash[tails.place[post.tail]];
        views[slot] = {reinterpret_cast<const char*>(&values[2 * slot]), 2 * sizeof(Sha256)};
    }
    std::vector<Sha256> commitments(order.size());
    commit_each(salts.first(order.size()), kPostField, views, commitments);
    return commitments;
}

Sha256 root_over(const std::vector<std::string>& entries) {
    const std::vector<std::string_view> views(entries.begin(), entries.end());
    std::vector<Sha256> leaves(views.size());
    ledger::leaf_hashes(views, leaves);
    return ledger::root_of(leaves);
}

}  // namespace

std::string post_value(const Sha256& input, const Sha256& tail) {
    return std::string(view(input)).append(view(tail));
}

std::string slot_entry(std::uint32_t views, const Sha256& commitment) {
    std::string out;
    for (int shift = 24; shift >= 0; shift -= 8) out.push_back(static_cast<char>(views >> shift));
    return out.append(view(commitment));
}

std::size_t frame_fits(const Batch& batch, std::size_t first) {
    std::vector<bool> used(batch.tails.size(), false);
    std::size_t bytes = 0;
    std::size_t tails = 0;
    std::size_t count = 0;
    while (first + count < batch.posts.size() && count < kFrameSlots) {
        const auto tail = batch.posts[first + count].tail;
        if (!used[tail]) {
            bytes += kTailHeadBytes + batch.tails[tail].text.size();
            if (count > 0 && (bytes > kFrameTailBytes || tails == kFrameSlots)) break;
            used[tail] = true;
            ++tails;
        }
        ++count;
    }
    return count;
}

Frame build_frame(const Batch& batch, std::size_t first, std::size_t count, const Salt& seed) {
    Frame frame;
    frame.salts = SaltTree(seed, count);
    const auto salts = frame.salts.all(count);
    const UsedTails tails(batch, first, count);
    const auto packed = tails.packed();
    const auto order = order_of(batch, first, count);
    frame.slot_of.resize(count);
    frame.bytes.reserve(kHeadBytes + count * kSlotBytes + packed.size());
    frame.bytes.append(kMagic);
    put(frame.bytes, static_cast<std::uint32_t>(count));
    put(frame.bytes, static_cast<std::uint32_t>(tails.raw.size()));
    put(frame.bytes, static_cast<std::uint32_t>(packed.size()));
    const auto commitments = commitments_of(batch, first, order, tails, salts);
    std::vector<std::string> entries;
    entries.reserve(count);
    for (std::size_t slot = 0; slot < count; ++slot) {
        const auto& post = batch.posts[first + order[slot]];
        const auto tail = tails.place[post.tail];
        frame.slot_of[order[slot]] = static_cast<std::uint32_t>(slot);
        frame.bytes.append(post.tag.view());
        put(frame.bytes, post.revision);
        put(frame.bytes, post.views);
        put(frame.bytes, static_cast<std::uint16_t>(tail));
        frame.bytes.append(view(commitments[slot]));
        entries.push_back(slot_entry(post.views, commitments[slot]));
        frame.views += post.views;
        ++frame.covered[tails.coverage[tail]];
    }
    frame.bytes.append(packed);
    frame.root = root_over(entries);
    return frame;
}

BatchFrames build_frames(const Outcome& outcome) {
    BatchFrames frames(outcome.batches.size());
    for (std::size_t i = 0; i < frames.size(); ++i) {
        const auto& batch = outcome.batches[i];
        for (std::size_t first = 0; first < batch.posts.size();) {
            const auto count = frame_fits(batch, first);
            frames[i].push_back(build_frame(batch, first, count, random_salt()));
            first += count;
        }
    }
    return frames;
}

std::string batch_leaf(const Batch& batch, const Frame& frame) {
    const std::uint64_t count = frame.slot_of.size();
    return leaf_rest(LeafType::kBatch, batch.at,
                     {batch.at, batch.at, std::string_view(batch.setting.policy),
                      batch.setting.activation, count, frame.covered[kCoveredFull],
                      frame.covered[kCoveredPartly], frame.covered[kNotCovered], frame.views,
                      batch.setting.engine, batch.setting.bundle, frame.root});
}

Result<FrameView> FrameView::read(std::string_view bytes) {
    if (bytes.size() < kHeadBytes || !bytes.starts_with(kMagic))
        return damaged("it does not begin as one");
    FrameView frame;
    frame.slots_ = get<std::uint32_t>(bytes, 8);
    frame.raw_tail_bytes_ = get<std::uint32_t>(bytes, 12);
    const std::size_t packed = get<std::uint32_t>(bytes, 16);
    if (frame.slots_ > kFrameSlots ||
        bytes.size() != kHeadBytes + frame.slots_ * kSlotBytes + packed)
        return damaged("its size is not the one that it states");
    frame.entries_ = bytes.substr(kHeadBytes, frame.slots_ * kSlotBytes);
    frame.packed_tails_ = bytes.substr(kHeadBytes + frame.entries_.size());
    return frame;
}

Slot FrameView::slot(std::size_t index) const {
    const auto entry = entries_.substr(index * kSlotBytes, kSlotBytes);
    Slot slot;
    std::memcpy(slot.tag.bytes.data(), entry.data(), slot.tag.bytes.size());
    slot.revision = get<std::uint32_t>(entry, 12);
    slot.views = get<std::uint32_t>(entry, 16);
    slot.tail = get<std::uint16_t>(entry, 20);
    std::memcpy(slot.commitment.data(), entry.data() + 22, slot.commitment.size());
    return slot;
}

std::pair<std::size_t, std::size_t> FrameView::find(const Tag& tag) const {
    const auto tag_at = [&](std::size_t i) {
        return entries_.substr(i * kSlotBytes, sizeof tag.bytes);
    };
    std::size_t low = 0;
    std::size_t high = slots_;
    while (low < high) {
        const auto middle = low + (high - low) / 2;
        if (tag_at(middle) < tag.view()) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    auto end = low;
    while (end < slots_ && tag_at(end) == tag.view()) ++end;
    return {low, end};
}

std::vector<Sha256> FrameView::leaves() const {
    std::vector<Sha256> out;
    out.reserve(slots_);
    for (std::size_t i = 0; i < slots_; ++i) {
        const auto s = slot(i);
        out.push_back(ledger::leaf_hash(slot_entry(s.views, s.commitment)));
    }
    return out;
}

Result<std::vector<Batch::Tail>> FrameView::tails() const {
    if (raw_tail_bytes_ > kFrameTailBytes + kFrameTailBytes)
        return damaged("its tails are too long");
    std::string raw(raw_tail_bytes_, '\0');
    const auto size =
        ZSTD_decompress(raw.data(), raw.size(), packed_tails_.data(), packed_tails_.size());
    if (ZSTD_isError(size) != 0 || size != raw.size())
        return damaged("its tails cannot be unpacked");
    std::vector<Batch::Tail> out;
    for (std::string_view left = raw; !left.empty();) {
        if (left.size() < kTailHeadBytes) return damaged("a tail is cut off");
        const auto coverage = static_cast<std::uint8_t>(left[0]);
        const std::size_t length = get<std::uint32_t>(left, 1);
        left.remove_prefix(kTailHeadBytes);
        if (coverage > kNotCovered || length > left.size()) return damaged("a tail is cut off");
        out.push_back({std::string(left.substr(0, length)), coverage});
        left.remove_prefix(length);
    }
    return out;
}

}  // namespace mizan::record
