// What a proof file brings besides the proof (`extra`, which nobody has signed), held against the entry that was proved: which of
// its commitments are opened, and which post of a batch is meant.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/sha256.h"

namespace mizan::audit {

// A commitment of the record, and the value that it was made of.
struct Opened {
    std::string field;
    std::string value;
};

// One post of a batch, which is in the tree of the batch's leaf.
struct BatchSlot {
    std::uint64_t index = 0;
    std::uint64_t count = 0;
    std::uint64_t views = 0;
    Sha256 commitment{};
};

struct OpenedPost {
    std::string input;     // the post, as JSON
    std::string decision;  // as JSON
};

struct CheckedRecord {
    std::string no_record;  // why the entry is no record of ours; then all else is empty
    std::vector<Opened> opened;
    std::vector<std::string> closed;  // commitments of the record that were not opened
    std::optional<BatchSlot> slot;
    std::optional<OpenedPost> post;  // of the slot
};

// `entry` stands at `index` of a log, as was proved. An entry that is no leaf of ours is said to be none; only where something of
// it is to be opened, that is an error. Errors: kProofInvalid for what does not fit the entry; kProofMalformed for an `extra` that
// cannot be read; kLogCorrupt for a leaf that says that it stands elsewhere.
[[nodiscard]] Result<CheckedRecord> check_record(std::string_view entry, std::uint64_t index,
                                                 const std::optional<std::string>& extra);

}  // namespace mizan::audit
