// Frames of ordinary posts: what goes in comes out in order, under one root, and damage is told.
#include "record/frame.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstring>
#include <random>
#include <string>

#include "ledger/hashing.h"
#include "ledger/tree.h"
#include "record/leaf.h"

using namespace mizan;
using namespace mizan::record;

namespace {

Salt seed_of(std::uint8_t n) {
    Salt seed;
    seed.fill(n);
    return seed;
}

// `count` posts with random tags; a few tags twice with different revisions.
Batch random_batch(std::size_t count, std::size_t tails, unsigned seed) {
    std::mt19937 random(seed);
    Batch batch;
    batch.setting.policy = "garden@1";
    batch.setting.activation = 3;
    batch.purpose = kFirst;
    batch.at = 1'800'000'000;
    for (std::size_t i = 0; i < tails; ++i)
        batch.tails.push_back({"tail " + std::to_string(i), static_cast<std::uint8_t>(i % 3)});
    for (std::size_t i = 0; i < count; ++i) {
        OrdinaryPost post;
        for (auto& byte : post.tag.bytes) byte = static_cast<std::uint8_t>(random());
        if (i > 0 && i % 7 == 0) post.tag = batch.posts[i - 1].tag;
        post.revision = static_cast<std::uint32_t>(count - i);
        post.views = static_cast<std::uint32_t>(random());
        post.tail = static_cast<std::uint32_t>(random() % tails);
        post.input = sha256(std::to_string(i));
        batch.posts.push_back(post);
    }
    return batch;
}

void check_frame(const Batch& batch, std::size_t first, std::size_t count) {
    const auto frame = build_frame(batch, first, count, seed_of(7));
    const auto view = FrameView::read(frame.bytes);
    REQUIRE(view);
    REQUIRE(view->size() == count);
    REQUIRE(frame.slot_of.size() == count);
    const auto tails = view->tails();
    REQUIRE(tails);
    std::vector<bool> used(count);
    std::uint64_t views = 0;
    std::uint64_t covered[3]{};
    for (std::size_t i = 0; i < count; ++i) {
        const auto& post = batch.posts[first + i];
        const auto at = frame.slot_of[i];
        REQUIRE(at < count);
        CHECK_FALSE(used[at]);
        used[at] = true;
        const auto slot = view->slot(at);
        CHECK(slot.tag == post.tag);
        CHECK(slot.revision == post.revision);
        CHECK(slot.views == post.views);
        REQUIRE(slot.tail < tails->size());
        const auto& tail = (*tails)[slot.tail];
        CHECK(tail.text == batch.tails[post.tail].text);
        CHECK(tail.coverage == batch.tails[post.tail].coverage);
        CHECK(slot.commitment ==
              commit(*frame.salts.salt(at), "post", post_value(post.input, sha256(tail.text))));
        const auto [begin, end] = view->find(post.tag);
        CHECK(begin <= at);
        CHECK(at < end);
        views += post.views;
        ++covered[tail.coverage];
    }
    for (std::size_t i = 1; i < count; ++i) {
        const auto a = view->slot(i - 1);
        const auto b = view->slot(i);
        CHECK(std::pair(a.tag, a.revision) <= std::pair(b.tag, b.revision));
    }
    CHECK(frame.root == ledger::root_of(view->leaves()));
    CHECK(frame.views == views);
    for (std::size_t i = 0; i < 3; ++i) CHECK(frame.covered[i] == covered[i]);
}

}  // namespace

TEST_CASE("a frame gives back every post in its slot, sorted, under the root of its tree") {
    for (const std::size_t count : {0u, 1u, 2u, 3u, 8u, 255u, 256u, 257u, 1000u})
        check_frame(random_batch(count, 5, static_cast<unsigned>(count)), 0, count);
    check_frame(random_batch(100, 4, 1), 30, 17);  // a part of a batch
}

TEST_CASE("a frame of 65,536 posts with as many tails is full") {
    auto batch = random_batch(kFrameSlots + 1, kFrameSlots + 1, 9);
    for (std::size_t i = 0; i < batch.posts.size(); ++i)
        batch.posts[i].tail = static_cast<std::uint32_t>(i);
    CHECK(frame_fits(batch, 0) == kFrameSlots);
    CHECK(frame_fits(batch, 1) == kFrameSlots);
    CHECK(frame_fits(batch, kFrameSlots) == 1);
    const auto frame = build_frame(batch, 0, kFrameSlots, seed_of(7));
    const auto view = FrameView::read(frame.bytes);
    REQUIRE(view);
    REQUIRE(view->size() == kFrameSlots);
    CHECK(frame.root == ledger::root_of(view->leaves()));
    const auto tails = view->tails();
    REQUIRE(tails);
    REQUIRE(tails->size() == kFrameSlots);
    for (std::size_t i = 0; i < kFrameSlots; i += 997)
        CHECK((*tails)[view->slot(frame.slot_of[i]).tail].text == batch.tails[i].text);
    CHECK((*tails)[view->slot(frame.slot_of[kFrameSlots - 1]).tail].text ==
          batch.tails[kFrameSlots - 1].text);
}

