// Frame: the posts of one batch in which nothing was found, 54 bytes each, under one leaf of the log.
//
//     "MZFRAME1"                      8 bytes
//     slots, raw tails, packed tails  3 x uint32: how many, and two sizes in bytes
//     slot                            54 bytes each, ascending by tag, then revision:
//         tag                         12 bytes (tag.h)
//         revision, views             2 x uint32
//         tail                        uint16, index of the decision's tail
//         commitment                  32 bytes: commit(salt, "post", SHA-256(input) || SHA-256(tail))
//     tails                           zstd; each a byte of coverage, a uint32 of size and the text
//
// Numbers are little-endian. The leaf's root is that of the tree (RFC 6962) over one entry of 36 bytes for each slot: its views as a
// big-endian uint32, then its commitment. So a sample can be drawn by posts or by views, and one post proved, without showing
// another; the frame itself stays with the platform, which hands it to an auditor.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "base/sha256.h"
#include "record/outcome.h"
#include "record/salt_tree.h"

namespace mizan::record {

inline constexpr std::size_t kFrameSlots = 65'536;         // a batch of more becomes several frames
inline constexpr std::size_t kFrameTailBytes = 64u << 20;  // of all tails, unpacked; likewise
inline constexpr std::size_t kSlotBytes = 54;
inline constexpr std::string_view kPostField = "post";

struct Slot {
    Tag tag;
    std::uint32_t revision = 0;
    std::uint32_t views = 0;
    std::uint16_t tail = 0;
    Sha256 commitment{};
};

// What is committed to of an ordinary post: its input and its decision, both as hashes.
[[nodiscard]] std::string post_value(const Sha256& input, const Sha256& tail);
// The entry of the frame's tree.
[[nodiscard]] std::string slot_entry(std::uint32_t views, const Sha256& commitment);

struct Frame {
    std::string bytes;
    SaltTree salts;
    Sha256 root{};
    std::vector<std::uint32_t> slot_of;  // [post of the batch, from the first taken]
    std::uint64_t views = 0;
    std::uint64_t covered[3]{};  // posts by coverage
};

// The frame of posts [first, first + count) of a batch, at most kFrameSlots. Pure.
[[nodiscard]] Frame build_frame(const Batch& batch, std::size_t first, std::size_t count,
                                const Salt& seed);
// The frames of all batches of an outcome, with random seeds. What takes longest about ordinary posts, and needs no store.
using BatchFrames = std::vector<std::vector<Frame>>;  // [batch]
[[nodiscard]] BatchFrames build_frames(const Outcome& outcome);
// How many posts from `first` on fit into one frame; at least one.
[[nodiscard]] std::size_t frame_fits(const Batch& batch, std::size_t first);
// The rest of its leaf (leaf.h).
[[nodiscard]] std::string batch_leaf(const Batch& batch, const Frame& frame);

// A frame that was read. Views into its bytes, which must outlive it.
class FrameView {
public:
    // Errors: kStoreCorrupt.
    [[nodiscard]] static Result<FrameView> read(std::string_view bytes);

    [[nodiscard]] std::size_t size() const { return slots_; }
    [[nodiscard]] Slot slot(std::size_t index) const;
    // The slots of a tag: [first, second).
    [[nodiscard]] std::pair<std::size_t, std::size_t> find(const Tag& tag) const;
    // The hashes of the tree's leaves, in order.
    [[nodiscard]] std::vector<Sha256> leaves() const;
    // The tails, unpacked. Errors: kStoreCorrupt.
    [[nodiscard]] Result<std::vector<Batch::Tail>> tails() const;

private:
    std::size_t slots_ = 0;
    std::size_t raw_tail_bytes_ = 0;
    std::string_view entries_;
    std::string_view packed_tails_;
};

}  // namespace mizan::record
