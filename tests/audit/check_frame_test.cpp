// A frame is the one of its leaf only if everything that the leaf says of it is so.
#include "audit/check_frame.h"

#include <doctest/doctest.h>

#include "audit/fetch_entry.h"
#include "audit/made_records.h"
#include "audit/memory_log.h"

using namespace mizan;
using namespace mizan::audit;

namespace {

struct MadeFrame {
    record::Batch batch;
    record::Frame frame;
    std::string text;
    record::Leaf leaf;

    explicit MadeFrame(std::size_t posts)
        : batch(some_batch(posts)),
          frame(record::build_frame(batch, 0, posts, salt_of("seed"))),
          text(record::leaf_text(7, record::batch_leaf(batch, frame))) {
        REQUIRE(record::read_leaf(text, leaf));
    }
    void change_leaf(std::string_view from, std::string_view to) {
        const auto at = text.find(from);
        REQUIRE(at != text.npos);
        text.replace(at, from.size(), to);
        REQUIRE(record::read_leaf(text, leaf));
    }
};

Code frame_fault(std::string_view bytes, const record::Leaf& leaf) {
    const auto checked = check_frame(bytes, leaf);
    REQUIRE_FALSE(checked.has_value());
    return checked.error().code;
}

}  // namespace

TEST_CASE("frames of any size are those of their leaves") {
    for (const std::size_t posts : {1u, 2u, 255u, 256u, 257u, 5000u}) {
        CAPTURE(posts);
        const MadeFrame made(posts);
        const auto checked = check_frame(made.frame.bytes, made.leaf);
        REQUIRE(checked.has_value());
        CHECK(checked->frame.size() == posts);
        CHECK(checked->views == made.leaf.number("views"));
        CHECK(checked->covered[0] + checked->covered[1] == posts);
    }
}

TEST_CASE("a leaf that says otherwise is that of another frame") {
    for (const auto& [from, to] :
         {std::pair("\"count\":300", "\"count\":299"), std::pair("\"views\":600", "\"views\":601"),
          std::pair("\"covered_full\":200", "\"covered_full\":201"),
          std::pair("\"not_covered\":0", "\"not_covered\":1")}) {
        MadeFrame made(300);
        made.change_leaf(from, to);
        CHECK(frame_fault(made.frame.bytes, made.leaf) == Code::kProofInvalid);
    }
    MadeFrame made(300);
    made.change_leaf(to_hex(made.frame.root), std::string(64, '0'));
    CHECK(frame_fault(made.frame.bytes, made.leaf) == Code::kProofInvalid);
    record::Leaf decision;
    const auto text = record::leaf_text(1, decision_rest());
    REQUIRE(record::read_leaf(text, decision));
    CHECK(frame_fault(made.frame.bytes, decision) == Code::kProofInvalid);
}

TEST_CASE("a changed byte of views, tail or commitment is found") {
    const MadeFrame made(300);
    constexpr std::size_t kHead = 20;
    for (const std::size_t slot : {0u, 150u, 299u}) {
        for (const std::size_t at : {16u, 20u, 22u, 53u}) {
            auto bytes = made.frame.bytes;
            auto& byte = bytes[kHead + slot * record::kSlotBytes + at];
            byte = static_cast<char>(byte ^ 1);
            CAPTURE(slot);
            CAPTURE(at);
            CHECK_FALSE(check_frame(bytes, made.leaf).has_value());
        }
    }
    for (std::size_t size = 0; size < made.frame.bytes.size(); size += 97)
        CHECK(frame_fault(made.frame.bytes.substr(0, size), made.leaf) == Code::kStoreCorrupt);
}

TEST_CASE("slots that are out of order are no frame") {
    const MadeFrame made(2);
    auto bytes = made.frame.bytes;
    std::swap_ranges(bytes.begin() + 20, bytes.begin() + 20 + record::kSlotBytes,
                     bytes.begin() + 20 + record::kSlotBytes);
    CHECK(frame_fault(bytes, made.leaf) == Code::kStoreCorrupt);
}

TEST_CASE("each view is of one slot") {
    const MadeFrame made(300);
    const auto checked = check_frame(made.frame.bytes, made.leaf);
    REQUIRE(checked.has_value());
    std::vector<std::uint32_t> views(300);
    for (std::uint64_t view = 0; view < 600; ++view) ++views[slot_of_view(*checked, view).value()];
    for (std::size_t i = 0; i < views.size(); ++i) CHECK(views[i] == checked->frame.slot(i).views);
    CHECK_FALSE(slot_of_view(*checked, 600).has_value());
}

TEST_CASE("an entry is fetched with its proof") {
    MemoryLog log;
    auto entries = numbered_entries(600);
    entries[7] = record::leaf_text(7, decision_rest());
    fill(log, entries);
    for (const std::uint64_t index : {0u, 7u, 255u, 256u, 599u}) {
        const auto fetched = fetch_entry(log, trust_in_log(), index);
        REQUIRE(fetched.has_value());
        CHECK(fetched->entry == entries[index]);
        CHECK(fetched->record.no_record.empty() == (index == 7));
    }
    CHECK(fetch_entry(log, trust_in_log(), 600).error().code == Code::kProofInvalid);
    auto& bundle = log.files["tile/entries/000"];
    bundle[4] = static_cast<char>(bundle[4] ^ 1);
    CHECK(fetch_entry(log, trust_in_log(), 0).error().code == Code::kProofInvalid);
}
