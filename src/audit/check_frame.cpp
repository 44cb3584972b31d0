#include "audit/check_frame.h"

#include <string>
#include <utility>

#include "ledger/tree.h"

namespace mizan::audit {

namespace {

std::unexpected<Error> other_frame(const std::string& what, std::uint64_t frame,
                                   std::uint64_t leaf) {
    return fail({Code::kProofInvalid,
                 "the frame is not that of the leaf: it has " + std::to_string(frame) + " " + what +
                     ", the leaf says " + std::to_string(leaf),
                 {}});
}

Result<void> add_up(CheckedFrame& out) {
    record::Slot before;
    for (std::size_t i = 0; i < out.frame.size(); ++i) {
        const auto slot = out.frame.slot(i);
        if (slot.tail >= out.tails.size())
            return fail({Code::kStoreCorrupt,
                         "not a frame: slot " + std::to_string(i) + " has no decision",
                         {}});
        if (i > 0 && std::pair(slot.tag, slot.revision) < std::pair(before.tag, before.revision))
            return fail({Code::kStoreCorrupt,
                         "not a frame: slot " + std::to_string(i) + " is out of order",
                         {}});
        out.views += slot.views;
        ++out.covered[out.tails[slot.tail].coverage];
        before = slot;
    }
    return {};
}

}  // namespace

Result<CheckedFrame> check_frame(std::string_view bytes, const record::Leaf& leaf) {
    if (leaf.type != record::LeafType::kBatch)
        return fail({Code::kProofInvalid, "the leaf is no batch, so it has no frame", {}});
    CheckedFrame out;
    MZ_TRY(out.frame, record::FrameView::read(bytes));
    MZ_TRY(out.tails, out.frame.tails());
    MZ_CHECK(add_up(out));
    if (out.frame.size() != leaf.number("count"))
        return other_frame("posts", out.frame.size(), leaf.number("count"));
    if (out.views != leaf.number("views"))
        return other_frame("views", out.views, leaf.number("views"));
    if (ledger::root_of(out.frame.leaves()) != leaf.hash("root"))
        return fail({Code::kProofInvalid,
                     "the frame is not that of the leaf: its posts lead to another root",
                     {}});
    const std::pair<std::size_t, const char*> fields[] = {
        {record::kCoveredFull, "covered_full"},
        {record::kCoveredPartly, "covered_partly"},
        {record::kNotCovered, "not_covered"}};
    for (const auto& [level, field] : fields) {
        if (out.covered[level] != leaf.number(field))
            return other_frame(std::string("posts that are `") + field + "`", out.covered[level],
                               leaf.number(field));
    }
    return out;
}

Result<std::size_t> slot_of_view(const CheckedFrame& checked, std::uint64_t view) {
    auto left = view;
    for (std::size_t i = 0; i < checked.frame.size(); ++i) {
        const std::uint64_t views = checked.frame.slot(i).views;
        if (left < views) return i;
        left -= views;
    }
    return fail({Code::kUsage,
                 "the batch has " + std::to_string(checked.views) + " views; the first is 0",
                 "--view " + std::to_string(view)});
}

}  // namespace mizan::audit
