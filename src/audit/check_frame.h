// The frame of a batch (record/frame.h), as a platform hands it to an auditor, held against the leaf that the log has of it.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/result.h"
#include "record/frame.h"
#include "record/leaf.h"

namespace mizan::audit {

struct CheckedFrame {
    record::FrameView frame;  // views into the bytes that were checked
    std::uint64_t views = 0;
    std::uint64_t covered[3]{};  // posts by coverage
    std::vector<record::Batch::Tail> tails;
};

// Posts, views, root and coverage must be those of the leaf, the slots in their order. Coverage and tails are as the frame
// states them: a post's commitment holds its decision, which an opened post shows. Errors: kStoreCorrupt for what is no frame;
// kProofInvalid for a leaf that is no batch or of another frame.
[[nodiscard]] Result<CheckedFrame> check_frame(std::string_view bytes, const record::Leaf& leaf);

// The slot that holds a view: those of slot 0 come first, then those of slot 1, and so on. Errors: kUsage if there are not so many.
[[nodiscard]] Result<std::size_t> slot_of_view(const CheckedFrame& checked, std::uint64_t view);

}  // namespace mizan::audit
