// Whether a folder holds exactly the log that some leaves make.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "ledger/hashing.h"
#include "publish/log_folder.h"

namespace mizan::publish {

struct LogFault {
    std::string where;  // the file, and where in it
    std::string what;
};

struct LogCheck {
    std::vector<LogFault> faults;    // at most as many as asked for
    std::uint64_t found = 0;         // of them there are, told or not
    std::vector<ledger::Hash> edge;  // of the tree that the leaves make
    ledger::Hash root{};
    ledger::Hash root_at{};  // at `size_of_interest`
};

// Gives the leaves from `first` on, at most `count`; none at the end.
using GiveLeaves =
    std::function<Result<std::vector<std::string>>(std::uint64_t first, std::size_t count)>;

// Makes every tile of the first `size` leaves anew and compares it with the file, byte for byte; narrower tiles of earlier sizes must be
// the beginnings of theirs, and no other files may be there. Goes on after a fault. Errors: of `leaves`.
[[nodiscard]] Result<LogCheck> check_log(const std::string& folder, std::uint64_t size,
                                         std::uint64_t size_of_interest, const GiveLeaves& leaves,
                                         std::size_t limit);

}  // namespace mizan::publish
