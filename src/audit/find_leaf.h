// Whether a leaf that was promised is in a published log, and where.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "audit/log_source.h"
#include "audit/trust.h"
#include "audit/verify_log.h"

namespace mizan::audit {

struct FoundLeaf {
    VerifyReport report;  // of the whole log: where it does not hold, nothing found counts
    std::optional<std::uint64_t> index;  // of the first leaf that ends so; nothing: there is none
    std::uint64_t last_at = 0;           // the latest time that a record in it tells; 0: no record

    // The latest time of which something signed shows that the log was as it is: a witness's, else that of its last record.
    [[nodiscard]] std::uint64_t seen_at() const;
};

// Verifies the log as verify_log() does and looks for the leaf in the same pass. `rest` is all of it behind its index (record/leaf.h).
// Errors: those of verify_log().
[[nodiscard]] Result<FoundLeaf> find_leaf(LogSource& source, const Trust& trust,
                                          std::string_view rest);

}  // namespace mizan::audit