TEST_CASE("a frame takes no more tails than may be unpacked, but one whatever its size") {
    Batch batch = random_batch(4, 4, 1);
    for (std::size_t i = 0; i < 4; ++i) batch.posts[i].tail = static_cast<std::uint32_t>(i);
    batch.tails[0].text.assign(kFrameTailBytes - 2000, 'a');
    batch.tails[1].text.assign(1900, 'b');
    batch.tails[2].text.assign(200, 'c');
    batch.tails[3].text.assign(kFrameTailBytes + 2000, 'd');
    CHECK(frame_fits(batch, 0) == 2);
    CHECK(frame_fits(batch, 1) == 2);
    CHECK(frame_fits(batch, 3) == 1);
    check_frame(batch, 3, 1);
}

TEST_CASE("the slots of a tag stand together, and of another there are none") {
    Batch batch = random_batch(20, 2, 4);
    for (std::size_t i = 5; i < 9; ++i) batch.posts[i].tag = batch.posts[4].tag;
    const auto frame = build_frame(batch, 0, 20, seed_of(7));
    const auto view = FrameView::read(frame.bytes);
    REQUIRE(view);
    const auto [first, end] = view->find(batch.posts[4].tag);
    CHECK(end - first == 5);
    for (auto i = first + 1; i < end; ++i)
        CHECK(view->slot(i - 1).revision < view->slot(i).revision);
    Tag other = batch.posts[4].tag;
    other.bytes[11] ^= 1;
    CHECK(view->find(other).first == view->find(other).second);
    Tag lowest{}, highest;
    highest.bytes.fill(0xFF);
    CHECK(view->find(lowest) == std::pair<std::size_t, std::size_t>(0, 0));
    CHECK(view->find(highest) == std::pair<std::size_t, std::size_t>(20, 20));
}

TEST_CASE("the leaf of a batch says what its frame holds") {
    const auto batch = random_batch(50, 6, 2);
    const auto frame = build_frame(batch, 0, 50, seed_of(7));
    const auto text = leaf_text(12, batch_leaf(batch, frame));
    Leaf leaf;
    REQUIRE(read_leaf(text, leaf));
    CHECK(leaf.type == LeafType::kBatch);
    CHECK(leaf.t == batch.at);
    CHECK(leaf.word("policy") == "garden@1");
    CHECK(leaf.number("activation") == 3);
    CHECK(leaf.number("count") == 50);
    CHECK(leaf.number("views") == frame.views);
    CHECK(leaf.hash("root") == frame.root);
    CHECK(leaf.number("covered_full") + leaf.number("covered_partly") +
              leaf.number("not_covered") ==
          50);
}

TEST_CASE("an entry is views as a big-endian number, then the commitment") {
    Sha256 commitment;
    commitment.fill(0xEE);
    CHECK(slot_entry(0x01020304, commitment) == "\1\2\3\4" + std::string(32, '\xEE'));
    CHECK(slot_entry(0xFFFFFFFF, commitment).substr(0, 4) == "\xFF\xFF\xFF\xFF");
    CHECK(post_value(sha256("a"), sha256("b")).size() == 64);
}

TEST_CASE("the same posts make the same frame; another order the same slots") {
    const auto batch = random_batch(30, 3, 5);
    CHECK(build_frame(batch, 0, 30, seed_of(1)).bytes ==
          build_frame(batch, 0, 30, seed_of(1)).bytes);
    CHECK(build_frame(batch, 0, 30, seed_of(1)).root != build_frame(batch, 0, 30, seed_of(2)).root);
    auto turned = batch;
    std::reverse(turned.posts.begin(), turned.posts.end());
    CHECK(build_frame(turned, 0, 30, seed_of(1)).root ==
          build_frame(batch, 0, 30, seed_of(1)).root);
}

TEST_CASE("a frame with any byte changed or cut off is refused or read within its bounds") {
    const auto batch = random_batch(5, 3, 3);
    const auto frame = build_frame(batch, 0, 5, seed_of(7));
    const auto touch = [](std::string_view bytes) {
        const auto view = FrameView::read(bytes);
        if (!view) return view.error().code == Code::kStoreCorrupt;
        for (std::size_t i = 0; i < view->size(); ++i) (void)view->find(view->slot(i).tag);
        (void)view->leaves();
        if (const auto tails = view->tails(); !tails)
            return tails.error().code == Code::kStoreCorrupt;
        return true;
    };
    for (std::size_t i = 0; i < frame.bytes.size(); ++i) {
        for (int bit = 0; bit < 8; ++bit) {
            auto bad = frame.bytes;
            bad[i] = static_cast<char>(bad[i] ^ (1 << bit));
            CHECK(touch(bad));
        }
    }
    for (std::size_t size = 0; size < frame.bytes.size(); ++size)
        CHECK_FALSE(FrameView::read(std::string_view(frame.bytes).substr(0, size)));
    CHECK_FALSE(FrameView::read(frame.bytes + "x"));
    const auto with = [&](std::size_t at, std::uint32_t number) {
        auto bad = frame.bytes;
        std::memcpy(bad.data() + at, &number, sizeof number);
        return bad;
    };
    CHECK_FALSE(FrameView::read(with(0, 0)));           // not its name
    CHECK_FALSE(FrameView::read(with(8, 4)));           // fewer slots than there are
    CHECK_FALSE(FrameView::read(with(8, 0xFFFFFFFF)));  // more than may be
    CHECK_FALSE(FrameView::read(with(16, 0)));
    for (const std::uint32_t size : {0u, 1u, 100'000u, 0x08000001u, 0xFFFFFFFFu}) {
        const auto bad = with(12, size);
        const auto view = FrameView::read(bad);
        REQUIRE(view);
        CHECK_FALSE(view->tails());
    }
}
