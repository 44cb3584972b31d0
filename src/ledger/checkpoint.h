// A log's checkpoint (C2SP tlog-checkpoint): origin, size and root, one a line, as the text of a signed note.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "ledger/hashing.h"
#include "ledger/note.h"

namespace mizan::ledger {

struct Checkpoint {
    std::string origin;
    std::uint64_t size = 0;
    Hash root{};
    std::vector<std::string> extensions;  // further lines, which we never write

    bool operator==(const Checkpoint&) const = default;
};

// The note's text, with its final line end.
[[nodiscard]] std::string to_text(const Checkpoint& checkpoint);
// Errors: kNoteMalformed.
[[nodiscard]] Result<Checkpoint> parse_checkpoint(std::string_view text);

// A checkpoint with the note that it came in.
struct SignedCheckpoint {
    Checkpoint checkpoint;
    Note note;
};

[[nodiscard]] SignedCheckpoint sign_checkpoint(const Checkpoint& checkpoint, const Signer& signer);
// Takes the note apart and checks that its origin is the key's name and that the key has signed it. Errors: kNoteMalformed,
// kSignatureInvalid.
[[nodiscard]] Result<SignedCheckpoint> open_checkpoint(std::string_view note,
                                                       const VerifierKey& log);

}  // namespace mizan::ledger
