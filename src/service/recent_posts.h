// The posts that were decided last, as they stand in the record: what a new policy is tried on.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "service/record_folder.h"

namespace mizan::service {

inline constexpr std::size_t kRecentBytes = 32u << 20;  // of posts at once: fewer are given then
inline constexpr std::size_t kRecentWalked = 200'000;   // records looked at, at most: likewise

// At most `count` posts of a platform whose decisions are records of their own, the latest first, as canonical JSON. Posts in batches
// are not in the store; one decided more than once is given once. Errors: of the store.
[[nodiscard]] Result<std::vector<std::string>> recent_posts(RecordFolder& folder,
                                                            const std::string& platform,
                                                            std::size_t count);

}  // namespace mizan::service
